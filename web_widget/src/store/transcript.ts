/**
 * What is known of one room's messages, whatever the order in which it arrived: events, acks, pages and catching up may
 * interleave and repeat. The list is in seq order; an older rev never replaces a newer one; a reaction that came as an
 * event stays until a state that has it. It also knows how far nothing is missing, by seq and by rev.
 */
import { signal } from "@preact/signals";
import type { Id, Message, Reaction, SyncAnswer } from "@/contract";

export interface ReactionEvent {
  room_id: Id;
  message_id: Id;
  emoji: string;
  user_id: Id;
  seq?: number;
  rev?: number;
}
interface Move extends ReactionEvent {
  added: boolean;
}
/** How far catching up has come. */
export interface Cursor {
  seq: number;
  rev: number;
}
interface Overlay {
  id: Id;
  edit: (message: Message) => Message;
}

export class Transcript {
  /** From the oldest message here on, in seq order, as they are to be shown. */
  readonly messages = signal<readonly Message[]>([]);
  /** Told of the messages that were not here before, whatever brought them. */
  onNew: (messages: readonly Message[]) => void = () => undefined;
  /** Nothing is missing between the oldest message here and this seq. */
  complete = 0;
  /** Every change up to this rev is in what is here. */
  rev = 0;

  /** As the hub said it last, in seq order. */
  private known: Message[] = [];
  private byId = new Map<Id, Message>();
  /** Reactions that are newer than the state of their message. */
  private moves = new Map<Id, Move[]>();
  /** What the person did and the hub has not answered yet. */
  private overlays = new Map<symbol, Overlay>();
  /** Messages below this seq are not part of the list; 0 when the list begins with the room's first message. */
  private floor = 0;
  private revsAhead = new Set<number>();
  /** What came about messages below the list while an older page is on its way: the page may be older than that. */
  private below: { states: Message[]; moves: Move[] } | null = null;

  // ------------------------------------------------------------------ what the hub says

  /** Takes the newest page, read when every change up to `rev` had been made. What is newer than the page stays. */
  open(page: readonly Message[], rev: number, whole: boolean): void {
    const items = [...page].sort((a, b) => a.seq - b.seq);
    this.floor = whole ? 0 : (items[0]?.seq ?? 0);
    const kept = this.known.filter((message) => message.seq >= this.floor);
    this.forget(this.known.filter((message) => message.seq < this.floor));
    this.known = kept;
    this.complete = items.at(-1)?.seq ?? 0;
    this.rev = rev;
    this.merge(items);
  }

  /** Expects an older page: from now on nothing about what is below the list is thrown away. */
  expectOlder(): void {
    this.below ??= { states: [], moves: [] };
  }

  /** Takes an older page, or null when it did not come. */
  older(page: readonly Message[] | null, whole: boolean): void {
    const { states, moves } = this.below ?? { states: [], moves: [] };
    this.below = null;
    if (page === null) return;
    const oldest = page.reduce((least, message) => Math.min(least, message.seq), this.floor || Infinity);
    this.floor = whole || oldest === Infinity ? 0 : oldest;
    for (const move of moves) this.keepMove(move);
    this.merge([...page, ...states.filter((message) => message.seq >= this.floor)]);
  }

  /** Takes the page that follows, for a list that does not reach the room's end. */
  newer(page: readonly Message[]): void {
    this.merge(page);
  }

  /** Takes the state of a message from an event or an answer. Answers whether the message is new here. */
  take(message: Message): boolean {
    if (message.seq < this.floor) {
      this.below?.states.push(message);
      this.noteRev(message.rev);
      return false;
    }
    return this.merge([message]);
  }

  /**
   * Takes one page of catching up. Answers from where to go on, or null when this was the last one.
   * What changed is counted as known only at the end: until then a message beyond the page may be here as it was before.
   */
  caughtUp(answer: SyncAnswer, from: Cursor): Cursor | null {
    const changed = answer.changed.filter((message) => {
      if (message.seq >= this.floor) return true;
      this.below?.states.push(message);
      return false;
    });
    const last = answer.items.at(-1)?.seq ?? from.seq;
    // A seq that is missing between two items will never appear; on the last page that holds up to the answer's own seq.
    this.complete = Math.max(this.complete, answer.more ? last : Math.max(last, answer.seq));
    if (!answer.more) this.rev = Math.max(this.rev, answer.rev);
    this.merge([...changed, ...answer.items]);
    return answer.more ? { seq: last, rev: Math.max(from.rev, answer.rev) } : null;
  }

  /** Takes a reaction's coming or going. */
  react(event: ReactionEvent, added: boolean): void {
    const move = { ...event, added };
    if (event.rev !== undefined) this.noteRev(event.rev);
    if (event.seq !== undefined && event.seq < this.floor) return void this.below?.moves.push(move);
    this.keepMove(move);
    this.draw();
  }

