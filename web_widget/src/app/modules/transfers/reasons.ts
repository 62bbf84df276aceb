/**
 * Why something was left out, in the reader's language. The hub says it in English, whoever reads it; the words of
 * other languages are matched with that here, and fetched only for those who read them.
 */
import { effect, signal } from "@preact/signals";
import { locale, type Locale } from "@/i18n";

/** English templates, and what they are in another language; `transfer_reasons.fr.ts` says what their holes are. */
export type Table = Readonly<Record<string, string>>;
/** A reason in another language; `null` where the table does not have it. */
export type Say = (why: string) => string | null;

interface Template {
  /** What stands before, between and after the holes. */
  parts: string[];
  holes: string[];
  said: string;
}

const HOLE = /\{(\w+)\}/;
const QUOTED = /^(['"])(.*)\1$/s;

/** Says reasons with the words of a table. Each is looked at once from its start to its end, for every template. */
export function sayer(table: Table): Say {
  const whole = new Map<string, string>();
  const templates: Template[] = [];
  for (const [english, said] of Object.entries(table)) {
    const pieces = english.split(HOLE);
    if (pieces.length === 1) whole.set(english, firm(said));
    else templates.push({ parts: pieces.filter((_, n) => n % 2 === 0), holes: pieces.filter((_, n) => n % 2 === 1), said: firm(said) });
  }
  const words = ({ parts }: Template): number => parts.reduce((all, part) => all + part.length, 0);
  templates.sort((one, other) => words(other) - words(one));
  const say = (why: string, within: boolean): string | null => {
    const known = whole.get(why);
    if (known !== undefined) return known;
    for (const template of templates) {
      const values = matched(template, why);
      if (values) return filled(template, values, (inner) => (within ? inner : say(inner, true) ?? inner));
    }
    return null;
  };
  return (why) => say(why, false);
}

/** What stands in the holes, the shortest that fits in each; `null` where the reason is another one. */
function matched({ parts, holes }: Template, why: string): string[] | null {
  const first = parts[0]!, last = parts.at(-1)!;
  if (!why.startsWith(first) || !why.endsWith(last)) return null;
  const end = why.length - last.length;
  let at = first.length;
  const values: string[] = [];
  for (let n = 0; n < holes.length; n++) {
    const next = n + 1 === holes.length ? end : why.indexOf(parts[n + 1]!, at + 1);
    if (next <= at || next > end) return null;
    const value = why.slice(at, next);
    if (holes[n]!.startsWith("q") && !QUOTED.test(value)) return null;
    values.push(value);
    at = next + parts[n + 1]!.length;
  }
  return values;
}

function filled({ holes, said }: Template, values: readonly string[], inner: (why: string) => string): string {
  return said.split(HOLE).map((piece, n) => {
    if (n % 2 === 0) return piece;
    const value = values[holes.indexOf(piece)]!;
    if (piece.startsWith("w")) return inner(value);
    return piece.startsWith("q") ? ["«", value.slice(1, -1).replace(/\\(['\\])/g, "$1"), "»"].filter(Boolean).join("\u00a0") : value;
  }).join("");
}

/** No line begins with what closes, nor ends with what opens. */
function firm(said: string): string {
  return said.replace(/« /g, "«\u00a0").replace(/ (?=[»:;?])/g, "\u00a0");
}

const TABLES: Partial<Record<Locale, () => Promise<Table>>> = {
  fr: async () => (await import("@/i18n/words/transfer_reasons.fr")).transfer_reasons,
};
const saying = signal<Say | null>(null);

effect(() => {
  const language = locale.value;
  saying.value = null;
  void TABLES[language]?.().then((table) => {
    if (locale.peek() === language) saying.value = sayer(table);
  }).catch(() => undefined); // without them reasons stay as the hub says them
});

/** A reason as it is to be shown, and whether that is as the hub said it. */
export function reason(why: string): { said: string; lang: "en" | undefined } {
  const said = saying.value?.(why) ?? null;
  return said === null ? { said: why, lang: "en" } : { said, lang: undefined };
}
