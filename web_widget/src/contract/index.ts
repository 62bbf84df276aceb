/**
 * The wire, as types. Written by hand from the wire page until the hub writes `generated.ts`;
 * everything else imports from here, so that the change stays in this file.
 */

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

export type PresenceStatus = "available" | "busy" | "away" | "dnd";

export interface User {
  id: Id;
  username: string;
  display_name: string;
  kind: "user" | "bot";
  role: "admin" | "member" | "guest" | "bot";
  avatar_url?: string | null;
  email?: string | null;
  locale?: string | null;
  time_zone?: string | null;
  status?: PresenceStatus;
  status_text?: string | null;
  status_until?: Instant | null;
  disabled?: boolean;
  last_seen_at?: Instant | null;
  created_at?: Instant;
  updated_at?: Instant;
  revision?: number;
}

export interface AuthAnswer {
  access_token: string;
  token_type: string;
  expires_in: number;
  user: User;
}

export interface Session {
  id: Id;
  created_at: Instant;
  last_used_at?: Instant | null;
  user_agent?: string | null;
  address?: string | null;
  current?: boolean;
}

export interface AccessToken {
  id: Id;
  name: string;
  scopes: string[];
  created_at: Instant;
  expires_at?: Instant | null;
  last_used_at?: Instant | null;
  token?: string;
}

export type RoomKind = "lobby" | "public" | "private" | "direct" | "site";

export interface Peer {
  id: Id;
  display_name: string;
  username?: string;
  kind?: string;
}

export interface Room {
  id: Id;
  kind: RoomKind;
  name: string | null;
  description?: string | null;
  /** Of a direct room: the two people. */
  peers?: Peer[];
  member_count?: number | null;
  seq: number;
  rev: number;
  last_read_seq?: number;
  unread?: number;
  mentions?: number;
  muted?: boolean;
  notify?: "all" | "mentions" | "nothing";
  /** Whether I am in it; false for one that I may only join. */
  member?: boolean;
  role?: "owner" | "member" | null;
  owner_id?: Id | null;
  created_at?: Instant;
  updated_at?: Instant;
  revision?: number;
}

export interface RoomMember {
  user: Peer & { status?: PresenceStatus };
  role: "owner" | "member";
  last_read_seq: number;
  joined_at: Instant;
}

export interface Reaction {
  emoji: string;
  user_ids: Id[];
}

export interface Attachment {
  file_id: Id;
  name: string;
  mime_type: string;
  size: number;
  width?: number | null;
  height?: number | null;
  duration?: number | null;
}

export type EntityKind =
  | "project" | "task" | "note" | "agenda" | "budget" | "alarm" | "user" | "room" | "message" | "run" | "activity" | "client_error"
  // Of the modules in `app/modules/index.ts`.
  | "person" | "team" | "contact" | "link" | "note_label" | "file" | "note_session" | "note_line" | "journal" | "journal_summary"
  | "situation" | "situation_actor" | "situation_note" | "situation_question" | "situation_summary"
  | "scheduled_message" | "poll" | "bookmark" | "report" | "transfer"
  | "lot" | "lot_item" | "disk_session" | "disk" | "order" | "donation" | "loan";

export interface EntityRef {
  kind: EntityKind;
  id: Id;
}

export interface CardEntity extends EntityRef {
  change: "created" | "updated" | "deleted";
}

export interface MessageCard {
  entities: CardEntity[];
  undo?: { run_id: Id } | null;
  approval_id?: Id | null;
  /** What understood it: a command, the phrases, or a model. */
  layer?: "slash" | "grammar" | "model" | string | null;
  duration_ms?: number | null;
}

export interface Message {
  id: Id;
  room_id: Id;
  seq: number;
  rev: number;
  sender: Actor;
  kind: "text" | "file" | "system" | "agent";
  content: string;
  attachments?: Attachment[];
  reply_to?: Id | null;
  reactions: Reaction[];
  mentions: string[];
  card?: MessageCard | null;
  run_id?: Id | null;
  client_msg_id: string | null;
  pinned?: boolean;
  edited_at: Instant | null;
  deleted_at: Instant | null;
  created_at: Instant;
}

export interface RoomHead {
  seq: number;
  rev: number;
}

export type ReadyRoom = Room & { last_read_seq: number; unread: number; mentions: number; muted: boolean };

export interface Ready {
  user: User;
  rooms: ReadyRoom[];
  server: { name: string; version: string; time: Instant };
}

export interface SyncAnswer {
  items: Message[];
  changed: Message[];
  seq: number;
  rev: number;
  more: boolean;
}

export type TaskStatus = "idea" | "todo" | "in_progress" | "done" | "cancelled";

export interface Task extends Entity {
  title: string;
  description: string | null;
  status: TaskStatus;
  urgent: boolean;
  important: boolean;
  deadline: DateOnly | null;
  scheduled_date: DateOnly | null;
  estimate_minutes: number | null;
  actual_minutes: number | null;
  tags: string[];
  assignee_id: Id | null;
  project_id: Id | null;
  parent_id: Id | null;
  rrule: string | null;
  rank: string;
  completed_at: Instant | null;
  source: object | null;
  subtasks?: { done: number; total: number } | null;
}

export interface Comment {
  id: Id;
  text: string;
  author?: Actor;
  author_id?: Id;
  created_at: Instant;
}

export type ProjectStatus = "active" | "paused" | "done" | "archived";

