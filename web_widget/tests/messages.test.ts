import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Message, SyncAnswer } from "@/contract";
import { deliver } from "@/connection";
import * as socket from "@/connection/socket";
import { api } from "@/connection/api";
import { ApiError } from "@/connection/errors";
import { RoomLog } from "@/store/log";
import { forgetReading } from "@/store/reading";
import { react } from "@/store/messages";
import { openRoom, atEnd, countMessage, rooms, takeRoom, totalUnread, attention, markRead } from "@/store/rooms";
import { chatRows } from "@/app/chat/rows";
import { me } from "@/store/session";
import { BOB, ME, message, room, ROOM } from "./make";

const page = (items: Message[]) => vi.spyOn(api, "get").mockResolvedValue({ items, next_cursor: null });
const sync = (answer: Partial<SyncAnswer>) => vi.spyOn(socket, "call").mockResolvedValue({ items: [], changed: [], seq: 0, rev: 0, more: false, ...answer });

beforeEach(() => {
  vi.useRealTimers();
  socket.connection.value = "online";
  rooms.value = new Map();
  me.value = { id: ME, username: "me", display_name: "Me", kind: "user", role: "member" };
});

async function opened(...seqs: number[]): Promise<RoomLog> {
  page(seqs.map((seq) => message(seq)));
  const log = new RoomLog(ROOM);
  await log.open({ seq: seqs.at(-1) ?? 0, rev: 0 });
  return log;
}
const seqs = (log: RoomLog): number[] => log.messages.value.map((one) => one.seq);

describe("a room's log", () => {
  it("keeps the order of seq whatever the order of arrival", async () => {
    const log = await opened(1, 2);
    vi.useFakeTimers();
    const call = sync({});
    log.take(message(4));
    log.take(message(3));
    expect(seqs(log)).toEqual([1, 2, 3, 4]);
    await vi.advanceTimersByTimeAsync(400);
    expect(call).not.toHaveBeenCalled(); // the hole filled by itself
    expect(log.last).toBe(4);
  });

  it("waits 300 ms on a hole, then asks for exactly what is missing", async () => {
    const log = await opened(1, 2);
    vi.useFakeTimers();
    const call = sync({ items: [message(3), message(4)], seq: 4 });
    log.take(message(4));
    await vi.advanceTimersByTimeAsync(290);
    expect(call).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(20);
    expect(call).toHaveBeenCalledWith("room.sync", expect.objectContaining({ room_id: ROOM, after_seq: 2 }), expect.anything());
    expect(seqs(log)).toEqual([1, 2, 3, 4]);
  });

  it("takes a seq that the sync skips as one that will never come", async () => {
    const log = await opened(1, 2);
    vi.useFakeTimers();
    const call = sync({ items: [message(4)], seq: 4 });
    log.take(message(4));
    await vi.advanceTimersByTimeAsync(310);
    log.take(message(5));
    await vi.advanceTimersByTimeAsync(1000);
    expect(call).toHaveBeenCalledTimes(1);
    expect(log.last).toBe(5);
  });

  it("heals from the heads of a quiet room", async () => {
    const log = await opened(1);
    vi.useFakeTimers();
    const call = sync({ items: [message(2)], changed: [message(1, { rev: 1, content: "edited", edited_at: "2026-11-21T10:00:00.000Z" })], seq: 2, rev: 1 });
    log.heed({ seq: 1, rev: 0 });
    await vi.advanceTimersByTimeAsync(400);
    expect(call).not.toHaveBeenCalled();
    log.heed({ seq: 2, rev: 1 });
    await vi.advanceTimersByTimeAsync(310);
    expect(log.messages.value.map((one) => one.content)).toEqual(["edited", "m2"]);
  });

  it("does not let an older state of a message replace a newer one", async () => {
    const log = await opened(1);
    log.take(message(1, { rev: 5, content: "newer", edited_at: "2026-11-21T10:00:00.000Z" }));
    log.take(message(1, { rev: 2, content: "older" }));
    expect(log.messages.value[0]?.content).toBe("newer");
  });
});

