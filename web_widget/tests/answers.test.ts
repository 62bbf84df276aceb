/** What a line that breaks in the middle of an answer is for those who asked. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, dropToken, signedIn, takeToken } from "@/connection/api";
import { ApiError } from "@/connection/errors";

function answered(body: BodyInit | null, init: ResponseInit = {}): void {
  vi.spyOn(globalThis, "fetch").mockImplementation(() => Promise.resolve(new Response(body, init)));
}

async function code(asked: Promise<unknown>): Promise<string> {
  const error: unknown = await asked.then(
    (answer) => expect.fail(`answered ${JSON.stringify(answer)}`),
    (thrown: unknown) => thrown,
  );
  return error instanceof ApiError ? error.code : String(error);
}

describe("an answer", () => {
  beforeEach(() => takeToken({ access_token: "token", expires_in: 900 } as never));
  afterEach(() => {
    vi.restoreAllMocks();
    dropToken();
    signedIn.value = null;
  });

  it("whose body never came is no answer", async () => {
    answered("", { status: 200 });
    expect(await code(api.get("/api/alarms"))).toBe("offline");
  });

  it("that breaks off is no answer", async () => {
    const broken = new ReadableStream({ start: (stream) => stream.error(new TypeError("network error")) });
    answered(broken, { status: 200 });
    expect(await code(api.get("/api/alarms"))).toBe("offline");
  });

  it("that the caller gave up says so", async () => {
    const given = new ReadableStream({ start: (stream) => stream.error(new DOMException("given up", "AbortError")) });
    answered(given, { status: 200 });
    expect(await code(api.get("/api/alarms"))).toContain("AbortError");
  });

  it("may be without a body where it says so", async () => {
    answered(null, { status: 204 });
    expect(await api.delete("/api/alarms/1")).toBeNull();
  });

  it("is what the hub said", async () => {
    answered('{"items":[]}', { status: 200 });
    expect(await api.get("/api/alarms")).toEqual({ items: [] });
    answered('{"error":{"code":"not_found","message":"No."}}', { status: 404 });
    expect(await code(api.get("/api/alarms/1"))).toBe("not_found");
  });
});