export interface Project extends Entity {
  name: string;
  description: string | null;
  status: ProjectStatus;
  target_date: DateOnly | null;
  progress_percent: number;
  risk: "low" | "medium" | "high";
  color: string | null;
  favorite: boolean;
  rank: string;
  members: { user_id: Id; role: "owner" | "editor" | "viewer" }[];
  health: number;
}

export interface NoteItem {
  id?: string;
  text: string;
  checked: boolean;
}

export interface Note extends Entity {
  title: string;
  content: string;
  project_id: Id | null;
  pinned: boolean;
  archived: boolean;
  items: NoteItem[] | null;
}

export interface AgendaEvent extends Entity {
  uid: string;
  summary: string;
  description: string | null;
  location: string | null;
  start: Instant | DateOnly;
  end: Instant | DateOnly;
  all_day: boolean;
  rrule: string | null;
  exdates: string[];
  status: string | null;
  color: string | null;
  source: string | null;
  calendar_id: Id | null;
  alarms?: unknown[];
  attendees?: unknown[];
  /** The start of this occurrence; only in lists asked with `from` and `to`. */
  occurrence?: Instant | DateOnly | null;
}

export interface BudgetLine extends Entity {
  date: DateOnly;
  vendor: string | null;
  label: string | null;
  category: string | null;
  amount_cents: number;
  vat_cents: number | null;
  currency: string;
  project_id: Id | null;
  department: string | null;
  invoice_id: string | null;
  invoice_number: string | null;
  notes: string | null;
  source: object | null;
}

export interface BudgetTotal {
  total_cents: number;
  vat_cents: number;
  count: number;
  [field: string]: unknown;
}

export interface BudgetEnvelope {
  category: string;
  amount_cents: number;
  months: number;
  spent_cents: number;
  left_cents: number;
}

export interface BudgetSummary {
  currency: string;
  currencies: string[];
  total_cents: number;
  spent_cents: number;
  received_cents: number;
  vat_cents: number;
  count: number;
  by_month_department: BudgetTotal[];
  by_category: BudgetTotal[];
  by_project: BudgetTotal[];
  by_vendor: BudgetTotal[];
  envelopes: BudgetEnvelope[];
}

export interface Alarm extends Entity {
  title: string;
  next_trigger_at: Instant | null;
  rrule: string | null;
  enabled: boolean;
  snoozed_until: Instant | null;
  done: boolean;
  time_zone: string;
  acknowledged: boolean;
  ringing: boolean;
  due_at: Instant | null;
}

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

export type RunStatus = "running" | "waiting" | "done" | "failed" | "cancelled";

export interface RunStep {
  index?: number;
  kind: "understanding" | "model" | "tool" | "approval" | "answer" | string;
  at?: Instant;
  /** A few words on what it does. */
  label?: string | null;
  operation?: string | null;
  arguments?: Record<string, unknown> | null;
  result?: unknown;
  error?: { code?: string; detail?: string } | null;
  text?: string | null;
  calls?: Call[] | null;
  approval_id?: Id | null;
  tokens_in?: number | null;
  tokens_out?: number | null;
  duration_ms?: number | null;
}

/** A call of an operation, as runs and approvals keep it. */
export interface Call {
  operation: string;
  arguments: Record<string, unknown>;
  label?: string | null;
}

export interface Run {
  id: Id;
  status: RunStatus;
  trigger?: string;
  room_id: Id | null;
  answer_room_id?: Id | null;
  message_id: Id | null;
  asked_by?: Id;
  /** What was asked, in the asker's words. */
  sentence?: string;
  model?: string | null;
  layer?: string | null;
  steps?: RunStep[];
  tokens_in?: number;
  tokens_out?: number;
  cost_microcents?: number | null;
  duration_ms?: number | null;
  outcome?: string | null;
  error?: { code?: string; detail?: string } | null;
  entities?: { kind: EntityKind; id: Id; change: string; label?: string }[];
  undone?: boolean;
  started_at?: Instant | null;
  finished_at?: Instant | null;
  created_at?: Instant;
}

export interface RunDelta {
  run_id: Id;
  room_id: Id;
  index: number;
  text: string;
}

export interface Approval {
  id: Id;
  run_id: Id;
  room_id: Id | null;
  message_id?: Id | null;
  /** A permission for a clear call, or a guess that wants a yes. */
  kind?: "permission" | "proposal";
  question?: string;
  tool: string | null;
  arguments: Record<string, unknown> | null;
  calls?: Call[];
  alternatives?: { label: string; calls: Call[] }[];
  /** Sent back with the decision, so that it is bound to what was shown. */
  calls_hash?: string;
  preview?: { label?: string; kind?: string; change?: string; fields?: Record<string, unknown> }[] | null;
  status?: "pending" | "approved" | "denied" | "expired" | "withdrawn";
  expires_at?: Instant;
  created_at?: Instant;
}

export interface JsonSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  default?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  items?: JsonSchema;
  maxLength?: number;
  minLength?: number;
  minimum?: number;
  maximum?: number;
}

export interface Command {
  name: string;
  title: string;
  titles?: Record<string, { title: string; words: string[]; summary?: string }>;
  summary: string;
  effect: string;
  slash: string | string[] | null;
  arguments: JsonSchema;
}

export interface EntityEvent<T extends Entity = Entity> {
  entity: T;
  revision: number;
  by: Actor;
}

export type Ack<T> = { ok: true; data: T } | { ok: false; error: Problem };
