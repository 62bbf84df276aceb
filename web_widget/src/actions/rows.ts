/** What the keys do on the current row. A kind says what it can: see `rowVerbs`. */
import { ArrowDown, ArrowUp, Calendar, Check, Eye, Folder, SquareArrowOutUpRight, Tag, Trash2 } from "lucide-preact";
import { kinds, titleOf } from "@/app/entity_kinds";
import { modules } from "@/app/modules";
import { openEntity } from "@/app/panes";
import { navigate } from "@/app/router";
import type { EntityKind, EntityRef, Id, Task } from "@/contract";
import { t, withWords } from "@/i18n";
import { pickDate } from "@/components/DatePicker";
import { storeOf, tasks } from "@/store/kinds";
import { current, move } from "@/store/selection";
import { toastUndo } from "@/store/undo";
import type { Action } from "./types";

export interface RowVerbs {
  complete?: (id: Id) => void;
  date?: (id: Id, anchor: Element) => void;
  move?: (id: Id, anchor: Element) => void;
  label?: (id: Id, anchor: Element) => void;
  remove?: (id: Id) => void;
}

/** Deletes, and offers to take it back. */
export function removeWithUndo(ref: EntityRef): void {
  const store = storeOf(ref.kind);
  const entity = store?.peek(ref.id);
  if (!store || !entity) return;
  const title = titleOf(ref.kind, entity);
  void store.remove(ref.id).then(() => toastUndo(t("deleted_toast", { title }), ref), () => undefined);
}

/** Completes or reopens a task, at once on screen. */
export function toggleTask(task: Task): void {
  const done = task.status === "done";
  const patch: Partial<Task> = done ? { status: "todo", completed_at: null } : { status: "done", completed_at: new Date().toISOString() };
  void tasks.act(task.id, done ? "reopen" : "complete", {}, patch).then(
    () => toastUndo(t(done ? "task.reopened_toast" : "task.done_toast", { title: task.title }), { kind: "task", id: task.id }),
    () => undefined,
  );
}

const OWN: Partial<Record<EntityKind, RowVerbs>> = {
  task: {
    complete: (id) => {
      const task = tasks.peek(id);
      if (task) toggleTask(task);
    },
    date: (id, anchor) => pickDate(anchor, tasks.peek(id)?.deadline ?? null, (deadline) => void tasks.update(id, { deadline }).catch(() => undefined)),
    move: (id, anchor) => void withWords(() => import("@/app/modules/parts/pickers"), "work").then(({ pickProject }) =>
      pickProject(anchor, tasks.peek(id)?.project_id ?? null, (project_id) => void tasks.update(id, { project_id }).catch(() => undefined))),
    label: (id, anchor) => void withWords(() => import("@/app/modules/parts/pickers"), "work").then(({ pickLabels }) => {
      const known = [...new Set(tasks.all().flatMap((task) => task.tags))].sort((a, b) => a.localeCompare(b));
      pickLabels(anchor, known, tasks.peek(id)?.tags ?? [], (tags) => void tasks.update(id, { tags }).catch(() => undefined));
    }),
    remove: (id) => removeWithUndo({ kind: "task", id }),
  },
  note: { remove: (id) => removeWithUndo({ kind: "note", id }) },
  project: { remove: (id) => removeWithUndo({ kind: "project", id }) },
  agenda: { remove: (id) => removeWithUndo({ kind: "agenda", id }) },
  budget: { remove: (id) => removeWithUndo({ kind: "budget", id }) },
  alarm: { remove: (id) => removeWithUndo({ kind: "alarm", id }) },
};

/** What each kind of row answers to. */
export const rowVerbs: Partial<Record<EntityKind, RowVerbs>> = { ...OWN };
for (const module of modules) {
  for (const { kind } of module.stores ?? []) rowVerbs[kind] = { remove: (id) => removeWithUndo({ kind, id }), ...module.verbs?.[kind] };
}

function row(): Element {
  const ref = current.peek();
  return document.querySelector(`[data-row="${ref?.kind}:${ref?.id}"]`) ?? document.body;
}

function verb(name: keyof RowVerbs): Pick<Action, "when" | "run"> {
  return {
    when: () => current.value !== null && rowVerbs[current.value.kind]?.[name] !== undefined,
    run: () => {
      const ref = current.peek();
      if (ref) rowVerbs[ref.kind]?.[name]?.(ref.id, row());
    },
  };
}

const onRow = (): boolean => current.value !== null;

export const rowActions: Action[] = [
  { id: "row.next", title: "action.next_row", group: "row", icon: ArrowDown, keys: "j", run: () => move(1), palette: false },
  { id: "row.previous", title: "action.previous_row", group: "row", icon: ArrowUp, keys: "k", run: () => move(-1), palette: false },
  {
    id: "row.open", title: "action.open_row", group: "row", icon: SquareArrowOutUpRight, keys: "Enter", when: () => onRow() && focusIsOnRow(),
    run: () => current.peek() && navigate(kinds[current.peek()!.kind].href(current.peek()!.id)), palette: false,
  },
  { id: "row.peek", title: "action.peek_row", group: "row", icon: Eye, keys: " ", when: () => onRow() && focusIsOnRow(), run: () => current.peek() && look(current.peek()!), palette: false },
  { id: "row.complete", title: "action.complete", group: "row", icon: Check, keys: "e", words: "done fait terminer", ...verb("complete") },
  { id: "row.date", title: "action.date", group: "row", icon: Calendar, keys: "d", words: "deadline échéance", ...verb("date") },
  { id: "row.move", title: "action.move", group: "row", icon: Folder, keys: "m", words: "project projet", ...verb("move") },
  { id: "row.label", title: "action.label", group: "row", icon: Tag, keys: "l", words: "tags étiquettes", ...verb("label") },
  { id: "row.delete", title: "action.delete", group: "row", icon: Trash2, keys: ["#", "Delete"], words: "delete supprimer effacer", ...verb("remove") },
];

/** Beside, or where it stands when its kind has nothing to show beside. */
function look(ref: EntityRef): void {
  if (kinds[ref.kind].view) openEntity(ref);
  else navigate(kinds[ref.kind].href(ref.id));
}

/** Enter and Space belong to a button or a field that has the focus. */
function focusIsOnRow(): boolean {
  const focused = document.activeElement;
  return focused === document.body || (focused instanceof HTMLElement && focused.hasAttribute("data-row"));
}
