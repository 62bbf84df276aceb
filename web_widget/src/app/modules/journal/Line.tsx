import { Sparkles, Trash2, Undo2 } from "lucide-preact";
import type { JSX } from "preact";
import { removeWithUndo } from "@/actions/rows";
import { IconButton } from "@/components/Button";
import { EntityChip } from "@/components/Chip";
import { t } from "@/i18n";
import { clock, fullMoment } from "@/i18n/format";
import { current, isCurrent } from "@/store/selection";
import { InlineText } from "../parts/InlineText";
import { Thinking } from "../parts/Thinking";
import { useThought } from "../parts/thought";
import { lines, type JournalLine } from "./store";

const change = (id: string, patch: Partial<JournalLine>): void => void lines.update(id, patch).catch(() => undefined); // said in a toast

/** One line: mended in place, its spelling put right, the task that it led to. */
export function Line({ line, cited }: { line: JournalLine; cited?: boolean }): JSX.Element {
  const ref = { kind: "journal", id: line.id } as const;
  const thought = useThought();
  return (
    <>
      <div class={`jline${isCurrent(ref) ? " on" : ""}${cited ? " cited" : ""}`} id={`line-${line.id}`} role="listitem" data-row={`journal:${line.id}`} tabIndex={-1} onFocus={() => (current.value = ref)}>
        <time dateTime={line.at} title={fullMoment(line.at)}>{clock(line.at)}</time>
        <div class="said">
          <InlineText label={t("journal.line")} value={line.text} required onSave={(text) => change(line.id, { text })} />
          {line.original ? <small title={line.original}>{t("journal.was", { text: line.original })}</small> : null}
          {line.task_id ? <EntityChip kind="task" id={line.task_id} /> : null}
        </div>
        <div class="tools">
          {line.original
            ? <IconButton label={t("journal.take_back")} onClick={() => change(line.id, { text: line.original ?? line.text })}><Undo2 aria-hidden="true" /></IconButton>
            : <IconButton label={t("journal.fix")} disabled={thought.thinking} onClick={() => void thought.ask(`/api/journal/${line.id}/fix`)}><Sparkles aria-hidden="true" /></IconButton>}
          <IconButton label={t("delete")} keys="#" onClick={() => removeWithUndo(ref)}><Trash2 aria-hidden="true" /></IconButton>
        </div>
      </div>
      <Thinking thought={thought} doing={t("journal.fixing")} />
    </>
  );
}
