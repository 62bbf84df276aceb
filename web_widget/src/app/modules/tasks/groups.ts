/** How tasks are put under headings, and what being dropped under a heading changes. */
import type { DateOnly, Project, Task } from "@/contract";
import { t } from "@/i18n";
import { addDays, dateWords } from "@/i18n/format";

export interface Group {
  key: string;
  title: string;
  note?: string;
  tone?: "bad";
  color?: string | null;
  tasks: Task[];
  /** What changes on a task that is dropped here; beside a task of the group, if it was dropped on one. Null: not here. */
  accept: ((task: Task, beside: Task | null) => Partial<Task> | null) | null;
}

function before(a: string | null, b: string | null): number {
  return a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1;
}

export function byRank(a: Task, b: Task): number {
  return before(a.rank, b.rank) || before(b.created_at, a.created_at);
}

function byDay(a: Task, b: Task): number {
  return before(a.deadline ?? a.scheduled_date, b.deadline ?? b.scheduled_date) || byRank(a, b);
}

/** The day on which a task asks for attention: planned, or due; a plan that has passed is for today. */
export function dayOfTask(task: Task, today: DateOnly): DateOnly | null {
  if (task.deadline && task.deadline < today) return task.deadline;
  const planned = task.scheduled_date && task.scheduled_date < today ? today : task.scheduled_date;
  if (planned && task.deadline) return planned < task.deadline ? planned : task.deadline;
  return planned ?? task.deadline;
}

function onDay(task: Task, day: DateOnly | null): Partial<Task> {
  return task.deadline === day && (day !== null || task.scheduled_date === null) ? {} : { deadline: day, ...(day === null ? { scheduled_date: null } : {}) };
}

export function timeGroups(tasks: readonly Task[], today: DateOnly): Group[] {
  const week = addDays(today, 7);
  const overdue: Task[] = [], now: Task[] = [], soon: Task[] = [], later: Task[] = [], none: Task[] = [];
  for (const task of tasks) {
    const day = dayOfTask(task, today);
    (day === null ? none : day < today ? overdue : day === today ? now : day <= week ? soon : later).push(task);
  }
  const beside = (fallback: DateOnly) => (task: Task, other: Task | null): Partial<Task> => {
    const day = other ? other.deadline ?? other.scheduled_date : null;
    return other && day ? onDay(task, day) : onDay(task, fallback);
  };
  return [
    { key: "overdue", title: t("tasks.overdue"), tone: "bad", tasks: overdue.sort(byDay), accept: (task) => (task.deadline && task.deadline < today ? {} : null) },
    { key: "today", title: t("date.today"), tasks: now.sort(byRank), accept: (task) => onDay(task, today) },
    { key: "week", title: t("tasks.week"), tasks: soon.sort(byDay), accept: beside(addDays(today, 1)) },
    { key: "later", title: t("tasks.later"), tasks: later.sort(byDay), accept: beside(addDays(today, 14)) },
    { key: "none", title: t("date.none"), tasks: none.sort(byRank), accept: (task) => onDay(task, null) },
  ];
}

export function dayGroups(tasks: readonly Task[], today: DateOnly): Group[] {
  const days = new Map<string, Task[]>();
  for (const task of tasks) {
    const key = task.deadline ?? "";
    days.set(key, [...(days.get(key) ?? []), task]);
  }
  return [...days.entries()].sort(([a], [b]) => before(a || null, b || null)).map(([day, found]) => ({
    key: day || "none",
    title: day ? dateWords(day) : t("tasks.no_deadline"),
    tasks: found.sort(byRank),
    ...(day && day < today ? { tone: "bad" as const } : {}),
    accept: (task: Task) => (task.deadline === (day || null) ? {} : { deadline: day || null }),
  }));
}

export function projectGroups(tasks: readonly Task[], projects: readonly Project[]): Group[] {
  const known = new Map(projects.map((project) => [project.id, project]));
  const groups = new Map<string, Task[]>();
  for (const task of tasks) {
    const key = task.project_id ?? "";
    groups.set(key, [...(groups.get(key) ?? []), task]);
  }
  const order = [...projects].sort((a, b) => before(a.rank, b.rank)).map((project) => project.id);
  const keys = [...groups.keys()].sort((a, b) => (a === "" ? 1 : b === "" ? -1 : order.indexOf(a) - order.indexOf(b)));
  return keys.map((id) => ({
    key: id || "none",
    title: id ? known.get(id)?.name ?? "…" : t("tasks.no_project"),
    color: id ? known.get(id)?.color ?? null : null,
    tasks: groups.get(id)!.sort(byRank),
    accept: (task: Task) => (task.project_id === (id || null) ? {} : { project_id: id || null }),
  }));
}

export function quadrants(tasks: readonly Task[]): Group[] {
  const cell = (urgent: boolean, important: boolean, name: "do" | "plan" | "delegate" | "drop"): Group => ({
    key: name,
    title: t(`tasks.quadrant_${name}`),
    note: t(`tasks.quadrant_${name}_note`),
    tasks: tasks.filter((task) => task.urgent === urgent && task.important === important).sort(byDay),
    accept: (task) => (task.urgent === urgent && task.important === important ? {} : { urgent, important }),
  });
  return [cell(true, true, "do"), cell(false, true, "plan"), cell(true, false, "delegate"), cell(false, false, "drop")];
}

/** Done is a column too: what is dropped there is completed, through `status`. */
export function columns(open: readonly Task[], done: readonly Task[]): Group[] {
  const column = (status: Task["status"], tasks: readonly Task[]): Group => ({
    key: status,
    title: t(`task.status_${status}`),
    tasks: status === "done" ? [...tasks].sort((a, b) => before(b.completed_at, a.completed_at)) : tasks.filter((task) => task.status === status).sort(byRank),
    accept: (task) => (task.status === status ? {} : { status }),
  });
  return [column("idea", open), column("todo", open), column("in_progress", open), column("done", done)];
}
