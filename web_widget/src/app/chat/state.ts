/** What the composer of a room is doing: a reply, an edit, or a text handed to it. */
import { signal } from "@preact/signals";
import type { Attachment, Id, Message } from "@/contract";

export const replyTo = signal<Message | null>(null);
export const editing = signal<Message | null>(null);
/** Text to put into the composer (a failed message taken back, a suggestion). */
export const handed = signal<{ room: Id; text: string } | null>(null);
/** A message to bring into view, as when its permalink or a reply's quote is followed. */
export const reveal = signal<Id | null>(null);

export interface Viewing {
  id: Id;
  /** The pictures beside it. */
  all: readonly Attachment[];
}
/** The picture that lies over the page. */
export const viewing = signal<Viewing | null>(null);

export function startReply(message: Message): void {
  editing.value = null;
  replyTo.value = message;
  focusComposer();
}

export function startEdit(message: Message): void {
  replyTo.value = null;
  editing.value = message;
  focusComposer();
}

export function focusComposer(): void {
  queueMicrotask(() => document.querySelector<HTMLElement>("[data-composer]")?.focus());
}
