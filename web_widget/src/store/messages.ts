/** Messages per room: logs, the events that feed them, and what one does to a message. */
import type { Id, Message, Reaction, RoomHead } from "@/contract";
import { api, asApiError, on, onReady } from "@/connection";
import { RoomLog } from "./log";
import { stoppedTyping } from "./presence";
import { countMessage, patchRoom, rooms } from "./rooms";
import { me, onSignedOut } from "./session";
import { toastError } from "./toasts";

const logs = new Map<Id, RoomLog>();
const arrivals = new Set<(message: Message) => void>();

export function logOf(room: Id): RoomLog {
  let log = logs.get(room);
  if (!log) logs.set(room, (log = new RoomLog(room)));
  return log;
}

/** Opens a room's log for reading. */
export function openLog(room: Id): RoomLog {
  const log = logOf(room);
  const head = rooms.peek().get(room);
  void log.open(head ? { seq: head.seq, rev: head.rev } : undefined);
  return log;
}

/** Called once for each message that is new. */
export function onArrival(listener: (message: Message) => void): () => void {
  arrivals.add(listener);
  return () => arrivals.delete(listener);
}

/** Takes a message from an event or an ack. */
export function receive(message: Message): void {
  const isNew = message.seq > (rooms.peek().get(message.room_id)?.seq ?? 0);
  logs.get(message.room_id)?.take(message);
  countMessage(message);
  stoppedTyping(message.room_id, message.sender.id);
  if (isNew) for (const listener of arrivals) listener(message);
}

on<{ message: Message }>("message.created", ({ message }) => receive(message));
on<{ message: Message }>("message.updated", ({ message }) => logs.get(message.room_id)?.take(message));
on<{ message: Message }>("message.deleted", ({ message }) => logs.get(message.room_id)?.take(message));
on<{ heads: Record<Id, RoomHead> }>("room.heads", ({ heads }) => {
  for (const [id, head] of Object.entries(heads)) {
    logs.get(id)?.heed(head);
    const room = rooms.peek().get(id);
    // The counter of a quiet room whose broadcast was lost.
    if (room && head.seq > room.seq && !logs.get(id)) patchRoom(id, { unread: (room.unread ?? 0) + head.seq - room.seq, seq: head.seq, rev: head.rev });
  }
});
interface ReactionEvent {
  room_id: Id;
  message_id: Id;
  emoji: string;
  user_id: Id;
}
on<ReactionEvent>("reaction.added", (event) => logs.get(event.room_id)?.mend(event.message_id, (message) => react(message, event.emoji, event.user_id, true)));
on<ReactionEvent>("reaction.removed", (event) => logs.get(event.room_id)?.mend(event.message_id, (message) => react(message, event.emoji, event.user_id, false)));
onReady(() => {
  for (const log of logs.values()) {
    if (log.state.peek() === "ready") void log.sync();
    else if (log.state.peek() === "error") openLog(log.room);
  }
});
onSignedOut(() => logs.clear());

/** Adds or takes a reaction; doing it twice changes nothing. */
export function react(message: Message, emoji: string, user: Id, there: boolean): Message {
  const reactions: Reaction[] = [];
  let found = false;
  for (const reaction of message.reactions ?? []) {
    if (reaction.emoji !== emoji) {
      reactions.push(reaction);
      continue;
    }
    found = true;
    const others = reaction.user_ids.filter((id) => id !== user);
    if (there) others.push(user);
    if (others.length > 0) reactions.push({ emoji, user_ids: others });
  }
  if (!found && there) reactions.push({ emoji, user_ids: [user] });
  return { ...message, reactions };
}

// ------------------------------------------------------------------ what the person does

/** The same reaction toggles. */
export async function toggleReaction(message: Message, emoji: string): Promise<void> {
  const self = me.peek()?.id;
  if (!self) return;
  const mine = message.reactions?.some((reaction) => reaction.emoji === emoji && reaction.user_ids.includes(self)) ?? false;
  const log = logOf(message.room_id);
  log.mend(message.id, (current) => react(current, emoji, self, !mine));
  const path = `/api/messages/${message.id}/reactions/${encodeURIComponent(emoji)}`;
  try {
    await (mine ? api.delete(path) : api.put(path));
  } catch (error) {
    log.mend(message.id, (current) => react(current, emoji, self, mine));
    toastError(error);
  }
}

async function write(message: Message, patch: Partial<Message>, send: () => Promise<Message | null>): Promise<boolean> {
  const log = logOf(message.room_id);
  const before = log.mend(message.id, (current) => ({ ...current, ...patch }));
  try {
    const written = await send();
    if (written && typeof written === "object" && "seq" in written) log.take(written);
    return true;
  } catch (error) {
    if (before) log.mend(message.id, () => before);
    toastError(asApiError(error));
    return false;
  }
}

export function editMessage(message: Message, content: string): Promise<boolean> {
  return write(message, { content, edited_at: new Date().toISOString() }, () => api.patch<Message>(`/api/messages/${message.id}`, { content }));
}

export function deleteMessage(message: Message): Promise<boolean> {
  return write(message, { deleted_at: new Date().toISOString(), content: "" }, () => api.delete<Message>(`/api/messages/${message.id}`));
}

export function pinMessage(message: Message, pinned: boolean): Promise<boolean> {
  const path = `/api/messages/${message.id}/pin`;
  return write(message, { pinned }, () => (pinned ? api.put<Message>(path) : api.delete<Message>(path)));
}

export function isPinned(message: Message): boolean {
  return message.pinned === true;
}
