/** The lines of one session: loaded whole, kept true by events, shown at once when one writes, moves or removes. */
import { computed, signal } from "@preact/signals";
import { afterReady, api, asApiError, newKey, on, type ApiError } from "@/connection";
import type { EntityEvent, Id, Page } from "@/contract";
import { onSignedOut } from "@/store/session";
import { toastError } from "@/store/toasts";
import { toastUndo } from "@/store/undo";
import { t } from "@/i18n";
import { beside, type Place } from "../parts/reorder";
import type { NoteLine } from "./store";

/** A line that the hub does not have yet. */
export interface Unsent {
  key: string;
  text: string;
  failed: boolean;
}

export class Lines {
  readonly state = signal<"idle" | "loading" | "ready" | "error">("idle");
  readonly error = signal<ApiError | null>(null);
  private readonly known = signal<ReadonlyMap<Id, NoteLine>>(new Map());
  /** Those being sent, oldest first; one after the other, so that they keep their order. */
  readonly unsent = signal<Unsent[]>([]);
  private sending = false;

  constructor(readonly session: Id) {}

  readonly items = computed(() => [...this.known.value.values()].sort((a, b) => (a.rank === b.rank ? (a.id < b.id ? -1 : 1) : a.rank < b.rank ? -1 : 1)));

  private get path(): string {
    return `/api/note-sessions/${this.session}/lines`;
  }

  async load(): Promise<void> {
    if (this.state.peek() !== "ready") this.state.value = "loading";
    try {
      const found = new Map<Id, NoteLine>();
      let cursor: string | null = null;
      do {
        const page: Page<NoteLine> = await api.get(this.path, { limit: 200, ...(cursor ? { cursor } : {}) });
        for (const line of page.items) found.set(line.id, line);
        cursor = page.next_cursor;
      } while (cursor);
      this.known.value = found;
      this.error.value = null;
      this.state.value = "ready";
    } catch (error) {
      this.error.value = asApiError(error);
      if (this.state.peek() !== "ready") this.state.value = "error";
    }
  }

  /** Takes what the hub says, unless something newer is here. */
  take(line: NoteLine): void {
    const before = this.known.peek().get(line.id);
    if (before && before.revision > line.revision) return;
    this.known.value = new Map(this.known.peek()).set(line.id, line);
  }

  drop(id: Id): void {
    const next = new Map(this.known.peek());
    if (next.delete(id)) this.known.value = next;
  }

  add(text: string): void {
    this.unsent.value = [...this.unsent.peek(), { key: newKey(), text, failed: false }];
    void this.send();
  }

  /** Sends what waits, the same key again after a cut line, so that no line is lost and none comes twice. */
  async send(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      for (let next = this.unsent.peek()[0]; next; next = this.unsent.peek()[0]) {
        const made = await api.post<NoteLine>(this.path, { text: next.text }, { key: next.key });
        this.take(made);
        this.unsent.value = this.unsent.peek().slice(1);
      }
    } catch (error) {
      this.unsent.value = this.unsent.peek().map((one) => ({ ...one, failed: true }));
      toastError(error);
    } finally {
      this.sending = false;
    }
  }

  again(): void {
    this.unsent.value = this.unsent.peek().map((one) => ({ ...one, failed: false }));
    void this.send();
  }

  write(line: NoteLine, text: string): void {
    void this.change(line, { text }, () => api.patch<NoteLine>(`${this.path}/${line.id}`, { text }));
  }

  /** Puts a line right over or under another, at once. */
  move(id: Id, to: Place): void {
    const line = this.known.peek().get(id);
    if (!line || to.id === null) return;
    const { body, rank } = beside(this.items.peek(), id, { id: to.id, edge: to.edge });
    void this.change(line, { rank }, () => api.post<NoteLine>(`${this.path}/${id}/move`, body));
  }

  remove(line: NoteLine): void {
    this.drop(line.id);
    api.delete(`${this.path}/${line.id}`).then(
      () => toastUndo(t("deleted_toast", { title: line.text.slice(0, 60) }), { kind: "note_line", id: line.id }),
      (error: unknown) => {
        this.take(line);
        toastError(error);
      },
    );
  }

  private async change(line: NoteLine, patch: Partial<NoteLine>, write: () => Promise<NoteLine>): Promise<void> {
    this.take({ ...line, ...patch });
    try {
      this.take(await write());
    } catch (error) {
      this.known.value = new Map(this.known.peek()).set(line.id, line);
      toastError(error);
    }
  }
}

const open = new Map<Id, Lines>();

export function linesOf(session: Id): Lines {
  let found = open.get(session);
  if (!found) {
    open.set(session, (found = new Lines(session)));
    void found.load();
  }
  return found;
}

on<EntityEvent<NoteLine>>("note_line.created", ({ entity }) => open.get(entity.session_id)?.take(entity));
on<EntityEvent<NoteLine>>("note_line.updated", ({ entity }) => open.get(entity.session_id)?.take(entity));
on<EntityEvent<NoteLine>>("note_line.deleted", ({ entity }) => {
  for (const lines of open.values()) lines.drop(entity.id);
});
afterReady((again) => {
  for (const lines of open.values()) {
    if (again) void lines.load();
    if (lines.unsent.peek().length > 0) lines.again();
  }
});
onSignedOut(() => open.clear());
