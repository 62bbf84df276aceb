/** A list that comes in pages, for what has no live store of its own. */
import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Id, Page } from "@/contract";
import { api, asApiError, onReady, type ApiError, type Query } from "@/connection";
import { toastError } from "@/store/toasts";

export class Pages<T extends { id: Id }> {
  readonly items = signal<readonly T[]>([]);
  readonly state = signal<"loading" | "ready" | "error">("loading");
  readonly error = signal<ApiError | null>(null);
  readonly more = signal(false);
  readonly busy = signal(false);
  private cursor: string | null = null;
  private turn = 0;

  constructor(private readonly path: string, private readonly query: Query) {}

  /** Asks for the first page again; what is shown stays until it is there. */
  async load(): Promise<void> {
    const turn = ++this.turn;
    try {
      const page = await api.get<Page<T>>(this.path, this.query);
      if (turn !== this.turn) return;
      this.items.value = page.items;
      this.cursor = page.next_cursor;
      this.more.value = page.next_cursor !== null;
      this.error.value = null;
      this.state.value = "ready";
    } catch (error) {
      if (turn !== this.turn) return;
      this.error.value = asApiError(error);
      if (this.state.peek() !== "ready") this.state.value = "error";
    }
  }

  async loadMore(): Promise<void> {
    if (this.cursor === null || this.busy.peek()) return;
    const turn = this.turn;
    this.busy.value = true;
    try {
      const page = await api.get<Page<T>>(this.path, { ...this.query, cursor: this.cursor });
      if (turn !== this.turn) return;
      const known = new Set(this.items.peek().map((item) => item.id));
      this.items.value = [...this.items.peek(), ...page.items.filter((item) => !known.has(item.id))];
      this.cursor = page.next_cursor;
      this.more.value = page.next_cursor !== null;
    } catch (error) {
      toastError(error); // the button stays
    } finally {
      this.busy.value = false;
    }
  }

  /** Puts one in its place, or at the top if it is new. */
  put(item: T): void {
    const list = this.items.peek();
    this.items.value = list.some((one) => one.id === item.id) ? list.map((one) => (one.id === item.id ? item : one)) : [item, ...list];
  }

  change(id: Id, patch: (item: T) => T): void {
    this.items.value = this.items.peek().map((item) => (item.id === id ? patch(item) : item));
  }

  drop(id: Id): void {
    this.items.value = this.items.peek().filter((item) => item.id !== id);
  }
}

/** Draws with such a list: loads it, and again after each reconnection. */
export function usePages<T extends { id: Id }>(path: string, query: Query): Pages<T> {
  const key = JSON.stringify(query);
  const pages = useMemo(() => new Pages<T>(path, query), [path, key]);
  useEffect(() => {
    void pages.load();
    return onReady((_, again) => again && void pages.load());
  }, [pages]);
  return pages;
}
