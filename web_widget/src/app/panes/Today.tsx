/** Today beside the work: the agenda with a line at now, what is due, what rings, and the month's money. */
import { Plus } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { AgendaEvent, BudgetSummary, Task } from "@/contract";
import { api, on, onReady } from "@/connection";
import { TaskRow } from "@/components/TaskRow";
import { IconButton } from "@/components/Button";
import { Row } from "@/components/Row";
import { t, timeZone } from "@/i18n";
import { addDays, clock, dayOf, longDay, money, monthName, now, today } from "@/i18n/format";
import { agenda, alarms, tasks } from "@/store/kinds";
import { useQuery } from "@/store/queries";
import { useRows } from "@/store/selection";
import { openEntity } from "../panes";

export function Today(): JSX.Element {
  return (
    <>
      <Agenda />
      <Tasks />
      <Alarms />
      <Money />
    </>
  );
}

/** Midnight to midnight in the person's zone, as instants. */
function dayBounds(day: string): { from: string; to: string } {
  return { from: zoned(day), to: zoned(addDays(day, 1)) };
}

function zoned(day: string): string {
  // The instant at which that day begins in the person's zone: the guess is corrected by what the zone makes of it.
  let guess = Date.parse(`${day}T00:00:00Z`);
  for (let round = 0; round < 3; round += 1) {
    const shown = dayOf(new Date(guess));
    const time = clock24(new Date(guess));
    const off = (Date.parse(`${shown}T${time}Z`) - Date.parse(`${day}T00:00:00Z`));
    if (off === 0) break;
    guess -= off;
  }
  return new Date(guess).toISOString();
}

function clock24(at: Date): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: timeZone.value, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(at);
}

function Agenda(): JSX.Element {
  const day = today();
  const query = useQuery(useMemo(() => agenda.query({ ...dayBounds(day), limit: 50 }), [day]));
  const events = [...query.items.value].sort((a, b) => Number(b.all_day) - Number(a.all_day) || a.start.localeCompare(b.start));
  const at = now.value.toISOString();
  const nowIndex = events.findIndex((event) => !event.all_day && event.start > at);
  const line = <div class="nowline">{clock(now.value)}</div>;
  return (
    <section class="sec" aria-label={longDay(day)}>
      <h2>{longDay(day)} {events.length > 0 ? <small>{t("today.events", { count: events.length })}</small> : null}</h2>
      {events.length === 0 && query.state.value === "ready" ? <p class="mute">{t("today.no_events")}</p> : null}
      {events.map((event, index) => (
        <>
          {index === nowIndex ? line : null}
          <EventRow key={event.id + (event.occurrence ?? "")} event={event} past={!event.all_day && event.end < at} />
        </>
      ))}
      {events.length > 0 && nowIndex === -1 && events.some((event) => !event.all_day) ? line : null}
    </section>
  );
}

function EventRow({ event, past }: { event: AgendaEvent; past: boolean }): JSX.Element {
  return (
    <button type="button" class={`ev${past ? " past" : ""}`} onClick={() => openEntity({ kind: "agenda", id: event.id })}>
      <time dateTime={event.start}>{event.all_day ? "" : clock(event.start)}</time>
      <i style={{ background: event.color || "var(--accent)" }} />
      <span class="ell">{event.summary}{event.location ? <small class="ell">{event.location}</small> : event.all_day ? <small>{t("date.all_day")}</small> : null}</span>
    </button>
  );
}

