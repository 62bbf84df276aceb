import { Repeat } from "lucide-preact";
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { AgendaEvent, DateOnly } from "@/contract";
import { t } from "@/i18n";
import { addDays, clock, daysBetween, longDay, now, span, today } from "@/i18n/format";
import { agenda } from "@/store/kinds";
import { askScope, movedBy, openKey, save, show } from "./change";
import { openDraft } from "./Draft";
import { barsOf, blocksOf, type Block } from "./layout";
import { DAY_MINUTES, instantAt, isLong, minutesOf, sayDay, sayHour } from "./time";

/** Height of an hour in pixels; the CSS has the same. */
const HOUR = 48;
const SNAP = 15;

interface Held {
  kind: "create" | "move" | "resize";
  day: DateOnly;
  from: number;
  to: number;
  event?: AgendaEvent;
}
/** What is being dragged, as it would be. */
const held = signal<Held | null>(null);

/** Days side by side with their hours: click or drag on free time to add, drag an event to move it, its foot to lengthen it. */
export function TimeGrid({ days, events, holidays }: { days: DateOnly[]; events: readonly AgendaEvent[]; holidays: ReadonlyMap<DateOnly, string> }): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const long = events.filter(isLong);
  const timed = events.filter((event) => !isLong(event));
  const bars = barsOf(long, days);
  const lanes = Math.max(0, ...bars.map((bar) => bar.lane + 1));
  const current = today();
  useLayoutEffect(() => {
    const first = days.includes(today()) ? minutesOf(new Date()) - 120 : 8 * 60 - 30;
    scroller.current?.scrollTo({ top: Math.max(0, (first / 60) * HOUR) });
  }, [days[0], days.length]);
  return (
    <div class="timegrid" style={{ "--days": days.length } as JSX.CSSProperties}>
      <div class="dayheads">
        <span class="gutter" />
        {days.map((day) => (
          <a key={day} class={`dayhead${day === current ? " today" : ""}`} href={`/agenda?view=day&on=${day}`}>
            <span>{sayDay(day, { weekday: "short" })}</span><b class="num">{Number(day.slice(8))}</b>
            {holidays.has(day) ? <small class="ell" title={holidays.get(day)}>{holidays.get(day)}</small> : null}
          </a>
        ))}
      </div>
      <div class="alldays" style={{ "--lanes": lanes } as JSX.CSSProperties} aria-label={t("date.all_day")}>
        <span class="gutter small">{lanes > 0 ? t("date.all_day_short") : ""}</span>
        {days.map((day, index) => (
          <button key={day} type="button" class="adddays" tabIndex={-1} style={{ gridColumn: index + 2 }} aria-label={`${t("action.new_event")}, ${t("date.all_day")}, ${longDay(day)}`}
            onClick={(event) => openDraft(event.currentTarget, { start: day, end: addDays(day, 1), all_day: true })} />
        ))}
        {bars.map((bar) => (
          <button key={agenda.keyOf(bar.event)} type="button" class={`bar${bar.before ? " before" : ""}${bar.after ? " after" : ""}${openKey.value === agenda.keyOf(bar.event) ? " on" : ""}`}
            style={{ gridColumn: `${bar.start + 2} / span ${bar.span}`, gridRow: bar.lane + 1, "--c": bar.event.color ?? "var(--accent)" } as JSX.CSSProperties} onClick={() => show(bar.event)}>
            <span class="ell">{bar.event.summary}</span>
          </button>
        ))}
      </div>
      <div class="hours scroll" ref={scroller} tabIndex={0}>
        <div class="gutter" aria-hidden="true">{Array.from({ length: 23 }, (_, hour) => <span key={hour} class="num" style={{ top: `${(hour + 1) * HOUR}px` }}>{sayHour(hour + 1)}</span>)}</div>
        {days.map((day) => <DayColumn key={day} day={day} days={days} blocks={blocksOf(timed, day)} />)}
      </div>
    </div>
  );
}

