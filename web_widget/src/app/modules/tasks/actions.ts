/** What keys and menus do on tasks, beyond what every row can. */
import { ArrowDown, ArrowUp, Calendar, Check, Copy, Folder, Pencil, Star, Tag, Trash2, Zap } from "lucide-preact";
import { signal } from "@preact/signals";
import { removeWithUndo, rowVerbs, toggleTask } from "@/actions/rows";
import { addActions } from "@/actions/table";
import { pickDate } from "@/components/DatePicker";
import { openMenu } from "@/components/Menu";
import type { Id, Task } from "@/contract";
import { t } from "@/i18n";
import { tasks } from "@/store/kinds";
import { current } from "@/store/selection";
import { toast } from "@/store/toasts";
import type { Order } from "../parts/reorder";
import type { Group } from "./groups";

/** The task whose title is being edited in its row. */
export const renaming = signal<Id | null>(null);
/** The groups on screen, for moving by key. */
export const onScreen = signal<Group[]>([]);

export function change(id: Id, patch: Partial<Task>): void {
  void tasks.update(id, patch).catch(() => undefined); // said in a toast, and shown as it was
}

export function knownLabels(): string[] {
  return [...new Set(tasks.all().flatMap((task) => task.tags))].sort((a, b) => a.localeCompare(b));
}

let order: Order | null = null;
/** The order of the list on screen; returns how it goes again. */
export function setOrder(shown: Order): () => void {
  order = shown;
  return () => {
    if (order === shown) order = null;
  };
}

function shift(id: Id, step: 1 | -1): void {
  const group = onScreen.peek().find((one) => one.tasks.some((task) => task.id === id));
  if (group) order?.step(id, group.key, step);
}

const onTask = (): boolean => current.value?.kind === "task";
const focusHere = (): boolean => onTask() && !document.activeElement?.closest("aside, dialog");

addActions([
  { id: "task.rename", title: "tasks.rename", group: "row", icon: Pencil, keys: "F2", when: onTask, run: () => (renaming.value = current.peek()?.id ?? null) },
  { id: "task.urgent", title: "tasks.toggle_urgent", group: "row", icon: Zap, keys: "!", when: onTask, run: () => { const task = tasks.peek(current.peek()!.id); if (task) change(task.id, { urgent: !task.urgent }); } },
  { id: "task.important", title: "tasks.toggle_important", group: "row", icon: Star, keys: "*", when: onTask, run: () => { const task = tasks.peek(current.peek()!.id); if (task) change(task.id, { important: !task.important }); } },
  { id: "task.up", title: "tasks.up", group: "row", icon: ArrowUp, keys: "Shift+ArrowUp", when: focusHere, run: () => shift(current.peek()!.id, -1), palette: false },
  { id: "task.down", title: "tasks.down", group: "row", icon: ArrowDown, keys: "Shift+ArrowDown", when: focusHere, run: () => shift(current.peek()!.id, 1), palette: false },
]);

/** Everything one can do with a task, at the pointer or beside its button. */
export function taskMenu(task: Task, anchor: Element | { x: number; y: number }, row: Element): void {
  openMenu(anchor, t("more"), [
    { label: t(task.status === "done" ? "tasks.reopen" : "tasks.complete"), icon: Check, keys: "E", run: () => toggleTask(task) },
    { label: t("action.date"), icon: Calendar, keys: "D", run: () => pickDate(row, task.deadline, (deadline) => change(task.id, { deadline })) },
    { label: t("action.move"), icon: Folder, keys: "M", run: () => rowVerbs.task?.move?.(task.id, row) },
    { label: t("action.label"), icon: Tag, keys: "L", run: () => rowVerbs.task?.label?.(task.id, row) },
    { label: t(task.urgent ? "tasks.not_urgent" : "tasks.set_urgent"), icon: Zap, keys: "!", run: () => change(task.id, { urgent: !task.urgent }) },
    { label: t(task.important ? "tasks.not_important" : "tasks.set_important"), icon: Star, keys: "*", run: () => change(task.id, { important: !task.important }) },
    "line",
    { label: t("tasks.up"), icon: ArrowUp, keys: "Shift ↑", run: () => shift(task.id, -1) },
    { label: t("tasks.down"), icon: ArrowDown, keys: "Shift ↓", run: () => shift(task.id, 1) },
    { label: t("tasks.rename"), icon: Pencil, keys: "F2", run: () => (renaming.value = task.id) },
    { label: t("tasks.copy_title"), icon: Copy, run: () => void navigator.clipboard.writeText(task.title).then(() => toast(t("copied")), () => undefined) },
    "line",
    { label: t("delete"), icon: Trash2, keys: "#", bad: true, run: () => removeWithUndo({ kind: "task", id: task.id }) },
  ], "bottom-start");
}
