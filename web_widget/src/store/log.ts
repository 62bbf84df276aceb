/** One room's messages as far as they are here: in seq order, with nothing missed. */
import { signal } from "@preact/signals";
import type { Id, Message, Page, RoomHead, SyncAnswer } from "@/contract";
import { api, asApiError, call, connection, type ApiError } from "@/connection";

const PAGE = 50;
/** How long a hole may fill by itself: another process may be about to broadcast it. */
const HOLE_MS = 300;
/** Further behind than this, the page is read afresh instead of replaying everything. */
const FAR = 400;

export class RoomLog {
  readonly messages = signal<readonly Message[]>([]);
  readonly state = signal<"idle" | "loading" | "ready" | "error">("idle");
  readonly error = signal<ApiError | null>(null);
  readonly older = signal<"more" | "loading" | "end">("more");
  /** Everything up to this seq (from the first message here) is known. */
  private complete = 0;
  /** Every change of a message up to this rev is known. */
  private rev = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private syncing: Promise<void> | null = null;

  constructor(readonly room: Id) {}

  get last(): number {
    return this.complete;
  }

  /** Reads the newest page if there is nothing here; otherwise what was missed. */
  async open(head?: RoomHead): Promise<void> {
    if (this.state.peek() === "ready" || this.state.peek() === "loading") return;
    this.state.value = "loading";
    try {
      // The rev is taken before the page: a change in between is then fetched twice, never missed.
      const rev = head?.rev ?? 0;
      const page = await api.get<Page<Message>>(`/api/rooms/${this.room}/messages`, { limit: PAGE });
      const items = [...page.items].sort((a, b) => a.seq - b.seq);
      this.rev = Math.max(this.rev, rev, ...items.map((message) => message.rev));
      this.merge(items);
      this.complete = Math.max(this.complete, items.at(-1)?.seq ?? 0);
      this.older.value = page.next_cursor === null || items.length < PAGE ? "end" : "more";
      this.error.value = null;
      this.state.value = "ready";
      if (head && head.rev !== rev) void this.sync();
    } catch (error) {
      this.error.value = asApiError(error);
      this.state.value = "error";
    }
  }

  async loadOlder(): Promise<void> {
    const first = this.messages.peek()[0];
    if (this.older.peek() !== "more" || this.state.peek() !== "ready" || !first) return;
    this.older.value = "loading";
    try {
      const page = await api.get<Page<Message>>(`/api/rooms/${this.room}/messages`, { limit: PAGE, before_seq: first.seq });
      this.merge(page.items);
      this.older.value = page.items.length < PAGE ? "end" : "more";
    } catch {
      this.older.value = "more"; // the next scroll asks again
    }
  }

  /** Takes a message that is new or newer than what is here. Answers whether it is new. */
  take(message: Message): boolean {
    if (this.state.peek() !== "ready") return false;
    const isNew = this.merge([message]);
    if (message.seq === this.complete + 1) {
      this.complete = message.seq;
      this.advance();
    } else if (message.seq > this.complete) this.suspect();
    if (message.rev === this.rev + 1) this.rev = message.rev;
    else if (message.rev > this.rev + 1) this.suspect();
    return isNew;
  }

  /** Moves `complete` over what arrived out of order. */
  private advance(): void {
    for (const message of this.messages.peek()) if (message.seq === this.complete + 1) this.complete = message.seq;
    const last = this.messages.peek().at(-1)?.seq ?? 0;
    if (this.complete >= last) this.settled();
  }

  private settled(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Something is missing: wait a moment, then ask. */
  private suspect(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.sync();
    }, HOLE_MS);
  }

  /** The hub says where the room stands. */
  heed(head: RoomHead): void {
    if (this.state.peek() === "ready" && (head.seq > this.complete || head.rev > this.rev)) this.suspect();
  }

  /** Fetches exactly what was missed. */
  sync(): Promise<void> {
    if (this.state.peek() !== "ready" || connection.peek() !== "online") return Promise.resolve();
    this.syncing ??= this.catchUp().finally(() => {
      this.syncing = null;
    });
    return this.syncing;
  }

  private async catchUp(): Promise<void> {
    this.settled();
    try {
      for (let round = 0; round < 20; round += 1) {
        const missed = await call<SyncAnswer>("room.sync", { room_id: this.room, after_seq: this.complete, after_rev: this.rev, limit: 200 });
        if (missed.seq - this.complete > FAR && missed.more) return await this.restart(missed);
        this.merge([...missed.changed, ...missed.items]);
        this.complete = Math.max(this.complete, missed.more ? (missed.items.at(-1)?.seq ?? this.complete) : missed.seq);
        this.advance();
        if (!missed.more) {
          this.rev = Math.max(this.rev, missed.rev);
          return;
        }
      }
    } catch (error) {
      // The room may be gone; the rooms' own events say so. Otherwise the next head or reconnection asks again.
      if (asApiError(error).code === "not_found") this.state.value = "idle";
    }
  }

  private async restart(head: RoomHead): Promise<void> {
    this.messages.value = [];
    this.complete = 0;
    this.rev = 0;
    this.state.value = "idle";
    await this.open(head);
  }

  /** Merges by seq; an older rev never replaces a newer one. */
  private merge(incoming: readonly Message[]): boolean {
    const bySeq = new Map(this.messages.peek().map((message) => [message.seq, message]));
    let added = false;
    let changed = false;
    for (const message of incoming) {
      const before = bySeq.get(message.seq);
      if (before && before.rev >= message.rev && before !== message) {
        // The same rev may come again with reactions that an event brought already.
        if (before.rev > message.rev || message.edited_at === before.edited_at) continue;
      }
      added ||= !before;
      changed = true;
      bySeq.set(message.seq, message);
    }
    if (changed) this.messages.value = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
    return added;
  }

  /** Changes one message in place, as events and optimistic actions do. */
  mend(id: Id, edit: (message: Message) => Message): Message | undefined {
    let before: Message | undefined;
    this.messages.value = this.messages.peek().map((message) => {
      if (message.id !== id) return message;
      before = message;
      return edit(message);
    });
    return before;
  }

  find(id: Id): Message | undefined {
    return this.messages.value.find((message) => message.id === id);
  }
}
