/** What the workshop keeps book of: sheets, and what was scanned onto them. */
import type { Entity, EntityKind } from "@/contract";
import type { Disk as WireDisk, DiskSession as WireSession, Donation as WireDonation, DonationItem as WireDonationItem, Loan as WireLoan, LoanItem as WireLoanItem, Lot as WireLot, LotItem as WireItem, Order as WireOrder } from "@/contract/generated";
import type { Query as Params } from "@/connection";
import { fold } from "@/i18n/fold";
import { today } from "@/i18n/format";
import { EntityStore } from "@/store/entities";

export type Lot = WireLot & Entity;
export type LotItem = WireItem & Entity;
export type DiskSession = WireSession & Entity;
export type Disk = WireDisk & Entity;
export type Order = WireOrder & Entity;
export type Donation = WireDonation & Entity;
export type DonationItem = WireDonationItem & Entity;
export type Loan = WireLoan & Entity;
export type LoanItem = WireLoanItem & Entity;
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

/** Overdue since the day after the one that was agreed. */
export function loanState(loan: Loan): "out" | "overdue" | "returned" {
  return loan.returned_at ? "returned" : loan.due_on && loan.due_on < today() ? "overdue" : "out";
}

/** A store of sheets, found by what `texts` says beside their name and description. */
function ofSheets<S extends Sheet>(kind: EntityKind, path: string, fits: (sheet: S, params: Params) => boolean = () => true, texts: (sheet: S) => (string | undefined)[] = () => []): EntityStore<S> {
  return new EntityStore<S>({ kind, path, match: (sheet, params) => fits(sheet, params) && holds(params, sheet.name, sheet.description, ...texts(sheet)), compare: newest });
}

/** A store of what is scanned onto the sheets that the field `above` names. */
function ofPieces<P extends Entity>(kind: EntityKind, path: string, above: keyof P & string): EntityStore<P> {
  return new EntityStore<P>({ kind, path, match: (piece, params) => !params[above] || piece[above] === params[above], compare: newest });
}

export const lots = ofSheets<Lot>("lot", "/api/lots", (lot, params) => !params["state"] || lotState(lot) === params["state"]);
export const items = ofPieces<LotItem>("lot_item", "/api/lot-items", "lot_id");
export const sessions = ofSheets<DiskSession>("disk_session", "/api/disk-sessions");
export const disks = ofPieces<Disk>("disk", "/api/disks", "session_id");
export const orders = ofSheets<Order>("order", "/api/orders", undefined, (order) => [order.supplier, order.category, ...order.lines.map((line) => line.product)]);
export const loans = ofSheets<Loan>("loan", "/api/loans", (loan, params) => {
  const state = loanState(loan);
  return !params["state"] || (params["state"] === "out" ? state !== "returned" : state === params["state"]);
}, (loan) => [loan.contact, loan.reference, loan.accessories]);
export const loanItems = ofPieces<LoanItem>("loan_item", "/api/loan-items", "loan_id");
export const donations = ofSheets<Donation>("donation", "/api/donations", (donation, params) => !params["direction"] || donation.direction === params["direction"], (donation) => [donation.contact, donation.reference, donation.accessories]);
export const donationItems = ofPieces<DonationItem>("donation_item", "/api/donation-items", "donation_id");
