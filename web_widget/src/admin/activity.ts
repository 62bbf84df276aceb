/** Activity: which entries are asked for, what a live entry is about, and how it is said in words. */
import type { ActivityOut } from "@/contract/generated";
import type { Query } from "@/connection";
import { has, t } from "@/i18n";
import { addDays } from "@/i18n/format";
import { location } from "@/app/router";
import { deviceName } from "@/app/settings/Security";
import { instantAt } from "@/app/modules/agenda/time";

export interface Actor {
  kind: string;
  id: string;
  display_name: string;
}

export interface Filters {
  actor: string;
  operation: string;
  kind: string;
  outcome: string;
  origin: string;
  room: string;
  run: string;
  entity: string;
  /** Days, both counted. */
  from: string;
  to: string;
}
export const FILTERS: readonly (keyof Filters)[] = ["actor", "operation", "kind", "outcome", "origin", "room", "run", "entity", "from", "to"];

/** The filters, as the address bar has them. */
export function shown(): Filters {
  const query = location.value.query;
  return Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? ""])) as unknown as Filters;
}

/** What the hub is asked. */
export function asked(filters: Filters): Query {
  const { from, to, ...rest } = filters;
  const query: Query = {};
  for (const [name, value] of Object.entries(rest)) if (value) query[name] = value;
  if (from) query["from"] = instantAt(from, 0);
  if (to) query["to"] = instantAt(addDays(to, 1), 0);
  return query;
}

/** Whether an entry that has just come belongs to what is shown. */
export function belongs(entry: ActivityOut, filters: Filters): boolean {
  const { actor, operation, kind, outcome, origin, room, run, entity } = filters;
  const query = asked(filters);
  return (
    (!actor || actorOf(entry).id === actor || entry.on_behalf_of === actor) &&
    (!operation || entry.operation === operation || entry.operation.startsWith(`${operation}.`)) &&
    (!kind || entry.entity?.kind === kind) &&
    (!outcome || entry.outcome === outcome || (outcome === "refused" && entry.outcome !== "ok")) &&
    (!origin || entry.origin === origin) &&
    (!room || entry.room_id === room) &&
    (!run || entry.run_id === run) &&
    (!entity || entry.entity?.id === entity || (entry.changes ?? []).some((change) => change.id === entity)) &&
    (!query["from"] || entry.at >= String(query["from"])) &&
    (!query["to"] || entry.at < String(query["to"]))
  );
}

export function actorOf(entry: ActivityOut): Actor {
  const { kind, id, display_name } = entry.actor;
  return { kind: String(kind ?? ""), id: String(id ?? ""), display_name: String(display_name || "") };
}

export function actorName(entry: ActivityOut): string {
  const actor = actorOf(entry);
  if (actor.display_name) return actor.display_name;
  return t(actor.kind === "system" ? "activity.system" : "activity.somebody");
}

/** "created", "changed"… for any operation; its own name where there is no word. */
export function verb(operation: string): string {
  const exact = `act.${operation}`;
  if (has(exact)) return t(exact);
  const key = `act.${operation.split(".").at(-1) ?? ""}`;
  return has(key) ? t(key) : operation;
}

export function kindWord(kind: string): string {
  const key = `kind.${kind}`;
  return has(key) ? t(key) : kind.replaceAll("_", " ");
}

export function fieldWord(name: string): string {
  const key = `field.${name}`;
  if (has(key)) return t(key);
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function originWord(origin: string): string {
  const key = `origin.${origin}`;
  return has(key) ? t(key) : origin;
}

/** "ok" is not said; a refusal is said by its code, in words. */
export function outcomeWord(outcome: string): string {
  const key = `outcome.${outcome}`;
  return has(key) ? t(key) : outcome;
}

/** What it was about: its name, or its kind when the name is not told. */
export function aboutWord(entry: ActivityOut): string {
  const { entity } = entry;
  // Refused before anything was found: the operation still says what it was to be about.
  if (!entity) return entry.outcome === "ok" ? "" : kindWord(entry.operation.split(".")[0]!);
  if (!entity.label) return kindWord(entity.kind);
  if (entity.kind === "message") return `${kindWord("message")} ${entity.label}`;
  // A session is called by its browser's long name.
  return entity.kind === "session" ? deviceName(entity.label) : entity.label;
}

/** Entries that were listed, for the few that cannot be asked for alone: what was written in a room. */
export const listed = new Map<string, ActivityOut>();
