/** One thing that can be filled in, wherever it is: of pieces, of sheets, of their lines. */
import { t, type Key } from "@/i18n";
import type { LazyKey } from "@/i18n/words/lazy";
import { fieldAmount, readAmount } from "../budget/amounts";

export interface Field {
  name: string;
  label: LazyKey;
  /** What can be chosen; without them it is written, with what was typed before on offer. */
  options?: readonly string[];
  /** What is written is text, if it is not said what else. */
  as?: "number" | "day" | "money";
  /** How its value is read, with its unit for example. */
  says?: (value: string) => string;
  /** Has always a value: what is emptied stays as it was. */
  required?: boolean;
}

/** What stands in a field, as text. */
export function valueOf(thing: object, field: string): string {
  const value = (thing as Record<string, unknown>)[field];
  return value === null || value === undefined ? "" : String(value);
}

/** What stands in a field while one writes in it: money as people write it, nothing where it is nothing. */
export function written(thing: object, field: Field): string {
  const value = valueOf(thing, field.name);
  return field.as !== "money" ? value : Number(value) ? fieldAmount(Number(value)).replace("+", "") : "";
}

/** A field as the hub takes it: numbers are numbers, and what is empty is null where it was no text. Undefined: it cannot be read. */
export function asSent(field: Field, value: string): string | number | null | undefined {
  const text = value.trim();
  if (field.as === "money") {
    const cents = readAmount(text || "0", 1);
    return cents === null || cents < 0 ? undefined : cents;
  }
  if (text === "" && (field.options || field.as)) return null;
  return field.as === "number" ? Number(text) : text;
}

/** A choice in words. */
export function word(option: string): string {
  return t(`reception.is_${option}` as Key);
}

/** A field's value as one reads it. */
export function said(field: Field, value: string): string {
  if (!value) return "";
  return field.options ? word(value) : (field.says?.(value) ?? value);
}
