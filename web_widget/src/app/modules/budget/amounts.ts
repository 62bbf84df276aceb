/** Amounts as people write them: "12,50", "-1 240.00", "+480", "€ 3". */
import { intlTag } from "@/i18n";

/** Cents; null when it is not an amount. Without a sign it is spending. */
export function readAmount(text: string, unsigned: 1 | -1 = -1): number | null {
  const words = text.replace(/[\s\u00a0\u202f'’]|[A-Za-z]{3}|[€$£]/g, "").replace(/\u2212/g, "-");
  const found = /^([+-]?)(\d[\d.,]*)$/.exec(words);
  if (!found) return null;
  let figures = found[2]!;
  const last = Math.max(figures.lastIndexOf("."), figures.lastIndexOf(","));
  // The last separator is the decimal one when one or two figures follow it.
  const decimals = last >= 0 && figures.length - last - 1 <= 2 ? figures.slice(last + 1) : "";
  if (decimals || last === figures.length - 1) figures = figures.slice(0, last);
  const cents = Number(figures.replace(/[.,]/g, "")) * 100 + Number(decimals.padEnd(2, "0") || 0);
  if (!Number.isSafeInteger(cents)) return null;
  return cents * (found[1] === "-" ? -1 : found[1] === "+" ? 1 : unsigned) || 0;
}

/** An amount for a field: the sign said for what was received, decimals as the person writes them. */
export function fieldAmount(cents: number): string {
  return `${cents > 0 ? "+" : ""}${new Intl.NumberFormat(intlTag.value, { minimumFractionDigits: 2, useGrouping: false }).format(cents / 100)}`;
}

/** With both decimals always, for figures under one another. */
export function exact(cents: number, currency: string, sign = false): string {
  return new Intl.NumberFormat(intlTag.value, { style: "currency", currency, signDisplay: sign ? "exceptZero" : "auto" }).format(cents / 100);
}
