/** What is drawn has its words: those of the first load, and those that its view asks for. Read from the sources. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "@/i18n/en";
import { lazyWords, type LazyWords } from "@/i18n/words/lazy";

const SRC = join(import.meta.dirname, "../src");

interface Source {
  /** Files that come before it is drawn, or that it draws with no words of their own. */
  needs: string[];
  /** The views that bring words: their file and the words' names. */
  views: { file: string; words: LazyWords[] }[];
  keys: string[];
}

const known = new Map<string, Source>();

function fileOf(path: string, from: string): string | null {
  const base = path.startsWith("@/") ? join(SRC, path.slice(2)) : path.startsWith(".") ? join(dirname(from), path) : null;
  if (base === null) return null;
  return [base, `${base}.ts`, `${base}.tsx`, join(base, "index.ts"), join(base, "index.tsx")].find((one) => /\.tsx?$/.test(one) && existsSync(one)) ?? null;
}

function read(file: string): Source {
  const seen = known.get(file);
  if (seen) return seen;
  let text = readFileSync(file, "utf8");
  const source: Source = { needs: [], views: [], keys: [] };
  known.set(file, source);
  const brings = (path: string, words: string[]): string => {
    source.views.push({ file: fileOf(path, file)!, words: words as LazyWords[] });
    return "";
  };
  const named = (list: string): string[] => [...list.matchAll(/"(\w+)"/g)].map((one) => one[1]!);
  text = text.replace(/\bview(?:<[^(]*>)?\(\s*"(\w+)",\s*\(\) => import\("([^"]+)"\)((?:,\s*"\w+")*)\s*\)/g, (_, first: string, path: string, more: string) => brings(path, ["work", first, ...named(more)]));
  text = text.replace(/\bwithWords\(\s*\(\) => import\("([^"]+)"\)((?:,\s*"\w+")+)\s*\)/g, (_, path: string, words: string) => brings(path, named(words)));
  for (const [, path] of text.matchAll(/(?:^|\n)(?:import|export)\s(?!type\b)[^;]*?\bfrom\s+"([^"]+)"|\bimport\("([^"]+)"\)/g)) {
    const found = path ? fileOf(path, file) : null;
    if (found && !found.includes("/i18n/")) source.needs.push(found);
  }
  for (const [, path] of text.matchAll(/\bimport\("([^"]+)"\)/g)) {
    const found = fileOf(path!, file);
    if (found && !found.includes("/i18n/")) source.needs.push(found);
  }
  source.keys = [...text.matchAll(/(?<!\bview\()"([a-z_]+\.[a-z][\w.]*)"/g)].map((one) => one[1]!);
  return source;
}

/** Every file that is drawn from `start` without asking for more words. */
function reached(start: string): Set<string> {
  const seen = new Set<string>();
  const left = [start];
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    left.push(...read(file).needs);
  }
  return seen;
}

describe("words", async () => {
  const sets = new Map(await Promise.all((Object.keys(lazyWords) as LazyWords[]).map(async (name) => [name, new Set(Object.keys((await lazyWords[name].en())[name] as object))] as const)));
  const everything = new Set([...sets.values()].flatMap((set) => [...set]));
  const missing = (start: string, words: LazyWords[]): string[] =>
    [...reached(start)].flatMap((file) =>
      read(file).keys.filter((key) => everything.has(key) && !words.some((name) => sets.get(name)!.has(key))).map((key) => `${relative(SRC, file)}: ${key}`));

  it("of what comes first are all in the first load", () => {
    const first = reached(join(SRC, "main.tsx"));
    expect(first.size).toBeGreaterThan(100);
    expect(missing(join(SRC, "main.tsx"), [])).toEqual([]);
    expect(Object.keys(en).length).toBeGreaterThan(300);
  });

  it("of every view come with it, or came with the one around it", () => {
    const first = reached(join(SRC, "main.tsx"));
    const seen = new Set<string>();
    const wrong = new Set<string>();
    const look = (files: Iterable<string>, words: LazyWords[]): void => {
      for (const file of files) {
        for (const view of read(file).views) {
          const all = [...new Set([...words, ...view.words])].sort();
          const name = `${relative(SRC, view.file)} (${all.join(", ")})`;
          if (seen.has(name)) continue;
          seen.add(name);
          for (const one of missing(view.file, all)) wrong.add(`${name} ${one}`);
          look([...reached(view.file)].filter((inner) => !first.has(inner)), all);
        }
      }
    };
    look(first, []);
    expect(seen.size).toBeGreaterThan(40);
    expect([...wrong]).toEqual([]);
  });
});
