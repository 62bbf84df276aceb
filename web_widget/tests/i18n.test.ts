import { describe, expect, it } from "vitest";
import { en as first } from "@/i18n/en";
import { fr as premier } from "@/i18n/fr";
import { lazyWords } from "@/i18n/words/lazy";
import { fold, score } from "@/i18n/fold";
import { t, timeZone, useDictionary } from "@/i18n";
import { addDays, dateWords, dayOf, dueState, now, span } from "@/i18n/format";

/** With the words that come with a module. */
async function all(language: "en" | "fr"): Promise<Record<string, unknown>> {
  const more = await Promise.all(Object.entries(lazyWords).map(async ([name, words]) => (await words[language]())[name] as object));
  return Object.assign({}, language === "en" ? first : premier, ...more) as Record<string, unknown>;
}
const [en, fr] = await Promise.all([all("en"), all("fr")]);

const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!).sort();
const parts = (entry: unknown): string[] => (typeof entry === "string" ? [entry] : Object.values(entry as Record<string, string>));

describe("words", () => {
  it("has the same keys and the same holes in both languages", () => {
    expect(Object.keys(fr).sort()).toEqual(Object.keys(en).sort());
    for (const [key, english] of Object.entries(en)) {
      const french = fr[key];
      expect(typeof french, key).toBe(typeof english);
      expect([...new Set(parts(french).flatMap(holes))], key).toEqual([...new Set(parts(english).flatMap(holes))]);
    }
  });

  it("follows the house's rules: no exclamation, no please, no straight apostrophe in French", () => {
    for (const text of [...Object.values(en), ...Object.values(fr)].flatMap(parts)) {
      expect(text).not.toContain("!");
      expect(text.toLowerCase()).not.toMatch(/\bplease\b|s['’]il (te|vous) pla/);
    }
    for (const text of Object.values(fr).flatMap(parts)) {
      expect(text).not.toMatch(/\p{L}'\p{L}/u);
      expect(text).not.toMatch(/\b(tu|vous|ton|votre|vos)\b/i);
    }
  });

  it("chooses plurals by the language", () => {
    useDictionary("en", first);
    expect(t("card.changes", { count: 0 })).toBe("0 changes");
    expect(t("card.changes", { count: 1 })).toBe("1 change");
    useDictionary("fr", premier);
    expect(t("card.changes", { count: 0 })).toBe("0 modification");
    expect(t("card.changes", { count: 2 })).toBe("2 modifications");
    useDictionary("en", first);
  });
});

describe("dates", () => {
  it("says near days in words and far ones as dates, in the person's zone", () => {
    now.value = new Date("2026-11-21T23:30:00.000Z"); // already the 22nd in Paris
    expect(dayOf(now.value)).toBe("2026-11-22");
    expect(dateWords("2026-11-22")).toBe("Today");
    expect(dateWords("2026-11-23")).toBe("Tomorrow");
    expect(dateWords("2026-11-21")).toBe("Yesterday");
    expect(dateWords("2026-11-27")).toMatch(/27 Nov|Nov 27/);
    expect(dateWords("2028-03-03")).toContain("2028");
    expect(dueState("2026-11-21")).toBe("late");
    expect(dueState("2026-11-29")).toBe("soon");
    expect(dueState("2026-11-30")).toBe("later");
    expect(dueState("2026-11-01", true)).toBe("none");
  });

  it("takes an all-day event's end as exclusive", () => {
    now.value = new Date("2026-11-21T09:00:00.000Z");
    expect(span({ start: "2026-11-21", end: "2026-11-22", all_day: true })).toBe("Today");
    expect(span({ start: "2026-11-21", end: "2026-11-24", all_day: true })).toMatch(/^Today – .*23/);
    timeZone.value = "Europe/Paris";
    expect(span({ start: "2026-11-22T08:00:00.000Z", end: "2026-11-22T08:30:00.000Z", all_day: false })).toMatch(/^Tomorrow, .*9:00.*9:30/);
  });

  it("counts days over a clock change", () => {
    expect(addDays("2026-10-24", 2)).toBe("2026-10-26");
    expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
  });
});

describe("search", () => {
  it("ignores case and accents and wants every word", () => {
    expect(fold("Élodie")).toBe("elodie");
    expect(score("Créer une tâche", "tache")).toBeGreaterThan(0);
    expect(score("Créer une tâche", "tache x")).toBe(0);
    expect(score("Lobby", "lo")).toBeGreaterThan(score("Slow lane", "lo"));
  });
});
