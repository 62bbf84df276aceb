/**
 * Words. `t("key", {name})` gives the sentence in the current locale; the keys are those of the English
 * dictionary, and the French one must have exactly them (checked by the compiler and by a test).
 * A value is a string with `{holes}`, or `{one, other}` chosen by `count`.
 */
import { computed, signal } from "@preact/signals";
import type { en } from "./en";
import { lazyWords, type LazyKey, type LazyWords } from "./words/lazy";

export type Plural = { one: string; other: string };
/** What is there from the start, and what comes with a module. */
export type Key = keyof typeof en | LazyKey;
/** The words that are there from the start. */
export type Dictionary = { [K in keyof typeof en]: (typeof en)[K] extends string ? string : Plural };
export type Locale = "en" | "fr";
export type Params = Record<string, string | number>;

export const locales: Locale[] = ["en", "fr"];

type Entries = Record<string, string | Plural>;
const words = signal<Entries | null>(null);
/** The modules whose words are in use, or on their way. */
const wanted = new Map<LazyWords, Promise<void>>();
/** The language of the interface. */
export const locale = signal<Locale>("en");
/** The IANA zone dates are shown in. */
export const timeZone = signal<string>(Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");
/** The tag given to `Intl`: the browser's own region when it speaks the interface's language (en-GB, fr-CA). */
export const intlTag = computed<string>(() => {
  const own = navigator.languages?.find((tag) => tag.toLowerCase().startsWith(locale.value) && tag.includes("-"));
  return own ?? (locale.value === "fr" ? "fr-FR" : "en-GB");
});

const plurals = new Map<Locale, Intl.PluralRules>();

export function isLocale(value: unknown): value is Locale {
  return value === "en" || value === "fr";
}

/** The stored choice, else the browser's first language that we speak. */
export function preferredLocale(): Locale {
  const stored = localStorage.getItem("panoramix.locale");
  if (isLocale(stored)) return stored;
  for (const tag of navigator.languages ?? []) {
    const language = tag.slice(0, 2).toLowerCase();
    if (isLocale(language)) return language;
  }
  return "en";
}

/** Loads a dictionary and switches to it; views that called `t` draw again. */
export async function setLocale(next: Locale): Promise<void> {
  const dictionary: Dictionary = next === "fr" ? (await import("./fr")).fr : (await import("./en")).en;
  let more: Entries[];
  do more = await Promise.all([...wanted.keys()].map((name) => wordsOf(name, next)));
  while (more.length !== wanted.size); // a module was opened meanwhile
  locale.value = next;
  words.value = Object.assign({}, dictionary, ...more) as Entries;
  document.documentElement.lang = next;
  localStorage.setItem("panoramix.locale", next);
}

async function wordsOf(name: LazyWords, language: Locale): Promise<Entries> {
  return (await lazyWords[name][language]())[name] as Entries;
}

async function addWords(name: LazyWords): Promise<void> {
  let language: Locale;
  let found: Entries;
  do found = await wordsOf(name, (language = locale.peek()));
  while (language !== locale.peek()); // it was changed meanwhile
  words.value = { ...words.peek(), ...found };
}

/** Fetches a module's words, once; its views wait for them, and they follow the language. */
export function loadWords(name: LazyWords): Promise<void> {
  const known = wanted.get(name);
  if (known) return known;
  const asked = addWords(name).catch((error: unknown) => {
    wanted.delete(name);
    throw error;
  });
  wanted.set(name, asked);
  return asked;
}

/** Code that is fetched when it is wanted, with the words it says. */
export async function withWords<M>(load: () => Promise<M>, ...names: LazyWords[]): Promise<M> {
  return (await Promise.all([load(), ...names.map(loadWords)]))[0];
}

/** For tests: a dictionary without loading. */
export function useDictionary(next: Locale, dictionary: Dictionary): void {
  locale.value = next;
  words.value = { ...dictionary };
}

function fill(text: string, params: Params | undefined): string {
  if (!params) return text;
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = params[name];
    if (value === undefined) return hole;
    return typeof value === "number" ? new Intl.NumberFormat(intlTag.value).format(value) : value;
  });
}

export function t(key: Key, params?: Params): string {
  const entry: string | Plural | undefined = words.value?.[key];
  if (entry === undefined) return key;
  if (typeof entry === "string") return fill(entry, params);
  const count = Number(params?.["count"] ?? 0);
  let rules = plurals.get(locale.value);
  if (!rules) plurals.set(locale.value, (rules = new Intl.PluralRules(locale.value)));
  return fill(rules.select(count) === "one" ? entry.one : entry.other, params);
}

/** Whether a string computed elsewhere (an error code, a status) is a key. */
export function has(key: string): key is Key {
  return words.value !== null && key in words.value;
}
