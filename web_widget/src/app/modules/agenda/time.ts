/** Wall-clock times in the person's zone: where an instant stands in a day, and which instant a place in a day is. */
import type { AgendaEvent, DateOnly, Instant } from "@/contract";
import { intlTag, timeZone } from "@/i18n";
import { addDays, dayOf, daysBetween } from "@/i18n/format";

export const DAY_MINUTES = 24 * 60;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Minutes since midnight on the person's clock. */
export function minutesOf(at: Instant | Date): number {
  const zone = timeZone.value;
  let made = clocks.get(zone);
  if (!made) clocks.set(zone, (made = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" })));
  const [hours, minutes] = made.format(typeof at === "string" ? new Date(at) : at).split(":").map(Number);
  return hours! * 60 + minutes!;
}

/** The instant at that wall-clock time. A time that a clock change skips is the one after it. */
export function instantAt(day: DateOnly, minutes: number): Instant {
  const wanted = addDays(day, Math.floor(minutes / DAY_MINUTES));
  const clock = ((minutes % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
  let guess = Date.parse(`${wanted}T00:00:00Z`) + clock * 60_000;
  for (let round = 0; round < 3; round += 1) {
    const off = daysBetween(wanted, dayOf(new Date(guess))) * DAY_MINUTES + minutesOf(new Date(guess)) - clock;
    if (off === 0) break;
    guess -= off * 60_000;
  }
  return new Date(guess).toISOString();
}

/** "09:30" for a time field. */
export function fieldTime(at: Instant): string {
  const minutes = minutesOf(at);
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

export function readTime(text: string): number | null {
  const found = /^(\d{1,2}):(\d{2})/.exec(text);
  return found ? Number(found[1]) * 60 + Number(found[2]) : null;
}

/** First and last day on which an event stands. Ends are exclusive; midnight belongs to the day before. */
export function daysOfEvent(event: AgendaEvent): { first: DateOnly; last: DateOnly } {
  if (event.all_day) {
    const first = event.start.slice(0, 10);
    const last = addDays(event.end.slice(0, 10), -1);
    return { first, last: last < first ? first : last };
  }
  const first = dayOf(event.start);
  const last = dayOf(new Date(Math.max(Date.parse(event.start), Date.parse(event.end) - 1)));
  return { first, last };
}

export function isLong(event: AgendaEvent): boolean {
  return event.all_day || Date.parse(event.end) - Date.parse(event.start) >= DAY_MINUTES * 60_000;
}

/** The first day of the week: as the person's region has it, Monday where the browser does not say. */
export function weekStart(): number {
  const place = new Intl.Locale(intlTag.value) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
  return (place.getWeekInfo?.() ?? place.weekInfo)?.firstDay ?? 1;
}

export function startOfWeek(day: DateOnly): DateOnly {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay() || 7;
  return addDays(day, -((weekday - weekStart() + 7) % 7));
}

export function startOfMonth(day: DateOnly): DateOnly {
  return `${day.slice(0, 7)}-01`;
}

export function addMonths(day: DateOnly, count: number): DateOnly {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + count + 1, 0));
  last.setUTCDate(Math.min(date, last.getUTCDate()));
  return last.toISOString().slice(0, 10);
}

export function daysFrom(first: DateOnly, count: number): DateOnly[] {
  return Array.from({ length: count }, (_, index) => addDays(first, index));
}

export function sayDay(day: DateOnly, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(intlTag.value, { ...options, timeZone: "UTC" }).format(new Date(`${day}T12:00:00Z`));
}

/** "09:00" → "9 h", "9:00" or "9 am", as the region says. */
export function sayHour(hour: number): string {
  return new Intl.DateTimeFormat(intlTag.value, { hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, 1, hour)));
}