  /** Whether something here proves that something else is missing. */
  get holed(): boolean {
    return (this.known.at(-1)?.seq ?? 0) > this.complete || this.revsAhead.size > 0;
  }

  // ------------------------------------------------------------------ what the person does

  /** Shows a change at once. Answers how to take it off again, when the hub has answered or refused. */
  lay(id: Id, edit: (message: Message) => Message): () => void {
    const token = Symbol();
    this.overlays.set(token, { id, edit });
    this.draw();
    return () => {
      if (this.overlays.delete(token)) this.draw();
    };
  }

  // ------------------------------------------------------------------ inside

  private merge(incoming: readonly Message[]): boolean {
    const fresh: Message[] = [];
    let changed = false;
    for (const message of incoming) {
      this.noteRev(message.rev);
      const place = this.place(message.seq);
      const before = this.known[place];
      if (before?.seq === message.seq) {
        if (before.rev >= message.rev) continue;
        this.known[place] = message;
      } else {
        this.known.splice(place, 0, message);
        fresh.push(message);
      }
      changed = true;
      this.byId.set(message.id, message);
      this.settleMoves(message);
    }
    this.advance();
    if (changed) this.draw();
    if (fresh.length > 0) this.onNew(fresh);
    return fresh.length > 0;
  }

  /** Where a seq stands or would stand; nearly always the end. */
  private place(seq: number): number {
    let [low, high] = [0, this.known.length];
    if (high === 0 || this.known[high - 1]!.seq < seq) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.known[middle]!.seq < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private forget(messages: readonly Message[]): void {
    for (const message of messages) {
      this.byId.delete(message.id);
      this.moves.delete(message.id);
    }
  }

  private keepMove(move: Move): void {
    const base = this.byId.get(move.message_id);
    if (base && move.rev !== undefined && move.rev <= base.rev) return; // that state has it
    const moves = (this.moves.get(move.message_id) ?? []).filter((one) => one.rev !== move.rev || one.emoji !== move.emoji || one.user_id !== move.user_id);
    moves.push(move);
    this.moves.set(move.message_id, moves.sort((a, b) => (a.rev ?? Infinity) - (b.rev ?? Infinity)));
  }

  private settleMoves(message: Message): void {
    const left = this.moves.get(message.id)?.filter((move) => move.rev !== undefined && move.rev > message.rev);
    if (left?.length) this.moves.set(message.id, left);
    else this.moves.delete(message.id);
  }

  private noteRev(rev: number): void {
    if (rev > this.rev) this.revsAhead.add(rev);
  }

  /** Moves `complete` and `rev` over what arrived out of order. */
  private advance(): void {
    for (let place = this.place(this.complete + 1); this.known[place]?.seq === this.complete + 1; place += 1) this.complete += 1;
    while (this.revsAhead.delete(this.rev + 1)) this.rev += 1;
    for (const rev of this.revsAhead) if (rev <= this.rev) this.revsAhead.delete(rev);
  }

  /** Reactions up to `rev` become part of their message: nothing older can come any more. */
  private fold(): void {
    for (const [id, moves] of this.moves) {
      const base = this.byId.get(id);
      const ripe = moves.filter((move) => move.rev !== undefined && move.rev <= this.rev);
      if (!base || ripe.length === 0) continue;
      const state = { ...ripe.reduce((shown, move) => react(shown, move.emoji, move.user_id, move.added), base), rev: ripe.at(-1)!.rev! };
      this.known[this.place(base.seq)] = state;
      this.byId.set(id, state);
      this.settleMoves(state);
    }
  }

  private draw(): void {
    this.advance();
    if (this.moves.size > 0) this.fold();
    if (this.moves.size === 0 && this.overlays.size === 0) {
      this.messages.value = [...this.known];
      return;
    }
    const overlays = [...this.overlays.values()];
    this.messages.value = this.known.map((base) => {
      let shown = base;
      for (const move of this.moves.get(base.id) ?? []) shown = react(shown, move.emoji, move.user_id, move.added);
      for (const overlay of overlays) if (overlay.id === base.id) shown = overlay.edit(shown);
      return shown;
    });
  }
}

/** Adds or takes a reaction; doing it twice changes nothing. */
export function react(message: Message, emoji: string, user: Id, there: boolean): Message {
  const reactions: Reaction[] = [];
  let found = false;
  for (const reaction of message.reactions ?? []) {
    if (reaction.emoji !== emoji) {
      reactions.push(reaction);
      continue;
    }
    found = true;
    const others = there && reaction.user_ids.includes(user) ? reaction.user_ids : reaction.user_ids.filter((id) => id !== user);
    if (there && others !== reaction.user_ids) others.push(user);
    if (others.length > 0) reactions.push({ emoji, user_ids: others });
  }
  if (!found && there) reactions.push({ emoji, user_ids: [user] });
  return { ...message, reactions };
}
