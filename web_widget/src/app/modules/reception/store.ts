/** What the workshop has in stock: lots, and the machines that were scanned into them. */
import type { Entity } from "@/contract";
import type { Lot as WireLot, LotItem as WireItem, Order as WireOrder } from "@/contract/generated";
import type { Query as Params } from "@/connection";
import { fold } from "@/i18n/fold";
import { EntityStore } from "@/store/entities";

export type Lot = WireLot & Entity;
export type LotItem = WireItem & Entity;
export type Order = WireOrder & Entity;
/** Any sheet, by what all of them have. */
export interface Sheet extends Entity {
  name: string;
  description?: string;
  project_id: string | null;
}
export type LotState = "open" | "finished" | "recovered";

/** Whether every word asked for is in the text. */
export function holds(params: Params, ...texts: (string | null | undefined)[]): boolean {
  const text = fold(texts.filter(Boolean).join(" "));
  return fold(String(params["q"] ?? "")).split(/\s+/).every((word) => text.includes(word));
}
export const newest = (a: Entity, b: Entity): number => (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

export function lotState(lot: Lot): LotState {
  return lot.recovered_at ? "recovered" : lot.finished_at ? "finished" : "open";
}

export const lots = new EntityStore<Lot>({
  kind: "lot",
  path: "/api/lots",
  match: (lot, params) => (!params["state"] || lotState(lot) === params["state"]) && holds(params, lot.name, lot.description),
  compare: newest,
});
export const items = new EntityStore<LotItem>({
  kind: "lot_item",
  path: "/api/lot-items",
  match: (item, params) => !params["lot_id"] || item.lot_id === params["lot_id"],
  compare: newest,
});
export const orders = new EntityStore<Order>({
  kind: "order",
  path: "/api/orders",
  match: (order, params) => holds(params, order.name, order.description, order.supplier, order.category, ...order.lines.map((line) => line.product)),
  compare: newest,
});
