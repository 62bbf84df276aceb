/** Who is here and who is typing. Ephemeral: nothing of it is kept. */
import { effect, signal } from "@preact/signals";
import type { Id, PresenceStatus, User } from "@/contract";
import { call, connection, on, onReady, tell } from "@/connection";
import { me, setMe } from "./session";

export interface Presence {
  status?: PresenceStatus | undefined;
  text?: string | null | undefined;
  online: boolean;
}

const present = signal<ReadonlyMap<Id, Presence>>(new Map());
export const typing = signal<ReadonlyMap<Id, ReadonlyMap<Id, number>>>(new Map());
/** The hub ends typing after 3 s; one more covers a slow network. */
const TYPING_MS = 4000;
let lastTold = 0;

/** In a crowd the hub tells only of those whom one asked for. */
const crowd = signal(false);
const MOST_WATCHED = 300;
const WATCH_MS = 400;
/** Whose presence was drawn, the latest last. */
const drawn = new Set<Id>();
let watched = new Set<Id>();
let watching: ReturnType<typeof setTimeout> | undefined;

export function presenceOf(id: Id): Presence | undefined {
  drawn.delete(id);
  drawn.add(id);
  if (crowd.value && !watched.has(id)) watchSoon();
  return present.value.get(id);
}

function watchSoon(): void {
  watching ??= setTimeout(() => {
    watching = undefined;
    if (connection.peek() !== "online" || !crowd.peek()) return;
    const ids = [...drawn].slice(-MOST_WATCHED);
    watched = new Set(ids);
    call<{ people: PresenceEvent[] }>("presence.watch", { user_ids: ids }).then(({ people }) => takeStates(people), () => {
      watched.clear(); // the next one drawn asks again
    });
  }, WATCH_MS);
}

export function takePresence(users: readonly User[]): void {
  const next = new Map(present.peek());
  for (const user of users) {
    // Who is here is only told over the socket.
    if (user.status) next.set(user.id, { status: user.status, text: user.status_text, online: next.get(user.id)?.online ?? false });
  }
  present.value = next;
}

interface PresenceEvent {
  user_id: Id;
  status?: PresenceStatus;
  text?: string | null;
  online: boolean;
}

function takeStates(people: readonly PresenceEvent[]): void {
  const next = new Map(present.peek());
  for (const one of people) {
    unconfirmed.delete(one.user_id);
    next.set(one.user_id, { status: one.status, text: one.text, online: one.online });
  }
  present.value = next;
}

on<PresenceEvent>("presence", (event) => takeStates([event]));
on<{ people: PresenceEvent[]; everyone: boolean }>("presence.people", ({ people, everyone }) => {
  takeStates(people);
  crowd.value = !everyone;
  if (!everyone) watchSoon();
});
/** Who was here when the connection went, and was not introduced again since. */
let unconfirmed = new Set<Id>();
/** The hub introduces who is here to each connection; by then it has. Until then nobody seems to come and go. */
const INTRODUCED_MS = 5000;

effect(() => {
  if (connection.value !== "offline") return;
  watched.clear();
  unconfirmed = new Set([...present.peek()].filter(([, one]) => one.online).map(([id]) => id));
  // Of what is typed meanwhile nothing would be heard.
  typing.value = new Map();
  lastTold = 0;
});
onReady((ready) => {
  unconfirmed.delete(ready.user.id);
  present.value = new Map(present.peek()).set(ready.user.id, { status: ready.user.status, text: ready.user.status_text, online: true });
  setTimeout(() => {
    if (connection.peek() !== "online" || unconfirmed.size === 0) return;
    present.value = new Map([...present.peek()].map(([id, one]) => [id, unconfirmed.has(id) ? { ...one, online: false } : one]));
    unconfirmed.clear();
  }, INTRODUCED_MS);
});

on<{ room_id: Id; user_id: Id; typing: boolean }>("typing", (event) => {
  if (event.user_id === me.peek()?.id) return;
  setTyping(event.room_id, event.user_id, event.typing);
  if (event.typing) setTimeout(() => dropOld(), TYPING_MS + 50);
});

function setTyping(room: Id, user: Id, is: boolean): void {
  const rooms = new Map(typing.peek());
  const inRoom = new Map(rooms.get(room) ?? []);
  if (is) inRoom.set(user, Date.now());
  else inRoom.delete(user);
  rooms.set(room, inRoom);
  typing.value = rooms;
}

function dropOld(): void {
  const limit = Date.now() - TYPING_MS;
  for (const [room, people] of typing.peek()) for (const [user, at] of people) if (at < limit) setTyping(room, user, false);
}

/** Someone who sent a message is not typing it any more. */
export function stoppedTyping(room: Id, user: Id): void {
  if (typing.peek().get(room)?.has(user)) setTyping(room, user, false);
}

/** Says that I am typing, at most every two seconds. */
export function tellTyping(room: Id, is: boolean): void {
  if (is && Date.now() - lastTold < 2000) return;
  lastTold = is ? Date.now() : 0;
  tell("typing.set", { room_id: room, typing: is });
}

export function setPresence(status: PresenceStatus, text?: string): void {
  tell("presence.set", { status, ...(text === undefined ? {} : { text }) });
  const self = me.peek();
  if (self) setMe({ ...self, status, status_text: text ?? self.status_text ?? null });
}
