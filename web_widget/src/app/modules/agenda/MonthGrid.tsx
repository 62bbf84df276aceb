import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { openPopover } from "@/components/Popover";
import type { AgendaEvent, DateOnly } from "@/contract";
import { t } from "@/i18n";
import { addDays, clock, daysBetween, longDay, today } from "@/i18n/format";
import { agenda } from "@/store/kinds";
import { askScope, movedBy, openKey, save, show } from "./change";
import { openDraft } from "./Draft";
import { barsOf, type Bar } from "./layout";
import { daysFrom, daysOfEvent, isLong, sayDay, startOfMonth, startOfWeek } from "./time";

/** Lines that a cell has room for, beside its number. */
const ROOM = 4;

/** A month in weeks. Long events are bars across days; the rest stands under them by time. */
export function MonthGrid({ month, events, holidays }: { month: DateOnly; events: readonly AgendaEvent[]; holidays: ReadonlyMap<DateOnly, string> }): JSX.Element {
  const first = startOfWeek(startOfMonth(month));
  const weeks = [0, 1, 2, 3, 4, 5].map((week) => daysFrom(addDays(first, week * 7), 7)).filter((week) => week.some((day) => day.slice(0, 7) === month.slice(0, 7)));
  return (
    <div class="monthgrid" style={{ "--weeks": weeks.length } as JSX.CSSProperties}>
      <div class="weekdays" aria-hidden="true">{weeks[0]!.map((day) => <span key={day}>{sayDay(day, { weekday: "short" })}</span>)}</div>
      {weeks.map((week) => <Week key={week[0]} days={week} month={month} events={events} holidays={holidays} />)}
    </div>
  );
}

function Week({ days, month, events, holidays }: { days: DateOnly[]; month: DateOnly; events: readonly AgendaEvent[]; holidays: ReadonlyMap<DateOnly, string> }): JSX.Element {
  const bars = barsOf(events.filter(isLong), days);
  const timed = events.filter((event) => !isLong(event));
  return (
    <div class="week">
      {days.map((day, index) => (
        <Cell key={day} day={day} column={index} other={day.slice(0, 7) !== month.slice(0, 7)} holiday={holidays.get(day)}
          bars={bars.filter((bar) => bar.start <= index && index < bar.start + bar.span)}
          timed={timed.filter((event) => daysOfEvent(event).first === day).sort((a, b) => (a.start < b.start ? -1 : 1))} />
      ))}
    </div>
  );
}

function Cell({ day, column, other, holiday, bars, timed }: { day: DateOnly; column: number; other: boolean; holiday: string | undefined; bars: Bar[]; timed: AgendaEvent[] }): JSX.Element {
  const ref = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => dropTargetForElements({
    element: ref.current!,
    canDrop: ({ source }) => typeof source.data["event"] === "object",
    onDragEnter: () => setOver(true),
    onDragLeave: () => setOver(false),
    onDrop: ({ source, location }) => {
      setOver(false);
      const event = source.data["event"] as AgendaEvent;
      const days = daysBetween(source.data["day"] as DateOnly, day);
      const at = { x: location.current.input.clientX, y: location.current.input.clientY };
      if (days !== 0) askScope(event, at, (scope) => void save(event, movedBy(event, days, 0), scope));
    },
  }), [day]);
  const lanes = Math.max(0, ...bars.map((bar) => bar.lane + 1));
  const lines: (Bar | null)[] = Array.from({ length: lanes }, (_, lane) => bars.find((bar) => bar.lane === lane) ?? null);
  const room = Math.max(0, ROOM - lines.length);
  const shown = timed.length > room ? timed.slice(0, Math.max(0, room - 1)) : timed;
  const rest = timed.length - shown.length;
  const add = (anchor: Element): void => openDraft(anchor, { start: day, end: addDays(day, 1), all_day: true });
  return (
    <div ref={ref} class={`cell${other ? " other" : ""}${day === today() ? " today" : ""}${over ? " over" : ""}`} role="group" aria-label={longDay(day)} onClick={(event) => event.target === ref.current && add(ref.current!)}>
      <div class="cellhead">
        <a class="num" href={`/agenda?view=day&on=${day}`} aria-label={longDay(day)}>{Number(day.slice(8))}</a>
        {holiday ? <small class="ell" title={holiday}>{holiday}</small> : null}
      </div>
      {lines.map((bar, lane) => (bar ? <BarPart key={agenda.keyOf(bar.event)} bar={bar} column={column} day={day} /> : <i key={lane} class="space" />))}
      {shown.map((event) => <Line key={agenda.keyOf(event)} event={event} day={day} />)}
      {rest > 0 ? <button type="button" class="rest" onClick={(event) => openDay(event.currentTarget, day, [...bars.map((bar) => bar.event), ...timed])}>{t("agenda.more_events", { count: rest })}</button> : null}
    </div>
  );
}

function useEventDrag(event: AgendaEvent, day: DateOnly): { current: HTMLButtonElement | null } {
  const ref = useRef<HTMLButtonElement>(null);
  useEffect(() => draggable({ element: ref.current!, getInitialData: () => ({ event, day }) }), [event, day]);
  return ref;
}

function BarPart({ bar, column, day }: { bar: Bar; column: number; day: DateOnly }): JSX.Element {
  const ref = useEventDrag(bar.event, day);
  const first = bar.start === column;
  const last = bar.start + bar.span - 1 === column;
  return (
    <button ref={ref} type="button" class={`bar${first && !bar.before ? "" : " before"}${last && !bar.after ? "" : " after"}${openKey.value === agenda.keyOf(bar.event) ? " on" : ""}`} tabIndex={first ? 0 : -1} aria-hidden={first ? undefined : true}
      style={{ "--c": bar.event.color ?? "var(--accent)" } as JSX.CSSProperties} onClick={() => show(bar.event)}>
      <span class="ell">{first ? bar.event.summary : "\u00a0"}</span>
    </button>
  );
}

function Line({ event, day }: { event: AgendaEvent; day: DateOnly }): JSX.Element {
  const ref = useEventDrag(event, day);
  return (
    <button ref={ref} type="button" class={`line${openKey.value === agenda.keyOf(event) ? " on" : ""}${event.status === "cancelled" ? " cancelled" : ""}`} style={{ "--c": event.color ?? "var(--accent)" } as JSX.CSSProperties} onClick={() => show(event)}>
      <time class="num">{clock(event.start)}</time><span class="ell">{event.summary}</span>
    </button>
  );
}

function openDay(anchor: Element, day: DateOnly, events: AgendaEvent[]): void {
  openPopover({
    anchor, label: longDay(day),
    render: (close) => (
      <div class="daypanel">
        <p class="menu-head">{longDay(day)}</p>
        {events.map((event) => (
          <button key={agenda.keyOf(event)} type="button" class="menu-item" onClick={() => { close(); show(event); }}>
            <i class="swatch" style={{ background: event.color ?? "var(--accent)" }} /><span class="ell grow">{event.summary}</span><small class="num">{event.all_day ? "" : clock(event.start)}</small>
          </button>
        ))}
      </div>
    ),
  });
}
