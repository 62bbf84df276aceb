/** Dates, times, numbers and money by `Intl`, in the person's locale and time zone. Reads signals: call while drawing. */
import { signal } from "@preact/signals";
import type { DateOnly, Instant } from "@/contract";
import { intlTag, locale, t, timeZone } from "./index";

/** The minute that is now; views that show relative times depend on it. */
export const now = signal(new Date());
export function startClock(): () => void {
  const timer = setInterval(() => {
    if (Math.floor(Date.now() / 60_000) !== Math.floor(now.peek().getTime() / 60_000)) now.value = new Date();
  }, 1000);
  return () => clearInterval(timer);
}

const formats = new Map<string, Intl.DateTimeFormat>();
function format(options: Intl.DateTimeFormatOptions, zone: string): Intl.DateTimeFormat {
  const key = `${intlTag.value}|${zone}|${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(intlTag.value, { ...options, timeZone: zone })));
  return made;
}

const isoDay = new Map<string, Intl.DateTimeFormat>();
/** The calendar day of an instant in the person's zone, as `YYYY-MM-DD`. */
export function dayOf(at: Date | Instant): DateOnly {
  const zone = timeZone.value;
  let made = isoDay.get(zone);
  if (!made) {
    made = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
    isoDay.set(zone, made);
  }
  return made.format(typeof at === "string" ? new Date(at) : at);
}

export function today(): DateOnly {
  return dayOf(now.value);
}

/** Whole days from one date to another. */
export function daysBetween(from: DateOnly, to: DateOnly): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

export function addDays(day: DateOnly, count: number): DateOnly {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Dates are said without a zone: a date is the same day everywhere. */
function say(day: DateOnly, options: Intl.DateTimeFormatOptions): string {
  return format(options, "UTC").format(new Date(`${day}T12:00:00Z`));
}

/** "Today", "Tomorrow", "Yesterday", "Fri 27 Nov", "3 Mar 2027": words near today, a date beyond. */
export function dateWords(day: DateOnly): string {
  const current = today();
  const away = daysBetween(current, day);
  if (away === 0) return t("date.today");
  if (away === 1) return t("date.tomorrow");
  if (away === -1) return t("date.yesterday");
  if (day.slice(0, 4) !== current.slice(0, 4) && Math.abs(away) > 90) return say(day, { day: "numeric", month: "short", year: "numeric" });
  if (Math.abs(away) < 60) return say(day, { weekday: "short", day: "numeric", month: "short" }).replace(/[.,]/g, "");
  return say(day, { day: "numeric", month: "short" }).replace(/\./g, "");
}

/** "Sat 21 Nov", never in words. */
export function shortDay(day: DateOnly): string {
  return say(day, { weekday: "short", day: "numeric", month: "short" }).replace(/[.,]/g, "");
}

/** "Saturday 21 November". */
export function longDay(day: DateOnly): string {
  const sameYear = day.slice(0, 4) === today().slice(0, 4);
  const text = say(day, { weekday: "long", day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) });
  return upperFirst(text.replace(/,/g, ""));
}

export function monthName(day: DateOnly): string {
  return upperFirst(say(day, { month: "long" }));
}

export function clock(at: Instant | Date): string {
  return format({ hour: "numeric", minute: "2-digit" }, timeZone.value).format(typeof at === "string" ? new Date(at) : at);
}

/** "Today 10:04", "Fri 27 Nov 9:00". */
export function dayAndClock(at: Instant): string {
  return `${dateWords(dayOf(at))} ${clock(at)}`;
}

/** The full moment, for a title. */
export function fullMoment(at: Instant): string {
  return format({ dateStyle: "full", timeStyle: "short" }, timeZone.value).format(new Date(at));
}

/** An event's span: "9:00–9:30", "Sun 22 Nov, 9:00–9:30", "Mon 3 – Wed 5 Dec". All-day ends are exclusive. */
export function span(event: { start: string; end: string; all_day: boolean }, options?: { withDay?: boolean }): string {
  const first = event.all_day ? event.start.slice(0, 10) : dayOf(event.start);
  const last = event.all_day ? addDays(event.end.slice(0, 10), -1) : dayOf(event.end);
  if (event.all_day) {
    if (last <= first) return options?.withDay === false ? t("date.all_day") : dateWords(first);
    return `${dateWords(first)} – ${dateWords(last)}`;
  }
  const times = first === last ? `${clock(event.start)}–${clock(event.end)}` : `${clock(event.start)} – ${dateWords(last)} ${clock(event.end)}`;
  return options?.withDay === false ? times : `${dateWords(first)}, ${times}`;
}

export type DueState = "late" | "soon" | "later" | "none";
/** Late: before today. Soon: within the coming week. */
export function dueState(day: DateOnly | null | undefined, done = false): DueState {
  if (!day || done) return "none";
  const away = daysBetween(today(), day);
  return away < 0 ? "late" : away <= 7 ? "soon" : "later";
}

export function number(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(intlTag.value, options).format(value);
}

export function money(cents: number, currency = "EUR", options?: { round?: boolean; sign?: boolean }): string {
  const whole = options?.round === true || cents % 100 === 0;
  return new Intl.NumberFormat(intlTag.value, {
    style: "currency",
    currency,
    minimumFractionDigits: whole ? 0 : 2,
    maximumFractionDigits: whole ? 0 : 2,
    signDisplay: options?.sign ? "exceptZero" : "auto",
  }).format(cents / 100);
}

/** "6 ms", "1.4 s", "2 min". */
export function duration(ms: number): string {
  if (ms < 1000) return `${number(Math.max(1, Math.round(ms)))} ms`;
  if (ms < 60_000) return `${number(ms / 1000, { maximumFractionDigits: 1 })} s`;
  return `${number(Math.round(ms / 60_000))} min`;
}

/** "3 minutes ago", "in 2 days". */
export function relative(at: Instant): string {
  const seconds = (new Date(at).getTime() - now.value.getTime()) / 1000;
  const rtf = new Intl.RelativeTimeFormat(locale.value, { numeric: "auto" });
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [["day", 86_400], ["hour", 3600], ["minute", 60]];
  for (const [unit, size] of steps) if (Math.abs(seconds) >= size) return rtf.format(Math.round(seconds / size), unit);
  return t("date.just_now");
}

export function fileSize(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) (value /= 1000), (unit += 1);
  return number(value, { style: "unit", unit: units[unit]!, unitDisplay: "short", maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0 });
}
