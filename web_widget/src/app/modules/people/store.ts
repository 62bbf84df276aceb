/** People, their teams, and the accounts that one keeps at hand. */
import { onReady } from "@/connection";
import type { Entity } from "@/contract";
import type { Contact as WireContact, Person as WirePerson, Team as WireTeam } from "@/contract/generated";
import { fold } from "@/i18n/fold";
import { EntityStore } from "@/store/entities";
import { onNicknames } from "@/store/nicknames";

export type Person = WirePerson & Entity;
export type Team = WireTeam & Entity;
export type Contact = WireContact & Entity;

export function fullName(person: Person): string {
  return `${person.first_name} ${person.last_name}`.trim();
}

const holds = (text: string, words: unknown): boolean => fold(String(words ?? "")).split(/\s+/).every((word) => fold(text).includes(word));
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const sortName = (person: Person): string => fold(`${person.last_name} ${person.first_name}`).trim();

export const people = new EntityStore<Person>({
  kind: "person",
  path: "/api/people",
  match: (person, params) =>
    (["team_id", "manager_id", "left", "contact_only"] as const).every((field) => params[field] === undefined || person[field] === params[field]) &&
    holds([fullName(person), ...person.aliases, person.email, person.role, person.subteam].join(" "), params["q"]),
  compare: (a, b) => byText(sortName(a), sortName(b)) || byText(a.id, b.id),
});
export const teams = new EntityStore<Team>({
  kind: "team",
  path: "/api/teams",
  match: (team, params) => holds(team.name, params["q"]),
  compare: (a, b) => byText(fold(a.name), fold(b.name)) || byText(a.id, b.id),
});
export const contacts = new EntityStore<Contact>({ kind: "contact", path: "/api/contacts", match: () => true, compare: (a, b) => byText(a.id, b.id) });

const nicknames = contacts.derive((all) => new Map(all.filter((one) => one.nickname).map((one) => [one.user_id, one.nickname])));
onNicknames((id) => nicknames.value.get(id));
// Once a visit: afterwards the hub tells what changes.
onReady((_, again) => {
  if (!again) void contacts.page({ limit: 200 }).catch(() => undefined); // people keep their own names
});
