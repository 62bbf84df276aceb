/** The hours that lines are grouped by: those of the person's clock, the same one twice when it is set back. */
import type { DateOnly, Instant } from "@/contract";
import { timeZone } from "@/i18n";
import { clock, dateWords, dayOf } from "@/i18n/format";

export interface Hour<T> {
  key: string;
  day: DateOnly;
  /** "Today 14:00". */
  title: string;
  lines: T[];
}

const made = new Map<string, Intl.DateTimeFormat>();

function parts(at: Instant, zone: string): { minute: number; offset: string } {
  let format = made.get(zone);
  if (!format) made.set(zone, (format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, minute: "2-digit", timeZoneName: "longOffset" })));
  const found = Object.fromEntries(format.formatToParts(new Date(at)).map((part) => [part.type, part.value]));
  return { minute: Number(found["minute"]), offset: found["timeZoneName"] ?? "" };
}

/** Lines, newest first, under the hours in which they were written. */
export function byHour<T extends { at: Instant }>(lines: readonly T[]): Hour<T>[] {
  const hours: Hour<T>[] = [];
  for (const line of lines) {
    const { minute, offset } = parts(line.at, timeZone.value);
    const start = new Date(Math.floor(Date.parse(line.at) / 60_000) * 60_000 - minute * 60_000);
    const key = `${start.toISOString()} ${offset}`;
    const last = hours.at(-1);
    if (last?.key === key) last.lines.push(line);
    else hours.push({ key, day: dayOf(start), title: `${dateWords(dayOf(start))} ${clock(start)}`, lines: [line] });
  }
  return hours;
}
