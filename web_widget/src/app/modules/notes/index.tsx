import { FileText } from "lucide-preact";
import type { JSX } from "preact";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { t } from "@/i18n";
import { location, segment } from "../../router";
import { Named } from "./Named";
import { NoteEditor } from "./NoteEditor";
import { newNote } from "./new";
import "./notes.css";

export default function NotesView(): JSX.Element {
  const id = segment(1);
  if (id) return <NoteEditor key={id} id={id} />;
  const named = location.value.query.get("title")?.trim().slice(0, 300);
  if (named) return <><header class="head"><h1>{named}</h1></header><Named key={named} title={named} /></>;
  return (
    <>
      <header class="head"><h1>{t("place.notes")}</h1></header>
      <Empty icon={<FileText aria-hidden="true" />} title={t("notes.choose")} text={t("notes.choose_text")} action={<Button tone="primary" onClick={() => void newNote()}>{t("action.new_note")}</Button>} />
    </>
  );
}
