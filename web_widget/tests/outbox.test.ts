import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Ready } from "@/contract";
import { ApiError, connection, deliver, greeted } from "@/connection";
import { readOutbox } from "@/store/db";
import { discard, flush, outbox, retry, sendMessage, settle, transport, waiting } from "@/store/outbox";
import { me } from "@/store/session";
import { ME, message, ROOM } from "./make";

const READY: Ready = {
  user: { id: ME, username: "me", display_name: "Me", kind: "user", role: "member" }, rooms: [],
  server: { name: "hub", version: "0", time: "2026-11-22T00:00:00.000Z" },
};

beforeEach(async () => {
  vi.useRealTimers();
  connection.value = "offline";
  me.value = { id: ME, username: "me", display_name: "Me", kind: "user", role: "member" };
  for (const item of outbox.value) settle(item.client_msg_id);
  await vi.waitFor(async () => expect(await readOutbox(ME)).toEqual([]));
});

describe("the outbox", () => {
  it("keeps a message that cannot be sent, also in the browser's database", async () => {
    await sendMessage(ROOM, "kept");
    expect(waiting.value).toBe(1);
    expect(await readOutbox(ME)).toMatchObject([{ content: "kept", state: "waiting", user_id: ME }]);
  });

  it("sends in order when the connection is back, and forgets only what the hub has", async () => {
    const sent: string[] = [];
    vi.spyOn(transport, "send").mockImplementation(async (item) => {
      sent.push(item.content);
      return message(sent.length, { client_msg_id: item.client_msg_id });
    });
    await sendMessage(ROOM, "one");
    await sendMessage(ROOM, "two");
    expect(sent).toEqual([]);
    greeted(READY);
    await vi.waitFor(() => expect(outbox.value).toEqual([]));
    expect(sent).toEqual(["one", "two"]);
    await vi.waitFor(async () => expect(await readOutbox(ME)).toEqual([]));
  });

  it("repeats with the same id after silence, and keeps the order of the room", async () => {
    const sent: string[] = [];
    const ids = new Map<string, Set<string>>();
    vi.spyOn(Math, "random").mockReturnValue(0);
    greeted(READY);
    vi.spyOn(transport, "send").mockImplementation(async (item) => {
      sent.push(item.content);
      ids.set(item.content, (ids.get(item.content) ?? new Set()).add(item.client_msg_id));
      if (sent.length === 1) throw new ApiError("offline", "silence");
      return message(sent.length, { client_msg_id: item.client_msg_id });
    });
    await sendMessage(ROOM, "again");
    await sendMessage(ROOM, "after it");
    await vi.waitFor(() => expect(outbox.value[0]?.state).toBe("waiting"));
    expect(sent).toEqual(["again"]); // the next one waits with it
    greeted(READY);
    await vi.waitFor(() => expect(outbox.value).toEqual([]));
    expect(sent).toEqual(["again", "again", "after it"]);
    expect([...ids.values()].map((each) => each.size)).toEqual([1, 1]);
  });

  it("does not let one room hold up another", async () => {
    const sent: string[] = [];
    greeted(READY);
    vi.spyOn(transport, "send").mockImplementation((item) => {
      sent.push(item.content);
      return item.room_id === ROOM ? new Promise(() => undefined) : Promise.resolve(message(9, { room_id: item.room_id, client_msg_id: item.client_msg_id }));
    });
    await sendMessage(ROOM, "stuck");
    await sendMessage(ROOM, "behind it");
    await sendMessage("d".repeat(24), "elsewhere");
    await vi.waitFor(() => expect(sent).toEqual(["stuck", "elsewhere"]));
  });

  it("waits as long as the hub asks, then sends by itself", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    greeted(READY);
    const send = vi.spyOn(transport, "send").mockRejectedValueOnce(new ApiError("rate_limited", "Slower.", {}, 30))
      .mockImplementation(async (item) => message(1, { client_msg_id: item.client_msg_id }));
    void sendMessage(ROOM, "patient");
    await vi.advanceTimersByTimeAsync(29_000);
    expect(send).toHaveBeenCalledTimes(1);
    expect(outbox.value[0]).toMatchObject({ state: "waiting", error: null });
    await vi.advanceTimersByTimeAsync(2000);
    expect(send).toHaveBeenCalledTimes(2);
    expect(outbox.value).toEqual([]);
  });

  it("is done when the message arrives, even if its ack never does", async () => {
    greeted(READY);
    vi.spyOn(transport, "send").mockReturnValue(new Promise(() => undefined));
    await sendMessage(ROOM, "arrived");
    deliver("message.created", { message: message(1, { client_msg_id: outbox.value[0]!.client_msg_id, sender: { kind: "user", id: ME, display_name: "Me" } }) });
    expect(outbox.value).toEqual([]);
    await vi.waitFor(async () => expect(await readOutbox(ME)).toEqual([]));
  });

  it("shows a refusal with what to do, and lets the text be taken back", async () => {
    greeted(READY);
    const send = vi.spyOn(transport, "send").mockRejectedValue(new ApiError("forbidden", "You may not write here."));
    await sendMessage(ROOM, "refused");
    await vi.waitFor(() => expect(outbox.value[0]).toMatchObject({ state: "failed", error: { code: "forbidden" } }));
    await vi.waitFor(async () => expect(await readOutbox(ME)).toMatchObject([{ state: "failed" }]));
    flush();
    expect(send).toHaveBeenCalledTimes(1); // a refusal is not repeated by itself
    retry(outbox.value[0]!.client_msg_id);
    expect(send).toHaveBeenCalledTimes(2);
    await vi.waitFor(() => expect(outbox.value[0]?.state).toBe("failed"));
    expect(discard(outbox.value[0]!.client_msg_id)?.content).toBe("refused");
    await vi.waitFor(async () => expect(await readOutbox(ME)).toEqual([]));
  });
});
