/** When alarms ring, in words and from words: "Call Paul tomorrow at 9", "Prendre le train dans 20 minutes". */
import type { Alarm, DateOnly, Instant } from "@/contract";
import { parseDay } from "@/i18n/day_words";
import { addDays, dayOf } from "@/i18n/format";
import { instantAt, minutesOf } from "../agenda/time";
import { DAYS, readRule, type Day } from "../parts/rrule";

export interface Understood {
  title: string;
  /** When it rings first; null when the words name no time. */
  at: Instant | null;
  rrule: string | null;
}

const MORNING = 9 * 60;
const MINUTE = 60_000;
const WEEKDAYS: readonly string[][] = [
  ["monday", "mondays", "lundi", "lundis"], ["tuesday", "tuesdays", "mardi", "mardis"], ["wednesday", "wednesdays", "mercredi", "mercredis"],
  ["thursday", "thursdays", "jeudi", "jeudis"], ["friday", "fridays", "vendredi", "vendredis"], ["saturday", "saturdays", "samedi", "samedis"],
  ["sunday", "sundays", "dimanche", "dimanches"],
];
const EVERY = String.raw`(?:every|each|chaque|tous les|toutes les)`;
const RULES: [RegExp, string][] = [
  [new RegExp(String.raw`(?:^|\s)(?:${EVERY} (?:weekday|working day|jours? ouvrés?)|en semaine|on weekdays|du lundi au vendredi)(?=\s|$)`, "iu"), "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
  [new RegExp(String.raw`(?:^|\s)(?:${EVERY} (?:days?|jours?)|daily)(?=\s|$)`, "iu"), "FREQ=DAILY"],
  [new RegExp(String.raw`(?:^|\s)(?:${EVERY} (?:weeks?|semaines?)|weekly)(?=\s|$)`, "iu"), "FREQ=WEEKLY"],
  [new RegExp(String.raw`(?:^|\s)(?:${EVERY} (?:months?|mois)|monthly)(?=\s|$)`, "iu"), "FREQ=MONTHLY"],
];
const ON_DAY = new RegExp(String.raw`(?:^|\s)${EVERY} ([a-zé]+)(?=\s|$)`, "iu");
const AFTER = /(?:^|\s)(?:in|dans) (\d{1,3}) ?(minutes?|mins?|mn|m|hours?|heures?|h)(?:ours?)?(?=\s|$)/iu;
const NAMED: [RegExp, number][] = [[/(?:^|\s)(?:at noon|noon|à midi|midi)(?=\s|$)/iu, 720], [/(?:^|\s)(?:at midnight|midnight|à minuit|minuit)(?=\s|$)/iu, 0]];
const CLOCKS: RegExp[] = [
  /(?:^|\s)(?:at |à |a |@ ?)?(\d{1,2})(?::|h)(\d{2})(?: ?([ap])\.?m\.?)?(?=\s|$)/iu,
  /(?:^|\s)(?:at |à |a |@ ?)?(\d{1,2})() ?([ap])\.?m\.?(?=\s|$)/iu,
  /(?:^|\s)(?:à |a |@ ?)?(\d{1,2})() ?h(?=\s|$)/iu,
  /(?:^|\s)(?:at |à |@ ?)(\d{1,2})()(?=\s|$)/iu,
];

interface Taken {
  rest: string;
  found: RegExpExecArray | null;
}

function take(text: string, pattern: RegExp): Taken {
  const found = pattern.exec(text);
  return found ? { found, rest: `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`.replace(/\s+/g, " ").trim() } : { found: null, rest: text };
}

function takeRule(text: string): { rest: string; rrule: string | null } {
  for (const [pattern, rrule] of RULES) {
    const { found, rest } = take(text, pattern);
    if (found) return { rest, rrule };
  }
  const { found, rest } = take(text, ON_DAY);
  const day = found ? WEEKDAYS.findIndex((names) => names.includes(found[1]!.toLowerCase())) : -1;
  return day >= 0 ? { rest, rrule: `FREQ=WEEKLY;BYDAY=${DAYS[day]}` } : { rest: text, rrule: null };
}

function takeClock(text: string): { rest: string; minutes: number | null } {
  for (const [pattern, minutes] of NAMED) {
    const { found, rest } = take(text, pattern);
    if (found) return { rest, minutes };
  }
  for (const pattern of CLOCKS) {
    const { found, rest } = take(text, pattern);
    if (!found) continue;
    const half = found[3]?.toLowerCase();
    const hours = Number(found[1]) % (half ? 12 : 100) + (half === "p" ? 12 : 0);
    const minutes = Number(found[2] || 0);
    if (hours < 24 && minutes < 60) return { rest, minutes: hours * 60 + minutes };
  }
  return { rest: text, minutes: null };
}

/** A day anywhere at the end or at the beginning of what is left: "tomorrow", "on friday", "27/11". */
function takeDay(text: string, day: DateOnly): { rest: string; day: DateOnly | null } {
  const parts = text.split(" ").filter(Boolean);
  for (let count = Math.min(4, parts.length); count >= 1; count -= 1) {
    for (const last of [true, false]) {
      const words = (last ? parts.slice(-count) : parts.slice(0, count)).join(" ").replace(/^(?:on|for|le|pour) /i, "");
      if (words.length < 3 || /^(?:mar|may|mai|sun|sat|mer|dim|sam|mars|ven|jan)$/i.test(words)) continue;
      const named = parseDay(words, day);
      if (named) return { day: named, rest: (last ? parts.slice(0, -count) : parts.slice(count)).join(" ").replace(/ (?:on|for|le|pour)$/i, "") };
    }
  }
  return { day: null, rest: text };
}

const START = /^(?:(?:set )?an? alarm (?:to|for)|remind me (?:to|of)|wake me(?: up)?|(?:une )?alarme pour|rappelle[- ]moi (?:de|d['’])|rappel(?: de)?) /i;

/** The first time that a rule can ring after `now`, at that clock time. */
export function firstAt(rrule: string | null, minutes: number, now: Date): Instant {
  const rule = rrule ? readRule(rrule) : null;
  let day = dayOf(now);
  for (let tries = 0; tries < 8; tries += 1, day = addDays(day, 1)) {
    const weekday = DAYS[(new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7] as Day;
    if (rule && rule.days.length > 0 && !rule.days.includes(weekday)) continue;
    const at = instantAt(day, minutes);
    if (Date.parse(at) > now.getTime()) return at;
  }
  return instantAt(addDays(dayOf(now), 1), minutes);
}

export function understand(line: string, now: Date): Understood {
  const text = line.trim().replace(/\s+/g, " ");
  const after = take(text, AFTER);
  if (after.found) {
    const unit = /^h/i.test(after.found[2]!) ? 60 : 1;
    return { title: named(after.rest, text), at: new Date(now.getTime() + Number(after.found[1]) * unit * MINUTE).toISOString(), rrule: null };
  }
  const repeated = takeRule(text);
  const clock = takeClock(repeated.rest);
  const day = takeDay(clock.rest, dayOf(now));
  if (clock.minutes === null && day.day === null && repeated.rrule === null) return { title: text, at: null, rrule: null };
  const minutes = clock.minutes ?? MORNING;
  const at = day.day ? instantAt(day.day, minutes) : firstAt(repeated.rrule, minutes, now);
  return { title: named(day.rest, text), at, rrule: repeated.rrule };
}

function named(rest: string, whole: string): string {
  const title = `${rest} `.replace(START, "").trim();
  return title || whole;
}

/** When it rings next, snoozing counted; for what is off, when it would. */
export function dueAt(alarm: Alarm): Instant | null {
  return alarm.due_at ?? alarm.snoozed_until ?? alarm.next_trigger_at;
}

/** The next one first; what rings now before everything. */
export function byDue(a: Alarm, b: Alarm): number {
  return Number(b.ringing ?? false) - Number(a.ringing ?? false) || (dueAt(a) ?? "").localeCompare(dueAt(b) ?? "");
}

/** The same clock time on the next day on which its rule allows it. */
export function again(alarm: Alarm, now: Date): Instant {
  return firstAt(alarm.rrule, alarm.next_trigger_at ? minutesOf(alarm.next_trigger_at) : MORNING, now);
}

/** Minutes until nine tomorrow morning, for "snooze until tomorrow". */
export function untilMorning(now: Date): number {
  return Math.max(1, Math.round((Date.parse(instantAt(addDays(dayOf(now), 1), MORNING)) - now.getTime()) / MINUTE));
}
