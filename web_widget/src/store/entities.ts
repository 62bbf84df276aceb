/**
 * One store per kind of entity. What the hub said is the base; what the person just did lies over it until
 * the hub answers (then the base has it) or refuses (then it is gone again). Lists and events feed the same base,
 * and an older revision never replaces a newer one.
 */
import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Entity, EntityEvent, EntityKind, Id, Page } from "@/contract";
import { afterReady, api, ApiError, asApiError, on, onReady, newKey } from "@/connection";
import type { Query as Params } from "@/connection";
import { EntityQuery } from "./queries";
import { toastError } from "./toasts";

export type SlotState = "absent" | "loading" | "ready" | "missing" | "error";
export interface Slot<T> {
  state: SlotState;
  value: T | undefined;
  error?: ApiError;
}
interface Overlay<T> {
  token: symbol;
  patch: Partial<T>;
}
interface Entry<T> {
  base: T | undefined;
  overlays: Overlay<T>[];
  slot: Signal<Slot<T>>;
  /** The connection during which the hub said it: what is older may have changed unheard. */
  epoch: number;
}

/** Later than the lists ask after a reconnection. */
const ASK_MS = 3000;

export interface StoreOptions<T extends Entity> {
  kind: EntityKind;
  /** For example `/api/tasks`. */
  path: string;
  /** Whether an entity belongs to a list asked with these parameters. Without it, lists ask again after a change. */
  match?: (entity: T, params: Params) => boolean;
  compare?: (a: T, b: T, params: Params) => number;
  /** What tells two list items apart; the id, unless one entity has several (occurrences). */
  keyOf?: (entity: T) => string;
}

export class EntityStore<T extends Entity> {
  readonly kind: EntityKind;
  readonly path: string;
  readonly options: StoreOptions<T>;
  private readonly entries = new Map<string, Entry<T>>();
  private readonly queries = new Map<string, EntityQuery<T>>();
  private readonly fetching = new Map<Id, Promise<T>>();
  /** Bumped when something appears, disappears or changes; what lists depend on. */
  readonly version = signal(0);
  /** Counts reconnections; reading it makes what is on screen look whether it is from before. */
  private readonly epoch = signal(0);
  private readonly asking = new Set<Id>();

  constructor(options: StoreOptions<T>) {
    this.kind = options.kind;
    this.path = options.path;
    this.options = options;
    on<EntityEvent<T>>(`${options.kind}.created`, ({ entity }) => this.took(entity, "created"));
    on<EntityEvent<T>>(`${options.kind}.updated`, ({ entity }) => this.took(entity, "updated"));
    on<EntityEvent<T>>(`${options.kind}.deleted`, ({ entity }) => this.gone(entity.id));
    onReady((_, again) => again && (this.epoch.value += 1));
    afterReady((again) => again && void this.freshen());
  }

  // ------------------------------------------------------------------ reading

  keyOf(entity: T): string {
    return this.options.keyOf?.(entity) ?? entity.id;
  }

  private entry(key: string): Entry<T> {
    let entry = this.entries.get(key);
    if (!entry) {
      entry = { base: undefined, overlays: [], slot: signal<Slot<T>>({ state: "absent", value: undefined }), epoch: this.epoch.peek() };
      this.entries.set(key, entry);
    }
    return entry;
  }

  /** The entity and the state of knowing it; reading it while drawing subscribes. Asks the hub if it is not here. */
  slot(id: Id): Slot<T> {
    const entry = this.entry(id);
    const epoch = this.epoch.value;
    if (entry.slot.peek().state === "absent") queueMicrotask(() => void this.fetch(id).catch(() => undefined));
    else if (entry.epoch !== epoch) this.ask(id);
    return entry.slot.value;
  }

  get(id: Id): T | undefined {
    return this.entry(id).slot.value.value;
  }

  peek(id: Id): T | undefined {
    return this.entry(id).slot.peek().value;
  }

  /** Everything here, in no order. Subscribes to `version`. */
  all(): T[] {
    void this.version.value;
    const found: T[] = [];
    for (const entry of this.entries.values()) {
      const value = entry.slot.peek().value;
      if (value) found.push(value);
    }
    return found;
  }

