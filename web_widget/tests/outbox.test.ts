import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, connection } from "@/connection";
import { readOutbox } from "@/store/db";
import { discard, flush, outbox, retry, sendMessage, settle, transport, waiting } from "@/store/outbox";
import { me } from "@/store/session";
import { ME, message, ROOM } from "./make";

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
    connection.value = "online";
    flush();
    await vi.waitFor(() => expect(outbox.value).toEqual([]));
    expect(sent).toEqual(["one", "two"]);
    await vi.waitFor(async () => expect(await readOutbox(ME)).toEqual([]));
  });

  it("repeats with the same id after silence", async () => {
    const ids: string[] = [];
    connection.value = "online";
    const send = vi.spyOn(transport, "send").mockImplementation(async (item) => {
      ids.push(item.client_msg_id);
      if (ids.length === 1) throw new ApiError("offline", "silence");
      return message(1, { client_msg_id: item.client_msg_id });
    });
    await sendMessage(ROOM, "again");
    await vi.waitFor(() => expect(outbox.value[0]?.state).toBe("waiting"));
    flush();
    await vi.waitFor(() => expect(outbox.value).toEqual([]));
    expect(send).toHaveBeenCalledTimes(2);
    expect(ids[0]).toBe(ids[1]);
  });

  it("shows a refusal with what to do, and lets the text be taken back", async () => {
    connection.value = "online";
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
