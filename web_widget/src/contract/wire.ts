/** What every answer is made of: ids and times, an entity, a page of them, a refusal. */

export type Id = string;
/** ISO 8601 in UTC with `Z`. */
export type Instant = string;
/** `YYYY-MM-DD`. */
export type DateOnly = string;

export type ErrorCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "too_large"
  | "rate_limited"
  | "unavailable"
  | "internal";

export interface Problem {
  code: ErrorCode;
  detail: string;
  errors?: { field?: string; loc?: string; message: string }[] | Record<string, string> | null;
  request_id?: string;
  current?: unknown;
  /** Seconds. */
  retry_after?: number;
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface Entity {
  id: Id;
  created_at: Instant;
  updated_at: Instant;
  revision: number;
  owner_id: Id;
}

export interface Actor {
  /** user, bot, agent, visitor, connector or system. */
  kind: string;
  id: Id;
  display_name: string;
  on_behalf_of?: Id | null;
}

export type EntityKind =
  | "project" | "task" | "note" | "agenda" | "budget" | "alarm" | "user" | "room" | "message" | "run" | "activity" | "client_error"
  // Of the modules in `app/modules/index.ts`.
  | "person" | "team" | "contact" | "link" | "note_label" | "file" | "note_session" | "note_line" | "journal" | "journal_summary"
  | "situation" | "situation_actor" | "situation_note" | "situation_question" | "situation_summary"
  | "scheduled_message" | "poll" | "poll_vote" | "bookmark" | "report" | "transfer"
  | "lot" | "lot_item" | "disk_session" | "disk" | "order" | "donation" | "donation_item" | "loan" | "loan_item";

export interface EntityRef {
  kind: EntityKind;
  id: Id;
}

export interface EntityEvent<T extends Entity = Entity> {
  entity: T;
  revision: number;
  by: Actor;
}

export type Ack<T> = { ok: true; data: T } | { ok: false; error: Problem };
