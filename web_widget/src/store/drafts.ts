/** What was typed and not sent, per room; it survives a closed tab. */
import { effect, signal } from "@preact/signals";
import type { Id } from "@/contract";
import { me } from "./session";

const prefix = (): string => `panoramix.draft.${me.peek()?.id ?? "?"}.`;
/** Rooms with a draft, for a mark in the list. */
export const drafted = signal<ReadonlySet<Id>>(new Set());

export function readDraft(room: Id): string {
  return localStorage.getItem(prefix() + room) ?? "";
}

export function writeDraft(room: Id, text: string): void {
  try {
    if (text.trim()) localStorage.setItem(prefix() + room, text);
    else localStorage.removeItem(prefix() + room);
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

// Those of an earlier visit, once it is known whose.
effect(() => {
  if (!me.value) return;
  const start = prefix();
  drafted.value = new Set(Object.keys(localStorage).filter((key) => key.startsWith(start)).map((key) => key.slice(start.length)));
});
