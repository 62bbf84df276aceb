import { describe, expect, it } from "vitest";
import { parseDay, splitDay } from "@/i18n/day_words";

const SATURDAY = "2026-11-21";

describe("a day in words", () => {
  it.each([
    ["today", "2026-11-21"], ["tomorrow", "2026-11-22"], ["demain", "2026-11-22"], ["aujourd’hui", "2026-11-21"], ["après-demain", "2026-11-23"],
    ["friday", "2026-11-27"], ["vendredi", "2026-11-27"], ["next monday", "2026-11-23"], ["lundi prochain", "2026-11-23"],
    // A weekday is the next one after today, so Saturday said on a Saturday is a week away.
    ["saturday", "2026-11-28"], ["samedi", "2026-11-28"],
    ["in 3 days", "2026-11-24"], ["dans 2 semaines", "2026-12-05"], ["3d", "2026-11-24"], ["2w", "2026-12-05"],
    ["end of the week", "2026-11-27"], ["fin du mois", "2026-11-30"], ["end of the month", "2026-11-30"],
    ["27/11", "2026-11-27"], ["1/2", "2027-02-01"], ["27/11/2028", "2028-11-27"], ["27.11", "2026-11-27"],
    ["3 déc", "2026-12-03"], ["3 décembre", "2026-12-03"], ["december 3rd", "2026-12-03"], ["1er janvier", "2027-01-01"], ["3 March 2028", "2028-03-03"],
    ["the 1st", "2026-12-01"], ["le 25", "2026-11-25"], ["2026-12-24", "2026-12-24"],
  ])("%s", (words, day) => expect(parseDay(words, SATURDAY)).toBe(day));

  it.each(["", "someday", "31/2", "45/1", "in days", "3", "report", "2026-02-30"])("does not invent one: %s", (words) => expect(parseDay(words, SATURDAY)).toBeNull());
});

describe("a line with a day at its end", () => {
  it.each([
    ["Send the report friday", "Send the report", "2026-11-27"],
    ["Send the report by friday", "Send the report", "2026-11-27"],
    ["Envoyer le rapport pour demain", "Envoyer le rapport", "2026-11-22"],
    ["Envoyer le rapport le 3 décembre", "Envoyer le rapport", "2026-12-03"],
    ["Pay 30/11", "Pay", "2026-11-30"],
    ["Call Paul in 3 days", "Call Paul", "2026-11-24"],
  ])("%s", (line, title, day) => expect(splitDay(line, SATURDAY)).toMatchObject({ title, day }));

  it.each(["Buy bread", "Tomorrow", "Read chapter 12", "Visit the sun"])("leaves the title alone: %s", (line) => expect(splitDay(line, SATURDAY)).toMatchObject({ title: line, day: null }));
});