describe("a room's log, when the hub answers badly", () => {
  it("asks again, less and less often, and stops until the next head", async () => {
    const log = await opened(1);
    vi.useFakeTimers();
    const call = sync({ seq: 1 }); // an answer that is older than what was seen
    log.take(message(3));
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    const asked = call.mock.calls.length;
    expect(asked).toBeGreaterThan(2);
    expect(asked).toBeLessThan(10);
    log.heed({ seq: 3, rev: 0 });
    await vi.advanceTimersByTimeAsync(400);
    expect(call).toHaveBeenCalledTimes(asked + 1);
  });

  it("waits as long as it is told", async () => {
    const log = await opened(1);
    vi.useFakeTimers();
    const call = vi.spyOn(socket, "call").mockRejectedValueOnce(new ApiError("unavailable", "Later.", {}, 60)).mockResolvedValue({ items: [message(2), message(3)], changed: [], seq: 3, rev: 0, more: false });
    log.take(message(3));
    await vi.advanceTimersByTimeAsync(59_000);
    expect(call).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(seqs(log)).toEqual([1, 2, 3]);
  });

  it("asks one question at a time", async () => {
    const log = await opened(1);
    let release: (answer: SyncAnswer) => void = () => undefined;
    const call = vi.spyOn(socket, "call").mockImplementation(() => new Promise((resolve) => (release = resolve as never)));
    const both = [log.sync(), log.sync()];
    expect(call).toHaveBeenCalledTimes(1);
    release({ items: [message(2)], changed: [], seq: 2, rev: 0, more: false });
    await Promise.all(both);
    expect(seqs(log)).toEqual([1, 2]);
  });

  it("reads the newest page afresh when it is very far behind, and keeps what it shows until then", async () => {
    const log = await opened(1, 2);
    sync({ items: [message(3)], seq: 5000, more: true });
    const get = page([message(4999), message(5000)]);
    get.mockResolvedValue({ items: [message(4999), message(5000)], next_cursor: "4999" });
    await log.sync();
    expect(seqs(log)).toEqual([4999, 5000]);
    expect([log.last, log.older.value]).toEqual([5000, "more"]);
  });

  it("does not put an old message that changed above the page", async () => {
    page([message(8), message(9)]).mockResolvedValue({ items: [message(8), message(9)], next_cursor: "8" });
    const log = new RoomLog(ROOM);
    await log.open({ seq: 9, rev: 0 });
    log.take(message(2, { rev: 1, content: "edited" }));
    sync({ changed: [message(3, { rev: 2 })], seq: 9, rev: 2 });
    await log.sync();
    expect(seqs(log)).toEqual([8, 9]);
  });
});

describe("reactions", () => {
  it("come in any order, once, and a state that has them replaces them", async () => {
    const log = await opened(1);
    const event = { room_id: ROOM, message_id: message(1).id, seq: 1, emoji: "👍", user_id: BOB };
    log.react({ ...event, rev: 2 }, false);
    log.react({ ...event, rev: 1 }, true);
    expect(log.messages.value[0]?.reactions).toEqual([]);
    log.react({ ...event, rev: 3 }, true);
    log.react({ ...event, rev: 1 }, true);
    expect(log.messages.value[0]?.reactions).toEqual([{ emoji: "👍", user_ids: [BOB] }]);
    log.take(message(1, { rev: 2, reactions: [] }));
    expect(log.messages.value[0]?.reactions).toEqual([{ emoji: "👍", user_ids: [BOB] }]);
    log.take(message(1, { rev: 4, reactions: [] }));
    expect(log.messages.value[0]?.reactions).toEqual([]);
  });
  it("toggle, and twice is once", () => {
    const one = react(message(1), "👍", ME, true);
    expect(react(one, "👍", ME, true).reactions).toEqual([{ emoji: "👍", user_ids: [ME] }]);
    expect(react(one, "👍", ME, false).reactions).toEqual([]);
    expect(react(react(one, "👍", BOB, true), "👍", ME, false).reactions).toEqual([{ emoji: "👍", user_ids: [BOB] }]);
  });
});

