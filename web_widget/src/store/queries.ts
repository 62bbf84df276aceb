/** A live list of one kind: pages from the hub, kept true by events. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Entity, Id } from "@/contract";
import { asApiError, type ApiError, type Query as Params } from "@/connection";
import type { EntityStore } from "./entities";

export type QueryState = "idle" | "loading" | "ready" | "error";
const RELOAD_MS = 150;

export class EntityQuery<T extends Entity> {
  readonly state = signal<QueryState>("idle");
  readonly error = signal<ApiError | null>(null);
  readonly more = signal(false);
  private readonly keys = signal<string[]>([]);
  readonly items: ReadonlySignal<T[]>;
  private cursor: string | null = null;
  private watchers = 0;
  private stale = true;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;

  constructor(private readonly store: EntityStore<T>, readonly params: Params) {
    this.items = computed(() => {
      const { match, compare } = store.options;
      const listed = new Set(this.keys.value);
      if (!match) return this.keys.value.map((key) => store.get(key)).filter((value) => value !== undefined);
      // With a local rule the list is whatever matches, so that a change moves a row at once.
      const found = store.all().filter((entity) => match(entity, params) && (this.state.value !== "idle" || listed.has(store.keyOf(entity))));
      if (compare) found.sort((a, b) => compare(a, b, params));
      return found;
    });
  }

  /** Counts a viewer; the first one loads. Returns how to leave. */
  watch(): () => void {
    this.watchers += 1;
    if (this.stale) void this.load();
    return () => {
      this.watchers -= 1;
    };
  }

  async load(): Promise<void> {
    const turn = ++this.turn;
    this.stale = false;
    if (this.state.peek() !== "ready") this.state.value = "loading";
    try {
      const page = await this.store.page(this.params);
      if (turn !== this.turn) return;
      this.keys.value = page.items.map((entity) => this.store.keyOf(entity));
      this.cursor = page.next_cursor;
      this.more.value = page.next_cursor !== null;
      this.error.value = null;
      this.state.value = "ready";
    } catch (error) {
      if (turn !== this.turn) return;
      this.stale = true;
      this.error.value = asApiError(error);
      if (this.state.peek() !== "ready") this.state.value = "error";
    }
  }

  async loadMore(): Promise<void> {
    if (this.cursor === null || this.state.peek() !== "ready") return;
    const cursor = this.cursor;
    const page = await this.store.page({ ...this.params, cursor });
    if (cursor !== this.cursor) return;
    const known = new Set(this.keys.peek());
    this.keys.value = [...this.keys.peek(), ...page.items.map((entity) => this.store.keyOf(entity)).filter((key) => !known.has(key))];
    this.cursor = page.next_cursor;
    this.more.value = page.next_cursor !== null;
  }

  /** Asks again soon if someone is looking, else when someone looks. */
  refresh(): void {
    this.stale = true;
    if (this.watchers === 0) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.load(), RELOAD_MS);
  }

  get watched(): boolean {
    return this.watchers > 0;
  }

  /** Asks again at once if someone is looking, else when someone looks. */
  async refreshed(): Promise<void> {
    this.stale = true;
    if (this.watchers > 0) await this.load();
  }

  changed(entity: T, change: "created" | "updated"): void {
    if (this.state.peek() === "idle") return;
    const { match, keyOf } = this.store.options;
    if (match && !keyOf) return; // the computed list has it already
    const known = this.keys.peek().includes(this.store.keyOf(entity));
    if (keyOf || change === "created" || !known || Object.keys(this.params).length > 0) this.refresh();
  }

  removed(id: Id): void {
    const left = this.keys.peek().filter((key) => key !== id && !key.startsWith(`${id}@`));
    if (left.length !== this.keys.peek().length) this.keys.value = left;
  }
}

/** Draws with a live list: loads it on mount, follows it, and lets go on unmount. */
export function useQuery<T extends Entity>(query: EntityQuery<T>): EntityQuery<T> {
  useEffect(() => query.watch(), [query]);
  return query;
}
