/** Days as people type them, in English and French: "tomorrow", "vendredi", "in 3 days", "27/11", "3 déc". */
import type { DateOnly } from "@/contract";
import { addDays } from "./format";

const WEEKDAYS = [
  ["sunday", "sun", "dimanche", "dim"], ["monday", "mon", "lundi", "lun"], ["tuesday", "tue", "mardi", "mar"],
  ["wednesday", "wed", "mercredi", "mer"], ["thursday", "thu", "jeudi", "jeu"], ["friday", "fri", "vendredi", "ven"],
  ["saturday", "sat", "samedi", "sam"],
];
const MONTHS = [
  ["january", "jan", "janvier", "janv"], ["february", "feb", "fevrier", "fev"], ["march", "mars"], ["april", "apr", "avril", "avr"],
  ["may", "mai"], ["june", "jun", "juin"], ["july", "jul", "juillet", "juil"], ["august", "aug", "aout"],
  ["september", "sep", "sept", "septembre"], ["october", "oct", "octobre"], ["november", "nov", "novembre"],
  ["december", "dec", "decembre"],
];
const FIXED: [RegExp, number][] = [
  [/^(today|tod|aujourd'?hui|auj)$/, 0], [/^(tomorrow|tom|demain|dem)$/, 1],
  [/^(day after tomorrow|apres[- ]demain)$/, 2], [/^(yesterday|hier)$/, -1],
];

function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’`]/g, "'").toLowerCase().trim().replace(/\s+/g, " ");
}

function indexIn(table: readonly string[][], word: string): number {
  return table.findIndex((names) => names.includes(word));
}

function iso(year: number, month: number, day: number): DateOnly | null {
  const made = new Date(Date.UTC(year, month - 1, day));
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? made.toISOString().slice(0, 10) : null;
}

/** The first such day that is not before `today`; without a year the next one. */
function coming(today: DateOnly, month: number, day: number, year?: number): DateOnly | null {
  if (year !== undefined) return iso(year < 100 ? 2000 + year : year, month, day);
  const current = Number(today.slice(0, 4));
  for (const candidate of [iso(current, month, day), iso(current + 1, month, day)]) if (candidate && candidate >= today) return candidate;
  return null;
}

/** The day that the words name, or null. A weekday is the next one after today. */
export function parseDay(words: string, today: DateOnly): DateOnly | null {
  const text = plain(words);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return iso(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8)));
  for (const [pattern, days] of FIXED) if (pattern.test(text)) return addDays(today, days);
  const weekday = new Date(`${today}T12:00:00Z`).getUTCDay();

  const after = /^(?:in|dans)? ?(\d{1,3}) ?(d|day|days|j|jour|jours|w|week|weeks|sem|semaine|semaines|month|months|mois)$/.exec(text);
  if (after && (text.startsWith("in") || text.startsWith("dans") || /\d ?[djw]$/.test(text))) {
    const count = Number(after[1]);
    if (/^(month|months|mois)$/.test(after[2]!)) return addDays(today, count * 30);
    return addDays(today, /^[ws]/.test(after[2]!) ? count * 7 : count);
  }
  if (/^(end of (the )?week|fin de (la )?semaine)$/.test(text)) return addDays(today, ((5 - weekday + 6) % 7) + 1);
  if (/^(next week|la semaine prochaine|semaine prochaine)$/.test(text)) return addDays(today, ((1 - weekday + 6) % 7) + 1);
  if (/^(end of (the )?month|fin du mois)$/.test(text)) {
    return new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)), 0)).toISOString().slice(0, 10);
  }
  const named = indexIn(WEEKDAYS, text.replace(/^(next|on|this|le|ce) /, "").replace(/ prochaine?$/, "").replace(/\.$/, ""));
  if (named >= 0) return addDays(today, ((named - weekday + 6) % 7) + 1);

  const figures = /^(\d{1,2})[/.](\d{1,2})(?:[/.](\d{2}|\d{4}))?$/.exec(text);
  if (figures) return coming(today, Number(figures[2]), Number(figures[1]), figures[3] ? Number(figures[3]) : undefined);
  const dayFirst = /^(?:the |le )?(\d{1,2})(?:st|nd|rd|th|er)?(?: of)? ([a-z]+)\.?(?: (\d{4}))?$/.exec(text);
  const monthFirst = /^([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?$/.exec(text);
  const [day, month, year] = dayFirst ? [dayFirst[1], dayFirst[2], dayFirst[3]] : monthFirst ? [monthFirst[2], monthFirst[1], monthFirst[3]] : [];
  const at = month ? indexIn(MONTHS, month) : -1;
  if (day && at >= 0) return coming(today, at + 1, Number(day), year ? Number(year) : undefined);
  const only = /^(?:the |le )(\d{1,2})(?:st|nd|rd|th|er)?$/.exec(text);
  if (only) {
    let [y, m] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
    for (let tries = 0; tries < 3; tries += 1) {
      const made = iso(y, m, Number(only[1]));
      if (made && made >= today) return made;
      [y, m] = m === 12 ? [y + 1, 1] : [y, m + 1];
    }
  }
  return null;
}

const BEFORE_DATE = /^(?:by|for|on|before|due|pour|avant|le|d'ici)$/;

/** Splits "Send the report by friday" into the title and the day its last words name, if they name one. */
export function splitDay(line: string, today: DateOnly): { title: string; day: DateOnly | null; words: string } {
  const parts = line.trim().split(/\s+/);
  for (let count = Math.min(4, parts.length - 1); count >= 1; count -= 1) {
    const words = parts.slice(-count).join(" ");
    // Two letters or a bare number at the end are more often part of the title.
    if (words.length < 3 && !/^\d/.test(words)) continue;
    const day = parseDay(words, today) ?? (count > 1 && BEFORE_DATE.test(plain(parts.at(-count)!)) ? parseDay(parts.slice(1 - count).join(" "), today) : null);
    if (!day || /^(mar|may|mai|sun|sat|mer|dim|sam|mars|ven|jan)$/.test(plain(words))) continue;
    const rest = parts.slice(0, -count);
    if (rest.length > 1 && BEFORE_DATE.test(plain(rest.at(-1)!))) rest.pop();
    return { title: rest.join(" "), day, words };
  }
  return { title: line.trim(), day: null, words: "" };
}
