/**
 * Messages on their way. One is written to the browser's database before it is sent and leaves it only when the hub
 * has it, so that nothing typed is lost to a closed tab or a lost network. The `client_msg_id` makes a repeat harmless.
 */
import { computed, effect, signal } from "@preact/signals";
import type { Id, Message } from "@/contract";
import { ApiError, asApiError, call, connection, onReady, newKey } from "@/connection";
import { me, onSignedOut } from "./session";
import { deleteOutbox, putOutbox, readOutbox, type OutboxItem } from "./db";
import { onArrival, receive } from "./messages";

export type { OutboxItem } from "./db";
export const outbox = signal<OutboxItem[]>([]);
/** How many messages wait to be sent. */
export const waiting = computed(() => outbox.value.filter((item) => item.state !== "failed").length);

const RETRY_MS = [1000, 2000, 5000, 10_000, 30_000];
const attempts = new Map<string, number>();
const flying = new Set<string>();
let loadedFor: Id | null = null;
let order = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** What the tests replace; the socket otherwise. */
export const transport = {
  send: (item: OutboxItem): Promise<Message> =>
    call<Message>("message.send", {
      room_id: item.room_id,
      content: item.content,
      client_msg_id: item.client_msg_id,
      ...(item.reply_to ? { reply_to: item.reply_to } : {}),
    }),
};

/** Queues a message; it shows at once and is sent as soon as it can be, in order. */
export async function sendMessage(room: Id, content: string, replyTo: Id | null = null): Promise<void> {
  const self = me.peek();
  if (!self) throw new ApiError("unauthenticated", "Signed out.");
  order = Math.max(order + 1, Date.now());
  const item: OutboxItem = {
    client_msg_id: newKey(), user_id: self.id, room_id: room, content, reply_to: replyTo,
    created_at: new Date().toISOString(), order, state: "waiting", error: null,
  };
  outbox.value = [...outbox.peek(), item];
  await putOutbox(item);
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

/** Sends what waits. Pipelined: the hub admits one connection's sends in order. A refusal does not hold up the rest. */
export function flush(): void {
  if (connection.peek() !== "online") return;
  for (const item of outbox.peek()) {
    if (item.state === "failed" || flying.has(item.client_msg_id)) continue;
    flying.add(item.client_msg_id);
    change(item.client_msg_id, { state: "sending" });
    void transport.send(item).then(
      (message) => {
        flying.delete(item.client_msg_id);
        receive(message);
        settle(item.client_msg_id);
      },
      (error: unknown) => {
        flying.delete(item.client_msg_id);
        missed(item, asApiError(error));
      },
    );
  }
}

function missed(item: OutboxItem, refusal: ApiError): void {
  const count = (attempts.get(item.client_msg_id) ?? 0) + 1;
  attempts.set(item.client_msg_id, count);
  const again = refusal.code === "unauthenticated" || (refusal.transient && !(refusal.code === "internal" && count >= 4));
  if (!again) {
    const error = { code: refusal.code, detail: refusal.errors[0]?.message ?? refusal.detail };
    change(item.client_msg_id, { state: "failed", error });
    void putOutbox({ ...item, state: "failed", error });
    return;
  }
  change(item.client_msg_id, { state: "waiting" });
  clearTimeout(timer);
  timer = setTimeout(flush, refusal.retry_after ? refusal.retry_after * 1000 : RETRY_MS[Math.min(count, RETRY_MS.length) - 1]);
}

export function retry(clientMsgId: string): void {
  attempts.delete(clientMsgId);
  change(clientMsgId, { state: "waiting", error: null });
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
  const known = new Set(outbox.peek().map((item) => item.client_msg_id));
  outbox.value = [...kept.filter((item) => !known.has(item.client_msg_id)).map((item) => (item.state === "sending" ? { ...item, state: "waiting" as const } : item)), ...outbox.peek()];
  flush();
}

onReady((ready) => {
  flying.clear(); // their acks went down with the old connection
  void loadOutbox(ready.user.id).then(flush);
});
onArrival((message) => {
  if (message.client_msg_id && message.sender.id === me.peek()?.id) settle(message.client_msg_id);
});
onSignedOut(() => {
  outbox.value = [];
  loadedFor = null;
});
effect(() => {
  // Offline at opening: what waits shows all the same.
  const self = me.value;
  if (self) void loadOutbox(self.id);
});