function Tasks(): JSX.Element {
  const day = today();
  const open = useQuery(tasks.query({ open: true, sort: "deadline", limit: 200 }));
  const done = useQuery(tasks.query({ status: "done", sort: "updated_at", limit: 10 }));
  const [title, setTitle] = useState("");
  const [adding, setAdding] = useState(false);
  const shown = useMemo(() => {
    const soon = addDays(day, 7);
    const due = open.items.value.filter((task) => (task.deadline && task.deadline <= soon) || (task.scheduled_date && task.scheduled_date <= day));
    const rest = open.items.value.filter((task) => !due.includes(task));
    return [...due, ...rest].slice(0, Math.max(due.length, 6)).slice(0, 20);
  }, [open.items.value, day]);
  const finished = useMemo(() => done.items.value.filter((task) => !task.parent_id && task.completed_at && dayOf(task.completed_at) === day).slice(0, 5), [done.items.value, day]);
  const refs = useMemo(() => () => [...shown, ...finished].map((task: Task) => ({ kind: "task" as const, id: task.id })), [shown, finished]);
  useRows(refs);
  const late = open.items.value.filter((task) => task.deadline && task.deadline < day).length;
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!title.trim()) return setAdding(false);
    const wanted = title.trim();
    setTitle("");
    await tasks.create({ title: wanted, deadline: day }).catch(() => setTitle(wanted));
  };
  return (
    <section class="sec" aria-label={t("today.tasks")}>
      <h2>{t("today.tasks")} {late > 0 ? <small class="late">{t("today.overdue", { count: late })}</small> : null}
        <IconButton label={t("today.add_task")} onClick={() => setAdding(!adding)}><Plus aria-hidden="true" /></IconButton></h2>
      {adding ? <form class="quickadd" onSubmit={(event) => void add(event)}><input class="input" autofocus aria-label={t("today.add_task")} placeholder={t("today.add_task")} maxLength={300} value={title} ref={(element) => element?.focus()} onInput={(event) => setTitle(event.currentTarget.value)} onKeyDown={(event) => { if (event.key === "Escape") { event.stopPropagation(); setAdding(false); } }} /></form> : null}
      {shown.length === 0 && finished.length === 0 && open.state.value === "ready" ? <p class="mute">{t("today.no_tasks")}</p> : null}
      {[...shown, ...finished].map((task) => <TaskRow key={task.id} task={task} />)}
    </section>
  );
}

function Alarms(): JSX.Element | null {
  const day = today();
  const query = useQuery(alarms.query({}));
  const soon = query.items.value.filter((alarm) => alarm.enabled && !alarm.done && alarm.next_trigger_at && dayOf(alarm.next_trigger_at) === day);
  if (soon.length === 0) return null;
  return (
    <section class="sec" aria-label={t("today.alarms")}>
      <h2>{t("today.alarms")}</h2>
      {soon.map((alarm) => <Row key={alarm.id} entity={{ kind: "alarm", id: alarm.id }} title={alarm.title} end={<span class="due">{clock(alarm.snoozed_until ?? alarm.next_trigger_at!)}</span>} onOpen={() => openEntity({ kind: "alarm", id: alarm.id })} />)}
    </section>
  );
}

function Money(): JSX.Element | null {
  const day = today();
  const [summary, setSummary] = useState<BudgetSummary | null>(null);
  useEffect(() => {
    let gone = false;
    const from = `${day.slice(0, 7)}-01`;
    const next = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).toISOString().slice(0, 10);
    const read = (): void => void api.get<BudgetSummary>("/api/budget/summary", { from, to: next }).then((found) => gone || setSummary(found), () => undefined); // no budget, no section
    read();
    let timer: ReturnType<typeof setTimeout>;
    const later = (): void => {
      clearTimeout(timer);
      timer = setTimeout(read, 400);
    };
    const stops = [...["created", "updated", "deleted"].map((change) => on(`budget.${change}`, later)), onReady((_, again) => again && later())];
    return () => {
      gone = true;
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [day]);
  if (!summary || summary.count === 0) return null;
  const { currency, received_cents: received } = summary;
  const spent = Math.abs(summary.spent_cents);
  const envelope = summary.envelopes.reduce((sum, one) => sum + one.amount_cents, 0);
  const left = summary.envelopes.reduce((sum, one) => sum + one.left_cents, 0);
  const part = envelope > 0 ? Math.min(100, Math.max(0, Math.round(((envelope - left) / envelope) * 100))) : null;
  return (
    <section class="sec" aria-label={t("today.budget")}>
      <h2>{monthName(day)} <small>{t("today.budget")}</small></h2>
      {part === null ? null : <div class={`meter${left < 0 ? " over" : ""}`}><i style={{ width: `${part}%` }} /></div>}
      <div class="sums">
        <span><b>{money(spent, currency)}</b> {t("today.spent")}</span>
        {part !== null ? <span>{t("today.left", { amount: money(left, currency) })}</span> : received > 0 ? <span>{money(received, currency)} {t("today.received")}</span> : null}
      </div>
    </section>
  );
}
