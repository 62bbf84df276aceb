/** The browser's own database: what must survive a closed tab. Falls back to memory where storage is refused. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Attachment, Id, Instant } from "@/contract";

export interface OutboxItem {
  client_msg_id: string;
  user_id: Id;
  room_id: Id;
  content: string;
  reply_to: Id | null;
  /** Those of an earlier version have none. */
  attachments?: Attachment[];
  /** It was a draft that the hub has, typed then. */
  draft_at?: Instant;
  created_at: Instant;
  /** Order of sending within the browser. */
  order: number;
  state: "waiting" | "sending" | "failed";
  error: { code: string; detail: string } | null;
}

interface Schema extends DBSchema {
  outbox: { key: string; value: OutboxItem; indexes: { user_id: string } };
}

let opened: Promise<IDBPDatabase<Schema> | null> | null = null;
const memory = new Map<string, OutboxItem>();

function database(): Promise<IDBPDatabase<Schema> | null> {
  opened ??= openDB<Schema>("panoramix", 1, {
    upgrade(db) {
      db.createObjectStore("outbox", { keyPath: "client_msg_id" }).createIndex("user_id", "user_id");
    },
  }).catch(() => null); // private windows of some browsers: unsent messages then live as long as the tab
  return opened;
}

/** Does something in the database, or in memory where there is none or it refuses (a full disk). */
async function within<R>(stored: (db: IDBPDatabase<Schema>) => Promise<R>, kept: () => R): Promise<R> {
  const db = await database();
  try {
    return db ? await stored(db) : kept();
  } catch {
    return kept(); // what is unsent then lives as long as the tab
  }
}

export function putOutbox(item: OutboxItem): Promise<void> {
  return within(async (db) => void (await db.put("outbox", item)), () => void memory.set(item.client_msg_id, item));
}

export function deleteOutbox(clientMsgId: string): Promise<void> {
  memory.delete(clientMsgId);
  return within((db) => db.delete("outbox", clientMsgId), () => undefined);
}

export async function readOutbox(user: Id): Promise<OutboxItem[]> {
  const stored = await within((db) => db.getAllFromIndex("outbox", "user_id", user), () => []);
  const items = new Map([...stored, ...memory.values()].filter((item) => item.user_id === user).map((item) => [item.client_msg_id, item]));
  return [...items.values()].sort((a, b) => a.order - b.order);
}
