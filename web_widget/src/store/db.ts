/** The browser's own database: what must survive a closed tab. Falls back to memory where storage is refused. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Id, Instant } from "@/contract";

export interface OutboxItem {
  client_msg_id: string;
  user_id: Id;
  room_id: Id;
  content: string;
  reply_to: Id | null;
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

export async function putOutbox(item: OutboxItem): Promise<void> {
  const db = await database();
  if (db) await db.put("outbox", item);
  else memory.set(item.client_msg_id, item);
}

export async function deleteOutbox(clientMsgId: string): Promise<void> {
  const db = await database();
  if (db) await db.delete("outbox", clientMsgId);
  else memory.delete(clientMsgId);
}

export async function readOutbox(user: Id): Promise<OutboxItem[]> {
  const db = await database();
  const items = db ? await db.getAllFromIndex("outbox", "user_id", user) : [...memory.values()].filter((item) => item.user_id === user);
  return items.sort((a, b) => a.order - b.order);
}