function DayColumn({ day, days, blocks }: { day: DateOnly; days: DateOnly[]; blocks: Block[] }): JSX.Element {
  const ref = useRef<HTMLDivElement>(null);
  const ghost = held.value;
  const at = minutesOf(now.value);
  const minute = (y: number): number => {
    const box = ref.current!.getBoundingClientRect();
    return Math.min(DAY_MINUTES, Math.max(0, ((y - box.top) / HOUR) * 60));
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || event.target !== ref.current) return;
    // A finger scrolls; its tap makes an event of an hour.
    if (event.pointerType !== "mouse") return;
    event.preventDefault();
    const start = Math.floor(minute(event.clientY) / SNAP) * SNAP;
    let moved = false;
    const move = (next: PointerEvent): void => {
      const end = Math.round(minute(next.clientY) / SNAP) * SNAP;
      if (Math.abs(next.clientY - event.clientY) > 6) moved = true;
      if (moved) held.value = { kind: "create", day, from: Math.min(start, end), to: Math.max(start + SNAP, end) };
    };
    const up = (): void => {
      window.removeEventListener("pointermove", move);
      const made = held.peek();
      add(made && moved ? made.from : Math.floor(start / 30) * 30, made && moved ? made.to : Math.floor(start / 30) * 30 + 60);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up, { once: true });
  };
  const add = (from: number, to: number): void => {
    held.value = { kind: "create", day, from, to };
    requestAnimationFrame(() => {
      const mark = ref.current?.querySelector(".ghost") ?? ref.current!;
      openDraft(mark, { start: instantAt(day, from), end: instantAt(day, to), all_day: false }, () => (held.value = null));
    });
  };
  return (
    <div ref={ref} class={`daycolumn${day === today() ? " today" : ""}`} role="group" aria-label={longDay(day)} onPointerDown={down}
      onClick={(event) => {
        if (event.target !== ref.current || (event as unknown as PointerEvent).pointerType === "mouse" || held.peek()) return;
        const from = Math.floor(minute(event.clientY) / 30) * 30;
        add(from, from + 60);
      }}>
      {blocks.map((block) => <EventBlock key={agenda.keyOf(block.event)} block={block} day={day} days={days} minute={minute} />)}
      {ghost?.day === day ? (
        <div class="ghost" style={{ top: `${(ghost.from / 60) * HOUR}px`, height: `${((ghost.to - ghost.from) / 60) * HOUR}px`, "--c": ghost.event?.color ?? "var(--accent)" } as JSX.CSSProperties}>
          <b class="ell">{ghost.event?.summary ?? t("action.new_event")}</b><span class="num">{clock(instantAt(day, ghost.from))}–{clock(instantAt(day, ghost.to))}</span>
        </div>
      ) : null}
      {day === today() ? <div class="nowmark" style={{ top: `${(at / 60) * HOUR}px` }} aria-hidden="true" /> : null}
    </div>
  );
}

function EventBlock({ block, day, days, minute }: { block: Block; day: DateOnly; days: DateOnly[]; minute: (y: number) => number }): JSX.Element {
  const { event, from, to, column, columns } = block;
  const ref = useRef<HTMLButtonElement>(null);
  const dragging = useRef(false);
  useEffect(() => () => {
    if (dragging.current) held.value = null;
  }, []);
  const down = (press: PointerEvent, kind: "move" | "resize"): void => {
    if (press.button !== 0 || press.pointerType !== "mouse") return;
    press.stopPropagation();
    const grab = minute(press.clientY) - from;
    let target = day;
    const move = (next: PointerEvent): void => {
      if (!dragging.current && Math.hypot(next.clientX - press.clientX, next.clientY - press.clientY) < 5) return;
      dragging.current = true;
      const under = document.elementsFromPoint(next.clientX, next.clientY).find((one) => one.classList.contains("daycolumn"));
      const index = under ? [...under.parentElement!.querySelectorAll(".daycolumn")].indexOf(under) : -1;
      if (kind === "move" && index >= 0) target = days[index]!;
      const length = to - from;
      const at = Math.round((minute(next.clientY) - (kind === "move" ? grab : 0)) / SNAP) * SNAP;
      held.value = kind === "move"
        ? { kind, day: target, from: Math.max(0, Math.min(DAY_MINUTES - SNAP, at)), to: Math.max(0, Math.min(DAY_MINUTES - SNAP, at)) + length, event }
        : { kind, day, from, to: Math.max(from + SNAP, at), event };
    };
    const up = (last: PointerEvent): void => {
      window.removeEventListener("pointermove", move);
      const made = held.peek();
      if (!dragging.current || !made) return;
      // The click that follows the drag is not a press on the event.
      setTimeout(() => (dragging.current = false), 0);
      const patch = kind === "move" ? movedBy(event, daysBetween(day, target), made.from - from) : { end: instantAt(day, made.to) };
      const done = (): void => {
        held.value = null;
      };
      if (patch.start === event.start && patch.end === event.end) return done();
      askScope(event, { x: last.clientX, y: last.clientY }, (scope) => void save(event, patch, scope));
      done();
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up, { once: true });
  };
  const short = to - from <= 35;
  const past = event.end < now.value.toISOString();
  return (
    <button ref={ref} type="button" class={`evblock${short ? " short" : ""}${past ? " past" : ""}${event.status === "cancelled" ? " cancelled" : ""}${event.status === "tentative" ? " tentative" : ""}${openKey.value === agenda.keyOf(event) ? " on" : ""}${held.value?.event === event ? " held" : ""}`}
      title={`${event.summary}, ${span(event, { withDay: false })}${event.location ? `, ${event.location}` : ""}`}
      style={{ top: `${(from / 60) * HOUR}px`, height: `${Math.max(20, ((to - from) / 60) * HOUR - 2)}px`, insetInlineStart: `${(column / columns) * 100}%`, width: `calc(${100 / columns}% - 3px)`, "--c": event.color ?? "var(--accent)" } as JSX.CSSProperties}
      onPointerDown={(press) => down(press, "move")} onClick={() => !dragging.current && show(event)}>
      <b class="ell">{event.summary}{event.rrule ? <Repeat aria-hidden="true" /> : null}</b>
      <span class="ell num">{short ? clock(event.start) : span(event, { withDay: false })}{event.location && !short ? ` · ${event.location}` : ""}</span>
      <i class="foot" aria-hidden="true" onPointerDown={(press) => down(press, "resize")} />
    </button>
  );
}
