import { Check, X } from "lucide-preact";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { removeWithUndo } from "@/actions/rows";
import { Button, IconButton } from "@/components/Button";
import { Chip, EntityChip } from "@/components/Chip";
import { Moment } from "@/components/DateWords";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { clock } from "@/i18n/format";
import { toastUndo } from "@/store/undo";
import { lines, summaries, type JournalSummary } from "./store";

/** What a stretch of the journal comes to, with tasks that one press makes. */
export function Summary({ summary, onCite }: { summary: JournalSummary; onCite: (id: Id) => void }): JSX.Element {
  const [busy, setBusy] = useState<number | null>(null);
  const make = (n: number): void => {
    setBusy(n);
    summaries.act(summary.id, "tasks", { n }).then(
      () => toastUndo(t("journal.task_made", { title: summary.tasks[n]?.title ?? "" }), { kind: "journal_summary", id: summary.id }),
      () => undefined, // said in a toast
    ).finally(() => setBusy(null));
  };
  return (
    <section class="jsummary" aria-label={t("journal.summary")}>
      <header>
        <h2>{t(`journal.hours_${summary.hours}`)}</h2>
        <Moment at={summary.created_at} />
        <IconButton label={t("journal.delete_summary")} onClick={() => removeWithUndo({ kind: "journal_summary", id: summary.id })}><X aria-hidden="true" /></IconButton>
      </header>
      <p class="said">{summary.text}</p>
      {summary.left_out ? <p class="mute small">{t("journal.left_out", { count: summary.left_out })}</p> : null}
      {summary.tasks.length > 0 ? (
        <ul aria-label={t("journal.suggested")}>
          {summary.tasks.map((task, n) => (
            <li key={n}>
              {task.task_id ? <Check aria-hidden="true" /> : null}
              <span class="what">{task.title}{" "}{task.cites.map((id) => <Cite key={id} id={id} onCite={onCite} />)}</span>
              {task.task_id ? <EntityChip kind="task" id={task.task_id} /> : <Button small busy={busy === n} onClick={() => make(n)}>{t("journal.make_task")}</Button>}
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

/** The line that something follows from, by its time. */
function Cite({ id, onCite }: { id: Id; onCite: (id: Id) => void }): JSX.Element {
  const slot = lines.slot(id);
  if (slot.state === "missing") return <s class="mute">{t("journal.line_gone")}</s>;
  return <Chip title={slot.value?.text ?? ""} onClick={() => onCite(id)}>{slot.value ? clock(slot.value.at) : "…"}</Chip>;
}
