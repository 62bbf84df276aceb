/** The rooms I am in, with unread and mention counts that can be trusted. */
import { computed, effect, signal } from "@preact/signals";
import type { Id, Message, Page, Peer, ReadyRoom, Room, RoomHead, User } from "@/contract";
import { afterReady, api, connection, on, onReady, newKey, signedIn } from "@/connection";
import { forgetReading, tellRead, tellReadAgain } from "./reading";
import { me, onSignedOut } from "./session";

export const rooms = signal<ReadonlyMap<Id, Room>>(new Map());
export const roomsState = signal<"idle" | "loading" | "ready" | "error">("idle");
/** The room on screen, and whether its last message is in view: then what arrives is read at once. */
export const openRoom = signal<Id | null>(null);
export const atEnd = signal(false);

function put(room: Partial<Room> & { id: Id }): void {
  const next = new Map(rooms.peek());
  const before = next.get(room.id);
  const merged = { kind: "public", name: null, seq: 0, rev: 0, ...before, ...room } as Room;
  // As the hub counts: what is beyond the last message read. So it is right whenever those two are.
  if (merged.last_read_seq !== undefined) merged.unread = merged.member === false ? 0 : Math.max(0, merged.seq - merged.last_read_seq);
  if (!merged.unread) merged.mentions = 0;
  next.set(room.id, merged);
  rooms.value = next;
}

/** Where the hub said last that a room stands. */
export function headOf(id: Id): RoomHead | undefined {
  const room = rooms.peek().get(id);
  return room && { seq: room.seq, rev: room.rev };
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
  if (!before) return put(room);
  // An answer that was on its way while a message came or was read must not take the room back in time.
  const read = room.last_read_seq ?? before.last_read_seq;
  const late = before.seq > room.seq || (before.last_read_seq ?? 0) > (read ?? 0);
  put({
    ...room,
    seq: Math.max(before.seq, room.seq),
    rev: Math.max(before.rev, room.rev),
    ...(read === undefined ? {} : { last_read_seq: Math.max(read, before.last_read_seq ?? 0) }),
    mentions: late ? (before.mentions ?? 0) : (room.mentions ?? before.mentions ?? 0),
  });
  if (!late) {
    recounts.delete(room.id);
    unsure.delete(room.id);
    return;
  }
  unsure.add(room.id);
  if (before.seq > room.seq) recount(room.id); // what was jumped over is in neither count
}

onReady((ready) => {
  const here = new Map(ready.rooms.map((room) => [room.id, room]));
  // One that was made while the hub put its greeting together is not in it.
  for (const [id, room] of rooms.peek()) if (!here.has(id) && room.member !== false && Date.now() - (made.get(id) ?? 0) > GREETING_MS) drop(id);
  for (const room of ready.rooms) takeRoom({ ...room, member: true });
  holes.clear();
  recounts.clear();
  // What was read here while the hub was away.
  for (const [id, room] of here) if ((rooms.peek().get(id)?.last_read_seq ?? 0) > room.last_read_seq) tellRead(id);
  tellReadAgain();
  complete = ready.rooms.every(described);
  if (complete) roomsState.value = "ready";
});
let complete = false;
afterReady(() => void (complete || loadRooms()));
/** The list does not wait for a connection that is long in coming: HTTP may get through where it does not. */
const SLOW_MS = 2000;
effect(() => {
  if (connection.value !== "connecting") return;
  setTimeout(() => roomsState.peek() === "idle" && signedIn.peek() && void loadRooms(), SLOW_MS);
});

