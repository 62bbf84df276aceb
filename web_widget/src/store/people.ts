/** Names of people by id, gathered from wherever they were seen, and the members of a room for its menus. */
import { signal } from "@preact/signals";
import type { Id, Page, Peer, RoomMember, User } from "@/contract";
import { afterReady, api, on, onReady } from "@/connection";
import { onSighting } from "./messages";
import { nicknameOf } from "./nicknames";
import { takePresence } from "./presence";
import { openRoom, rooms } from "./rooms";
import { me, onSignedOut } from "./session";

const known = signal<ReadonlyMap<Id, Peer>>(new Map());
const asked = new Set<Id>();
export const members = signal<ReadonlyMap<Id, readonly RoomMember[]>>(new Map());

export function takePeople(people: readonly Peer[]): void {
  const fresh = people.filter((one) => {
    const before = known.peek().get(one.id);
    return !before || before.display_name !== one.display_name || (!before.username && one.username);
  });
  if (fresh.length === 0) return;
  const next = new Map(known.peek());
  for (const one of fresh) next.set(one.id, { ...next.get(one.id), ...one });
  known.value = next;
}

/** Someone's name; asks the hub once when it was never seen. */
export function personOf(id: Id): Peer | undefined {
  const self = me.value;
  if (self?.id === id) return self;
  const found = known.value.get(id);
  if (!found && !asked.has(id)) {
    asked.add(id);
    void api.get<User>(`/api/users/${id}`).then((user) => takePeople([user]), () => undefined); // it stays an ellipsis
  }
  return found;
}

/** What one calls somebody oneself, or else their own name. */
export function nameOf(id: Id): string {
  return nicknameOf(id) ?? personOf(id)?.display_name ?? "…";
}

export async function loadMembers(room: Id): Promise<readonly RoomMember[]> {
  const page = await api.get<Page<RoomMember>>(`/api/rooms/${room}/members`, { limit: 200 });
  members.value = new Map(members.peek()).set(room, page.items);
  takePeople(page.items.map((member) => member.user));
  takePresence(page.items.map((member) => member.user as unknown as User));
  return page.items;
}

/** The members of a room, asked for once per visit to it and again when they change. */
export function membersOf(room: Id): readonly RoomMember[] {
  return members.value.get(room) ?? [];
}

export async function findPeople(q: string): Promise<User[]> {
  const page = await api.get<Page<User>>("/api/users", { q, limit: 50 });
  takePeople(page.items);
  takePresence(page.items);
  return page.items;
}

onSighting((messages) => takePeople(messages.map((message) => message.sender)));
for (const event of ["room.member_joined", "room.member_left"]) {
  on<{ room_id: Id }>(event, ({ room_id }) => {
    if (members.peek().has(room_id)) void loadMembers(room_id).catch(() => undefined);
  });
}
onReady((ready) => {
  for (const room of ready.rooms) takePeople(room.peers ?? []);
});
// Who came and went while this page was away: for the room on screen at once, for the others when they are opened.
afterReady((again) => {
  if (!again) return;
  const shown = openRoom.peek();
  members.value = new Map([...members.peek()].filter(([id]) => id === shown));
  if (shown && members.peek().has(shown)) void loadMembers(shown).catch(() => undefined);
});
onSignedOut(() => {
  known.value = new Map();
  members.value = new Map();
  asked.clear();
});

/** The people one talks with directly, for the palette and menus. */
export function directPeople(): Peer[] {
  const self = me.value?.id;
  return [...rooms.value.values()].flatMap((room) => (room.kind === "direct" ? (room.peers ?? []) : [])).filter((peer) => peer.id !== self);
}
