/** What the palette finds: actions of this page, rooms and people, commands of the hub, and things. */
import type { LucideIcon } from "lucide-preact";
import { MessageSquare, Search, User as UserIcon, Zap } from "lucide-preact";
import type { Command, EntityKind, Id, Page, User } from "@/contract";
import { api, ApiError } from "@/connection";
import { keysOf, showKeys } from "@/actions/keyboard";
import { availableActions } from "@/actions/table";
import { kinds } from "@/app/entity_kinds";
import { openEntity } from "@/app/panes";
import { navigate } from "@/app/router";
import { score } from "@/i18n/fold";
import { locale, t } from "@/i18n";
import { commands, slashes, titleIn, wordsOf } from "@/store/commands";
import { notes, projects, storeOf, tasks, users } from "@/store/kinds";
import { directRoom, openRoom, orderedRooms, otherMember, roomName } from "@/store/rooms";
import { current } from "@/store/selection";
import { toastError } from "@/store/toasts";
import { titleOf } from "@/app/entity_kinds";
import type { Entity } from "@/contract";
import type { EntityStore } from "@/store/entities";

export interface Item {
  key: string;
  group: "recent" | "actions" | "rooms" | "commands" | "things";
  label: string;
  note?: string;
  keys?: string;
  icon?: LucideIcon | undefined;
  person?: { id: Id; name: string; bot: boolean };
  rank: number;
  /** A command of the hub, whose arguments are asked for. */
  command?: Command;
  run: () => void;
}

const RECENT = "panoramix.recent";

export function recentKeys(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(RECENT) ?? "[]");
    return Array.isArray(found) ? found.map(String) : [];
  } catch {
    return [];
  }
}

export function remember(key: string): void {
  localStorage.setItem(RECENT, JSON.stringify([key, ...recentKeys().filter((one) => one !== key)].slice(0, 12)));
}

function actionItems(query: string): Item[] {
  const then = locale.value === "fr" ? "puis" : "then";
  return availableActions().filter((action) => action.palette !== false).map((action) => {
    const keys = keysOf(action)[0];
    return {
      key: `action ${action.id}`, group: "actions" as const, label: t(action.title), icon: action.icon,
      ...(keys ? { keys: showKeys(keys, then) } : {}),
      rank: Math.max(score(t(action.title), query), score(action.words ?? "", query) * 0.9), run: action.run,
    };
  });
}

function roomItems(query: string): Item[] {
  return orderedRooms.value.map((room) => {
    const other = room.kind === "direct" ? otherMember(room) : undefined;
    return {
      key: `room ${room.id}`, group: "rooms" as const, label: roomName(room), ...(room.description ? { note: room.description } : {}),
      icon: MessageSquare, ...(other ? { person: { id: other.id, name: other.display_name, bot: other.kind === "bot" } } : {}),
      rank: score(roomName(room), query) * (room.unread ? 1.2 : 1.1), run: () => navigate(`/rooms/${room.id}`),
    };
  });
}

/** What a command needs and one can't be asked to type: the current row's id, the open room's. Null: not to be had here. */
export function givenFor(command: Command): Record<string, string> | null {
  const given: Record<string, string> = {};
  for (const name of command.arguments?.required ?? []) {
    if (name === "id") {
      const ref = current.value;
      const kind = command.name.split(".")[0];
      if (ref && ref.kind === kind) given["id"] = ref.id;
      else if (kind === "room" && openRoom.value) given["id"] = openRoom.value;
      else return null;
    } else if (name === "room_id") {
      if (!openRoom.value) return null;
      given["room_id"] = openRoom.value;
    } else if (name.endsWith("_id")) return null;
  }
  return given;
}

function commandItems(query: string, run: (command: Command) => void): Item[] {
  return commands.value.filter((command) => givenFor(command) !== null).map((command) => ({
    key: `command ${command.name}`, group: "commands" as const, label: titleIn(command) || command.name, note: (slashes(command)[0] ?? "").split("{")[0] ?? "", icon: Zap, command,
    rank: Math.max(score(titleIn(command), query), score(`${command.name} ${slashes(command).join(" ")}`, query) * 0.9, score(wordsOf(command), query) * 0.8), run: () => run(command),
  }));
}