  /** A live list; the same parameters give the same object. Use through `useQuery`, which also loads it. */
  query(params: Params = {}): EntityQuery<T> {
    const key = JSON.stringify(Object.entries(params).filter(([, value]) => value !== undefined).sort());
    let query = this.queries.get(key);
    if (!query) this.queries.set(key, (query = new EntityQuery(this, params)));
    return query;
  }

  async fetch(id: Id): Promise<T> {
    const running = this.fetching.get(id);
    if (running) return running;
    const entry = this.entry(id);
    if (!entry.base) entry.slot.value = { state: "loading", value: undefined };
    const asked = api.get<T>(`${this.path}/${id}`).then(
      (entity) => {
        this.apply(entity);
        return entity;
      },
      (error: unknown) => {
        const refusal = asApiError(error);
        const missing = refusal.code === "not_found" || refusal.code === "forbidden";
        if (missing) this.gone(id);
        else if (!entry.base) entry.slot.value = { state: "error", value: undefined, error: refusal };
        throw refusal;
      },
    ).finally(() => this.fetching.delete(id));
    this.fetching.set(id, asked);
    return asked;
  }

  async page(params: Params): Promise<Page<T>> {
    const page = await api.get<Page<T>>(this.path, params);
    for (const entity of page.items) this.apply(entity);
    return page;
  }

  // ------------------------------------------------------------------ what the hub says

  /** Takes an entity from the hub. Returns false when it is older than what is here. */
  apply(entity: T): boolean {
    const entry = this.entry(this.keyOf(entity));
    if (entry.base && entity.revision < entry.base.revision) return false;
    entry.base = entity;
    entry.epoch = this.epoch.peek();
    this.show(entry);
    return true;
  }

  private show(entry: Entry<T>): void {
    const value = entry.base ? Object.assign({}, entry.base, ...entry.overlays.map((overlay) => overlay.patch)) as T : undefined;
    entry.slot.value = { state: value ? "ready" : "missing", value };
    this.version.value += 1;
  }

  private took(entity: T, change: "created" | "updated"): void {
    const repeated = this.options.keyOf !== undefined;
    // A list of occurrences can't be mended from one event: it is asked for again.
    if (!repeated && !this.apply(entity)) return;
    for (const query of this.queries.values()) query.changed(entity, change);
  }

  private gone(id: Id): void {
    for (const [key, entry] of this.entries) {
      if (key !== id && entry.base?.id !== id) continue;
      entry.base = undefined;
      entry.overlays = [];
      this.show(entry);
    }
    const entry = this.entry(id);
    if (entry.slot.peek().state !== "missing") this.show(entry);
    for (const query of this.queries.values()) query.removed(id);
  }

  /** Forgets what is no longer this person's to see. */
  forgetWhere(gone: (entity: T) => boolean): void {
    for (const entry of [...this.entries.values()]) if (entry.base && gone(entry.base)) this.gone(entry.base.id);
  }

  reloadVisible(): void {
    for (const query of this.queries.values()) query.refresh();
  }

  /** After a reconnection: the lists on screen first, then one by one what they did not bring. */
  private async freshen(): Promise<void> {
    await Promise.all([...this.queries.values()].map((query) => query.refreshed()));
    const listed = new Set([...this.queries.values()].filter((query) => query.watched).flatMap((query) => query.items.peek().map((entity) => entity.id)));
    const old = [...this.entries].filter(([, entry]) => entry.base && entry.epoch !== this.epoch.peek()).map(([, entry]) => entry.base!.id);
    // Shown, and not in the answer: moved out of the list, or gone.
    for (const id of new Set(old)) if (listed.has(id)) this.asking.add(id);
    const wanted = [...this.asking].filter((id) => this.entry(id).epoch !== this.epoch.peek() || !this.entry(id).base);
    this.asking.clear();
    const lane = async (): Promise<void> => {
      for (let id = wanted.pop(); id !== undefined; id = wanted.pop()) await this.fetch(id).catch(() => undefined);
    };
    await Promise.all([lane(), lane()]);
  }

