/** Messages per room: logs, the events that feed them, and what one does to a message. */
import type { Id, Message, RoomHead } from "@/contract";
import { api, asApiError, connection, on, onReady } from "@/connection";
import { RoomLog } from "./log";
import { stoppedTyping } from "./presence";
import { countMessage, headOf, openRoom, takeHead } from "./rooms";
import { me, onSignedOut } from "./session";
import { toastError } from "./toasts";
import { react, type ReactionEvent } from "./transcript";

export { react } from "./transcript";

const logs = new Map<Id, RoomLog>();
const arrivals = new Set<(message: Message) => void>();
const sightings = new Set<(messages: readonly Message[]) => void>();

export function logOf(room: Id): RoomLog {
  let log = logs.get(room);
  if (!log) logs.set(room, (log = new RoomLog(room, sighted)));
  return log;
}

/** Opens a room's log for reading. */
export function openLog(room: Id): RoomLog {
  const log = logOf(room);
  void log.open(headOf(room));
  return log;
}

/** Called once for each message that is new to the room. */
export function onArrival(listener: (message: Message) => void): () => void {
  arrivals.add(listener);
  return () => arrivals.delete(listener);
}

/** Called with messages that were not here before, whatever brought them: an event, a page, catching up. */
export function onSighting(listener: (messages: readonly Message[]) => void): () => void {
  sightings.add(listener);
  return () => sightings.delete(listener);
}

function sighted(messages: readonly Message[]): void {
  for (const listener of sightings) listener(messages);
  // What catching up brought in place of a broadcast that was lost has arrived all the same.
  for (const message of messages) arrived(message);
}

function arrived(message: Message): void {
  if (countMessage(message)) for (const listener of arrivals) listener(message);
}

/** Takes a message from an event or an ack. */
export function receive(message: Message): void {
  if (!logs.get(message.room_id)?.take(message)) for (const listener of sightings) listener([message]);
  arrived(message);
  stoppedTyping(message.room_id, message.sender.id);
}

on<{ message: Message }>("message.created", ({ message }) => receive(message));
on<{ message: Message }>("message.updated", ({ message }) => logs.get(message.room_id)?.take(message));
on<{ message: Message }>("message.deleted", ({ message }) => logs.get(message.room_id)?.take(message));
on<ReactionEvent>("reaction.added", (event) => logs.get(event.room_id)?.react(event, true));
on<ReactionEvent>("reaction.removed", (event) => logs.get(event.room_id)?.react(event, false));
on<{ heads: Record<Id, RoomHead> }>("room.heads", ({ heads }) => {
  for (const [id, head] of Object.entries(heads)) {
    const log = logs.get(id);
    log?.heed(head);
    takeHead(id, head, log?.state.peek() === "ready");
  }
});

/** At a time, and how far apart the rooms that nobody looks at catch up after a reconnection. */
const LAZY = 2;
const LAZY_MS = 3000;

onReady((ready, again) => {
  const heads = new Map(ready.rooms.map((room) => [room.id, { seq: room.seq, rev: room.rev }]));
  const shown = openRoom.peek();
  const rest: RoomLog[] = [];
  for (const log of logs.values()) {
    if (log.state.peek() === "error") openLog(log.room);
    else if (log.room === shown || !again) void log.reconnected(heads.get(log.room), true);
    else rest.push(log);
  }
  void lazily(rest, heads);
});

/** The others one after the other, at a moment of their own: everyone else comes back at the same time. */
async function lazily(rest: RoomLog[], heads: ReadonlyMap<Id, RoomHead>): Promise<void> {
  const lane = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * LAZY_MS));
    for (let log = rest.pop(); log && connection.peek() === "online"; log = rest.pop()) {
      await log.reconnected(heads.get(log.room), false);
    }
  };
  await Promise.all(Array.from({ length: Math.min(LAZY, rest.length) }, lane));
}

onSignedOut(() => {
  for (const log of logs.values()) log.close();
  logs.clear();
});

// ------------------------------------------------------------------ what the person does

/** Shows a change at once, and takes it off when the hub has answered: by then it is in the message, or refused. */
async function write(message: Message, edit: (message: Message) => Message, send: () => Promise<Message | null>): Promise<boolean> {
  const log = logOf(message.room_id);
  const lift = log.lay(message.id, edit);
  try {
    const written = await send();
    if (written && typeof written === "object" && "seq" in written) log.take(written);
    return true;
  } catch (error) {
    toastError(asApiError(error));
    return false;
  } finally {
    lift();
  }
}

/** The same reaction toggles. */
export async function toggleReaction(message: Message, emoji: string): Promise<void> {
  const self = me.peek()?.id;
  if (!self) return;
  const mine = message.reactions?.some((reaction) => reaction.emoji === emoji && reaction.user_ids.includes(self)) ?? false;
  const path = `/api/messages/${message.id}/reactions/${encodeURIComponent(emoji)}`;
  await write(message, (current) => react(current, emoji, self, !mine), () => (mine ? api.delete<Message>(path) : api.put<Message>(path)));
}

export function editMessage(message: Message, content: string): Promise<boolean> {
  return write(message, (current) => ({ ...current, content, edited_at: new Date().toISOString() }), () => api.patch<Message>(`/api/messages/${message.id}`, { content }));
}

export function deleteMessage(message: Message): Promise<boolean> {
  return write(message, (current) => ({ ...current, deleted_at: new Date().toISOString(), content: "" }), () => api.delete<Message>(`/api/messages/${message.id}`));
}

export function pinMessage(message: Message, pinned: boolean): Promise<boolean> {
  const path = `/api/messages/${message.id}/pin`;
  return write(message, (current) => ({ ...current, pinned }), () => (pinned ? api.put<Message>(path) : api.delete<Message>(path)));
}

export function isPinned(message: Message): boolean {
  return message.pinned === true;
}
