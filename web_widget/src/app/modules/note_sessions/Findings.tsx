import { Check } from "lucide-preact";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { Chip, EntityChip } from "@/components/Chip";
import { Moment } from "@/components/DateWords";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { toastUndo } from "@/store/undo";
import type { Lines } from "./lines";
import { sessions, type NoteSession } from "./store";

interface Point {
  text: string;
  cites: Id[];
}
interface Props {
  session: NoteSession;
  lines: Lines;
  onCite: (id: Id) => void;
}

/** What a model made of the session: the summary, what was decided, what may go wrong, what is next. */
export function Findings({ session, lines, onCite }: Props): JSX.Element | null {
  const [busy, setBusy] = useState<number | null>(null);
  const summary = session.summary;
  if (!summary) return null;
  const make = (n: number): void => {
    setBusy(n);
    sessions.act(session.id, "tasks", { n }).then(
      () => toastUndo(t("sessions.task_made"), { kind: "note_session", id: session.id }),
      () => undefined, // said in a toast
    ).finally(() => setBusy(null));
  };
  return (
    <section class="findings" aria-label={t("sessions.summary")}>
      <header><h2>{t("sessions.summary")}</h2><Moment at={summary.at} /></header>
      <p class="said">{summary.text}</p>
      {summary.left_out ? <p class="mute small">{t("sessions.left_out", { count: summary.left_out })}</p> : null}
      <Points title={t("sessions.decisions")} points={summary.decisions} lines={lines} onCite={onCite} />
      <Points title={t("sessions.risks")} points={summary.risks} lines={lines} onCite={onCite} />
      <Points title={t("sessions.next_steps")} points={summary.next_steps} lines={lines} onCite={onCite}
        end={(n) => {
          const task = summary.next_steps[n]?.task_id;
          return task ? <span class="made"><Check aria-hidden="true" /><EntityChip kind="task" id={task} /></span> : <Button small busy={busy === n} onClick={() => make(n)}>{t("sessions.make_task")}</Button>;
        }} />
    </section>
  );
}

/** What the coach has asked and proposed so far, the newest first. */
export function Coaching({ session, lines, onCite }: Props): JSX.Element | null {
  const questions = [...(session.coach.questions ?? [])].reverse();
  const ideas = [...(session.coach.ideas ?? [])].reverse();
  if (questions.length + ideas.length === 0) return null;
  return (
    <section class="findings" aria-label={t("sessions.coach")}>
      <header><h2>{t("sessions.coach")}</h2></header>
      <Points title={t("sessions.questions")} points={questions} lines={lines} onCite={onCite} />
      <Points title={t("sessions.ideas")} points={ideas} lines={lines} onCite={onCite} />
    </section>
  );
}

function Points({ title, points, lines, onCite, end }: { title: string; points: Point[]; lines: Lines; onCite: (id: Id) => void; end?: (n: number) => JSX.Element }): JSX.Element | null {
  if (points.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul aria-label={title}>
        {points.map((point, n) => (
          <li key={n}><span class="what">{point.text}{" "}{point.cites.map((id) => <Cite key={id} id={id} lines={lines} onCite={onCite} />)}</span>{end?.(n)}</li>
        ))}
      </ul>
    </>
  );
}

/** The line that something follows from, by the number that it has now; struck through when it is gone. */
function Cite({ id, lines, onCite }: { id: Id; lines: Lines; onCite: (id: Id) => void }): JSX.Element {
  const at = lines.items.value.findIndex((line) => line.id === id);
  if (at === -1) return <s class="mute" title={t("sessions.line_gone")}>L?</s>;
  return <Chip title={lines.items.value[at]?.text ?? ""} onClick={() => onCite(id)}>{`L${at + 1}`}</Chip>;
}
