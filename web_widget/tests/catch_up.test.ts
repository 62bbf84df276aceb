/** Whatever happens between the page and the hub, in whatever order: in the end the page shows the hub's log. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Message } from "@/contract";
import { api } from "@/connection/api";
import * as socket from "@/connection/socket";
import { logOf, openLog } from "@/store/messages";
import { outbox, sendMessage, settle, transport } from "@/store/outbox";
import { atEnd, markRead, openRoom, rooms } from "@/store/rooms";
import { me } from "@/store/session";
import { chatRows } from "@/app/chat/rows";
import { BOB, ME } from "./make";
import { ModelHub, seeded, type Random } from "./model_hub";

const EMOJI = ["👍", "🎉"];
/** More with `RUNS=1000 npx vitest run tests/catch_up.test.ts`. */
const RUNS = Number(process.env["RUNS"] ?? 60);
const STEPS = 60;

function shown(message: Message): string {
  const reactions = message.reactions.map((one) => `${one.emoji} ${[...one.user_ids].sort().join(" ")}`).sort();
  return [message.seq, message.content, message.deleted_at ? "deleted" : "", message.pinned ? "pinned" : "", ...reactions].join(" | ");
}

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

let hub: ModelHub;

function begin(seed: number): Random {
  const random = seeded(seed);
  vi.spyOn(Math, "random").mockImplementation(random);
  hub = new ModelHub(`7${seed.toString(16).padStart(23, "0")}`, random);
  vi.spyOn(socket, "call").mockImplementation((operation: string, input?: object) => hub.call(operation, input ?? {}) as Promise<never>);
  vi.spyOn(api, "get").mockImplementation((path: string, query?: object) => hub.get(path, query) as Promise<never>);
  vi.spyOn(transport, "send").mockImplementation((item) => hub.send(item));
  return random;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  socket.disconnect();
  rooms.value = new Map();
  for (const item of outbox.value) settle(item.client_msg_id);
  me.value = { id: ME, username: "me", display_name: "Me", kind: "user", role: "member" };
  atEnd.value = false;
});
afterEach(() => {
  openRoom.value = null;
  vi.useRealTimers();
});

describe("catching up", () => {
  it.each(Array.from({ length: RUNS }, (_, seed) => seed + 1))("ends with the hub's log (%i)", async (seed) => {
    const random = begin(seed);
    const sent: string[] = [];
    for (let count = Math.floor(random() * 20); count > 0; count -= 1) hub.append(BOB, `before ${count}`, `b${count}`);
    hub.connect();
    await pass(100);
    if (random() < 0.7) openRoom.value = hub.room;
    const log = openLog(hub.room);
    for (let step = 0; step < STEPS; step += 1) {
      const target = hub.pick(hub.messages.filter((one) => !one.deleted_at));
      const what = random();
      if (what < 0.3) hub.append(BOB, `m${step}`, `b ${step}`, random() < 0.3 ? [ME] : []);
      else if (what < 0.4) for (let count = 0; count < 5; count += 1) hub.append(BOB, `burst ${step} ${count}`, `b ${step} ${count}`);
      else if (what < 0.5) {
        sent.push(`mine ${step}`);
        void sendMessage(hub.room, `mine ${step}`);
      } else if (what < 0.6) target && hub.reaction(target.id, hub.pick(EMOJI)!, hub.pick([ME, BOB])!, random() < 0.6);
      else if (what < 0.68) target && hub.change(target.id, { content: `edited ${step}`, edited_at: "2026-11-22T00:00:00.000Z" });
      else if (what < 0.71) target && hub.change(target.id, { content: "", deleted_at: "2026-11-22T00:00:00.000Z", pinned: false });
      else if (what < 0.74) target && hub.change(target.id, { pinned: true });
      else if (what < 0.8) hub.cut();
      else if (what < 0.88) hub.connect();
      else if (what < 0.92) void log.loadOlder();
      else if (what < 0.95) hub.readTo(Math.floor(random() * (hub.seq + 1)));
      else if (what < 0.97) markRead(hub.room, log.messages.value.at(-1)?.seq);
      else hub.heads();
      await pass(random() < 0.5 ? 0 : random() * 400);
    }
    // The day gets better; heads say where the room stands, as they do every 30 s.
    hub.loss = hub.trouble = 0;
    hub.cut();
    hub.connect();
    for (let round = 0; round < 3; round += 1) {
      await pass(30_000);
      hub.heads();
    }
    await pass(30_000);

    const first = log.older.value === "end" ? 0 : log.messages.value[0]!.seq;
    expect(log.messages.value.map(shown)).toEqual(hub.messages.filter((one) => one.seq >= first).map(shown));
    expect(outbox.value).toEqual([]);
    expect(hub.said).toEqual(sent);
    const { seq, rev, unread, mentions, last_read_seq } = hub.state();
    expect(rooms.value.get(hub.room)).toMatchObject({ seq, unread, mentions, last_read_seq });
    expect(logOf(hub.room).last).toBe(seq);
    expect(rev).toBe(hub.rev);
    // Nothing is left to ask: a quiet room stays quiet, holes that never fill included.
    hub.calls.length = 0;
    await pass(120_000);
    expect(hub.calls).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5])("never shows a message twice or out of order meanwhile (%i)", async (seed) => {
    const random = begin(1000 + seed);
    hub.connect();
    await pass(100);
    openRoom.value = hub.room;
    const log = openLog(hub.room);
    await pass(500);
    const wrong: string[] = [];
    const look = (): void => {
      const rows = chatRows({ messages: log.messages.value, pending: outbox.value.filter((item) => item.room_id === hub.room), readSeq: null, complete: false, self: ME });
      const keys = rows.map((row) => row.key);
      if (new Set(keys).size !== keys.length) wrong.push(`doubled: ${keys.join(" ")}`);
      const seqs = log.messages.value.map((one) => one.seq);
      if (seqs.some((seq, index) => index > 0 && seq <= seqs[index - 1]!)) wrong.push(`order: ${seqs.join(" ")}`);
    };
    const stops = [log.messages.subscribe(look), outbox.subscribe(look)];
    for (let step = 0; step < 80; step += 1) {
      if (random() < 0.5) void sendMessage(hub.room, `mine ${step}`);
      else hub.append(BOB, `m${step}`, `b ${step}`);
      if (random() < 0.1) hub.cut();
      if (random() < 0.3) hub.connect();
      await pass(random() * 300);
    }
    hub.cut();
    hub.connect();
    await pass(60_000);
    for (const stop of stops) stop();
    expect(wrong).toEqual([]);
    expect(outbox.value).toEqual([]);
  });
});
