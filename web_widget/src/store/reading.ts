/** Tells the hub how far one has read: at most once a second and room, the latest, and again until it has heard. */
import type { Id } from "@/contract";
import { asApiError, backoff, call, connection } from "@/connection";
import { readTold, rooms } from "./rooms";

const FIRST_MS = 250;
const EVERY_MS = 1000;

const timers = new Map<Id, ReturnType<typeof setTimeout>>();
const toldAt = new Map<Id, number>();
const tries = new Map<Id, number>();
/** Rooms of which the hub has not heard the latest. */
const due = new Set<Id>();

export function tellRead(id: Id): void {
  due.add(id);
  schedule(id, Math.max(FIRST_MS, (toldAt.get(id) ?? 0) + EVERY_MS - Date.now()));
}

/** What could not be told while there was no connection. */
export function tellReadAgain(): void {
  tries.clear();
  for (const id of due) schedule(id, FIRST_MS + Math.random() * EVERY_MS);
}

export function forgetReading(): void {
  for (const timer of timers.values()) clearTimeout(timer);
  for (const kept of [timers, toldAt, tries]) kept.clear();
  due.clear();
}

function schedule(id: Id, wait: number): void {
  if (timers.has(id)) return;
  timers.set(id, setTimeout(() => {
    timers.delete(id);
    void tell(id);
  }, wait));
}

async function tell(id: Id): Promise<void> {
  const seq = rooms.peek().get(id)?.last_read_seq;
  if (connection.peek() !== "online") return; // `ready` comes back to it
  due.delete(id);
  if (seq === undefined) return;
  toldAt.set(id, Date.now());
  try {
    await call("room.read", { room_id: id, seq });
    tries.delete(id);
    readTold(id);
  } catch (error) {
    const refusal = asApiError(error);
    if (!refusal.transient) return; // the room is gone
    const count = (tries.get(id) ?? 0) + 1;
    tries.set(id, count);
    due.add(id);
    schedule(id, Math.max(backoff(count), (refusal.retry_after ?? 0) * 1000));
  }
}
