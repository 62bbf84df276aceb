/** Desktop notifications: for what concerns one, when one looks elsewhere, as each room's level says. */
import { signal } from "@preact/signals";
import type { Message } from "@/contract";
import { on } from "@/connection";
import type { Alarm } from "@/contract";
import { onArrival } from "./messages";
import { roomName, rooms } from "./rooms";
import { me } from "./session";

const KEY = "panoramix.notify";
const possible = typeof Notification !== "undefined";
/** Whether this browser shows them: asked for here, and allowed by the browser. */
export const notifying = signal(possible && Notification.permission === "granted" && localStorage.getItem(KEY) === "on");
export const notifyPossible = possible;

/** Asks the browser when turned on. Answers what came of it. */
export async function setNotifying(wanted: boolean): Promise<boolean> {
  if (wanted && possible && Notification.permission !== "granted") await Notification.requestPermission();
  notifying.value = wanted && possible && Notification.permission === "granted";
  localStorage.setItem(KEY, notifying.value ? "on" : "off");
  return notifying.value;
}

function show(title: string, body: string, tag: string, url: string): void {
  const shown = new Notification(title, { body, tag, icon: "/icon.svg" });
  shown.onclick = () => {
    window.focus();
    // The router follows the address.
    history.pushState({}, "", url);
    window.dispatchEvent(new PopStateEvent("popstate"));
    shown.close();
  };
}

/** Whether a message is worth one: the room's level, and never one's own or while do-not-disturb. */
export function worthTelling(message: Message): boolean {
  const self = me.peek();
  const room = rooms.peek().get(message.room_id);
  if (!self || !room || room.muted || message.sender.id === self.id || self.status === "dnd" || message.kind === "system") return false;
  if (room.notify === "nothing") return false;
  const concerns = room.kind === "direct" || message.mentions.includes(self.id) || message.mentions.includes("room");
  return concerns || room.notify !== "mentions";
}

onArrival((message) => {
  if (!notifying.peek() || document.hasFocus() || !worthTelling(message)) return;
  const room = rooms.peek().get(message.room_id)!;
  const where = room.kind === "direct" ? message.sender.display_name : `${message.sender.display_name} · ${roomName(room)}`;
  show(where, message.content.slice(0, 200), message.room_id, `/rooms/${message.room_id}`);
});
on<{ alarm: Alarm }>("alarm.ringing", ({ alarm }) => {
  if (notifying.peek() && !document.hasFocus()) show(alarm.title, "⏰", alarm.id, "/alarms");
});
