/** The rooms I am in, with unread and mention counts that can be trusted. */
import { computed, signal } from "@preact/signals";
import type { Id, Message, Page, Peer, Room, User } from "@/contract";
import { api, call, connection, on, onReady, newKey } from "@/connection";
import { me, onSignedOut } from "./session";

export const rooms = signal<ReadonlyMap<Id, Room>>(new Map());
export const roomsState = signal<"idle" | "loading" | "ready" | "error">("idle");
/** The room on screen, and whether its last message is in view: then what arrives is read at once. */
export const openRoom = signal<Id | null>(null);
export const atEnd = signal(false);

function put(room: Partial<Room> & { id: Id }): void {
  const next = new Map(rooms.peek());
  const before = next.get(room.id);
  next.set(room.id, { kind: "public", name: null, seq: 0, rev: 0, ...before, ...room } as Room);
  rooms.value = next;
}

export function patchRoom(id: Id, patch: Partial<Room>): void {
  if (rooms.peek().has(id)) put({ id, ...patch });
}

function drop(id: Id): void {
  const next = new Map(rooms.peek());
  if (next.delete(id)) rooms.value = next;
}

/** Reads the list from the hub: names, topics, members. Counts come with `ready` and with each event. */
export async function loadRooms(): Promise<void> {
  if (roomsState.peek() === "idle") roomsState.value = "loading";
  try {
    const found: Room[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<Room> = await api.get<Page<Room>>("/api/rooms", { limit: 200, cursor });
      found.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor !== null);
    for (const room of found) takeRoom(room);
    roomsState.value = "ready";
  } catch {
    // The banner says that the hub does not answer; `ready` asks again.
    if (roomsState.peek() !== "ready") roomsState.value = "error";
  }
}

/** Takes a room as the hub describes it. One that I may only join is kept apart by `member`. */
export function takeRoom(room: Room): void {
  const before = rooms.peek().get(room.id);
  const read = before?.last_read_seq ?? 0;
  // An answer that was on its way while a message came or was read must not take the room back in time.
  const late = before !== undefined && (before.seq > room.seq || read > (room.last_read_seq ?? 0));
  if (!late) return put(room);
  put({
    ...room,
    seq: Math.max(before.seq, room.seq),
    rev: Math.max(before.rev, room.rev),
    last_read_seq: Math.max(read, room.last_read_seq ?? 0),
    unread: before.unread ?? 0,
    mentions: before.mentions ?? 0,
  });
}

onReady((ready) => {
  const here = new Set(ready.rooms.map((room) => room.id));
  for (const [id, room] of rooms.peek()) if (!here.has(id) && room.member !== false) drop(id);
  for (const room of ready.rooms) takeRoom({ ...room, member: true });
  void loadRooms();
});
on<{ room: Room }>("room.created", ({ room }) => takeRoom({ unread: 0, mentions: 0, ...room }));
on<{ room: Room }>("room.updated", ({ room }) => takeRoom(room));
on<{ room: Room }>("room.deleted", ({ room }) => drop(room.id));
on<{ room_id: Id; user: User }>("room.member_joined", ({ room_id, user }) => {
  if (user.id === me.peek()?.id) void refreshRoom(room_id);
  else if (rooms.peek().has(room_id)) void refreshRoom(room_id);
});
on<{ room_id: Id; user: User }>("room.member_left", ({ room_id, user }) => {
  if (user.id === me.peek()?.id) drop(room_id);
  else void refreshRoom(room_id);
});
on<{ room_id: Id; user_id: Id; seq: number }>("room.read", ({ room_id, user_id, seq }) => {
  if (user_id !== me.peek()?.id) return;
  const room = rooms.peek().get(room_id);
  if (!room || seq <= (room.last_read_seq ?? 0)) return;
  if (seq >= room.seq) put({ id: room_id, last_read_seq: seq, unread: 0, mentions: 0 });
  else void refreshRoom(room_id); // read in part on another device: only the hub can count
});
onSignedOut(() => {
  rooms.value = new Map();
  roomsState.value = "idle";
  openRoom.value = null;
});

export async function refreshRoom(id: Id): Promise<Room | null> {
  try {
    const room = await api.get<Room>(`/api/rooms/${id}`);
    takeRoom(room);
    return room;
  } catch {
    return null; // not mine to see any more, or the hub is away: nothing to show either way
  }
}

