/** A conversation as rows: days, the unread line, messages grouped within five minutes, and what is on its way. */
import type { DateOnly, Id, Message } from "@/contract";
import { dayOf } from "@/i18n/format";
import type { OutboxItem } from "@/store/outbox";

export type ChatRow =
  | { type: "start"; key: string }
  | { type: "day"; key: string; day: DateOnly }
  | { type: "unread"; key: string }
  | { type: "gap"; key: string; side: "earlier" | "later" }
  | { type: "message"; key: string; message: Message; cont: boolean; replies: number }
  | { type: "pending"; key: string; item: OutboxItem; cont: boolean };

const GROUP_MS = 5 * 60_000;

interface Input {
  messages: readonly Message[];
  pending: readonly OutboxItem[];
  /** The last seq read when the room was opened; the line stands after it. Null: no line. */
  readSeq: number | null;
  /** The first message ever is here. */
  complete: boolean;
  self: string;
  /** A stretch away from the end: what was said before and after is not here. */
  far?: { earlier: boolean; replies?: ReadonlyMap<Id, number> };
}

function continues(before: Message | null, sender: string, at: string): boolean {
  return (
    before !== null && before.kind !== "system" && before.sender.id === sender &&
    Date.parse(at) - Date.parse(before.created_at) < GROUP_MS
  );
}

export function chatRows({ messages, pending, readSeq, complete, self, far }: Input): ChatRow[] {
  const rows: ChatRow[] = [];
  const replies = new Map<string, number>();
  for (const { thread_id: root, deleted_at } of messages) if (root && !deleted_at) replies.set(root, (replies.get(root) ?? 0) + 1);
  // Of a stretch the answers may be beyond it: the hub has counted them.
  for (const [root, count] of far?.replies ?? []) replies.set(root, Math.max(count, replies.get(root) ?? 0));
  if (complete) rows.push({ type: "start", key: "start" });
  if (far?.earlier) rows.push({ type: "gap", key: "gap earlier", side: "earlier" });
  let day = "";
  let before: Message | null = null;
  let lined = readSeq === null;
  for (const message of messages) {
    const itsDay = dayOf(message.created_at);
    if (itsDay !== day) {
      day = itsDay;
      before = null;
      rows.push({ type: "day", key: `day ${day}`, day });
    }
    if (!lined && message.seq > (readSeq ?? 0) && message.sender.id !== self) {
      lined = true;
      before = null;
      rows.push({ type: "unread", key: "unread" });
    }
    const cont = !message.reply_to && continues(before, message.sender.id, message.created_at);
    // The key of a message that was on its way stays the same when it arrives: nothing moves.
    rows.push({ type: "message", key: message.client_msg_id && message.sender.id === self ? message.client_msg_id : message.id, message, cont, replies: replies.get(message.id) ?? 0 });
    before = message;
  }
  if (far) return [...rows, { type: "gap", key: "gap later", side: "later" }];
  const here = new Set(messages.map((message) => message.client_msg_id));
  let last: OutboxItem | null = null;
  for (const item of pending) {
    if (here.has(item.client_msg_id)) continue;
    const itsDay = dayOf(item.created_at);
    if (itsDay !== day) {
      day = itsDay;
      before = null;
      rows.push({ type: "day", key: `day ${day}`, day });
    }
    const cont = !item.reply_to && (last !== null || continues(before, self, item.created_at));
    rows.push({ type: "pending", key: item.client_msg_id, item, cont });
    last = item;
  }
  return rows;
}
