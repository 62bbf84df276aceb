/** One thread as the hub has it, kept up by what is told of its messages. */
import { signal } from "@preact/signals";
import type { Id, Message } from "@/contract";
import type { Thread } from "@/contract/generated";
import { afterReady, api, asApiError, on, type ApiError } from "@/connection";
import { react, type ReactionEvent } from "./transcript";

const PAGE = 100;

export class ThreadLog {
  readonly state = signal<"loading" | "ready" | "error">("loading");
  readonly error = signal<ApiError | null>(null);
  readonly root = signal<Message | null>(null);
  /** In seq order. */
  readonly replies = signal<readonly Message[]>([]);
  /** After which seq to read on; null when all is here. */
  readonly next = signal<string | null>(null);
  /** Told while a page was on its way. */
  private told: Message[] = [];

  constructor(private readonly id: Id) {}

  /** Begins to follow; answers how to stop. */
  follow(): () => void {
    const take = ({ message }: { message: Message }): void => this.take(message);
    const stops = [
      on<{ message: Message }>("message.created", take),
      on<{ message: Message }>("message.updated", take),
      on<{ message: Message }>("message.deleted", take),
      on<ReactionEvent>("reaction.added", (event) => this.move(event, true)),
      on<ReactionEvent>("reaction.removed", (event) => this.move(event, false)),
      // What was said meanwhile was heard by nobody.
      afterReady((again) => void (again && this.load())),
    ];
    void this.load();
    return () => stops.forEach((stop) => stop());
  }

  /** Reads it afresh. */
  async load(): Promise<void> {
    try {
      this.merge(await this.page(null), true);
      this.error.value = null;
      this.state.value = "ready";
    } catch (fault) {
      this.error.value = asApiError(fault);
      if (!this.root.peek() || this.error.peek()?.code === "not_found") this.state.value = "error";
    }
  }

  async more(): Promise<void> {
    const next = this.next.peek();
    if (next) this.merge(await this.page(next), false);
  }

  private page(after: string | null): Promise<Thread> {
    return api.get<Thread>(`/api/messages/${this.id}/thread`, { limit: PAGE, ...(after ? { after_seq: after } : {}) });
  }

  private merge(page: Thread, afresh: boolean): void {
    this.root.value = newest(this.root.peek(), page.root as Message);
    const known = new Map((afresh ? [] : this.replies.peek()).map((message) => [message.seq, message]));
    const before = new Map(this.replies.peek().map((message) => [message.seq, message]));
    for (const message of page.items as Message[]) known.set(message.seq, newest(before.get(message.seq) ?? null, message));
    this.next.value = page.next_cursor ?? null;
    this.show(known);
    for (const message of this.told.splice(0)) this.take(message);
  }

  private take(message: Message): void {
    const root = this.root.peek();
    if (!root) return void this.told.push(message);
    if (message.id === root.id) this.root.value = newest(root, message);
    if (message.thread_id !== root.id) return;
    // What lies beyond the pages that are here comes with them.
    if (this.next.peek() !== null && message.seq > Number(this.next.peek())) return void this.told.push(message);
    const known = new Map(this.replies.peek().map((one) => [one.seq, one]));
    this.show(known.set(message.seq, newest(known.get(message.seq) ?? null, message)));
  }

  private move(event: ReactionEvent, added: boolean): void {
    const change = (message: Message): Message =>
      message.id !== event.message_id || (event.rev ?? Infinity) <= message.rev ? message : { ...react(message, event.emoji, event.user_id, added), rev: event.rev ?? message.rev };
    const root = this.root.peek();
    if (root) this.root.value = change(root);
    this.replies.value = this.replies.peek().map(change);
  }

  private show(known: ReadonlyMap<number, Message>): void {
    this.replies.value = [...known.values()].sort((a, b) => a.seq - b.seq);
  }
}

function newest(before: Message | null, message: Message): Message {
  return before && before.rev > message.rev ? before : message;
}