/** Counts a message that arrived. Called once per new message, by the message store. */
export function countMessage(message: Message): void {
  const room = rooms.peek().get(message.room_id);
  if (!room || message.seq <= room.seq) return;
  const self = me.peek()?.id;
  const mine = message.sender.id === self;
  const seen = mine || (openRoom.peek() === room.id && atEnd.peek() && document.visibilityState === "visible" && document.hasFocus());
  const mentioned = !mine && self !== undefined && (message.mentions.includes(self) || message.mentions.includes("room"));
  put({
    id: room.id,
    seq: message.seq,
    unread: mine ? (room.unread ?? 0) : (room.unread ?? 0) + 1,
    mentions: (room.mentions ?? 0) + (mentioned ? 1 : 0),
  });
  if (seen) void markRead(room.id, message.seq);
}

const telling = new Map<Id, ReturnType<typeof setTimeout>>();
/** Marks read up to a message: at once here, and the hub is told a moment later, once. */
export function markRead(id: Id, seq?: number): void {
  const room = rooms.peek().get(id);
  if (!room) return;
  const upTo = seq ?? room.seq;
  if (upTo <= (room.last_read_seq ?? 0) && !(room.unread ?? 0)) return;
  put({ id, last_read_seq: Math.max(upTo, room.last_read_seq ?? 0), ...(upTo >= room.seq ? { unread: 0, mentions: 0 } : {}) });
  clearTimeout(telling.get(id));
  telling.set(id, setTimeout(() => {
    telling.delete(id);
    const last = rooms.peek().get(id)?.last_read_seq ?? upTo;
    if (connection.peek() === "online") void call("room.read", { room_id: id, seq: last }).catch(() => undefined); // the next ready brings the truth
  }, 250));
}

export function markAllRead(): void {
  for (const room of rooms.peek().values()) if (room.unread) markRead(room.id);
}

// ------------------------------------------------------------------ what lists show

/** The other person of a direct room (oneself, in notes to oneself). */
export function otherMember(room: Room): Peer | undefined {
  const self = me.value?.id;
  return room.peers?.find((user) => user.id !== self) ?? room.peers?.[0];
}

export function isEkoRoom(room: Room): boolean {
  return room.kind === "direct" && otherMember(room)?.kind === "bot";
}

export function roomName(room: Room): string {
  if (room.kind === "direct") return otherMember(room)?.display_name ?? room.name ?? me.value?.display_name ?? "…";
  return room.name ?? "…";
}

const KIND_ORDER: Record<string, number> = { lobby: 0, public: 1, private: 1 };
export const joinedRooms = computed(() => [...rooms.value.values()].filter((room) => room.member !== false));
export const groupRooms = computed(() =>
  joinedRooms.value
    .filter((room) => room.kind in KIND_ORDER)
    .sort((a, b) => KIND_ORDER[a.kind]! - KIND_ORDER[b.kind]! || roomName(a).localeCompare(roomName(b))),
);
export const directRooms = computed(() => joinedRooms.value.filter((room) => room.kind === "direct").sort((a, b) => {
  const bots = Number(otherMember(b)?.kind === "bot") - Number(otherMember(a)?.kind === "bot");
  return bots || roomName(a).localeCompare(roomName(b));
}));
export const siteRooms = computed(() => joinedRooms.value.filter((room) => room.kind === "site"));
/** In the order of the list, which Alt+↑↓ follows. */
export const orderedRooms = computed(() => [...groupRooms.value, ...directRooms.value, ...siteRooms.value]);
/** What the rail shows: mentions, and unread in direct rooms. */
export const attention = computed(() => orderedRooms.value.reduce((sum, room) => sum + (room.muted ? 0 : room.kind === "direct" ? (room.unread ?? 0) : (room.mentions ?? 0)), 0));
export const totalUnread = computed(() => orderedRooms.value.reduce((sum, room) => sum + (room.muted ? 0 : (room.unread ?? 0)), 0));

// ------------------------------------------------------------------ what the person does

export async function createRoom(input: { kind: "public" | "private"; name: string; description?: string; member_ids?: Id[] }): Promise<Room> {
  const room = await api.post<Room>("/api/rooms", input, { key: newKey() });
  takeRoom({ ...room, member: true });
  return room;
}

/** The direct room with someone; found again if it exists. */
export async function directRoom(user: Id): Promise<Room> {
  const room = await api.post<Room>("/api/rooms", { kind: "direct", user_id: user });
  takeRoom({ ...room, member: true });
  return room;
}
