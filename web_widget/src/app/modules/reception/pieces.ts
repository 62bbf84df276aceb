/** What the scanner, the table and the detail must know of a kind of piece. */
import { signal } from "@preact/signals";
import { api } from "@/connection";
import type { Entity, EntityKind, Id } from "@/contract";
import type { EntityStore } from "@/store/entities";
import { t } from "@/i18n";
import type { LazyKey } from "@/i18n/words/lazy";
import { valueOf, type Field } from "./fields";
import { disks, donationItems, items, loanItems } from "./store";

/** A piece by what all kinds have; the rest is looked up by the names of its fields. */
export interface Piece extends Entity {
  serial: string;
  ready_at: string | null;
  notes?: string;
}
export interface PieceKind {
  kind: EntityKind;
  store: EntityStore<never>;
  /** The field that names its sheet. */
  above: string;
  /** Where one is scanned. */
  scan: (sheet: Id) => string;
  /** Segments of the addresses of its sheets and of one of its own. */
  sheets: string;
  page: string;
  fields: readonly Field[];
  /** What its link to the sheet says. */
  open: LazyKey;
  /** By what the counts above the table are told apart. */
  counted: string;
  /** That field says itself what is left. */
  saysLeft?: boolean;
  /** Nothing is left to do on any. */
  noneLeft?: boolean;
  /** What its page says of the moment at which all was there that is asked of it. */
  ready?: LazyKey;
  /** What is set on ticked rows at one press. */
  quick?: { label: LazyKey; values: Record<string, string> };
}

export const LOT_ITEMS: PieceKind = {
  kind: "lot_item",
  store: items as unknown as EntityStore<never>,
  above: "lot_id",
  scan: (lot) => `/api/lots/${lot}/items`,
  sheets: "lots",
  page: "items",
  fields: [
    { name: "type", label: "reception.type", options: ["laptop", "desktop", "screen", "other"] },
    { name: "brand", label: "reception.brand" },
    { name: "model", label: "reception.model" },
    { name: "state", label: "reception.state", options: ["refurbished", "for_parts", "dead", "other"] },
    { name: "technician", label: "reception.technician" },
    { name: "os", label: "reception.os" },
  ],
  open: "reception.open_sheet",
  counted: "state",
};
export const DISKS: PieceKind = {
  kind: "disk",
  store: disks as unknown as EntityStore<never>,
  above: "session_id",
  scan: (session) => `/api/disk-sessions/${session}/disks`,
  sheets: "sessions",
  page: "disks",
  fields: [
    { name: "type", label: "reception.type", options: ["hdd", "ssd"] },
    { name: "brand", label: "reception.brand" },
    { name: "model", label: "reception.model" },
    { name: "size_gb", label: "reception.size_gb", as: "number", says: (size) => t("reception.gigabytes", { size }) },
    { name: "interface", label: "reception.interface", options: ["SATA", "NVMe", "SAS", "IDE", "USB", "other"] },
    { name: "wiping", label: "reception.wiping", options: ["overwrite", "erase_sanitise", "destroyed"] },
    { name: "technician", label: "reception.technician" },
  ],
  open: "reception.open_session",
  ready: "reception.wiped_at",
  counted: "wiping",
};

export const LOAN_ITEMS: PieceKind = {
  kind: "loan_item",
  store: loanItems as unknown as EntityStore<never>,
  above: "loan_id",
  scan: (loan) => `/api/loans/${loan}/items`,
  sheets: "loans",
  page: "lent",
  fields: [
    { name: "type", label: "reception.type", options: ["laptop", "desktop", "screen", "other"] },
    { name: "brand", label: "reception.brand" },
    { name: "model", label: "reception.model" },
    { name: "state", label: "reception.state", options: ["out", "back"], required: true },
  ],
  open: "reception.open_loan",
  ready: "reception.back_at",
  counted: "state",
  saysLeft: true,
  quick: { label: "reception.mark_back", values: { state: "back" } },
};

export const DONATION_ITEMS: PieceKind = {
  kind: "donation_item",
  store: donationItems as unknown as EntityStore<never>,
  above: "donation_id",
  scan: (donation) => `/api/donations/${donation}/items`,
  sheets: "donations",
  page: "given",
  fields: [
    { name: "type", label: "reception.type", options: ["laptop", "desktop", "screen", "other"] },
    { name: "brand", label: "reception.brand" },
    { name: "model", label: "reception.model" },
    { name: "recipient", label: "reception.recipient" },
    { name: "state", label: "reception.state", options: ["given", "returned"], required: true },
  ],
  open: "reception.open_donation",
  counted: "type",
  noneLeft: true,
  ready: "reception.back_at",
  quick: { label: "reception.mark_back", values: { state: "returned" } },
};

export function storeOf(of: PieceKind): EntityStore<Piece> {
  return of.store as unknown as EntityStore<Piece>;
}

/** What was typed before, by kind and field: it grows with what is typed here and elsewhere. */
const known = signal<Record<string, Record<string, string[]>>>({});

export async function learn(of: PieceKind): Promise<void> {
  const found = await api.get<Record<string, string[]>>(`${storeOf(of).path}/known`);
  known.value = { ...known.peek(), [of.kind]: found };
}

export function offered(of: PieceKind, field: string): string[] {
  const here = storeOf(of).all().map((piece) => valueOf(piece, field)).filter(Boolean);
  return [...new Set([...(known.value[of.kind]?.[field] ?? []), ...here])].slice(0, 200);
}

export function hrefOf(of: PieceKind, id: Id): string {
  return `/reception/${of.page}/${id}`;
}

/** Where its sheet is. */
export function sheetHref(of: PieceKind, piece: Piece): string {
  return `/reception/${of.sheets}/${valueOf(piece, of.above)}`;
}
