import { FileText } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import { asApiError, type ApiError } from "@/connection";
import { t } from "@/i18n";
import { notes } from "@/store/kinds";
import { errorText } from "@/store/toasts";
import { navigate } from "../../router";
import { newNote } from "./new";

/** Where `[[title]]` leads: to the note of that title, or to the offer to write it. */
export function Named({ title }: { title: string }): JSX.Element {
  const [state, setState] = useState<"looking" | "none" | ApiError>("looking");
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let gone = false;
    setState("looking");
    notes.page({ title, limit: 1 }).then(
      (page) => {
        if (gone) return;
        const [found] = page.items;
        if (found) navigate(`/notes/${found.id}`, { replace: true });
        else setState("none");
      },
      (error: unknown) => gone || setState(asApiError(error)),
    );
    return () => {
      gone = true;
    };
  }, [title, tries]);
  if (state === "looking") return <Skeleton />;
  if (state === "none") return <Empty icon={<FileText aria-hidden="true" />} title={t("labels.no_note", { title })} text={t("labels.no_note_text")} action={<Button tone="primary" onClick={() => void newNote({ title })}>{t("labels.write_note")}</Button>} />;
  return <Empty title={t("list.failed")} text={errorText(state)} action={<Button onClick={() => setTries((now) => now + 1)}>{t("retry")}</Button>} />;
}
