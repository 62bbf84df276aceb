/**
 * A hub of one room, as the wire page describes it, on a bad day: broadcasts of two processes overtake each other and get
 * lost, connections are cut with everything that was on its way, answers take their time. Its own log is the truth.
 */
import type { Message, Page, ReadyRoom, Room, SyncAnswer } from "@/contract";
import { ApiError, connection, deliver, greeted } from "@/connection";
import type { OutboxItem } from "@/store/outbox";
import { react } from "@/store/transcript";
import { BOB, ME, message } from "./make";

/** Pages are small, so that catching up takes several. */
const PAGE = 6;
const SYNC = 4;
const USER = { id: ME, username: "me", display_name: "Me", kind: "user" as const, role: "member" as const };

export type Random = () => number;
/** A generator that gives the same numbers for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class ModelHub {
  messages: Message[] = [];
  seq = 0;
  rev = 0;
  read = 0;
  /** How often a broadcast is lost, and how often a call is answered with `unavailable`. */
  loss = 0.1;
  trouble = 0.05;
  calls: string[] = [];
  /** What the page's person said, in the order in which it was stored. */
  said: string[] = [];
  /** Each connection has a number; what was meant for an earlier one never arrives. */
  private link = 0;
  private joined = false;
  /** When the last broadcast of each process arrives: one process's own stay in order. */
  private readonly lines = [0, 0];

  constructor(readonly room: string, private readonly random: Random) {}

  chance(share: number): boolean {
    return this.random() < share;
  }

  pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.random() * from.length)];
  }

  // ------------------------------------------------------------------ what happens

  append(sender: string, content: string, clientMsgId: string, mentions: string[] = []): Message {
    const first = this.messages.find((one) => one.client_msg_id === clientMsgId);
    if (first) return first;
    if (this.chance(0.05)) this.seq += 1; // a seq that never appears
    this.seq += 1;
    const made = message(this.seq, {
      id: (this.seq + 4096).toString(16).padStart(24, "0"), room_id: this.room, content, mentions, client_msg_id: clientMsgId,
      sender: { kind: "user", id: sender, display_name: sender === ME ? "Me" : "Bob" },
    });
    this.messages.push(made);
    if (sender === ME) this.said.push(content);
    this.broadcast("message.created", { room_id: this.room, message: made });
    return made;
  }

  change(id: string, patch: Partial<Message>): void {
    this.rev += 1;
    this.messages = this.messages.map((one) => (one.id === id ? { ...one, ...patch, rev: this.rev } : one));
    const changed = this.messages.find((one) => one.id === id)!;
    this.broadcast(patch.deleted_at ? "message.deleted" : "message.updated", { room_id: this.room, message: changed });
  }

  reaction(id: string, emoji: string, user: string, added: boolean): void {
    const before = this.messages.find((one) => one.id === id)!;
    const had = before.reactions.some((one) => one.emoji === emoji && one.user_ids.includes(user));
    if (had === added) return;
    this.rev += 1;
    const after = { ...react(before, emoji, user, added), rev: this.rev };
    this.messages = this.messages.map((one) => (one.id === id ? after : one));
    this.broadcast(added ? "reaction.added" : "reaction.removed", { room_id: this.room, message_id: id, seq: after.seq, rev: this.rev, emoji, user_id: user });
  }

  /** Reading on another device, or the page's own word. */
  readTo(seq: number): void {
    if (seq <= this.read) return;
    this.read = Math.min(seq, this.seq);
    this.broadcast("room.read", { room_id: this.room, user_id: ME, seq: this.read });
  }

  heads(): void {
    this.broadcast("room.heads", { heads: { [this.room]: { seq: this.seq, rev: this.rev } } });
  }

  // ------------------------------------------------------------------ the connection

  private broadcast(event: string, payload: unknown): void {
    if (!this.joined || this.chance(this.loss)) return;
    const line = Math.floor(this.random() * 2);
    const at = Math.max(this.lines[line]!, Date.now() + this.random() * 200);
    this.lines[line] = at;
    const copy = structuredClone(payload);
    const link = this.link;
    setTimeout(() => link === this.link && deliver(event, copy), at - Date.now());
  }

  /** Greets. What is sent between the greeting being put together and the room being joined is heard by nobody. */
  connect(): void {
    this.cut();
    const link = ++this.link;
    const room = this.state();
    setTimeout(() => {
      if (link !== this.link) return;
      this.joined = true;
      greeted({ user: USER, rooms: [room], server: { name: "model", version: "0", time: "2026-11-22T00:00:00.000Z" } });
    }, this.random() * 50);
  }

  cut(): void {
    this.link += 1;
    this.joined = false;
    connection.value = "offline";
    for (const reject of [...this.open]) reject();
    this.open.clear();
  }

  private readonly open = new Set<() => void>();

  /** A question over the connection: it may reach the hub, and its answer the page, or not. */
  private ask<T>(name: string, answer: () => T): Promise<T> {
    this.calls.push(name);
    const link = this.link;
    return new Promise<T>((resolve, reject) => {
      const lost = (): void => reject(new ApiError("offline", "cut"));
      if (!this.joined) return lost();
      this.open.add(lost);
      setTimeout(() => {
        if (link !== this.link) return;
        if (this.chance(this.trouble)) {
          this.open.delete(lost);
          return reject(new ApiError("unavailable", "Later.", {}, 1));
        }
        const given = structuredClone(answer());
        setTimeout(() => {
          this.open.delete(lost);
          if (link === this.link) resolve(given);
        }, this.random() * 300);
      }, this.random() * 100);
    });
  }

  call(operation: string, input: { after_seq?: number; after_rev?: number; seq?: number }): Promise<unknown> {
    if (operation === "room.sync") return this.ask(operation, () => this.sync(input.after_seq!, input.after_rev!));
    return this.ask(operation, () => {
      this.readTo(input.seq!);
      return this.state();
    });
  }

  send(item: OutboxItem): Promise<Message> {
    return this.ask("message.send", () => this.append(ME, item.content, item.client_msg_id));
  }

  /** HTTP does not need the connection. */
  get(path: string, query: { before_seq?: number } = {}): Promise<unknown> {
    return new Promise((resolve) => setTimeout(() => {
      const given = structuredClone(path.endsWith("/messages") ? this.page(query.before_seq ?? Infinity) : this.state());
      setTimeout(() => resolve(given), this.random() * 300);
    }, this.random() * 100));
  }

  // ------------------------------------------------------------------ answers

  private page(before: number): Page<Message> {
    const older = this.messages.filter((one) => one.seq < before).reverse();
    const items = older.slice(0, PAGE);
    return { items, next_cursor: older.length > PAGE ? String(items.at(-1)!.seq) : null };
  }

  private sync(afterSeq: number, afterRev: number): SyncAnswer {
    const newer = this.messages.filter((one) => one.seq > afterSeq);
    const older = this.messages.filter((one) => one.seq <= afterSeq && one.rev > afterRev).sort((a, b) => a.rev - b.rev);
    const cut = older.length > SYNC;
    return {
      items: newer.slice(0, SYNC), changed: older.slice(0, SYNC), seq: this.seq,
      rev: cut ? older[SYNC - 1]!.rev : this.rev, more: newer.length > SYNC || cut,
    };
  }

  state(): ReadyRoom & Room {
    const said = this.messages.filter((one) => one.sender.id === ME).at(-1)?.seq ?? 0;
    const read = Math.max(this.read, said);
    const mentions = this.messages.filter((one) => one.seq > read && one.sender.id === BOB && one.mentions.includes(ME)).length;
    return {
      id: this.room, kind: "public", name: "web", owner_id: BOB, member: true, muted: false, seq: this.seq, rev: this.rev,
      last_read_seq: read, unread: Math.max(0, this.seq - read), mentions,
    };
  }
}
