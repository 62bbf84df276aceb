/** One thing that can be filled in, wherever it is: of pieces, of sheets, of their lines. */
import { t, type Key } from "@/i18n";
import type { LazyKey } from "@/i18n/words/lazy";

export interface Field {
  name: string;
  label: LazyKey;
  /** What can be chosen; without them it is written, with what was typed before on offer. */
  options?: readonly string[];
  /** What is written is text, if it is not said what else. */
  as?: "number" | "day";
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

/** A field as the hub takes it: numbers are numbers, and what is empty is null where it was no text. */
export function asSent(field: Field, value: string): string | number | null {
  const text = value.trim();
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
