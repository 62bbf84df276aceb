/** One room's messages as far as they are here, and the asking for what is missing. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { Id, Message, Page, RoomHead, SyncAnswer } from "@/contract";
import { api, asApiError, backoff, call, connection, type ApiError } from "@/connection";
import { Far } from "./far";
import { Transcript, type Cursor, type ReactionEvent } from "./transcript";

const PAGE = 50;
/** How long a hole may fill by itself: another process may be about to broadcast it. */
const HOLE_MS = 300;
/** Further behind than this, the newest page is read afresh instead of replaying everything. */
const FAR = 1000;
const SYNC_LIMIT = 200;
/** An answer may take long while everyone comes back at once. */
const SYNC_TIMEOUT_MS = 20_000;
/** So often an answer that does not hold what was seen already is asked for again, before the next head decides. */
const TRIES = 6;

export class RoomLog {
  readonly state = signal<"idle" | "loading" | "ready" | "error">("idle");
  readonly error = signal<ApiError | null>(null);
  readonly older = signal<"more" | "loading" | "end">("more");
  readonly messages: ReadonlySignal<readonly Message[]>;
  /** The older stretch that is shown instead, while one looks at a message that is far from the end. */
  readonly far = signal<Far | null>(null);
  private readonly transcript = new Transcript();
  /** Where the hub said that the room stands. */
  private told: RoomHead = { seq: 0, rev: 0 };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private syncing: Promise<void> | null = null;
  private tries = 0;
  /** A connection began while the page was being read: what came before it was heard by nobody. */
  private unheard = false;
  private closed = false;
  private opening: Far | null = null;

  constructor(readonly room: Id, onNew?: (messages: readonly Message[]) => void) {
    this.messages = this.transcript.messages;
    if (onNew) this.transcript.onNew = onNew;
  }

  /** Nothing is missing up to this seq. */
  get last(): number {
    return this.transcript.complete;
  }

  find(id: Id): Message | undefined {
    return this.messages.value.find((message) => message.id === id) ?? this.far.value?.messages.value.find((message) => message.id === id);
  }

  /** Has a message shown, from wherever it is in the room. Answers whether it is there. */
  async reach(id: Id): Promise<boolean> {
    if (this.messages.peek().some((message) => message.id === id)) this.far.value = null;
    else if (!this.far.peek()?.has(id)) {
      const far = new Far(this.room);
      // From now on it is told what happens, so that nothing is lost between its page and the next event.
      this.opening = far;
      try {
        this.meet(far, await far.open(id));
      } catch {
        return false;
      } finally {
        if (this.opening === far) this.opening = null;
      }
    }
    return true;
  }

  /** Back to the end of the room. */
  leaveFar(): void {
    this.far.value = null;
  }

  async loadLater(): Promise<void> {
    const far = this.far.peek();
    if (!far) return;
    const end = await far.loadLater();
    if (this.far.peek() === far) this.meet(far, end);
  }

  /** Shows a stretch by itself, or as a part of the list if nothing lies between them. */
  private meet(far: Far, end: boolean): void {
    const first = this.messages.peek()[0];
    if (!end && !(first && first.seq <= far.last + 1)) {
      this.far.value = far;
      return;
    }
    const whole = far.earlier.peek() === "end";
    this.transcript.expectOlder();
    this.transcript.older(far.messages.peek().filter((message) => !first || message.seq < first.seq), whole);
    this.older.value = whole ? "end" : "more";
    this.far.value = null;
  }

  /** Reads the newest page, unless it is here. `head`: where the room stood when the hub said so last. */
  async open(head?: RoomHead): Promise<void> {
    if (this.state.peek() === "ready" || this.state.peek() === "loading") return;
    this.state.value = "loading";
    this.unheard = connection.peek() !== "online";
    try {
      await this.readPage(head?.rev ?? 0);
      this.error.value = null;
      this.state.value = "ready";
    } catch (error) {
      this.error.value = asApiError(error);
      this.state.value = "error";
      return;
    }
    if (this.unheard) void this.sync();
    else if (this.behind) this.suspect();
  }

  /** The rev is from before the page: a change in between is then fetched twice, never missed. */
  private async readPage(rev: number): Promise<void> {
    const page = await api.get<Page<Message>>(`/api/rooms/${this.room}/messages`, { limit: PAGE });
    const whole = page.next_cursor === null;
    this.transcript.open(page.items, rev, whole);
    this.older.value = whole ? "end" : "more";
  }

