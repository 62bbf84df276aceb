/** Dragging tasks: onto one another changes their order, under another heading what the heading stands for. */
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { draggable, dropTargetForElements, monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { attachClosestEdge, extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge";
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RefObject } from "preact";
import { toggleTask } from "@/actions/rows";
import type { Id, Task } from "@/contract";
import { t } from "@/i18n";
import { tasks } from "@/store/kinds";
import { toastUndo } from "@/store/undo";
import type { Group } from "./groups";

interface Landing {
  group: string;
  id: Id | null;
  edge: "top" | "bottom";
}
/** Where the dragged task would land: a line over or under a row, or a heading. */
export const landing = signal<Landing | null>(null);
export const dragged = signal<Id | null>(null);

export function useTaskDrag(ref: RefObject<HTMLElement>, id: Id, group: string): void {
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    return combine(
      draggable({ element, getInitialData: () => ({ task: id, group }) }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => typeof source.data["task"] === "string" && source.data["task"] !== id,
        getData: ({ input }) => attachClosestEdge({ task: id, group }, { element, input, allowedEdges: ["top", "bottom"] }),
      }),
    );
  }, [id, group]);
}

export function useGroupDrop(ref: RefObject<HTMLElement>, group: string): void {
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    return dropTargetForElements({ element, canDrop: ({ source }) => typeof source.data["task"] === "string", getData: () => ({ group }) });
  }, [group]);
}

/** Watches drags while the view is on screen. `groups` gives what is shown now. */
export function useTaskDrops(groups: () => Group[]): void {
  useEffect(() => monitorForElements({
    canMonitor: ({ source }) => typeof source.data["task"] === "string",
    onDragStart: ({ source }) => (dragged.value = source.data["task"] as Id),
    onDrag: ({ location }) => (landing.value = landingOf(location.current.dropTargets[0])),
    onDrop: ({ source, location }) => {
      const at = landingOf(location.current.dropTargets[0]);
      landing.value = null;
      dragged.value = null;
      if (at) drop(source.data["task"] as Id, at.group, at.id, at.edge, groups());
    },
  }), [groups]);
}

interface Over {
  data: Record<string | symbol, unknown>;
}
function landingOf(over: Over | undefined): Landing | null {
  if (!over) return null;
  return { group: over.data["group"] as string, id: (over.data["task"] as Id | undefined) ?? null, edge: extractClosestEdge(over.data) === "top" ? "top" : "bottom" };
}

function drop(id: Id, key: string, besideId: Id | null, edge: "top" | "bottom", groups: Group[]): void {
  const task = tasks.peek(id);
  const group = groups.find((one) => one.key === key);
  if (!task || !group) return;
  const beside = besideId ? tasks.peek(besideId) ?? null : null;
  const patch = group.accept?.(task, beside) ?? null;
  if (patch === null) return;
  if (patch.status === "done" || (patch.status && task.status === "done")) {
    toggleTask(task);
    return;
  }
  if (Object.keys(patch).length > 0) {
    void tasks.update(id, patch).then(() => toastUndo(t("tasks.moved_toast", { title: task.title, group: group.title }), { kind: "task", id }), () => undefined);
  }
  if (beside && beside.id !== id) void moveBeside(task, beside, edge, group.tasks);
}

/** Puts a task right over or under another; shown at once with a rank that will do until the hub gives the real one. */
export async function moveBeside(task: Task, beside: Task, edge: "top" | "bottom", order: readonly Task[]): Promise<void> {
  const others = order.filter((one) => one.id !== task.id);
  const at = others.findIndex((one) => one.id === beside.id);
  const above = edge === "bottom" ? beside : others[at - 1];
  const rank = above ? `${above.rank}0` : "";
  const body = edge === "bottom" ? { after_id: beside.id } : { before_id: beside.id };
  await tasks.act(task.id, "move", body, { rank }).catch(() => undefined); // said in a toast; the old place is back
}
