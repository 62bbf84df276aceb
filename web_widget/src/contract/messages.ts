/** Messages, with their attachments, reactions and cards. */
import type { Reaction } from "./generated";
import type { Id, Actor, EntityRef, Instant } from "./wire";

// As the hub has them.
export type { Reaction } from "./generated";

export interface Attachment {
  file_id: Id;
  name: string;
  mime_type: string;
  size: number;
  width?: number | null;
  height?: number | null;
  duration?: number | null;
  has_thumbnail?: boolean;
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
  /** What its thread began with, if it is an answer. */
  thread_id?: Id | null;
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

export interface SyncAnswer {
  items: Message[];
  changed: Message[];
  seq: number;
  rev: number;
  more: boolean;
}