/** What is in memory already answers at once; the hub's search adds to it. */
function localThings(query: string): Item[] {
  const found: Item[] = [];
  const stores: [EntityKind, EntityStore<never>][] = [["project", projects as never], ["task", tasks as never], ["note", notes as never]];
  for (const [kind, store] of stores) {
    for (const entity of (store as unknown as EntityStore<Entity>).all()) {
      const rank = score(titleOf(kind, entity), query);
      if (rank > 0) found.push(thing(kind, entity.id, titleOf(kind, entity), t(kinds[kind].name), rank));
    }
  }
  for (const user of users.all()) {
    const rank = score(`${user.display_name} ${user.username}`, query);
    if (rank > 0) found.push(personItem(user.id, user.display_name, user.kind === "bot", rank));
  }
  return found;
}

function thing(kind: EntityKind, id: Id, label: string, note: string, rank: number): Item {
  const info = kinds[kind] ?? kinds.message;
  return {
    key: `${kind} ${id}`, group: "things", label: label || t(info.name), note, icon: info.icon, rank,
    run: () => (info.view ? openEntity({ kind, id }) : navigate(info.href(id))),
  };
}

function personItem(id: Id, name: string, bot: boolean, rank: number): Item {
  return {
    key: `user ${id}`, group: "things", label: name, note: t("action.new_direct"), icon: UserIcon, person: { id, name, bot }, rank,
    run: () => void directRoom(id).then((room) => navigate(`/rooms/${room.id}`), toastError),
  };
}

export function findItems(query: string, runCommand: (command: Command) => void): Item[] {
  const all = [...roomItems(query), ...actionItems(query), ...commandItems(query, runCommand), ...(query ? localThings(query) : [])].filter((item) => item.rank > 0);
  if (query) return all.sort((a, b) => b.rank - a.rank);
  const recent = recentKeys();
  const place = (item: Item): number => recent.indexOf(item.key);
  const first = all.filter((item) => place(item) !== -1).sort((a, b) => place(a) - place(b)).slice(0, 6).map((item) => ({ ...item, group: "recent" as const }));
  return [...first, ...all.filter((item) => place(item) === -1 && item.group !== "commands")];
}

/** The way to the whole list, after everything else. */
export function searchAllItem(query: string): Item {
  return { key: "search everything", group: "things", label: t("palette.search_all", { q: query }), icon: Search, rank: 0, run: () => navigate(`/search?q=${encodeURIComponent(query)}`) };
}

interface Hit {
  kind: EntityKind;
  id: Id;
  title: string;
  snippet: string;
  room_id: Id | null;
}

/** Unknown until asked once: a hub may be without the search of everything. */
let searches = true;

/** What the hub finds: by its search of everything, or else in each module's list. */
export async function searchHub(query: string, abort: AbortSignal): Promise<Item[]> {
  if (searches) {
    try {
      return await searchAll(query, abort);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "not_found") throw error;
      searches = false;
    }
  }
  return searchLists(query, abort);
}

async function searchAll(query: string, abort: AbortSignal): Promise<Item[]> {
  const page = await api.get<Page<Hit>>("/api/search", { q: query, limit: 12 }, abort);
  return page.items.map((hit, index) => {
    // A message is known by what it says; its title is who said it.
    const [label, note] = hit.kind === "message" ? [hit.snippet, hit.title] : [hit.title, hit.snippet];
    const item = thing(hit.kind, hit.id, label || "", note || t(kinds[hit.kind]?.name ?? "kind.message"), 2 - index / 100);
    if (hit.kind === "message" && hit.room_id) item.run = () => navigate(`/rooms/${hit.room_id}?message=${hit.id}`);
    if (hit.kind === "room") item.run = () => navigate(`/rooms/${hit.id}`);
    return item;
  });
}

const LISTS: readonly EntityKind[] = ["task", "project", "note", "agenda", "budget"];

async function searchLists(query: string, abort: AbortSignal): Promise<Item[]> {
  const asked = LISTS.map(async (kind) => {
    const page = await api.get<Page<Entity>>(storeOf(kind)!.path, { q: query, limit: 5 }, abort);
    return page.items.map((entity, index) => thing(kind, entity.id, titleOf(kind, entity), t(kinds[kind].name), 1 - index / 100));
  });
  const people = api.get<Page<User>>("/api/users", { q: query, limit: 5 }, abort).then((page) => page.items.map((user) => personItem(user.id, user.display_name, user.kind === "bot", 1)));
  // One list that fails does not hide the others.
  const found = await Promise.allSettled([people, ...asked]);
  return found.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
}
