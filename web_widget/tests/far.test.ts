/** A message far back in a room: the stretch around it grows both ways and joins the room's list. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Message } from "@/contract";
import { api } from "@/connection/api";
import { ApiError } from "@/connection/errors";
import * as socket from "@/connection/socket";
import { chatRows } from "@/app/chat/rows";
import { RoomLog } from "@/store/log";
import { BOB, ME, message, ROOM } from "./make";

const COUNT = 300;
let said: Message[];
const idOf = (seq: number): string => said[seq - 1]!.id;
const seqs = (messages: readonly Message[] | undefined): number[] => (messages ?? []).map((one) => one.seq);
const span = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** Answers as the hub does. */
async function answer(path: string, query: Record<string, unknown> = {}): Promise<unknown> {
  const limit = Number(query["limit"] ?? 50);
  const around = /messages\/(\w+)\/around/.exec(path);
  if (around) {
    const at = said.findIndex((one) => one.id === around[1]);
    if (at === -1) throw new ApiError("not_found", "The message was not found.");
    const from = Math.max(0, at - Math.floor(limit / 2));
    const to = at + limit - Math.floor(limit / 2);
    return { items: said.slice(from, to), earlier: from > 0, later: to < said.length };
  }
  if (path.endsWith("/threads")) return { items: [], next_cursor: null };
  if (query["after_seq"] !== undefined) {
    const rest = said.filter((one) => one.seq > Number(query["after_seq"]));
    return { items: rest.slice(0, limit), next_cursor: rest.length > limit ? "more" : null };
  }
  const rest = said.filter((one) => one.seq < Number(query["before_seq"] ?? Infinity)).reverse();
  return { items: rest.slice(0, limit), next_cursor: rest.length > limit ? "more" : null };
}

async function opened(): Promise<RoomLog> {
  const log = new RoomLog(ROOM);
  await log.open({ seq: said.length, rev: 0 });
  return log;
}

beforeEach(() => {
  socket.connection.value = "online";
  said = span(1, COUNT).map((seq) => message(seq));
  vi.spyOn(api, "get").mockImplementation(answer as never);
});

describe("a message far back", () => {
  it("shows what stands around it, with a gap on either side", async () => {
    const log = await opened();
    expect(await log.reach(idOf(100))).toBe(true);
    const far = log.far.value!;
    expect(seqs(far.messages.value)).toEqual(span(75, 124));
    expect(seqs(log.messages.value)).toEqual(span(251, 300));
    const rows = chatRows({ messages: far.messages.value, pending: [], readSeq: null, complete: false, self: ME, far: { earlier: true } });
    expect(rows.filter((row) => row.type === "gap").map((row) => row.key)).toEqual(["gap earlier", "gap later"]);
    expect([rows[0]?.key, rows.at(-1)?.key]).toEqual(["gap earlier", "gap later"]);
  });

  it("grows both ways and becomes part of the list where they meet", async () => {
    const log = await opened();
    await log.reach(idOf(100));
    await log.far.value!.loadEarlier();
    await log.far.value!.loadEarlier();
    expect(log.far.value!.earlier.value).toBe("end");
    await log.loadLater();
    await log.loadLater();
    expect(seqs(log.far.value!.messages.value)).toEqual(span(1, 224));
    await log.loadLater();
    expect(log.far.value).toBeNull();
    expect(seqs(log.messages.value)).toEqual(span(1, 300));
    expect(log.older.value).toBe("end");
  });

  it("needs no gap where it touches the list", async () => {
    const log = await opened();
    expect(await log.reach(idOf(230))).toBe(true);
    expect(log.far.value).toBeNull();
    expect(seqs(log.messages.value)).toEqual(span(205, 300));
    expect(log.older.value).toBe("more");
    await log.loadOlder();
    expect(seqs(log.messages.value)[0]).toBe(155);
  });

  it("follows edits, deletions and reactions, and shows what one does oneself", async () => {
    const log = await opened();
    await log.reach(idOf(100));
    const far = log.far.value!;
    const shown = (): Message => log.find(idOf(100))!;
    log.take({ ...said[99]!, content: "edited", rev: 1 });
    expect(shown().content).toBe("edited");
    log.react({ room_id: ROOM, message_id: idOf(100), emoji: "👍", user_id: BOB, seq: 100, rev: 2 }, true);
    expect(shown().reactions).toEqual([{ emoji: "👍", user_ids: [BOB] }]);
    const lift = log.lay(idOf(100), (one) => ({ ...one, pinned: true }));
    expect(shown().pinned).toBe(true);
    lift();
    expect(shown().pinned).not.toBe(true);
    log.take(message(301));
    expect(seqs(far.messages.value).at(-1)).toBe(124);
    expect(seqs(log.messages.value).at(-1)).toBe(301);
  });

  it("keeps a change that overtakes the page it belongs to", async () => {
    const log = await opened();
    await log.reach(idOf(100));
    const far = log.far.value!;
    const page = log.loadLater();
    log.take({ ...said[129]!, content: "edited meanwhile", rev: 1 });
    log.react({ room_id: ROOM, message_id: idOf(131), emoji: "🎉", user_id: BOB, seq: 131, rev: 2 }, true);
    await page;
    expect(far.messages.value.find((one) => one.seq === 130)!.content).toBe("edited meanwhile");
    expect(far.messages.value.find((one) => one.seq === 131)!.reactions).toHaveLength(1);
  });

  it("says of one that is not there that it is not, and of another room's too", async () => {
    const log = await opened();
    expect(await log.reach("f".repeat(24))).toBe(false);
    said = said.map((one) => ({ ...one, room_id: "0".repeat(24) }));
    expect(await log.reach(idOf(100))).toBe(false);
    expect(log.far.value).toBeNull();
    expect(seqs(log.messages.value)).toEqual(span(251, 300));
  });

  it("leaves the stretch for what is in the list", async () => {
    const log = await opened();
    await log.reach(idOf(100));
    expect(await log.reach(idOf(299))).toBe(true);
    expect(log.far.value).toBeNull();
  });
});
