/** RFC 5545 recurrence rules: read, written, and said in words. What the editor does not know is kept as it is. */
import type { DateOnly } from "@/contract";
import { intlTag, t, type Key } from "@/i18n";
import { dateWords } from "@/i18n/format";

export const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] as const;
export type Frequency = (typeof FREQUENCIES)[number];
export const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
export type Day = (typeof DAYS)[number];

export interface Rule {
  frequency: Frequency;
  interval: number;
  days: Day[];
  count: number | null;
  until: DateOnly | null;
  /** Parts that the editor leaves alone, such as BYMONTHDAY. */
  rest: string[];
}

export function readRule(text: string): Rule | null {
  const rule: Rule = { frequency: "DAILY", interval: 1, days: [], count: null, until: null, rest: [] };
  let known = false;
  for (const part of text.replace(/^RRULE:/i, "").split(";")) {
    const [name, value = ""] = part.split("=");
    switch (name?.toUpperCase()) {
      case "FREQ":
        if (!(FREQUENCIES as readonly string[]).includes(value)) return null;
        rule.frequency = value as Frequency;
        known = true;
        break;
      case "INTERVAL": rule.interval = Math.max(1, Number(value) || 1); break;
      case "COUNT": rule.count = Number(value) || null; break;
      case "UNTIL": rule.until = `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6, 8)}`; break;
      case "BYDAY":
        // "2MO" (the second Monday) stays as it is; plain days become boxes.
        if (value.split(",").every((day) => (DAYS as readonly string[]).includes(day))) rule.days = value.split(",") as Day[];
        else rule.rest.push(part);
        break;
      default: if (part) rule.rest.push(part);
    }
  }
  return known ? rule : null;
}

export function writeRule(rule: Rule): string {
  const parts = [`FREQ=${rule.frequency}`];
  if (rule.interval > 1) parts.push(`INTERVAL=${rule.interval}`);
  if (rule.days.length > 0) parts.push(`BYDAY=${DAYS.filter((day) => rule.days.includes(day)).join(",")}`);
  parts.push(...rule.rest);
  if (rule.count !== null) parts.push(`COUNT=${rule.count}`);
  else if (rule.until) parts.push(`UNTIL=${rule.until.replace(/-/g, "")}T235959Z`);
  return parts.join(";");
}

/** "Mon" in the person's language; 2024-01-01 was a Monday. */
export function dayName(day: Day, width: "short" | "long" | "narrow" = "short"): string {
  const at = new Date(Date.UTC(2024, 0, 1 + DAYS.indexOf(day), 12));
  return new Intl.DateTimeFormat(intlTag.value, { weekday: width, timeZone: "UTC" }).format(at).replace(/\.$/, "");
}

/** "Every 2 weeks, Mon and Wed, until 3 Dec". */
export function ruleWords(text: string | null): string {
  if (!text) return t("rule.never");
  const rule = readRule(text);
  if (!rule) return t("rule.custom");
  const weekdays = rule.frequency === "WEEKLY" && rule.interval === 1 && rule.days.length === 5 && !rule.days.includes("SA") && !rule.days.includes("SU");
  const name = rule.frequency.toLowerCase();
  let said = weekdays ? t("rule.weekdays") : rule.interval === 1 ? t(`rule.${name}` as Key) : t(`rule.${name}_n` as Key, { n: rule.interval });
  const named = rule.days.length > 0 && !weekdays ? rule.days.map((day) => dayName(day)) : [];
  if (named.length > 0) said += `, ${new Intl.ListFormat(intlTag.value).format(named)}`;
  const monthday = rule.rest.find((part) => part.startsWith("BYMONTHDAY="))?.slice(11);
  if (monthday) said += `, ${t("rule.on_day", { day: monthday })}`;
  const nth = /^BYDAY=(-?\d)([A-Z]{2})$/.exec(rule.rest.find((part) => part.startsWith("BYDAY=")) ?? "");
  if (nth) said += `, ${nth[1]}. ${dayName(nth[2] as Day, "long")}`;
  if (rule.count !== null) said += `, ${t("rule.times", { count: rule.count })}`;
  else if (rule.until) said += `, ${t("rule.until", { date: dateWords(rule.until) })}`;
  return said;
}
