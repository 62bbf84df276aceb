/** Drafts between one's devices: the one that was typed last counts, and nothing typed is lost. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { deliver } from "@/connection";
import { api } from "@/connection/api";
import * as socket from "@/connection/socket";
import { brought, drafted, draftTime, markThere, readDraft, sentDraft, writeDraft } from "@/store/drafts";
import { PAUSE_MS, pull, typed } from "@/store/draft_sync";
import { rooms, takeRoom } from "@/store/rooms";
import { me } from "@/store/session";
import { toasts } from "@/store/toasts";
import { ME, room, ROOM } from "./make";

const NOW = Date.UTC(2026, 10, 22, 10);
const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();
const remote = (content: string, seconds: number) => ({ room_id: ROOM, content, edited_at: at(seconds) });

function answering() {
  return vi.spyOn(api, "put").mockImplementation((async (_: string, body: { content: string; edited_at: string }) => ({ draft: { room_id: ROOM, ...body }, kept: true })) as never);
}
/** As the composer does, once the sync is there. */
function type(text: string): void {
  writeDraft(ROOM, text);
  typed(ROOM);
}

beforeEach(() => {
  vi.restoreAllMocks();
  vi.useFakeTimers({ now: NOW });
  localStorage.clear();
  me.value = { id: ME, username: "me", display_name: "Me", kind: "user", role: "member" };
  socket.connection.value = "online";
  rooms.value = new Map();
  takeRoom(room());
  deliver("draft.updated", { draft: remote("", -10_000) });
  toasts.value = [];
  brought.value = null;
});

describe("a draft", () => {
  it("goes to the hub when one pauses, once", async () => {
    const put = answering();
    for (const text of ["h", "he", "hello"]) {
      type(text);
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(put).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(put).toHaveBeenCalledExactlyOnceWith(`/api/drafts/${ROOM}`, { content: "hello", edited_at: expect.any(String) });
    type("hello");
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(put).toHaveBeenCalledTimes(1);
  });

  it("comes from another device into the box", () => {
    deliver("draft.updated", { draft: remote("from the phone", 1) });
    expect([readDraft(ROOM), brought.value]).toEqual(["from the phone", { room: ROOM, text: "from the phone" }]);
    expect(drafted.value.has(ROOM)).toBe(true);
    expect(toasts.value).toEqual([]);
    deliver("draft.updated", { draft: remote("", 2) });
    expect([readDraft(ROOM), drafted.value.has(ROOM)]).toEqual(["", false]);
  });

  it("that is later stays, and the hub hears of it", async () => {
    const put = answering();
    writeDraft(ROOM, "typed here");
    deliver("draft.updated", { draft: remote("typed there before", -60) });
    expect(readDraft(ROOM)).toBe("typed here");
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(put).toHaveBeenCalledWith(`/api/drafts/${ROOM}`, expect.objectContaining({ content: "typed here" }));
  });

  it("that is earlier makes room, and is offered", () => {
    writeDraft(ROOM, "typed here");
    deliver("draft.updated", { draft: remote("typed there after", 60) });
    expect(readDraft(ROOM)).toBe("typed there after");
    expect(toasts.value).toHaveLength(1);
    toasts.value[0]!.action!.run();
    expect([readDraft(ROOM), brought.value?.text]).toEqual(["typed here", "typed here"]);
    expect(draftTime(ROOM)).toBeGreaterThan(NOW + 60_000);
  });

  it("that is sent ends on the hub only where the hub has it", () => {
    writeDraft(ROOM, "quick");
    writeDraft(ROOM, "");
    expect(sentDraft(ROOM)).toBeUndefined();
    deliver("draft.updated", { draft: remote("slow", 1) });
    writeDraft(ROOM, "");
    expect(Date.parse(sentDraft(ROOM)!)).toBeGreaterThan(NOW + 1000);
    markThere(ROOM, true);
    writeDraft(ROOM, "the next one");
    expect(sentDraft(ROOM)).toBeUndefined();
  });

  it("of an earlier visit is told, and others' are fetched", async () => {
    const put = answering();
    writeDraft(ROOM, "from yesterday");
    const other = "d".repeat(24);
    vi.spyOn(api, "get").mockResolvedValue({ items: [{ ...remote("elsewhere", 1), room_id: other }], next_cursor: null });
    await pull();
    expect(readDraft(other)).toBe("elsewhere");
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(put).toHaveBeenCalledExactlyOnceWith(`/api/drafts/${ROOM}`, expect.objectContaining({ content: "from yesterday" }));
  });
});
