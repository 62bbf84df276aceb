import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Note } from "@/contract";
import { deliver, takeToken } from "@/connection";
import { notes } from "@/store/kinds";
import { NoteSession } from "@/app/modules/notes/session";
import { ME } from "./make";

const ID = "d".repeat(24);
const by = { kind: "user", id: ME, display_name: "Me" };
let hub: Note;
let refuse: "offline" | null = null;

function note(more: Partial<Note> = {}): Note {
  return { id: ID, created_at: "", updated_at: "", revision: 1, owner_id: ME, title: "Note", content: "one", project_id: null, pinned: false, archived: false, items: [], ...more };
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  notes.clear();
  hub = note();
  refuse = null;
  takeToken({ access_token: "t", token_type: "Bearer", expires_in: 900, user: { id: ME, username: "me", display_name: "Me", kind: "user", role: "member" } });
  vi.stubGlobal("fetch", async (_url: string, init: RequestInit) => {
    if (refuse) throw new TypeError("network");
    const json = { headers: { "Content-Type": "application/json" } };
    if (init.method !== "PATCH") return new Response(JSON.stringify(hub), { status: 200, ...json });
    const body = JSON.parse(String(init.body)) as Partial<Note>;
    if (body.revision !== hub.revision) return new Response(JSON.stringify({ code: "conflict", detail: "stale" }), { status: 409, ...json });
    hub = { ...hub, ...body, revision: hub.revision + 1 };
    return new Response(JSON.stringify(hub), { status: 200, ...json });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function opened(): Promise<NoteSession> {
  const session = new NoteSession(ID);
  await session.open();
  return session;
}

describe("a note being written", () => {
  it("saves itself after a pause, and nothing waits in the browser any more", async () => {
    const session = await opened();
    session.change({ content: "one two" });
    expect(session.state.value).toBe("waiting");
    await vi.advanceTimersByTimeAsync(1000);
    expect(hub.content).toBe("one two");
    expect(session.state.value).toBe("saved");
    expect(localStorage.getItem(`panoramix.note.${ID}`)).toBeNull();
  });

  it("keeps what was typed while the hub is away, over a closed page, and saves it later", async () => {
    const session = await opened();
    refuse = "offline";
    session.change({ content: "typed offline" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(session.state.value).toBe("failed");
    refuse = null;
    const again = await opened();
    expect(again.text.value?.content).toBe("typed offline");
    await vi.advanceTimersByTimeAsync(1000);
    expect(hub.content).toBe("typed offline");
  });

  it("shows both texts of a conflict, and either choice keeps the other as a version", async () => {
    const session = await opened();
    session.change({ content: "mine" });
    hub = note({ revision: 2, content: "theirs" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(session.state.value).toBe("conflict");
    expect(session.theirs.value?.content).toBe("theirs");
    expect(session.text.value?.content).toBe("mine");
    await session.resolve({ title: "Note", content: "theirs", items: [] }, false);
    await vi.advanceTimersByTimeAsync(1000);
    // Mine was written first, so that it is among the revisions; then theirs again.
    expect(hub.revision).toBe(4);
    expect(hub.content).toBe("theirs");
    expect(session.state.value).toBe("saved");
  });

  it("does not call it a conflict when only a pin changed meanwhile", async () => {
    const session = await opened();
    session.change({ content: "mine" });
    hub = note({ revision: 2, pinned: true });
    await vi.advanceTimersByTimeAsync(1500);
    expect(session.state.value).toBe("saved");
    expect(hub).toMatchObject({ content: "mine", pinned: true });
  });

  it("takes over a change by someone else only while nothing unsaved stands here", async () => {
    const session = await opened();
    session.heard(note({ revision: 2, content: "theirs" }));
    expect(session.text.value?.content).toBe("theirs");
    session.change({ content: "mine" });
    session.heard(note({ revision: 3, content: "theirs again" }));
    expect(session.text.value?.content).toBe("mine");
    deliver("note.updated", { entity: note({ revision: 3 }), revision: 3, by });
  });

  it("saves a title once it is written, with the links that lead here, and the text meanwhile", async () => {
    const session = await opened();
    session.titling(true);
    session.change({ title: "Bet" });
    session.change({ title: "Better", content: "two" });
    await vi.advanceTimersByTimeAsync(5000);
    expect([hub.title, hub.content, session.state.value]).toEqual(["Note", "two", "waiting"]);
    session.titling(false);
    await vi.advanceTimersByTimeAsync(0);
    expect([hub.title, session.state.value]).toEqual(["Better", "saved"]);
    expect((hub as Note & { rename_links?: boolean }).rename_links).toBe(true);
    expect(localStorage.getItem(`panoramix.note.${ID}`)).toBeNull();
  });
});
