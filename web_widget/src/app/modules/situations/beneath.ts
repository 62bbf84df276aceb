/** What is beneath one situation: loaded whole, kept true by events, taken out at once when one removes it. */
import { computed, signal } from "@preact/signals";
import { afterReady, api, asApiError, newKey, on, type ApiError } from "@/connection";
import type { EntityEvent, EntityKind, Id, Page } from "@/contract";
import { t } from "@/i18n";
import { onSignedOut } from "@/store/session";
import { toastError } from "@/store/toasts";
import { toastUndo } from "@/store/undo";
import type { Actor, Note, Question, Summary } from "./store";

interface Part {
  id: Id;
  revision: number;
  situation_id: Id;
}

export class Parts<T extends Part> {
  private readonly known = signal<ReadonlyMap<Id, T>>(new Map());
  /** Oldest first: ids grow with time. */
  readonly items = computed(() => [...this.known.value.values()].sort((a, b) => (a.id < b.id ? -1 : 1)));

  constructor(readonly path: string, readonly kind: EntityKind) {}

  async load(): Promise<void> {
    const found = new Map<Id, T>();
    let cursor: string | null = null;
    do {
      const page: Page<T> = await api.get(this.path, { limit: 200, ...(cursor ? { cursor } : {}) });
      for (const part of page.items) found.set(part.id, part);
      cursor = page.next_cursor;
    } while (cursor);
    this.known.value = found;
  }

  /** Takes what the hub says, unless something newer is here. */
  take(part: T): void {
    const before = this.known.peek().get(part.id);
    if (before && before.revision > part.revision) return;
    this.known.value = new Map(this.known.peek()).set(part.id, part);
  }

  drop(id: Id): void {
    const next = new Map(this.known.peek());
    if (next.delete(id)) this.known.value = next;
  }

  /** Answers whether it is there; what was refused is said in a toast. */
  async add(body: object): Promise<boolean> {
    try {
      this.take(await api.post<T>(this.path, body, { key: newKey() }));
      return true;
    } catch (error) {
      toastError(error);
      return false;
    }
  }

  async change(part: T, patch: Partial<T>): Promise<void> {
    this.take({ ...part, ...patch });
    try {
      this.take(await api.patch<T>(`${this.path}/${part.id}`, patch));
    } catch (error) {
      this.known.value = new Map(this.known.peek()).set(part.id, part);
      toastError(error);
    }
  }

  remove(part: T, title: string): void {
    this.drop(part.id);
    api.delete(`${this.path}/${part.id}`).then(
      () => toastUndo(t("deleted_toast", { title: title.slice(0, 60) }), { kind: this.kind, id: part.id }),
      (error: unknown) => {
        this.take(part);
        toastError(error);
      },
    );
  }
}

export class Beneath {
  readonly state = signal<"loading" | "ready" | "error">("loading");
  readonly error = signal<ApiError | null>(null);
  readonly actors: Parts<Actor>;
  readonly notes: Parts<Note>;
  readonly questions: Parts<Question>;
  readonly summaries: Parts<Summary>;

  constructor(readonly id: Id) {
    const base = `/api/situations/${id}`;
    this.actors = new Parts(`${base}/actors`, "situation_actor");
    this.notes = new Parts(`${base}/notes`, "situation_note");
    this.questions = new Parts(`${base}/questions`, "situation_question");
    this.summaries = new Parts(`${base}/summaries`, "situation_summary");
  }

  async load(): Promise<void> {
    try {
      await Promise.all([this.actors.load(), this.notes.load(), this.questions.load(), this.summaries.load()]);
      this.error.value = null;
      this.state.value = "ready";
    } catch (error) {
      this.error.value = asApiError(error);
      if (this.state.peek() !== "ready") this.state.value = "error";
    }
  }
}

const open = new Map<Id, Beneath>();

export function beneath(id: Id): Beneath {
  let found = open.get(id);
  if (!found) {
    open.set(id, (found = new Beneath(id)));
    void found.load();
  }
  return found;
}

function follow(kind: string, of: (situation: Beneath) => Parts<never>): void {
  const take = ({ entity }: EntityEvent<never>): void => {
    const situation = open.get((entity as Part).situation_id);
    if (situation) of(situation).take(entity);
  };
  on<EntityEvent<never>>(`${kind}.created`, take);
  on<EntityEvent<never>>(`${kind}.updated`, take);
  on<EntityEvent<never>>(`${kind}.deleted`, ({ entity }) => {
    for (const situation of open.values()) of(situation).drop((entity as Part).id);
  });
}

follow("situation_actor", (situation) => situation.actors as unknown as Parts<never>);
follow("situation_note", (situation) => situation.notes as unknown as Parts<never>);
follow("situation_question", (situation) => situation.questions as unknown as Parts<never>);
follow("situation_summary", (situation) => situation.summaries as unknown as Parts<never>);
afterReady((again) => {
  if (again) for (const situation of open.values()) void situation.load();
});
onSignedOut(() => open.clear());
