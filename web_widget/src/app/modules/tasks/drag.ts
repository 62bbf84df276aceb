/** Tasks put in order: beside one another their order changes, under another heading what the heading stands for. */
import { toggleTask } from "@/actions/rows";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { tasks } from "@/store/kinds";
import { toastUndo } from "@/store/undo";
import { beside, type OrderSpec, type Place } from "../parts/reorder";
import type { Group } from "./groups";

/** How the groups that are shown now are put in order. */
export function taskOrder(groups: () => readonly Group[]): OrderSpec {
  const group = (key: string): Group | undefined => groups().find((one) => one.key === key);
  return {
    across: true,
    rows: (key) => group(key)?.tasks ?? [],
    move: (id, to) => {
      const under = group(to.group);
      if (under) drop(id, under, to);
    },
  };
}

function drop(id: Id, group: Group, to: Place): void {
  const task = tasks.peek(id);
  if (!task) return;
  const other = to.id ? tasks.peek(to.id) ?? null : null;
  const patch = group.accept?.(task, other) ?? null;
  if (patch === null) return;
  if (patch.status === "done" || (patch.status && task.status === "done")) {
    toggleTask(task);
    return;
  }
  if (Object.keys(patch).length > 0) {
    void tasks.update(id, patch).then(() => toastUndo(t("tasks.moved_toast", { title: task.title, group: group.title }), { kind: "task", id }), () => undefined);
  }
  if (!other || other.id === id) return;
  const { body, rank } = beside(group.tasks, id, { id: other.id, edge: to.edge });
  void tasks.act(id, "move", body, { rank }).catch(() => undefined); // said in a toast; the old place is back
}
