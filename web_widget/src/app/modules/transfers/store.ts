/** Imports and exports, newest first; `transfer.updated` says how far each is. */
import type { Entity } from "@/contract";
import type { Transfer as Wire } from "@/contract/generated";
import { EntityStore } from "@/store/entities";

export type Transfer = Wire & Entity;

export const transfers = new EntityStore<Transfer>({ kind: "transfer", path: "/api/transfers", match: () => true, compare: (a, b) => (a.id < b.id ? 1 : -1) });
