import { beforeEach, expect, test } from "vitest";
import { firstAt, understand } from "@/app/modules/alarms/time";
import { timeZone } from "@/i18n";

// Saturday 21 November 2026, 10:00 in Paris.
const now = new Date("2026-11-21T09:00:00Z");

beforeEach(() => {
  timeZone.value = "Europe/Paris";
});

test.each([
  ["Call Paul tomorrow at 9", "Call Paul", "2026-11-22T08:00:00.000Z", null],
  ["Appeler Paul demain à 9h30", "Appeler Paul", "2026-11-22T08:30:00.000Z", null],
  ["Take the bread out in 20 minutes", "Take the bread out", "2026-11-21T09:20:00.000Z", null],
  ["Sortir le pain dans 2 heures", "Sortir le pain", "2026-11-21T11:00:00.000Z", null],
  ["Stand-up every weekday at 7:30", "Stand-up", "2026-11-23T06:30:00.000Z", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
  ["Poubelles tous les lundis à 19h", "Poubelles", "2026-11-23T18:00:00.000Z", "FREQ=WEEKLY;BYDAY=MO"],
  ["Pills every day at 8 pm", "Pills", "2026-11-21T19:00:00.000Z", "FREQ=DAILY"],
  ["Lunch at noon", "Lunch", "2026-11-21T11:00:00.000Z", null],
  ["Wake up at 6:45", "Wake up", "2026-11-22T05:45:00.000Z", null],
  ["remind me to call the bank on friday at 14:00", "call the bank", "2026-11-27T13:00:00.000Z", null],
])("%s", (line, title, at, rrule) => {
  expect(understand(line, now)).toEqual({ title, at, rrule });
});

test("without a time nothing is guessed, and the words stay", () => {
  expect(understand("Buy 12 eggs for Marie", now)).toEqual({ title: "Buy 12 eggs for Marie", at: null, rrule: null });
});

test("a time that has passed today is tomorrow's, and a rule's first day counts", () => {
  expect(firstAt(null, 9 * 60, now)).toBe("2026-11-22T08:00:00.000Z");
  expect(firstAt("FREQ=WEEKLY;BYDAY=SA", 9 * 60, now)).toBe("2026-11-28T08:00:00.000Z");
});
