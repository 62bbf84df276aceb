/**
 * The places of the app: one line each makes its address, its rail icon, its key after G, its list column and
 * its view. A module's code is fetched when its place is first opened. Later modules bring their own (`modules/`).
 */
import {
  AlarmClock, Calendar, Ellipsis, Euro, FileText, Folder, MessageSquare, Settings, ShieldCheck, SquareCheck,
} from "lucide-preact";
import { lazy } from "@/components/lazy";
import { me } from "@/store/session";
import { RoomList } from "./RoomList";
import { ChatView } from "./chat/ChatView";
import { modules } from "./modules";
import { view, type Place } from "./modules/registry";

export type { Place } from "./modules/registry";

const isAdmin = (): boolean => me.value?.role === "admin";

export const places: Place[] = [
  { id: "chat", path: "rooms", title: "place.chat", icon: MessageSquare, letter: "c", view: ChatView, list: RoomList, rail: "top", bar: true },
  { id: "tasks", path: "tasks", title: "place.tasks", icon: SquareCheck, letter: "t", view: view("work", () => import("./modules/tasks")), list: null, rail: "top", bar: true },
  { id: "agenda", path: "agenda", title: "place.agenda", icon: Calendar, letter: "a", view: view("work", () => import("./modules/agenda")), list: null, rail: "top", bar: true },
  { id: "notes", path: "notes", title: "place.notes", icon: FileText, letter: "n", view: view("note_labels", () => import("./modules/notes")), list: view("note_labels", () => import("./modules/notes/Column")), rail: "top", bar: true },
  { id: "projects", path: "projects", title: "place.projects", icon: Folder, letter: "p", view: view("work", () => import("./modules/projects")), list: null, rail: "top" },
  { id: "budget", path: "budget", title: "place.budget", icon: Euro, letter: "b", view: view("budget", () => import("./modules/budget")), list: null, rail: "top" },
  { id: "alarms", path: "alarms", title: "place.alarms", icon: AlarmClock, letter: "l", view: view("work", () => import("./modules/alarms")), list: null, rail: "top" },
  ...modules.flatMap((module) => module.places ?? []),
  { id: "admin", path: "admin", title: "place.admin", icon: ShieldCheck, letter: "d", view: view("admin", () => import("@/admin"), "settings"), list: null, rail: "bottom", when: isAdmin },
  { id: "settings", path: "settings", title: "place.settings", icon: Settings, letter: "s", view: view("settings", () => import("./settings/SettingsView")), list: null, rail: "bottom" },
  { id: "more", path: "more", title: "place.more", icon: Ellipsis, view: lazy(() => import("./MoreView")), list: null, bar: true },
];

export function placeAt(first: string): Place {
  return places.find((place) => place.path === first) ?? places[0]!;
}
