/**
 * One note being written: what is on screen, what the hub has, and the way from one to the other.
 * Saves run one at a time; what is not saved yet also lies in this browser, so that closing the page loses nothing.
 */
import { signal } from "@preact/signals";
import { ApiError, on } from "@/connection";
import type { EntityEvent, Id, Note, NoteItem } from "@/contract";
import { onSignedOut } from "@/store/session";
import { notes } from "@/store/kinds";
import { errorText } from "@/store/toasts";

export interface Text {
  title: string;
  content: string;
  items: NoteItem[];
}
export type SaveState = "saved" | "waiting" | "saving" | "failed" | "conflict";
type Full = Note & { shortened?: boolean };

const WAIT_MS = 700;
const RETRY_MS = 5000;
const key = (id: Id): string => `panoramix.note.${id}`;

function textOf(note: Note): Text {
  return { title: note.title, content: note.content, items: note.items ?? [] };
}

function same(a: Text, b: Text): boolean {
  return a.title === b.title && a.content === b.content && JSON.stringify(a.items) === JSON.stringify(b.items);
}

export class NoteSession {
  readonly text = signal<Text | null>(null);
  readonly state = signal<SaveState>("saved");
  readonly error = signal<string | null>(null);
  /** What the hub has instead, while both texts wait for a decision. */
  readonly theirs = signal<Note | null>(null);
  private base: Text | null = null;
  private revision = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private titled = false;

  constructor(readonly id: Id) {}

  async open(): Promise<void> {
    this.error.value = null;
    try {
      // A list holds long notes shortened, so the whole is always asked for.
      this.adopt(await notes.fetch(this.id));
    } catch (error) {
      this.error.value = errorText(error);
      return;
    }
    const stored = localStorage.getItem(key(this.id));
    if (!stored) return;
    const kept = JSON.parse(stored) as { text: Text; revision: number };
    if (same(kept.text, this.text.peek()!)) return localStorage.removeItem(key(this.id));
    // Unsaved text of an earlier visit: it is saved on top of what it was written from, or meets a conflict.
    this.revision = kept.revision;
    this.text.value = kept.text;
    this.later();
  }

  private adopt(note: Note): void {
    this.base = textOf(note);
    this.revision = note.revision;
    this.text.value = this.base;
    this.state.value = "saved";
  }

  /** An event about this note from elsewhere: shown if nothing unsaved stands here; else the save will meet it. */
  heard(note: Full): void {
    if (note.revision <= this.revision || this.running || this.state.peek() !== "saved") return;
    if (note.shortened) void notes.fetch(this.id).then((full) => this.state.peek() === "saved" && this.adopt(full), () => undefined); // the next save will meet it
    else this.adopt(note);
  }

  change(patch: Partial<Text>): void {
    const current = this.text.peek();
    if (!current) return;
    this.text.value = { ...current, ...patch };
    this.later();
  }

  /** A title is saved once it is written, not letter by letter: what leads here by the old one follows it. */
  titling(on: boolean): void {
    this.titled = on;
    if (!on && this.state.peek() === "waiting") void this.save();
  }

  rename(title: string): void {
    this.change({ title });
    void this.save();
  }

  private later(): void {
    localStorage.setItem(key(this.id), JSON.stringify({ text: this.text.peek(), revision: this.revision }));
    if (this.state.peek() === "conflict") return;
    this.state.value = "waiting";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), WAIT_MS);
  }

  /** Saves now what is not saved, after the save that is running. */
  async save(): Promise<void> {
    clearTimeout(this.timer);
    if (this.running) await this.running;
    const text = this.text.peek();
    if (!text || !this.base || this.state.peek() === "conflict") return;
    if (same(text, this.base)) return this.settled();
    this.running = this.send(text).finally(() => (this.running = null));
    await this.running;
  }

  private async send(text: Text): Promise<void> {
    this.state.value = "saving";
    const base = this.base!;
    const patch: Partial<Note> = {};
    const titled = this.titled ? base.title : text.title;
    if (titled.trim() && titled !== base.title) patch.title = titled.trim().slice(0, 300);
    if (text.content !== base.content) patch.content = text.content;
    if (JSON.stringify(text.items) !== JSON.stringify(base.items)) patch.items = text.items;
    try {
      const written = Object.keys(patch).length > 0 ? await this.write(patch) : null;
      this.base = { ...text, title: titled };
      if (written) this.revision = written.revision;
      this.error.value = null;
      const now = this.text.peek()!;
      if (same(now, this.base)) this.settled();
      else if (same(now, text)) this.state.value = "waiting"; // the title, which is still being written
      else this.later();
    } catch (error) {
      if (error instanceof ApiError && error.code === "conflict") return this.met();
      this.state.value = "failed";
      this.error.value = errorText(error);
      if (error instanceof ApiError && error.transient) this.timer = setTimeout(() => void this.save(), RETRY_MS);
    }
  }

  /** A new title takes along the links of one's own notes; one that no link can say, or too many have, goes alone. */
  private async write(patch: Partial<Note>): Promise<Note> {
    const options = { revision: this.revision, quiet: true };
    if (patch.title === undefined) return notes.update(this.id, patch, options);
    try {
      return await notes.update(this.id, { ...patch, rename_links: true } as Partial<Note>, options);
    } catch (error) {
      if (!(error instanceof ApiError) || (error.code !== "too_large" && error.code !== "invalid")) throw error;
      return notes.update(this.id, patch, options);
    }
  }

  private settled(): void {
    this.state.value = "saved";
    localStorage.removeItem(key(this.id));
  }

  /** Someone changed it meanwhile. A change of other fields only (a pin) is no conflict of texts. */
  private async met(): Promise<void> {
    try {
      const current = await notes.fetch(this.id);
      if (same(textOf(current), this.base!)) {
        this.revision = current.revision;
        this.state.value = "waiting";
        this.timer = setTimeout(() => void this.save(), 0);
        return;
      }
      this.theirs.value = current;
      this.state.value = "conflict";
    } catch (error) {
      this.state.value = "failed";
      this.error.value = errorText(error);
    }
  }

  /** Ends a conflict with this text. Both texts stay: the other one becomes a revision. */
  async resolve(text: Text, keepMine: boolean): Promise<void> {
    const theirs = this.theirs.peek();
    const mine = this.text.peek();
    if (!theirs || !mine) return;
    this.base = textOf(theirs);
    this.revision = theirs.revision;
    this.theirs.value = null;
    this.state.value = "waiting";
    if (!keepMine) await this.save(); // so that mine is among the revisions
    this.text.value = text;
    this.later();
    await this.save();
  }
}

const sessions = new Map<Id, NoteSession>();
on<EntityEvent<Note>>("note.updated", ({ entity }) => sessions.get(entity.id)?.heard(entity));
onSignedOut(() => {
  for (const name of Object.keys(localStorage)) if (name.startsWith("panoramix.note.")) localStorage.removeItem(name);
  sessions.clear();
});
window.addEventListener("beforeunload", () => {
  for (const session of sessions.values()) {
    session.titling(false);
    void session.save();
  }
});

/** The session of a note; it outlives the view, so that a save under way ends. */
export function sessionOf(id: Id): NoteSession {
  let session = sessions.get(id);
  if (!session) {
    sessions.set(id, (session = new NoteSession(id)));
    void session.open();
  }
  return session;
}
