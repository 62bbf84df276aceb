import { Maximize2 } from "lucide-preact";
import type { JSX } from "preact";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Markdown } from "@/components/Markdown";
import { Skeleton } from "@/components/Skeleton";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { dayAndClock } from "@/i18n/format";
import { notes } from "@/store/kinds";
import { navigate } from "../../router";
import { FilesOn } from "../files/on";
import { InlineText } from "../parts/InlineText";
import { mayWrite } from "../parts/rights";
import { Backlinks } from "./Backlinks";
import { Checklist } from "./Checklist";
import { NoteLabels } from "./Labels";
import { sessionOf } from "./session";
import "./notes.css";

/** A note beside the work: to read, tick and correct its title; writing happens in its own place. */
export default function NoteDetail({ id }: { id: Id }): JSX.Element {
  const slot = notes.slot(id);
  const session = sessionOf(id);
  const text = session.text.value;
  if (slot.state === "missing") return <Empty title={t("error.not_found")} />;
  if (!slot.value || !text) return session.error.value ? <Empty title={t("list.failed")} text={session.error.value} action={<Button onClick={() => void session.open()}>{t("retry")}</Button>} /> : <Skeleton />;
  return (
    <article class="detail" aria-label={text.title}>
      <header>
        <InlineText label={t("tasks.title")} value={text.title} required onSave={(title) => session.rename(title)} />
        <Button small onClick={() => navigate(`/notes/${id}`)}><Maximize2 aria-hidden="true" />{t("edit")}</Button>
      </header>
      <NoteLabels note={slot.value} />
      {text.items.length > 0 ? <Checklist items={text.items} onChange={(items) => session.change({ items })} /> : null}
      {text.content ? <Markdown text={text.content} style="page" /> : text.items.length === 0 ? <p class="mute">{t("notes.empty_note")}</p> : null}
      <FilesOn thing={{ kind: "note", id }} write={mayWrite(slot.value.project_id)} />
      <Backlinks id={id} title={slot.value.title} />
      <footer class="foot"><span>{t("notes.changed", { when: dayAndClock(slot.value.updated_at) })}</span></footer>
    </article>
  );
}
