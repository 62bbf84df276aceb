import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Task } from "@/contract";
import { deliver, takeToken } from "@/connection";
import { tasks } from "@/store/kinds";
import { toasts } from "@/store/toasts";
import { ME, task } from "./make";

type Answer = { status: number; body: unknown };
let answers: ((url: string, init: RequestInit) => Answer | Promise<Answer>)[] = [];
const calls: { method: string; url: string; body: unknown }[] = [];

beforeEach(() => {
  answers = [];
  calls.length = 0;
  tasks.clear();
  toasts.value = [];
  takeToken({ access_token: "t", token_type: "Bearer", expires_in: 900, user: { id: ME, username: "me", display_name: "Me", kind: "user", role: "member" } });
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    calls.push({ method: init.method ?? "GET", url, body: init.body ? JSON.parse(String(init.body)) : null });
    const next = answers.shift();
    if (!next) throw new Error(`unexpected ${url}`);
    const { status, body } = await next(url, init);
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
  });
});
afterEach(() => vi.unstubAllGlobals());

const ok = (body: unknown) => (): Answer => ({ status: 200, body });
const by = { kind: "user", id: ME, display_name: "Me" };

describe("an entity store", () => {
  it("never lets an older revision replace a newer one", () => {
    tasks.apply(task("1", { revision: 3, title: "three" }));
    deliver("task.updated", { entity: task("1", { revision: 2, title: "two" }), revision: 2, by });
    expect(tasks.peek(task("1").id)?.title).toBe("three");
    deliver("task.updated", { entity: task("1", { revision: 4, title: "four" }), revision: 4, by });
    expect(tasks.peek(task("1").id)?.title).toBe("four");
  });

  it("shows a change at once, keeps it over an event, and ends with what the hub wrote", async () => {
    const first = task("1");
    tasks.apply(first);
    let release: (answer: Answer) => void = () => undefined;
    answers.push(() => new Promise((resolve) => (release = resolve)));
    const written = tasks.update(first.id, { title: "mine" });
    expect(tasks.peek(first.id)?.title).toBe("mine");
    deliver("task.updated", { entity: task("1", { revision: 2, urgent: true }), revision: 2, by });
    expect(tasks.peek(first.id)).toMatchObject({ title: "mine", urgent: true });
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    release({ status: 200, body: task("1", { revision: 3, title: "mine", urgent: true }) });
    await written;
    expect(tasks.peek(first.id)).toMatchObject({ title: "mine", urgent: true, revision: 3 });
    expect(calls[0]).toMatchObject({ method: "PATCH", body: { title: "mine" } });
  });

  it("takes a refused change back and says why", async () => {
    const first = task("1", { title: "before" });
    tasks.apply(first);
    answers.push(() => ({ status: 403, body: { code: "forbidden", detail: "Only an editor may." } }));
    await expect(tasks.update(first.id, { title: "after" })).rejects.toMatchObject({ code: "forbidden" });
    expect(tasks.peek(first.id)?.title).toBe("before");
    expect(toasts.value[0]?.text).toBe("Only an editor may.");
  });

  it("forgets what nobody looks at when much has changed unheard, and asks again for what is on screen", async () => {
    tasks.apply(task("1"));
    await tasks.renew();
    expect(tasks.peek(task("1").id)).toBeUndefined();
    expect(calls).toEqual([]);

    answers.push(ok({ items: [task("1"), task("2")], next_cursor: null }));
    const list = tasks.query({ limit: 2 });
    const leave = list.watch();
    await vi.waitFor(() => expect(list.items.value).toHaveLength(2));
    answers.push(ok({ items: [task("2", { revision: 2 }), task("3")], next_cursor: null }), () => ({ status: 404, body: { code: "not_found", detail: "" } }));
    await tasks.renew();
    leave();
    expect(list.items.value.map((one) => one.id).sort()).toEqual([task("2").id, task("3").id].sort());
    expect(tasks.peek(task("1").id)).toBeUndefined();
  });

  it("brings a deleted thing back when the hub refuses", async () => {
    tasks.apply(task("1"));
    answers.push(() => ({ status: 409, body: { code: "conflict", detail: "It has subtasks." } }));
    const removed = tasks.remove(task("1").id);
    expect(tasks.peek(task("1").id)).toBeUndefined();
    await expect(removed).rejects.toMatchObject({ code: "conflict" });
    expect(tasks.peek(task("1").id)?.title).toBe("1");
  });

  it("keeps a filtered list true as events come, without asking again", async () => {
    answers.push(ok({ items: [task("2"), task("1")], next_cursor: null }));
    const list = tasks.query({ open: true });
    await list.load();
    const titles = (): string[] => list.items.value.map((one: Task) => one.title);
    expect(titles()).toEqual(["1", "2"]); // by rank
    deliver("task.created", { entity: task("0"), revision: 1, by });
    expect(titles()).toEqual(["0", "1", "2"]);
    deliver("task.updated", { entity: task("1", { revision: 2, status: "done" }), revision: 2, by });
    expect(titles()).toEqual(["0", "2"]);
    deliver("task.deleted", { entity: task("2"), revision: 2, by });
    expect(titles()).toEqual(["0"]);
    expect(calls).toHaveLength(1);
  });

  it("renews an expired token once for several requests", async () => {
    takeToken({ access_token: "old", token_type: "Bearer", expires_in: 1, user: { id: ME, username: "me", display_name: "Me", kind: "user", role: "member" } });
    answers.push(ok({ access_token: "new", token_type: "Bearer", expires_in: 900, user: { id: ME, username: "me", display_name: "Me", kind: "user", role: "member" } }), ok(task("1")), ok(task("2")));
    await Promise.all([tasks.fetch(task("1").id), tasks.fetch(task("2").id)]);
    expect(calls.filter((call) => call.url.includes("refresh"))).toHaveLength(1);
  });
});
