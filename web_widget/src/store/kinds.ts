/** The stores of the modules' entities, with the rules that let their lists follow events without asking again. */
import { modules } from "@/app/modules";
import type { AgendaEvent, Alarm, BudgetLine, EntityEvent, EntityKind, Id, Note, Project, Task, User } from "@/contract";
import { on } from "@/connection";
import type { Query as Params } from "@/connection";
import { EntityStore } from "./entities";
import type { Entity } from "@/contract";
import { me } from "./session";

const OPEN = new Set(["idea", "todo", "in_progress"]);

function between(value: string | null | undefined, from: unknown, to: unknown): boolean {
  if (from === undefined && to === undefined) return true;
  if (!value) return false;
  const day = value.slice(0, 10);
  return (from === undefined || day >= String(from).slice(0, 10)) && (to === undefined || day <= String(to).slice(0, 10));
}

function matchTask(task: Task, params: Params): boolean {
  if (params["q"]) {
    const needle = String(params["q"]).toLowerCase();
    if (!`${task.title} ${task.description ?? ""} ${task.tags.join(" ")}`.toLowerCase().includes(needle)) return false;
  }
  for (const field of ["status", "project_id", "assignee_id", "parent_id", "urgent", "important"] as const) {
    if (params[field] !== undefined && params[field] !== null && task[field] !== params[field]) return false;
  }
  if (params["open"] !== undefined && OPEN.has(task.status) !== params["open"]) return false;
  if (params["tag"] && !task.tags.includes(String(params["tag"]))) return false;
  return (
    between(task.deadline, params["deadline_from"], params["deadline_to"]) &&
    between(task.scheduled_date, params["scheduled_from"], params["scheduled_to"]) &&
    between(task.completed_at, params["completed_from"], params["completed_to"])
  );
}

function byText(a: string | null, b: string | null): number {
  return a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1;
}

function compareTasks(a: Task, b: Task, params: Params): number {
  switch (params["sort"]) {
    case "deadline": return byText(a.deadline, b.deadline) || byText(a.rank, b.rank);
    case "created_at": return byText(b.created_at, a.created_at);
    case "updated_at": return byText(b.updated_at, a.updated_at);
    default: return byText(a.rank, b.rank) || byText(b.created_at, a.created_at);
  }
}

export const tasks = new EntityStore<Task>({ kind: "task", path: "/api/tasks", match: matchTask, compare: compareTasks });
export const projects = new EntityStore<Project>({
  kind: "project",
  path: "/api/projects",
  match: (project, params) =>
    (!params["status"] || project.status === params["status"]) &&
    (!params["q"] || project.name.toLowerCase().includes(String(params["q"]).toLowerCase())),
  compare: (a, b) => byText(a.rank, b.rank),
});
export const notes = new EntityStore<Note>({ kind: "note", path: "/api/notes" });
/** Lists asked with `from` and `to` hold occurrences: one entity may stand in them several times. */
export const agenda = new EntityStore<AgendaEvent>({
  kind: "agenda",
  path: "/api/agenda",
  keyOf: (event) => (event.occurrence ? `${event.id}@${event.occurrence}` : event.id),
});
export const budget = new EntityStore<BudgetLine>({ kind: "budget", path: "/api/budget" });
export const alarms = new EntityStore<Alarm>({
  kind: "alarm",
  path: "/api/alarms",
  match: () => true,
  compare: (a, b) => byText(a.next_trigger_at, b.next_trigger_at),
});
/** People and bots. A user has no owner on the wire; the store does not mind. */
export const users = new EntityStore<User & Entity>({ kind: "user", path: "/api/users" });

const byKind: Partial<Record<EntityKind, EntityStore<never>>> = {
  task: tasks as unknown as EntityStore<never>,
  project: projects as unknown as EntityStore<never>,
  note: notes as unknown as EntityStore<never>,
  agenda: agenda as unknown as EntityStore<never>,
  budget: budget as unknown as EntityStore<never>,
  alarm: alarms as unknown as EntityStore<never>,
  user: users as unknown as EntityStore<never>,
};

/** Looked for when it is asked: a module's store may itself need what imports this file. */
const later = (): EntityStore<never>[] => modules.flatMap((module) => module.stores ?? []);
const all = (): EntityStore<never>[] => [...Object.values(byKind), ...later()];

export function storeOf(kind: EntityKind): EntityStore<Entity> | null {
  const found = byKind[kind] ?? later().find((store) => store.kind === kind);
  return (found as unknown as EntityStore<Entity> | undefined) ?? null;
}

/** A project that one has part in no more takes everything in it along; what stays, the hub says again. */
on<EntityEvent<Entity>>("project.deleted", ({ entity }) => {
  for (const store of all() as unknown as EntityStore<Entity & { project_id?: Id | null }>[]) store.forgetWhere((one) => one.project_id === entity.id);
});
on<{ member: { user: { id: Id } } }>("project.member_joined", ({ member }) => {
  if (member.user.id !== me.peek()?.id) return;
  for (const store of all()) store.reloadVisible();
});

export function clearEntities(): void {
  for (const store of all()) store.clear();
}
