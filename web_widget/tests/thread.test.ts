/** A thread beside the room: pages from the hub, and what is told meanwhile. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Message } from "@/contract";
import { deliver } from "@/connection";
import { api } from "@/connection/api";
import { ApiError } from "@/connection/errors";
import { chatRows } from "@/app/chat/rows";
import { ThreadLog } from "@/store/thread";
import { BOB, ME, message, ROOM } from "./make";

const root = message(1);
const answer = (seq: number, more: Partial<Message> = {}): Message => message(seq, { reply_to: root.id, thread_id: root.id, ...more });
const contents = (thread: ThreadLog): string[] => thread.replies.value.map((one) => one.content);
let stop: (() => void) | undefined;

async function followed(...pages: object[]): Promise<ThreadLog> {
  const get = vi.spyOn(api, "get");
  for (const page of pages) get.mockResolvedValueOnce(page);
  const thread = new ThreadLog(root.id);
  stop?.();
  stop = thread.follow();
  await vi.waitFor(() => expect(thread.state.value).not.toBe("loading"));
  return thread;
}

beforeEach(() => {
  vi.restoreAllMocks();
  stop?.();
  stop = undefined;
});

describe("a thread", () => {
  it("takes what is said, changed and deleted in it, and nothing else", async () => {
    const thread = await followed({ root, items: [answer(2), answer(3)], replies: 2, next_cursor: null });
    deliver("message.created", { message: answer(5) });
    deliver("message.created", { message: answer(4, { reply_to: message(3).id }) });
    deliver("message.created", { message: message(6) });
    deliver("message.updated", { message: answer(2, { content: "edited", rev: 2 }) });
    deliver("message.updated", { message: answer(2, { content: "older", rev: 1 }) });
    deliver("message.deleted", { message: { ...root, content: "", deleted_at: root.created_at, rev: 3 } });
    expect(contents(thread)).toEqual(["edited", "m3", "m4", "m5"]);
    expect(thread.root.value?.deleted_at).toBe(root.created_at);
    deliver("reaction.added", { room_id: ROOM, message_id: answer(3).id, emoji: "👍", user_id: BOB, seq: 3, rev: 4 });
    expect(thread.replies.value[1]?.reactions).toEqual([{ emoji: "👍", user_ids: [BOB] }]);
  });

  it("keeps what is told beyond its pages for when they come", async () => {
    const thread = await followed({ root, items: [answer(2)], replies: 3, next_cursor: "2" }, { root, items: [answer(3)], replies: 3, next_cursor: null });
    deliver("message.created", { message: answer(4) });
    deliver("message.updated", { message: answer(3, { content: "edited", rev: 1 }) });
    expect(contents(thread)).toEqual(["m2"]);
    await thread.more();
    expect(contents(thread)).toEqual(["m2", "edited", "m4"]);
    expect(thread.next.value).toBeNull();
  });

  it("says that it is not there", async () => {
    vi.spyOn(api, "get").mockRejectedValue(new ApiError("not_found", "The message was not found."));
    const thread = new ThreadLog(root.id);
    stop = thread.follow();
    await vi.waitFor(() => expect(thread.state.value).toBe("error"));
    expect(thread.error.value?.code).toBe("not_found");
  });

  it("is counted at its first message, answers to answers included", () => {
    const messages = [root, answer(2), answer(3, { reply_to: message(2).id }), answer(4, { deleted_at: root.created_at })];
    const rows = chatRows({ messages, pending: [], readSeq: null, complete: true, self: ME });
    expect(rows.flatMap((row) => (row.type === "message" ? [row.replies] : []))).toEqual([2, 0, 0, 0]);
    const far = chatRows({ messages: [root], pending: [], readSeq: null, complete: true, self: ME, far: { earlier: false, replies: new Map([[root.id, 7]]) } });
    expect(far.flatMap((row) => (row.type === "message" ? [row.replies] : []))).toEqual([7]);
  });
});
