/**
 * Messages on their way. One is written to the browser's database before it is sent and leaves it only when the hub
 * has it, so that nothing typed is lost to a closed tab or a lost network. The `client_msg_id` makes a repeat harmless.
 */
import { computed, effect, signal } from "@preact/signals";
import type { Attachment, Id, Message } from "@/contract";
import { ApiError, asApiError, backoff, call, connection, onReady, newKey } from "@/connection";
import { me, onSignedOut } from "./session";
import { deleteOutbox, putOutbox, readOutbox, type OutboxItem } from "./db";
import { sentDraft } from "./drafts";
import { onSighting, receive } from "./messages";

export type { OutboxItem } from "./db";
export const outbox = signal<OutboxItem[]>([]);
/** How many messages wait to be sent. */
export const waiting = computed(() => outbox.value.filter((item) => item.state !== "failed").length);

/** Refusals that another try may change without anyone changing the message, and how often that is tried; else for ever. */
const INTERNAL_TRIES = 4;
const attempts = new Map<string, number>();
/** The message of each room that is on its way: the next one follows its ack, so that their order holds through repeats. */
const flying = new Map<Id, string>();
/** Rooms, or all of them, that wait before the next try: until when. */
const held = new Map<Id | typeof EVERYWHERE, number>();
const EVERYWHERE = "everywhere";
/** How long sending waits for the browser to store it; some never answer. */
const STORE_MS = 1000;
/** Counts connections: an answer that comes after its connection went decides nothing. */
let turn = 0;
let loadedFor: Id | null = null;
let order = 0;
const timers = new Map<Id | typeof EVERYWHERE, ReturnType<typeof setTimeout>>();

/** What the tests replace; the socket otherwise. */
export const transport = {
  send: (item: OutboxItem): Promise<Message> =>
    call<Message>("message.send", {
      room_id: item.room_id,
      content: item.content,
      client_msg_id: item.client_msg_id,
      ...(item.reply_to ? { reply_to: item.reply_to } : {}),
      ...(item.draft_at ? { draft_at: item.draft_at } : {}),
      ...(item.attachments?.length ? { attachments: item.attachments.map(({ file_id }) => ({ file_id })) } : {}),
    }),
};

/** Queues a message; it shows at once and is sent as soon as it can be, in order. */
export async function sendMessage(room: Id, content: string, replyTo: Id | null = null, attachments: Attachment[] = []): Promise<void> {
  const self = me.peek();
  if (!self) throw new ApiError("unauthenticated", "Signed out.");
  order = Math.max(order + 1, Date.now());
  const draftAt = sentDraft(room);
  const item: OutboxItem = {
    client_msg_id: newKey(), user_id: self.id, room_id: room, content, reply_to: replyTo,
    ...(attachments.length ? { attachments } : {}),
    ...(draftAt ? { draft_at: draftAt } : {}),
    created_at: new Date().toISOString(), order, state: "waiting", error: null,
  };
  outbox.value = [...outbox.peek(), item];
  await Promise.race([putOutbox(item), new Promise((resolve) => setTimeout(resolve, STORE_MS))]);
  flush();
}

function change(id: string, patch: Partial<OutboxItem>): void {
  outbox.value = outbox.peek().map((item) => (item.client_msg_id === id ? { ...item, ...patch } : item));
}

/** The hub has it: by the ack, or because the message itself arrived. */
export function settle(clientMsgId: string): void {
  if (!outbox.peek().some((item) => item.client_msg_id === clientMsgId)) return;
  outbox.value = outbox.peek().filter((item) => item.client_msg_id !== clientMsgId);
  attempts.delete(clientMsgId);
  void deleteOutbox(clientMsgId);
}

/** Sends what waits: in order within a room, rooms beside each other. A refusal does not hold up the rest. */
export function flush(): void {
  if (connection.peek() !== "online" || wait(EVERYWHERE) > 0) return;
  const passed = new Set<Id>();
  for (const item of outbox.peek()) {
    if (item.state === "failed" || passed.has(item.room_id)) continue;
    passed.add(item.room_id);
    if (!flying.has(item.room_id) && wait(item.room_id) <= 0) void fly(item);
  }
}

