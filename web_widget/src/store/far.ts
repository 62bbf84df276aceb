/**
 * A stretch of a room's history away from its end: what a permalink, a search hit or an old quote leads to. It grows both
 * ways as one scrolls, takes in what is told of its messages, and becomes part of the room's list once it reaches it.
 */
import { signal } from "@preact/signals";
import type { Id, Message, Page } from "@/contract";
import type { Around, ThreadPage } from "@/contract/generated";
import { api } from "@/connection";
import { Transcript, type ReactionEvent } from "./transcript";

const PAGE = 50;

export class Far {
  readonly earlier = signal<"more" | "loading" | "end">("more");
  readonly later = signal<"more" | "loading">("loading");
  private readonly transcript = new Transcript();
  readonly messages = this.transcript.messages;
  /** How many answers there are to its messages, as the hub counted them when they came. */
  readonly replies = signal<ReadonlyMap<Id, number>>(new Map());
  /** Nothing is missing from its first message up to this seq. */
  last = 0;
  /** Told of messages beyond what is here while a page is on its way: the page may be older than that. */
  private beyond: Message[] = [];
  private moves: [ReactionEvent, boolean][] = [];

  constructor(private readonly room: Id) {}

  /** Reads what stands around a message. Answers whether the room's end is among it; refuses for one that is not there. */
  async open(id: Id): Promise<boolean> {
    const found = await api.get<Around>(`/api/messages/${id}/around`, { limit: PAGE });
    const items = found.items as Message[];
    if (items.some((message) => message.room_id !== this.room)) throw new Error("a message of another room");
    this.transcript.open(items, items.reduce((most, message) => Math.max(most, message.rev), 0), !found.earlier);
    this.earlier.value = found.earlier ? "more" : "end";
    this.reached(items);
    void this.countReplies(items);
    return !found.later;
  }

  get first(): number {
    return this.messages.peek()[0]?.seq ?? 0;
  }

  has(id: Id): boolean {
    return this.messages.peek().some((message) => message.id === id);
  }

  async loadEarlier(): Promise<void> {
    if (this.earlier.peek() !== "more") return;
    this.earlier.value = "loading";
    this.transcript.expectOlder();
    try {
      const page = await api.get<Page<Message>>(`/api/rooms/${this.room}/messages`, { limit: PAGE, before_seq: this.first });
      this.transcript.older(page.items, page.next_cursor === null);
      void this.countReplies(page.items);
      this.earlier.value = page.next_cursor === null ? "end" : "more";
    } catch {
      this.transcript.older(null, false);
      this.earlier.value = "more"; // the next scroll asks again
    }
  }

  /** Reads on towards the end. Answers whether the end is here. */
  async loadLater(): Promise<boolean> {
    if (this.later.peek() !== "more") return false;
    this.later.value = "loading";
    try {
      const page = await api.get<Page<Message>>(`/api/rooms/${this.room}/messages`, { limit: PAGE, after_seq: this.last });
      this.transcript.newer(page.items);
      this.reached(page.items);
      void this.countReplies(page.items);
      return page.next_cursor === null;
    } catch {
      this.later.value = "more"; // the next scroll asks again
      return false;
    }
  }

  /** Takes the state of a message, if it is one of these. */
  take(message: Message): void {
    if (this.last > 0 && message.seq < this.first) void this.transcript.take(message);
    else if (message.seq <= this.last) this.transcript.newer([message]);
    else if (this.later.peek() === "loading") this.beyond.push(message);
  }

  react(event: ReactionEvent, added: boolean): void {
    if (this.has(event.message_id)) this.transcript.react(event, added);
    else if (this.later.peek() === "loading") this.moves.push([event, added]);
  }

  lay(id: Id, edit: (message: Message) => Message): () => void {
    return this.transcript.lay(id, edit);
  }

  private async countReplies(page: readonly Message[]): Promise<void> {
    const roots = page.filter((message) => !message.thread_id).map((message) => message.id);
    if (roots.length === 0) return;
    try {
      const found = await api.get<ThreadPage>(`/api/rooms/${this.room}/threads`, { roots: roots.join(",") });
      this.replies.value = new Map([...this.replies.peek(), ...found.items.map(({ root, replies }) => [root.id, replies] as const)]);
    } catch {
      // Then those that are here count.
    }
  }

  private reached(page: readonly Message[]): void {
    this.last = page.reduce((most, message) => Math.max(most, message.seq), this.last);
    this.transcript.newer(this.beyond.filter((message) => message.seq <= this.last));
    this.beyond = [];
    for (const [event, added] of this.moves.splice(0)) if (this.has(event.message_id)) this.transcript.react(event, added);
    this.later.value = "more";
  }
}
