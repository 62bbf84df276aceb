/** What was typed and not sent, per room; it survives a closed tab, and stands on one's other devices (`draft_sync.ts`). */
import { effect, signal } from "@preact/signals";
import { afterReady } from "@/connection";
import type { Id, Instant } from "@/contract";
import { me, onSignedOut } from "./session";

const prefix = (): string => `panoramix.draft.${me.peek()?.id ?? "?"}.`;
/** When each was typed. */
const times = (): string => `panoramix.draft_at.${me.peek()?.id ?? "?"}.`;
/** Rooms with a draft, for a mark in the list. */
export const drafted = signal<ReadonlySet<Id>>(new Set());
/** A text that came from another device, for the box of its room. */
export const brought = signal<{ room: Id; text: string } | null>(null);
/** Rooms in which the hub has a draft of ours, or may have one. */
const there = new Set<Id>();
/** Told of each change that is made here. */
let typed: (room: Id) => void = () => undefined;

export function readDraft(room: Id): string {
  return localStorage.getItem(prefix() + room) ?? "";
}

/** When the draft of a room was typed or ended, in milliseconds; 0 if never. */
export function draftTime(room: Id): number {
  return Number(localStorage.getItem(times() + room) ?? 0);
}

export function writeDraft(room: Id, text: string): void {
  if (text === readDraft(room)) return;
  // Later than what it takes the place of, whatever the clocks of the devices say.
  keepDraft(room, text, Math.max(Date.now(), draftTime(room) + 1));
  typed(room);
}

/** Keeps a draft here as it was typed, here or elsewhere. */
export function keepDraft(room: Id, text: string, at: number): void {
  try {
    if (text.trim()) localStorage.setItem(prefix() + room, text);
    else localStorage.removeItem(prefix() + room);
    localStorage.setItem(times() + room, String(at));
  } catch {
    // Storage is full: the text is still in the composer.
  }
  if (drafted.peek().has(room) !== Boolean(text.trim())) {
    const next = new Set(drafted.peek());
    if (text.trim()) next.add(room);
    else next.delete(room);
    drafted.value = next;
  }
}

export function markThere(room: Id, is: boolean): void {
  if (is) there.add(room);
  else there.delete(room);
}

/** What is sent now was the draft of its room. Answers when that ended, if the hub must know. */
export function sentDraft(room: Id): Instant | undefined {
  if (readDraft(room) || !there.delete(room)) return undefined;
  return new Date(draftTime(room) || Date.now()).toISOString();
}

// Those of an earlier visit, once it is known whose.
effect(() => {
  if (!me.value) return;
  const start = prefix();
  drafted.value = new Set(Object.keys(localStorage).filter((key) => key.startsWith(start)).map((key) => key.slice(start.length)));
});
onSignedOut(() => there.clear());
afterReady(() => {
  void import("./draft_sync").then((sync) => {
    typed = sync.typed;
    return sync.pull();
  }).catch(() => undefined); // without it drafts stay here, and the next connection tries again
});
