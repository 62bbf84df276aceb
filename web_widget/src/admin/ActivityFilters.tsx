import { X } from "lucide-preact";
import type { JSX } from "preact";
import { Chip } from "@/components/Chip";
import { Field, Select } from "@/components/Field";
import { openPopover } from "@/components/Popover";
import { t } from "@/i18n";
import { dateWords } from "@/i18n/format";
import { users } from "@/store/kinds";
import { useQuery } from "@/store/queries";
import { rooms } from "@/store/rooms";
import { setQuery } from "@/app/router";
import { FILTERS, kindWord, originWord, outcomeWord, shown, type Filters } from "./activity";

const KINDS = ["task", "project", "note", "agenda", "budget", "alarm", "message", "room", "user", "invitation", "session", "token", "activity", "run"];
const OUTCOMES = ["ok", "refused", "invalid", "forbidden", "not_found", "conflict", "unauthenticated", "rate_limited", "unavailable", "internal"];
const ORIGINS = ["rest", "socket", "slash", "agent", "mcp", "schedule", "system", "cli"];

export function openFilters(anchor: Element): void {
  openPopover({ anchor, label: t("activity.filter"), placement: "bottom-end", render: () => <FilterPanel /> });
}

function roomName(id: string): string {
  const room = rooms.value.get(id);
  return room?.name || (room?.peers ?? []).map((peer) => peer.display_name).join(", ") || id;
}

function FilterPanel(): JSX.Element {
  const now = shown();
  const people = useQuery(users.query({ limit: 200 }));
  const any = ["", t("tasks.any")] as const;
  const set = (name: keyof Filters) => (value: string): void => setQuery({ [name]: value || null });
  return (
    <div class="filterpanel adminfilters">
      <Select label={t("activity.actor")} value={now.actor} onValue={set("actor")} options={[any, ...people.items.value.map((user) => [user.id, user.display_name] as const)]} />
      <Field label={t("activity.operation")} value={now.operation} placeholder="task.update, task" pattern="[a-z_]+(\.[a-z_]+)?" autocomplete="off" spellcheck={false}
        onValue={(value) => /^([a-z][a-z_]*(\.[a-z][a-z_]*)?)?$/.test(value) && set("operation")(value)} />
      <Select label={t("activity.kind")} value={now.kind} onValue={set("kind")} options={[any, ...KINDS.map((kind) => [kind, kindWord(kind)] as const)]} />
      <Select label={t("activity.outcome")} value={now.outcome} onValue={set("outcome")} options={[any, ...OUTCOMES.map((one) => [one, outcomeWord(one)] as const)]} />
      <Select label={t("activity.origin")} value={now.origin} onValue={set("origin")} options={[any, ...ORIGINS.map((one) => [one, originWord(one)] as const)]} />
      <Select label={t("kind.room")} value={now.room} onValue={set("room")} options={[any, ...[...rooms.value.keys()].map((id) => [id, roomName(id)] as const)]} />
      <div class="twofields">
        <Field label={t("activity.from")} type="date" value={now.from} max={now.to || undefined} onValue={set("from")} />
        <Field label={t("activity.to")} type="date" value={now.to} min={now.from || undefined} onValue={set("to")} />
      </div>
    </div>
  );
}

function words(name: keyof Filters, value: string): string {
  switch (name) {
    case "actor": return users.slot(value).value?.display_name ?? "…";
    case "kind": return kindWord(value);
    case "outcome": return outcomeWord(value);
    case "origin": return originWord(value);
    case "room": return roomName(value);
    case "run": return t("activity.one_run");
    case "entity": return t("activity.one_thing");
    case "from": return t("activity.since", { day: dateWords(value) });
    case "to": return t("activity.until", { day: dateWords(value) });
    case "operation": return value;
  }
}

/** The filters that are on; a press takes one off. */
export function ActiveFilters(): JSX.Element | null {
  const now = shown();
  const active = FILTERS.filter((name) => now[name] !== "");
  if (active.length === 0) return null;
  return (
    <div class="filters">
      {active.map((name) => <Chip key={name} on title={t("tasks.filter_off")} onClick={() => setQuery({ [name]: null })}>{words(name, now[name])}<X aria-hidden="true" /></Chip>)}
    </div>
  );
}
