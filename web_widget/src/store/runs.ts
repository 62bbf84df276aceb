/** What Eko is doing: runs with their steps, answers as they are written, and what waits for a yes or a no. */
import { computed, signal } from "@preact/signals";
import type { Approval, Id, Message, Page, Run, RunDelta, RunStep } from "@/contract";
import { afterReady, api, asApiError, on, onReady } from "@/connection";
import { onSighting } from "./messages";
import { onSignedOut } from "./session";
import { toastError } from "./toasts";

export const runs = signal<ReadonlyMap<Id, Run>>(new Map());
export const approvals = signal<ReadonlyMap<Id, Approval>>(new Map());
export interface Stream {
  run_id: Id;
  room_id: Id;
  parts: readonly string[];
}
/** Answers being written, by run. */
export const streams = signal<ReadonlyMap<Id, Stream>>(new Map());

function putRun(run: Partial<Run> & { id: Id }): void {
  const before = runs.peek().get(run.id);
  const merged = { ...before, ...run } as Run;
  // An event may carry fewer steps than are here already.
  if (before?.steps && (!run.steps || run.steps.length < before.steps.length)) merged.steps = before.steps;
  runs.value = new Map(runs.peek()).set(run.id, merged);
}

on<{ run: Run }>("run.started", ({ run }) => putRun(run));
on<{ run: Run; step?: RunStep }>("run.step", ({ run, step }) => {
  if (step && !run.steps) putRun({ ...run, steps: [...(runs.peek().get(run.id)?.steps ?? []), step] });
  else putRun(run);
});
on<{ run: Run }>("run.finished", ({ run }) => {
  putRun(run);
  ended(run);
});
on<RunDelta>("run.delta", ({ run_id, room_id, index, text }) => {
  const parts = [...(streams.peek().get(run_id)?.parts ?? [])];
  parts[index] = text;
  streams.value = new Map(streams.peek()).set(run_id, { run_id, room_id, parts });
});
on<Approval>("approval.requested", (approval) => {
  approvals.value = new Map(approvals.peek()).set(approval.id, approval);
});
on<Approval>("approval.decided", ({ id }) => dropApproval(id));
onSighting((messages: readonly Message[]) => {
  for (const message of messages) if (message.run_id) endStream(message.run_id);
});
onReady((_, again) => {
  // The pieces of an answer that came meanwhile are gone: the message will have all of it.
  if (again) streams.value = new Map();
});
afterReady((again) => {
  void loadApprovals();
  if (!again) return;
  // What was under way may have ended unheard.
  for (const run of runs.peek().values()) if (under(run)) void lookUp(run.id);
});
onSignedOut(() => {
  runs.value = new Map();
  approvals.value = new Map();
  streams.value = new Map();
});

function ended(run: Run): void {
  endStream(run.id);
  for (const approval of approvals.peek().values()) if (approval.run_id === run.id) dropApproval(approval.id);
}

function under(run: Run): boolean {
  return run.status === "running" || run.status === "waiting";
}

async function lookUp(id: Id): Promise<void> {
  try {
    await fetchRun(id);
  } catch (error) {
    // Not to be seen any more: nothing is under way. Otherwise the next connection asks again.
    if (!asApiError(error).transient) putRun({ id, status: "failed" });
  }
}

function endStream(run: Id): void {
  if (!streams.peek().has(run)) return;
  const next = new Map(streams.peek());
  next.delete(run);
  streams.value = next;
}

function dropApproval(id: Id): void {
  const next = new Map(approvals.peek());
  if (next.delete(id)) approvals.value = next;
}

async function loadApprovals(): Promise<void> {
  try {
    const page = await api.get<Page<Approval>>("/api/approvals", { status: "pending", limit: 100 });
    approvals.value = new Map(page.items.map((approval) => [approval.id, approval]));
  } catch {
    // The next connection asks again; new ones come as events.
  }
}

/** Runs of mine that are going on in a room. */
export function activeRuns(room: Id): Run[] {
  return [...runs.value.values()].filter((run) => (run.answer_room_id ?? run.room_id) === room && under(run));
}

/** Questions asked in a room whose message is not there to stand under. */
export function looseApprovals(room: Id, here: (message: Id) => boolean): Approval[] {
  return [...approvals.value.values()].filter((approval) => approval.room_id === room && !(approval.message_id && here(approval.message_id)));
}

/** The question that a message asks, while it waits. */
export function approvalOf(message: Message): Approval | undefined {
  const id = message.card?.approval_id;
  return (id && approvals.value.get(id)) || [...approvals.value.values()].find((approval) => approval.message_id === message.id);
}
export const approvalCount = computed(() => approvals.value.size);

export async function fetchRun(id: Id): Promise<Run> {
  const run = await api.get<Run>(`/api/runs/${id}`);
  putRun(run);
  if (!under(run)) ended(run);
  return run;
}

export async function decide(approval: Approval, decision: "approve" | "deny", with_: { arguments?: Record<string, unknown>; choice?: number } = {}): Promise<boolean> {
  try {
    await api.post(`/api/approvals/${approval.id}`, { decision, ...with_, ...(approval.calls_hash ? { calls_hash: approval.calls_hash } : {}) });
    dropApproval(approval.id);
    return true;
  } catch (error) {
    toastError(error);
    return false;
  }
}

/** Takes back everything a run did. */
export async function undoRun(id: Id): Promise<boolean> {
  try {
    await api.post(`/api/runs/${id}/undo`);
    putRun({ id, undone: true });
    void fetchRun(id).catch(() => undefined);
    return true;
  } catch (error) {
    toastError(error);
    return false;
  }
}

export async function cancelRun(id: Id): Promise<void> {
  try {
    await api.post(`/api/runs/${id}/cancel`);
  } catch (error) {
    toastError(error);
  }
}