  async loadOlder(): Promise<void> {
    const first = this.messages.peek()[0];
    if (this.older.peek() !== "more" || this.state.peek() !== "ready" || !first) return;
    this.older.value = "loading";
    this.transcript.expectOlder();
    try {
      const page = await api.get<Page<Message>>(`/api/rooms/${this.room}/messages`, { limit: PAGE, before_seq: first.seq });
      // The list may have begun afresh meanwhile, from a newer page.
      if (this.messages.peek()[0]?.seq !== first.seq) return this.transcript.older(null, false);
      const whole = page.next_cursor === null;
      this.transcript.older(page.items, whole);
      this.older.value = whole ? "end" : "more";
      this.check();
    } catch {
      this.transcript.older(null, false);
      this.older.value = "more"; // the next scroll asks again
    }
  }

  /** Takes a message that is new or newer than what is here. Answers whether it is new. */
  take(message: Message): boolean {
    if (!this.listening) return false;
    for (const far of this.fars()) far.take(message);
    const isNew = this.transcript.take(message);
    this.check();
    return isNew;
  }

  react(event: ReactionEvent, added: boolean): void {
    if (!this.listening) return;
    for (const far of this.fars()) far.react(event, added);
    this.transcript.react(event, added);
    this.check();
  }

  /** Shows what the person does at once; answers how to take it off. */
  lay(id: Id, edit: (message: Message) => Message): () => void {
    const lifts = [this.transcript.lay(id, edit), ...this.fars().map((far) => far.lay(id, edit))];
    return () => lifts.forEach((lift) => lift());
  }

  /** The hub says where the room stands. */
  heed(head: RoomHead): void {
    if (!this.listening) return;
    this.told = { seq: Math.max(this.told.seq, head.seq), rev: Math.max(this.told.rev, head.rev) };
    this.tries = 0;
    this.check();
  }

  /** A connection has begun. With `sure` it asks whatever the head says: something may have come just before. */
  reconnected(head: RoomHead | undefined, sure: boolean): Promise<void> {
    if (this.state.peek() === "loading") this.unheard = true;
    if (this.state.peek() !== "ready") return Promise.resolve();
    this.tries = 0;
    if (head) this.told = { seq: Math.max(this.told.seq, head.seq), rev: Math.max(this.told.rev, head.rev) };
    return sure || this.behind ? this.sync() : Promise.resolve();
  }

  /** Fetches exactly what was missed; one question at a time. */
  sync(): Promise<void> {
    if (this.closed || this.state.peek() !== "ready" || connection.peek() !== "online") return Promise.resolve();
    this.settled();
    this.syncing ??= this.catchUp().finally(() => {
      this.syncing = null;
      this.check();
    });
    return this.syncing;
  }

  /** Whether what is here or was said proves that something is missing. */
  get behind(): boolean {
    return this.transcript.holed || this.told.seq > this.transcript.complete || this.told.rev > this.transcript.rev;
  }

  close(): void {
    this.closed = true;
    this.settled();
  }

  // ------------------------------------------------------------------ inside

  private fars(): Far[] {
    return [this.far.peek(), this.opening].filter((far) => far !== null);
  }

  private get listening(): boolean {
    return !this.closed && (this.state.peek() === "ready" || this.state.peek() === "loading");
  }

  private check(): void {
    if (this.state.peek() !== "ready") return;
    if (!this.behind) {
      this.tries = 0;
      this.settled();
    } else if (!this.syncing) this.suspect();
  }

  private settled(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Something is missing: wait a moment, then ask. Longer each time that asking did not bring it. */
  private suspect(atLeast = 0): void {
    if (this.timer !== undefined || this.closed || this.tries > TRIES) return;
    const wait = this.tries === 0 ? HOLE_MS : HOLE_MS + backoff(this.tries);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.behind) void this.sync();
    }, Math.max(wait, atLeast));
  }

  private async catchUp(): Promise<void> {
    this.tries += 1;
    let at: Cursor | null = { seq: this.transcript.complete, rev: this.transcript.rev };
    try {
      while (at) {
        const from: Cursor = at;
        const missed = await call<SyncAnswer>("room.sync", { room_id: this.room, after_seq: from.seq, after_rev: from.rev, limit: SYNC_LIMIT }, SYNC_TIMEOUT_MS);
        if (this.closed) return;
        if (missed.more && missed.seq - from.seq > FAR) {
          this.far.value = null; // what changed in it is not known
          return await this.readPage(from.rev);
        }
        for (const message of missed.changed) for (const far of this.fars()) far.take(message);
        at = this.transcript.caughtUp(missed, from);
        if (at && at.seq <= from.seq && at.rev <= from.rev) return; // a page that brings nothing: asked again later, and less often
      }
    } catch (error) {
      const refusal = asApiError(error);
      // The room may be gone; the rooms' own events say so. A connection that went is followed by another.
      if (refusal.code === "not_found" || refusal.code === "forbidden") this.state.value = "idle";
      else if (connection.peek() === "online") this.suspect((refusal.retry_after ?? 0) * 1000);
    }
  }
}
