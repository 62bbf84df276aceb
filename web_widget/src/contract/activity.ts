/** The record of what was done. */
import type { Id, Actor, Instant } from "./wire";

export interface Activity {
  id: Id;
  at: Instant;
  operation: string;
  effect: "read" | "write" | "destroy" | "external" | string;
  actor: Actor;
  on_behalf_of?: Actor | Id | null;
  origin: string;
  request_id?: string | null;
  run_id?: Id | null;
  room_id?: Id | null;
  project_id?: Id | null;
  entity?: { kind: string; id: Id; label?: string | null } | null;
  changes?: unknown;
  outcome: string;
  undoable?: boolean;
  undone_by?: Id | null;
}