  /** What is read from before the reconnection is asked for again; with the others, if that is still to come. */
  private ask(id: Id): void {
    const entry = this.entry(id);
    if (this.asking.has(id) || !entry.base) return;
    this.asking.add(id);
    setTimeout(() => {
      if (!this.asking.delete(id) || entry.epoch === this.epoch.peek()) return;
      void this.fetch(id).catch(() => undefined);
    }, ASK_MS);
  }

  /** Much has changed unheard: what is on screen is asked for again, the rest is forgotten. */
  async renew(): Promise<void> {
    this.epoch.value += 1;
    if ([...this.queries.values()].some((query) => query.watched)) await this.freshen();
    else this.clear();
  }

  /** Forgets everything (another person signs in). */
  clear(): void {
    this.entries.clear();
    this.queries.clear();
    this.version.value += 1;
  }

  // ------------------------------------------------------------------ what the person does

  /** Creates; the list shows it when the hub has it. Fails with `ApiError` (and a toast, unless `quiet`). */
  async create(input: object, options: { quiet?: boolean; key?: string } = {}): Promise<T> {
    try {
      const made = await api.post<T>(this.path, input, { key: options.key ?? newKey() });
      this.took(made, "created");
      return made;
    } catch (error) {
      if (!options.quiet) toastError(error);
      throw error;
    }
  }

  /** Changes fields at once, and takes them back if the hub refuses. */
  update(id: Id, patch: Partial<T>, options: { quiet?: boolean; revision?: number; extra?: object } = {}): Promise<T> {
    const body = { ...patch, ...options.extra, ...(options.revision === undefined ? {} : { revision: options.revision }) };
    return this.optimistic(id, patch, () => api.patch<T>(`${this.path}/${id}`, body), options.quiet);
  }

  /** Calls `POST {path}/{id}/{action}`, showing `patch` meanwhile. */
  act(id: Id, action: string, body: object = {}, patch: Partial<T> = {}, options: { quiet?: boolean } = {}): Promise<T> {
    return this.optimistic(id, patch, () => api.post<T>(`${this.path}/${id}/${action}`, body), options.quiet);
  }

  /** Runs a write with `patch` laid over the entity until its answer. */
  async optimistic(id: Id, patch: Partial<T>, write: () => Promise<T>, quiet = false): Promise<T> {
    const token = Symbol();
    const touched = [...this.entries].filter(([key, entry]) => key === id || entry.base?.id === id).map(([, entry]) => entry);
    for (const entry of touched) {
      entry.overlays.push({ token, patch });
      this.show(entry);
    }
    const lift = (): void => {
      for (const entry of touched) {
        const before = entry.overlays.length;
        entry.overlays = entry.overlays.filter((overlay) => overlay.token !== token);
        if (entry.overlays.length !== before) this.show(entry);
      }
    };
    try {
      const written = await write();
      // The base first, then the overlay: the view never shows the old value in between.
      if (written && typeof written === "object" && "id" in written) this.took(written, "updated");
      lift();
      return written;
    } catch (error) {
      lift();
      const refusal = asApiError(error);
      if (refusal.code === "conflict") void this.fetch(id).catch(() => undefined);
      if (!quiet) toastError(refusal);
      throw refusal;
    }
  }

  /** Removes it from view at once; it comes back if the hub refuses. */
  async remove(id: Id, params: Params = {}, options: { quiet?: boolean } = {}): Promise<void> {
    const kept = [...this.entries].filter(([key, entry]) => key === id || entry.base?.id === id).map(([key, entry]) => ({ key, base: entry.base }));
    this.gone(id);
    try {
      await api.delete(`${this.path}/${id}`, params);
    } catch (error) {
      const refusal = asApiError(error);
      if (refusal.code !== "not_found") {
        for (const { base } of kept) if (base) this.apply(base);
        this.reloadVisible();
        if (!options.quiet) toastError(refusal);
        throw refusal;
      }
    }
  }

  /** A computed value over everything here. */
  derive<R>(from: (all: T[]) => R): ReadonlySignal<R> {
    return computed(() => from(this.all()));
  }
}