describe("unread", () => {
  it("counts what others write, once, and mentions apart", () => {
    takeRoom(room({ seq: 1, last_read_seq: 1 }));
    countMessage(message(2));
    countMessage(message(2)); // the same again
    countMessage(message(3, { mentions: [ME] }));
    expect(rooms.value.get(ROOM)).toMatchObject({ unread: 2, mentions: 1, seq: 3 });
    expect([totalUnread.value, attention.value]).toEqual([2, 1]);
  });

  it("is not raised by my own message, which reads the room", () => {
    takeRoom(room({ seq: 1, last_read_seq: 0, unread: 1 }));
    countMessage(message(2, { sender: { kind: "user", id: ME, display_name: "Me" } }));
    expect(rooms.value.get(ROOM)).toMatchObject({ unread: 0, mentions: 0, last_read_seq: 2 });
  });

  it("is read at once in the open room at its end, and not while one looks elsewhere", () => {
    takeRoom(room({ seq: 1, last_read_seq: 1 }));
    openRoom.value = ROOM;
    atEnd.value = true;
    vi.spyOn(document, "hasFocus").mockReturnValue(true);
    countMessage(message(2));
    expect(rooms.value.get(ROOM)?.unread).toBe(0);
    vi.spyOn(document, "hasFocus").mockReturnValue(false);
    countMessage(message(3));
    expect(rooms.value.get(ROOM)?.unread).toBe(1);
    openRoom.value = null;
  });

  it("does not go back in time when a list that was asked earlier arrives", () => {
    takeRoom(room({ seq: 1, last_read_seq: 1 }));
    countMessage(message(2));
    takeRoom(room({ seq: 1, unread: 0, last_read_seq: 1, name: "renamed" }));
    expect(rooms.value.get(ROOM)).toMatchObject({ seq: 2, unread: 1, name: "renamed" });
  });

  it("does not come back with a list that was asked before the room was read", () => {
    takeRoom(room({ seq: 2, last_read_seq: 0, unread: 2, mentions: 1 }));
    markRead(ROOM, 2);
    takeRoom(room({ seq: 2, last_read_seq: 0, unread: 2, mentions: 1 }));
    expect(rooms.value.get(ROOM)).toMatchObject({ unread: 0, mentions: 0, last_read_seq: 2 });
  });

  it("follows what was read in part on another device, and asks which mentions are left", async () => {
    vi.useFakeTimers();
    const other = "e".repeat(24);
    takeRoom(room({ id: other, seq: 9, last_read_seq: 2, mentions: 2 }));
    const get = vi.spyOn(api, "get").mockResolvedValue(room({ id: other, seq: 9, last_read_seq: 5, unread: 4, mentions: 1 }));
    deliver("room.read", { room_id: other, user_id: ME, seq: 5 });
    expect(rooms.value.get(other)).toMatchObject({ unread: 4, last_read_seq: 5 });
    await vi.advanceTimersByTimeAsync(2100);
    expect(get).toHaveBeenCalledTimes(1);
    expect(rooms.value.get(other)).toMatchObject({ unread: 4, mentions: 1 });
  });

  it("heals by the head of a quiet room that is not open", async () => {
    vi.useFakeTimers();
    const other = "f".repeat(24);
    takeRoom(room({ id: other, seq: 3, last_read_seq: 3 }));
    vi.spyOn(api, "get").mockResolvedValue(room({ id: other, seq: 5, last_read_seq: 3, unread: 2, mentions: 1 }));
    deliver("room.heads", { heads: { [other]: { seq: 5, rev: 0 } } });
    expect(rooms.value.get(other)).toMatchObject({ unread: 2, mentions: 0 });
    await vi.advanceTimersByTimeAsync(2100);
    expect(rooms.value.get(other)).toMatchObject({ unread: 2, mentions: 1 });
  });

  it("tells the hub at most once a second, the latest, and again until it has heard", async () => {
    vi.useFakeTimers();
    forgetReading();
    const call = vi.spyOn(socket, "call").mockRejectedValueOnce(new ApiError("unavailable", "Later.")).mockResolvedValue({});
    takeRoom(room({ seq: 9, last_read_seq: 0 }));
    for (let seq = 1; seq <= 9; seq += 1) {
      markRead(ROOM, seq);
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(5000);
    const told = call.mock.calls.map(([, input]) => (input as { seq: number }).seq);
    expect(told.length).toBeLessThan(4);
    expect(told.at(-1)).toBe(9);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(call).toHaveBeenCalledTimes(told.length);
  });

  it("tells the hub once, a moment later", async () => {
    vi.useFakeTimers();
    forgetReading();
    const call = sync({});
    takeRoom(room({ seq: 5, unread: 4, last_read_seq: 1 }));
    markRead(ROOM, 4);
    markRead(ROOM, 5);
    await vi.advanceTimersByTimeAsync(300);
    expect(call.mock.calls.filter(([name]) => name === "room.read")).toEqual([["room.read", { room_id: ROOM, seq: 5 }]]);
  });
});

describe("the rows of a conversation", () => {
  it("groups within five minutes, breaks at days and at the unread line", () => {
    const at = (minute: number, day = 21): string => new Date(Date.UTC(2026, 10, day, 9, minute)).toISOString();
    const rows = chatRows({
      messages: [message(1, { created_at: at(0) }), message(2, { created_at: at(4) }), message(3, { created_at: at(20) }), message(4, { created_at: at(21, 22) })],
      pending: [], readSeq: 2, complete: true, self: ME,
    });
    expect(rows.map((row) => (row.type === "message" ? `${row.message.seq}${row.cont ? "+" : ""}` : row.type))).toEqual(["start", "day", "1", "2+", "unread", "3", "day", "4"]);
  });

  it("shows what is on its way last, and not twice when it arrived", () => {
    const item = { client_msg_id: "x", user_id: ME, room_id: ROOM, content: "hi", reply_to: null, created_at: "2026-11-21T09:01:30.000Z", order: 1, state: "sending" as const, error: null };
    const base = { readSeq: null, complete: false, self: ME };
    expect(chatRows({ ...base, messages: [message(1)], pending: [item] }).at(-1)?.type).toBe("pending");
    const arrived = message(2, { client_msg_id: "x", sender: { kind: "user", id: ME, display_name: "Me" } });
    const rows = chatRows({ ...base, messages: [message(1), arrived], pending: [item] });
    expect(rows.filter((row) => row.key === "x")).toHaveLength(1);
  });
});
