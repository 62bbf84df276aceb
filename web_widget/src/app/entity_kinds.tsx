/**
 * How each kind of entity is named, drawn in one line, opened and detailed. Cards, chips, the palette and the
 * pane all read this table; later modules bring their own (`modules/`).
 */
import { Activity as ActivityIcon, AlarmClock, Bot, Bug, Calendar, Euro, FileText, Folder, MessageSquare, SquareCheck, User as UserIcon, Hash } from "lucide-preact";
import type { AgendaEvent, Alarm, BudgetLine, Entity, EntityKind, Note, Project, Task, User } from "@/contract";
import { lazy } from "@/components/lazy";
import { dateWords, dayAndClock, money, span } from "@/i18n/format";
import { modules } from "./modules";
import { view, type KindInfo } from "./modules/registry";

export type { KindInfo } from "./modules/registry";

const OWN: Partial<Record<EntityKind, KindInfo>> = {
  task: {
    icon: SquareCheck, name: "kind.task", title: (task: Task) => task.title,
    detail: (task: Task) => (task.deadline ? dateWords(task.deadline) : ""),
    href: (id) => `/tasks/${id}`, view: view("work", () => import("./modules/tasks/TaskDetail")),
  },
  note: {
    icon: FileText, name: "kind.note", title: (note: Note) => note.title,
    href: (id) => `/notes/${id}`, view: view("note_labels", () => import("./modules/notes/NoteDetail")),
  },
  project: {
    icon: Folder, name: "kind.project", title: (project: Project) => project.name,
    detail: (project: Project) => (project.target_date ? dateWords(project.target_date) : ""),
    href: (id) => `/projects/${id}`, view: view("work", () => import("./modules/projects/ProjectDetail")),
  },
  agenda: {
    icon: Calendar, name: "kind.agenda", title: (event: AgendaEvent) => event.summary, detail: (event: AgendaEvent) => span(event),
    href: (id) => `/agenda/${id}`, view: view("work", () => import("./modules/agenda/EventDetail")),
  },
  budget: {
    icon: Euro, name: "kind.budget", title: (line: BudgetLine) => line.label || line.vendor || line.category || "",
    detail: (line: BudgetLine) => money(line.amount_cents, line.currency),
    href: (id) => `/budget/${id}`, view: view("budget", () => import("./modules/budget/LineDetail")),
  },
  alarm: {
    icon: AlarmClock, name: "kind.alarm", title: (alarm: Alarm) => alarm.title,
    detail: (alarm: Alarm) => (alarm.next_trigger_at ? dayAndClock(alarm.next_trigger_at) : ""),
    href: (id) => `/alarms/${id}`, view: view("work", () => import("./modules/alarms/AlarmDetail")),
  },
  user: { icon: UserIcon, name: "kind.user", title: (user: User) => user.display_name, href: (id) => `/admin/people/${id}` },
  room: { icon: Hash, name: "kind.room", title: (room: { name: string | null }) => room.name ?? "", href: (id) => `/rooms/${id}` },
  message: { icon: MessageSquare, name: "kind.message", title: (message: { content: string }) => message.content, href: (id) => `/messages/${id}` },
  run: { icon: Bot, name: "kind.run", title: () => "", href: (id) => `/admin/runs/${id}`, view: lazy(() => import("./panes/RunSteps")) },
  activity: { icon: ActivityIcon, name: "kind.activity", title: () => "", href: (id) => `/admin/activity/${id}`, view: view("admin", () => import("@/admin/ActivityDetail"), "settings") },
  client_error: { icon: Bug, name: "kind.client_error", title: (group: { message: string }) => group.message, href: (id) => `/admin/errors/${id}` },
};

/** Every kind that can reach the page has its line: `tests/registry.test.ts` holds what is here against the catalog. */
export const kinds = Object.assign({}, OWN, ...modules.map((module) => module.kinds)) as Record<EntityKind, KindInfo>;

export function titleOf(kind: EntityKind, entity: Entity): string {
  return (kinds[kind].title as (entity: Entity) => string)(entity);
}

export function detailOf(kind: EntityKind, entity: Entity): string {
  return (kinds[kind].detail as ((entity: Entity) => string) | undefined)?.(entity) ?? "";
}
