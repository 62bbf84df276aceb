/** Where events stand: side by side in a day, in lanes across a week. */
import type { AgendaEvent, DateOnly } from "@/contract";
import { dayOf, daysBetween } from "@/i18n/format";
import { DAY_MINUTES, daysOfEvent, minutesOf } from "./time";

export interface Block {
  event: AgendaEvent;
  /** Minutes since midnight. */
  from: number;
  to: number;
  /** Which of `columns` side by side. */
  column: number;
  columns: number;
}

const SHORTEST = 25;

/** The events of one day, those that overlap side by side. */
export function blocksOf(events: readonly AgendaEvent[], day: DateOnly): Block[] {
  const blocks = events
    .filter((event) => {
      const { first, last } = daysOfEvent(event);
      return first <= day && day <= last;
    })
    .map((event): Block => ({
      event,
      from: dayOf(event.start) < day ? 0 : minutesOf(event.start),
      to: dayOf(event.end) > day ? DAY_MINUTES : minutesOf(event.end) || DAY_MINUTES,
      column: 0,
      columns: 1,
    }))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  let cluster: Block[] = [];
  let end = -1;
  const close = (): void => {
    const columns = Math.max(1, ...cluster.map((block) => block.column + 1));
    for (const block of cluster) block.columns = columns;
    cluster = [];
  };
  for (const block of blocks) {
    if (block.from >= end) close();
    const taken = new Set(cluster.filter((other) => Math.max(other.to, other.from + SHORTEST) > block.from).map((other) => other.column));
    while (taken.has(block.column)) block.column += 1;
    cluster.push(block);
    end = Math.max(cluster.length === 1 ? -1 : end, block.to, block.from + SHORTEST);
  }
  close();
  return blocks;
}

export interface Bar {
  event: AgendaEvent;
  /** Column of the first and number of columns, within the days shown. */
  start: number;
  span: number;
  lane: number;
  /** It began before, or goes on after, the days shown. */
  before: boolean;
  after: boolean;
}

/** Events over whole days as bars, each in the first lane that is free. */
export function barsOf(events: readonly AgendaEvent[], days: readonly DateOnly[]): Bar[] {
  const [low, high] = [days[0]!, days.at(-1)!];
  const bars: Bar[] = [];
  const spans = events.map((event) => ({ event, ...daysOfEvent(event) })).filter(({ first, last }) => first <= high && last >= low);
  spans.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.last > b.last ? -1 : 1));
  for (const { event, first, last } of spans) {
    const start = Math.max(0, daysBetween(low, first));
    const end = Math.min(days.length - 1, daysBetween(low, last));
    let lane = 0;
    while (bars.some((bar) => bar.lane === lane && bar.start <= end && bar.start + bar.span > start)) lane += 1;
    bars.push({ event, start, span: end - start + 1, lane, before: first < low, after: last > high });
  }
  return bars;
}