/** Whether `ready` said all that the list shows of a room; it may leave out what seldom changes. */
function described(room: ReadyRoom): boolean {
  return room.owner_id !== undefined && (room.kind !== "direct" || room.peers !== undefined);
}
const GREETING_MS = 10_000;
const made = new Map<Id, number>();
on<{ room: Room }>("room.created", ({ room }) => {
  made.set(room.id, Date.now());
  takeRoom({ last_read_seq: 0, mentions: 0, ...room });
});
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
  put({ id: room_id, last_read_seq: seq });
  // Read in part on another device: only the hub can tell which mentions are left.
  if (rooms.peek().get(room_id)?.mentions) recount(room_id);
});
onSignedOut(() => {
  rooms.value = new Map();
  roomsState.value = "idle";
  openRoom.value = null;
  for (const timer of recounting.values()) clearTimeout(timer);
  recounting.clear();
  recounts.clear();
  unsure.clear();
  holes.clear();
  forgetReading();
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

/** Seqs that were jumped over, by room: they count when they come. */
const holes = new Map<Id, Set<number>>();
const MOST_HOLES = 200;
const recounting = new Map<Id, ReturnType<typeof setTimeout>>();

/** How often in a row the hub's answer was behind what is known here. */
const recounts = new Map<Id, number>();
const MOST_RECOUNTS = 5;
/** Rooms whose last count from the hub was older than what is known here. */
const unsure = new Set<Id>();

/** Asks the hub how a room stands, at a moment of our own: others may have missed the same. */
function recount(id: Id): void {
  const count = recounts.get(id) ?? 0;
  if (recounting.has(id) || count >= MOST_RECOUNTS) return;
  recounts.set(id, count + 1);
  recounting.set(id, setTimeout(() => {
    recounting.delete(id);
    holes.delete(id);
    void refreshRoom(id);
  }, 500 + Math.random() * 1500));
}

/** The hub has heard how far I read: if that is not everything, only it can tell which mentions are left. */
export function readTold(id: Id): void {
  if (unsure.has(id) || rooms.peek().get(id)?.mentions) recount(id);
}

/** Whether someone is in front of this page. */
export function looking(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

/** Counts a message, once, in whatever order they come. Answers whether it had not been counted. */
export function countMessage(message: Message): boolean {
  const room = rooms.peek().get(message.room_id);
  if (!room) return false;
  const jumped = holes.get(room.id);
  const late = message.seq <= room.seq;
  if (late && !jumped?.delete(message.seq)) return false;
  if (message.seq > room.seq + 1) skipped(room, message.seq);
  const self = me.peek()?.id;
  const mine = message.sender.id === self;
  const read = room.last_read_seq ?? 0;
  const mentioned = !mine && message.seq > read && self !== undefined && (message.mentions.includes(self) || message.mentions.includes("room"));
  put({
    id: room.id,
    seq: Math.max(room.seq, message.seq),
    // Who writes has read what stands above; the hub counts it so too.
    ...(mine ? { last_read_seq: Math.max(read, message.seq) } : {}),
    mentions: (room.mentions ?? 0) + (mentioned ? 1 : 0),
  });
  if (!mine && openRoom.peek() === room.id && atEnd.peek() && looking()) markRead(room.id, message.seq);
  return true;
}

function skipped(room: Room, seq: number): void {
  const set = holes.get(room.id) ?? new Set<number>();
  holes.set(room.id, set);
  for (let one = Math.max(room.seq + 1, seq - MOST_HOLES); one < seq; one += 1) set.add(one);
  // In the open room they are being fetched; elsewhere a mention may be among them.
  if (openRoom.peek() !== room.id) recount(room.id);
}

/** Where a quiet room stands, when its last broadcasts were lost. `fetched`: its messages are being fetched. */
export function takeHead(id: Id, head: RoomHead, fetched: boolean): void {
  const room = rooms.peek().get(id);
  if (!room) return;
  if (fetched || head.seq <= room.seq) return patchRoom(id, { rev: Math.max(room.rev, head.rev) });
  put({ id, seq: head.seq, rev: Math.max(room.rev, head.rev) });
  recount(id);
}

/** Marks read up to a message: at once here, and the hub is told a moment later. */
export function markRead(id: Id, seq?: number): void {
  const room = rooms.peek().get(id);
  if (!room || room.member === false) return;
  const upTo = Math.min(seq ?? room.seq, room.seq);
  if (upTo <= (room.last_read_seq ?? 0)) return;
  put({ id, last_read_seq: upTo });
  tellRead(id);
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
