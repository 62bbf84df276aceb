/** What the hub's search of everything answers. */
import { api } from "@/connection";
import type { EntityKind, Id, Instant } from "@/contract";
import { kinds } from "@/app/entity_kinds";
import { openEntity } from "@/app/panes";
import { navigate } from "@/app/router";

export type Marks = [number, number][];

export interface Found {
  kind: EntityKind;
  id: Id;
  title: string;
  snippet: string;
  marks: Marks;
  title_marks: Marks;
  score: number;
  by: "words" | "meaning" | "both";
  at: Instant | null;
  project_id: Id | null;
  room_id: Id | null;
}

export interface Results {
  items: Found[];
  mode: "words" | "meaning" | "both";
  unknown: string[];
}

export interface Status {
  up: boolean;
  why: string | null;
  mode: "words" | "both";
  model: string | null;
  why_no_model: string | null;
  pieces: number;
  with_meaning: number;
  waiting: number;
  rebuilding: boolean;
  rebuilt: number;
  rebuild_total: number;
}

export function find(q: string, more: { kinds?: string | null; room_id?: string | null; limit?: number }, abort?: AbortSignal): Promise<Results> {
  const asked: Record<string, string | number> = { q, limit: more.limit ?? 50 };
  if (more.kinds) asked["kinds"] = more.kinds;
  if (more.room_id) asked["room_id"] = more.room_id;
  return api.get<Results>("/api/search", asked, abort);
}

/** Opens what was found: a message in its room, a thing in the pane, anything else at its address. */
export function open(found: Pick<Found, "kind" | "id" | "room_id">): void {
  const info = kinds[found.kind];
  if (found.kind === "message" && found.room_id) navigate(`/rooms/${found.room_id}?message=${found.id}`);
  else if (info?.view) openEntity({ kind: found.kind, id: found.id });
  else navigate(info ? info.href(found.id) : `/${found.kind}/${found.id}`);
}
