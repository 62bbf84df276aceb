import { ArrowDown, ArrowUp, CheckCheck, MessageSquarePlus, PenLine, Search, UserPlus } from "lucide-preact";
import { overlay } from "@/app/overlay";
import { navigate } from "@/app/router";
import { markAllRead, markRead, openRoom, orderedRooms } from "@/store/rooms";
import type { Action } from "./types";

/** Goes to the next room in the list's order, round and round; only unread ones if asked. */
function step(by: 1 | -1, unread: boolean): void {
  const list = orderedRooms.peek();
  const from = list.findIndex((room) => room.id === openRoom.peek());
  for (let count = 1; count <= list.length; count += 1) {
    const room = list[(from + by * count + list.length * 2) % list.length];
    if (room && room.id !== openRoom.peek() && (!unread || (room.unread ?? 0) > 0)) return navigate(`/rooms/${room.id}`);
  }
}

const inRoom = (): boolean => openRoom.value !== null;

export const roomActions: Action[] = [
  { id: "composer", title: "action.composer", group: "room", icon: PenLine, keys: "/", when: () => document.querySelector("[data-composer]") !== null, run: () => document.querySelector<HTMLElement>("[data-composer]")?.focus(), words: "message écrire write" },
  { id: "room.previous", title: "action.previous_room", group: "room", icon: ArrowUp, keys: "Alt+ArrowUp", run: () => step(-1, false), palette: false },
  { id: "room.next", title: "action.next_room", group: "room", icon: ArrowDown, keys: "Alt+ArrowDown", run: () => step(1, false), palette: false },
  { id: "room.previous_unread", title: "action.previous_unread", group: "room", icon: ArrowUp, keys: "Alt+Shift+ArrowUp", run: () => step(-1, true), palette: false },
  { id: "room.next_unread", title: "action.next_unread", group: "room", icon: ArrowDown, keys: "Alt+Shift+ArrowDown", run: () => step(1, true) },
  { id: "room.search", title: "action.search_room", group: "room", icon: Search, keys: "Ctrl+F", when: inRoom, run: () => navigate(`/search?in=${openRoom.peek()}`), words: "search find chercher rechercher messages" },
  { id: "room.read", title: "action.mark_read", group: "room", icon: CheckCheck, keys: "Shift+Escape", when: inRoom, run: () => openRoom.peek() && markRead(openRoom.peek()!), words: "read lu" },
  { id: "room.read_all", title: "action.mark_all_read", group: "room", icon: CheckCheck, run: markAllRead, words: "read lu tout" },
  { id: "room.create", title: "action.new_room", group: "do", icon: MessageSquarePlus, run: () => (overlay.value = "new_room"), words: "new room salon nouveau channel" },
  { id: "room.direct", title: "action.new_direct", group: "do", icon: UserPlus, run: () => (overlay.value = "new_direct"), words: "direct message personne écrire" },
];
