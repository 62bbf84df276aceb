import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { AgendaEvent, BudgetLine, CardEntity, Entity, Id, MessageCard, Run, Task } from "@/contract";
import { rowVerbs, toggleTask } from "@/actions/rows";
import { detailOf, kinds, titleOf } from "@/app/entity_kinds";
import { view } from "@/app/modules/registry";
import { openEntity, openRun } from "@/app/panes";
import { navigate } from "@/app/router";
import { Button } from "@/components/Button";
import { Tick } from "@/components/Field";
import { t } from "@/i18n";
import { dateWords, dueState, duration, span } from "@/i18n/format";
import { storeOf } from "@/store/kinds";
import { nameOf } from "@/store/people";
import { fetchRun, runs, undoRun } from "@/store/runs";
import { me } from "@/store/session";
import "./Card.css";

const PollCard = view("polls", () => import("@/app/modules/polls/PollCard"));

/** What a command or Eko changed, as rows that work, resolved with the reader's own rights. */
export function Card({ card, runId, asker }: { card: MessageCard; runId: Id | null; asker: Id | null }): JSX.Element | null {
  const id = card.undo?.run_id ?? runId;
  const run = id ? runs.value.get(id) : undefined;
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    // Only the asker may read the run; for others the card says what changed and no more.
    if (id && asker === me.peek()?.id && run?.undone === undefined) void fetchRun(id).catch(() => undefined);
  }, [id]);
  const undone = run?.undone === true;
  const undo = async (): Promise<void> => {
    if (!card.undo) return;
    setBusy(true);
    await undoRun(card.undo.run_id);
    setBusy(false);
  };
  const mine = asker === me.value?.id;
  if (card.entities.length === 0) return null;
  // A message that asks: nothing was done, so there is nothing to undo or to explain.
  if (!id && card.entities[0]!.kind === "poll") return <PollCard id={card.entities[0]!.id} />;
  return (
    <div class={`card${undone ? " undone" : ""}`}>
      {card.entities.map((entity) => <CardRow key={`${entity.kind}${entity.id}`} entity={entity} label={run?.entities?.find((one) => one.id === entity.id)?.label} owner={mine ? null : asker} lost={undone ? entity.change === "created" : entity.change === "deleted"} />)}
      <div class="foot">
        <span class="grow">{undone ? t("card.undone") : summary(card, run)}</span>
        {card.undo && !undone && mine ? <Button small busy={busy} onClick={() => void undo()}>{t("card.undo")}</Button> : null}
        {id && mine ? <Button small tone="plain" onClick={() => openRun(id)}>{t("card.details")}</Button> : null}
      </div>
    </div>
  );
}

/** "2 changes, understood offline in 6 ms". */
function summary(card: MessageCard, run: Run | undefined): string {
  const changes = t("card.changes", { count: card.entities.length });
  const ms = card.duration_ms ?? run?.duration_ms;
  if (ms === null || ms === undefined) return changes;
  return `${changes}, ${t("card.took", { how: understoodBy(card.layer ?? run?.layer, run?.model), time: duration(ms) })}`;
}

export function understoodBy(layer: string | null | undefined, model: string | null | undefined): string {
  if (layer === "slash") return t("card.command");
  if (layer === "model") return t("card.model", { model: model || "Eko" });
  return t("card.offline");
}

interface CardRowProps {
  entity: CardEntity;
  /** What it was called when the run changed it; only the asker knows. */
  label: string | undefined;
  /** Whose it is, for other readers. */
  owner: Id | null;
  /** Deleted, or created and taken back. */
  lost: boolean;
}

function CardRow({ entity, label, owner, lost }: CardRowProps): JSX.Element {
  const info = kinds[entity.kind] ?? kinds.run;
  const Icon = info.icon;
  // What is known to be gone is not asked for.
  const store = storeOf(entity.kind);
  const slot = lost ? undefined : store?.slot(entity.id);
  if (!slot?.value) {
    return (
      <div class={`crow gone${owner ? "" : " lost"}`}>
        <Icon aria-hidden="true" />
        {slot?.state === "absent" || slot?.state === "loading" ? <span>…</span>
          : owner ? <span class="ell">{t("card.of", { kind: t(info.name), name: nameOf(owner) })}</span>
          : <><span class="ell">{label || t(info.name)}</span><span class="due">{t("card.deleted")}</span></>}
      </div>
    );
  }
  const value = slot.value;
  const open = (): void => (info.view ? openEntity(entity) : navigate(info.href(entity.id)));
  const task = entity.kind === "task" ? (value as unknown as Task) : null;
  return (
    <div class={`crow${task?.status === "done" ? " done" : ""}`}>
      {task ? <Tick label={t("task.complete", { title: task.title })} checked={task.status === "done"} onValue={() => toggleTask(task)} /> : <Icon aria-hidden="true" />}
      <button type="button" class="ell name" onClick={open}>{titleOf(entity.kind, value)}</button>
      <RowEnd entity={entity} value={value} />
    </div>
  );
}

/** The date of a task changes in place; an event says when; a budget line says how much. */
function RowEnd({ entity, value }: { entity: CardEntity; value: Entity }): JSX.Element {
  if (entity.kind === "task") {
    const task = value as unknown as Task;
    const day = task.deadline ?? task.scheduled_date;
    return (
      <button type="button" class={`due ${dueState(task.deadline, task.status === "done")}`} aria-label={`${t("action.date")}: ${day ? dateWords(day) : t("date.none")}`}
        onClick={(event) => rowVerbs.task?.date?.(task.id, event.currentTarget)}>
        {day ? dateWords(day) : t("date.none")}
      </button>
    );
  }
  if (entity.kind === "agenda") return <span class="due">{span(value as unknown as AgendaEvent)}</span>;
  if (entity.kind === "budget") return <span class="due num">{detailOf("budget", value as unknown as BudgetLine)}</span>;
  return <span class="due">{detailOf(entity.kind, value)}</span>;
}
