import type { Message, Room, Task } from "@/contract";

export const ME = "a".repeat(24);
export const BOB = "b".repeat(24);
export const ROOM = "c".repeat(24);

export function message(seq: number, more: Partial<Message> = {}): Message {
  return {
    id: seq.toString(16).padStart(24, "0"), room_id: ROOM, seq, rev: 0, sender: { kind: "user", id: BOB, display_name: "Bob" }, kind: "text",
    content: `m${seq}`, reactions: [], mentions: [], client_msg_id: `c${seq}`, reply_to: null, edited_at: null, deleted_at: null,
    created_at: new Date(Date.UTC(2026, 10, 21, 9, seq)).toISOString(), ...more,
  };
}

export function room(more: Partial<Room> = {}): Room {
  return { id: ROOM, kind: "public", name: "web", seq: 0, rev: 0, last_read_seq: 0, unread: 0, mentions: 0, muted: false, member: true, ...more };
}

export function task(id: string, more: Partial<Task> = {}): Task {
  return {
    id: id.padStart(24, "0"), created_at: "2026-11-21T09:00:00.000Z", updated_at: "2026-11-21T09:00:00.000Z", revision: 1, owner_id: ME,
    title: id, description: null, status: "todo", urgent: false, important: false, deadline: null, scheduled_date: null, estimate_minutes: null,
    actual_minutes: null, tags: [], assignee_id: null, project_id: null, parent_id: null, rrule: null, rank: id, completed_at: null, source: null, ...more,
  };
}