async function fly(item: OutboxItem): Promise<void> {
  const mine = turn;
  flying.set(item.room_id, item.client_msg_id);
  change(item.client_msg_id, { state: "sending" });
  try {
    const message = await transport.send(item);
    receive(message);
    settle(item.client_msg_id);
    held.delete(item.room_id);
  } catch (error) {
    if (mine === turn) missed(item, asApiError(error));
  }
  if (mine !== turn) return;
  flying.delete(item.room_id);
  flush();
}

function missed(item: OutboxItem, refusal: ApiError): void {
  // It may have arrived all the same, and only its ack was lost.
  if (!outbox.peek().some((one) => one.client_msg_id === item.client_msg_id)) return;
  const count = (attempts.get(item.client_msg_id) ?? 0) + 1;
  attempts.set(item.client_msg_id, count);
  const again = refusal.code === "unauthenticated" || (refusal.transient && !(refusal.code === "internal" && count >= INTERNAL_TRIES));
  if (!again) {
    const error = { code: refusal.code, detail: refusal.errors[0]?.message ?? refusal.detail };
    change(item.client_msg_id, { state: "failed", error });
    void putOutbox({ ...item, state: "failed", error });
    for (const listener of failures) listener(item, refusal);
    return;
  }
  change(item.client_msg_id, { state: "waiting" });
  // The rates are the account's, and a hub without its database has none for any room.
  const where = refusal.code === "rate_limited" || refusal.code === "unavailable" ? EVERYWHERE : item.room_id;
  hold(where, Math.max(backoff(count), (refusal.retry_after ?? 0) * 1000));
}

function wait(where: Id | typeof EVERYWHERE): number {
  return (held.get(where) ?? 0) - Date.now();
}

function hold(where: Id | typeof EVERYWHERE, ms: number): void {
  held.set(where, Date.now() + ms);
  clearTimeout(timers.get(where));
  timers.set(where, setTimeout(() => {
    timers.delete(where);
    held.delete(where);
    flush();
  }, ms));
}

function release(): void {
  for (const timer of timers.values()) clearTimeout(timer);
  timers.clear();
  held.clear();
}

const failures = new Set<(item: OutboxItem, refusal: ApiError) => void>();
/** Called when a message will not be sent unless someone does something. */
export function onFailed(listener: (item: OutboxItem, refusal: ApiError) => void): () => void {
  failures.add(listener);
  return () => failures.delete(listener);
}

export function retry(clientMsgId: string): void {
  attempts.delete(clientMsgId);
  change(clientMsgId, { state: "waiting", error: null });
  const item = outbox.peek().find((one) => one.client_msg_id === clientMsgId);
  if (item) void putOutbox(item);
  flush();
}

/** Takes a failed message out; the composer may get its text back. */
export function discard(clientMsgId: string): OutboxItem | undefined {
  const item = outbox.peek().find((one) => one.client_msg_id === clientMsgId);
  settle(clientMsgId);
  return item;
}

/** Reads what an earlier visit could not send. */
export async function loadOutbox(user: Id): Promise<void> {
  if (loadedFor === user) return;
  loadedFor = user;
  const kept = await readOutbox(user);
  if (me.peek()?.id !== user) return;
  const known = new Set(outbox.peek().map((item) => item.client_msg_id));
  const found = kept.filter((item) => !known.has(item.client_msg_id)).map((item) => (item.state === "sending" ? { ...item, state: "waiting" as const } : item));
  outbox.value = [...found, ...outbox.peek()].sort((a, b) => a.order - b.order);
  flush();
}

onReady((ready) => {
  // What was on its way went down with the old connection; a repeat with the same id is harmless.
  turn += 1;
  flying.clear();
  attempts.clear();
  release();
  void loadOutbox(ready.user.id).then(flush);
});
onSighting((messages) => {
  if (outbox.peek().length === 0) return;
  const self = me.peek()?.id;
  for (const message of messages) if (message.client_msg_id && message.sender.id === self) settle(message.client_msg_id);
});
onSignedOut(() => {
  turn += 1;
  flying.clear();
  attempts.clear();
  release();
  outbox.value = [];
  loadedFor = null;
});
effect(() => {
  // Offline at opening: what waits shows all the same.
  const self = me.value;
  if (self) void loadOutbox(self.id);
});
