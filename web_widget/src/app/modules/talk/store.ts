/** The messages that one keeps to come back to, the last kept first. */
import { on } from "@/connection";
import type { Entity, Id, Message } from "@/contract";
import type { Bookmark as Wire } from "@/contract/generated";
import { EntityStore } from "@/store/entities";
import { me } from "@/store/session";

export type Bookmark = Wire & Entity;

export const bookmarks = new EntityStore<Bookmark>({
  kind: "bookmark",
  path: "/api/bookmarks",
  match: (bookmark, params) => (!params["message_id"] || bookmark.message_id === params["message_id"]) && (!params["room_id"] || bookmark.room_id === params["room_id"]),
  compare: (a, b) => (a.id < b.id ? 1 : -1),
});

// What is kept is shown as it is now, and no more once one is out of its room.
const changed = ({ message }: { message: Message }): void => {
  if (bookmarks.all().some((bookmark) => bookmark.message_id === message.id)) bookmarks.reloadVisible();
};
on<{ message: Message }>("message.updated", changed);
on<{ message: Message }>("message.deleted", changed);
on<{ room_id: Id; user: { id: Id } }>("room.member_left", ({ room_id, user }) => {
  if (user.id === me.peek()?.id) forget(room_id);
});
on<{ room: { id: Id } }>("room.deleted", ({ room }) => forget(room.id));

function forget(room: Id): void {
  bookmarks.forgetWhere((bookmark) => bookmark.room_id === room);
  bookmarks.reloadVisible();
}
