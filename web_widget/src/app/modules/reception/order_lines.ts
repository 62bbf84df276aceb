/** The lines of an order while somebody writes them: text in fields, and what the hub takes of it. */
import type { OrderLine, SetOrderLine } from "@/contract/generated";
import { fieldAmount, readAmount } from "../budget/amounts";

/** A line as it stands in its fields. */
export interface Draft {
  product: string;
  quantity: string;
  unit_price: string;
  shipping: string;
  link: string;
}
export const EMPTY: Draft = { product: "", quantity: "", unit_price: "", shipping: "", link: "" };

const amount = (cents: number): string => (cents ? fieldAmount(cents).replace("+", "") : "");

export function drafted(line: OrderLine): Draft {
  return { product: line.product, quantity: String(line.quantity), unit_price: amount(line.unit_price_cents), shipping: amount(line.shipping_cents), link: line.link ?? "" };
}

/** What the hub takes of it, or the field that cannot be read. Nothing written is one piece, for nothing. */
export function read(draft: Draft): { line: SetOrderLine } | { wrong: keyof Draft } {
  const product = draft.product.trim();
  if (!product) return { wrong: "product" };
  const quantity = draft.quantity.trim() || "1";
  if (!/^\d{1,7}$/.test(quantity) || Number(quantity) < 1) return { wrong: "quantity" };
  const price = readAmount(draft.unit_price.trim() || "0", 1);
  if (price === null || price < 0) return { wrong: "unit_price" };
  const shipping = readAmount(draft.shipping.trim() || "0", 1);
  if (shipping === null || shipping < 0) return { wrong: "shipping" };
  return { line: { product, quantity: Number(quantity), unit_price_cents: price, shipping_cents: shipping, link: draft.link.trim() || null } };
}

/** A line without what the hub works out. */
export function plain({ product, quantity = 1, unit_price_cents = 0, shipping_cents = 0, link = null }: OrderLine | SetOrderLine): SetOrderLine {
  return { product, quantity, unit_price_cents, shipping_cents, link };
}

/** The lines with one of them replaced, or taken out; null if somebody else has changed that one meanwhile. */
export function changed(lines: readonly OrderLine[], place: number, old: OrderLine, next: readonly SetOrderLine[]): (OrderLine | SetOrderLine)[] | null {
  const wanted = JSON.stringify(plain(old));
  const is = (line: OrderLine | undefined): boolean => line !== undefined && JSON.stringify(plain(line)) === wanted;
  // Lines above it may have come or gone.
  const here = is(lines[place]) ? place : lines.findIndex(is);
  return here < 0 ? null : [...lines.slice(0, here), ...next, ...lines.slice(here + 1)];
}
