import { afterEach, describe, expect, it } from "vitest";
import { allActions } from "@/actions/table";
import { rowVerbs } from "@/actions/rows";
import { kinds } from "@/app/entity_kinds";
import { modules } from "@/app/modules";
import { places } from "@/app/places";
import { has, loadWords, locale, setLocale, t, useDictionary } from "@/i18n";
import { en } from "@/i18n/en";
import { lazyWords, type LazyWords } from "@/i18n/words/lazy";
import { storeOf } from "@/store/kinds";

afterEach(() => useDictionary("en", en));

describe("the places", () => {
  it("have addresses, letters and ids of their own, and titles in the first load", () => {
    for (const field of ["id", "path", "letter"] as const) {
      const given = places.map((place) => place[field]).filter((one) => one !== undefined);
      expect([...new Set(given)], field).toEqual(given);
    }
    for (const place of places) expect(has(place.title), place.id).toBe(true);
    for (const place of places) if (place.letter) expect(allActions().map((action) => action.id)).toContain(`go.${place.id}`);
  });

  it("leave the rail as short as it was: what came later stands behind More", () => {
    expect(places.filter((place) => place.rail === "top").length).toBeLessThanOrEqual(7);
    for (const module of modules) for (const place of module.places ?? []) expect(place.rail ?? "more", place.id).toBe("more");
  });
});

describe("a module", () => {
  it("names its kinds in the first load, and each of its stores has a kind and can delete", () => {
    for (const module of modules) {
      for (const [kind, info] of Object.entries(module.kinds ?? {})) expect(has(info.name), kind).toBe(true);
      for (const { kind } of module.stores ?? []) {
        expect(kinds[kind], kind).toBeDefined();
        expect(storeOf(kind)?.kind).toBe(kind);
        expect(rowVerbs[kind]?.remove, kind).toBeTypeOf("function");
      }
    }
  });

  it("is in the list once, alphabetically", () => {
    const ids = modules.map((module) => module.id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });
});

describe("words that come with a module", () => {
  it("are not there before, come once asked for, and follow the language", async () => {
    expect(has("budget.view_lines")).toBe(false);
    await Promise.all([loadWords("budget"), loadWords("budget")]);
    expect(t("budget.view_lines")).toBe("Lines");
    await setLocale("fr");
    expect(locale.value).toBe("fr");
    expect(t("budget.view_lines")).toBe("Lignes");
    expect(t("place.tasks")).toBe("Tâches");
  });

  it("are kept by a change of language that was under way when they came", async () => {
    const change = setLocale("fr");
    await Promise.all([change, loadWords("budget")]);
    expect(t("budget.view_lines")).toBe("Lignes");
  });

  it("have names of their own", async () => {
    const seen = new Set(Object.keys(en));
    for (const name of Object.keys(lazyWords) as LazyWords[]) {
      const words = (await lazyWords[name].en())[name] as object;
      for (const key of Object.keys(words)) {
        expect(seen.has(key), key).toBe(false);
        seen.add(key);
      }
    }
  });
});
