/** The pane beside the work: its tabs and what it shows. Anything can open an entity, a run or a thread in it. */
import { signal } from "@preact/signals";
import { narrow } from "./media";
import type { EntityRef, Id } from "@/contract";

export type PaneTab = "today" | "project" | "thread" | "run" | "entity";

/** What the person chose on wide screens; kept. */
export const paneOpen = signal(localStorage.getItem("panoramix.pane") !== "closed");
/** On narrow screens the pane slides over and starts closed. */
export const paneOver = signal(false);
export const paneWidth = signal(Number(localStorage.getItem("panoramix.pane_width")) || 376);
export const paneTab = signal<PaneTab>("today");
export const paneEntity = signal<EntityRef | null>(null);
export const paneThread = signal<{ room_id: Id; message_id: Id } | null>(null);
export const paneRun = signal<Id | null>(null);

export function isNarrow(): boolean {
  return narrow.value;
}

export function showPane(tab: PaneTab): void {
  paneTab.value = tab;
  if (isNarrow()) paneOver.value = true;
  else setPaneOpen(true);
}

export function setPaneOpen(open: boolean): void {
  paneOpen.value = open;
  localStorage.setItem("panoramix.pane", open ? "open" : "closed");
}

export function togglePane(): void {
  if (isNarrow()) paneOver.value = !paneOver.value;
  else setPaneOpen(!paneOpen.value);
}

export function closePane(): void {
  if (isNarrow()) paneOver.value = false;
  else setPaneOpen(false);
}

export function setPaneWidth(width: number): void {
  paneWidth.value = Math.round(Math.min(640, Math.max(300, width)));
  localStorage.setItem("panoramix.pane_width", String(paneWidth.value));
}

/** Opens a task, note, project… beside what one is doing. */
export function openEntity(ref: EntityRef): void {
  paneEntity.value = { kind: ref.kind, id: ref.id };
  showPane("entity");
}

export function openRun(id: Id): void {
  paneRun.value = id;
  showPane("run");
}

export function openThread(room_id: Id, message_id: Id): void {
  paneThread.value = { room_id, message_id };
  showPane("thread");
}
