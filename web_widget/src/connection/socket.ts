/**
 * The live connection: one Socket.IO socket, its acks as promises, its state as a signal. When to try again is decided
 * here and not by socket.io, so that every way of losing a connection (network, restart, eviction, refusal, an expired
 * token, a hub that accepts and then says nothing) takes the same calm road back.
 */
import { signal } from "@preact/signals";
import { io, type Socket } from "socket.io-client";
import type { Ack, Ready } from "@/contract";
import { accessToken, dropToken } from "./api";
import { backoff } from "./backoff";
import { ApiError } from "./errors";

export type Connection = "idle" | "connecting" | "online" | "offline";

export const connection = signal<Connection>("idle");
/** Why the session ended, when the hub ended it. */
export const revoked = signal<string | null>(null);

/** A connection that held this long was a good one: after it the first try is a quick one again. */
const STEADY_MS = 10_000;
/** So long from the first packet to `ready` before it is given up. */
const READY_MS = 30_000;
/** Hidden or offline for this long, a connection may be dead without knowing it. */
const ASLEEP_MS = 15_000;
const PROBE_MS = 4000;
const REFUSED_MS = 3000;
/** Each third try goes by polling, for networks that cut WebSockets, unless the hub (several workers) has none. */
const POLLING_EVERY = 3;

type Listener = (payload: never) => void;
type Refusal = Error & { data?: { code?: string; retry_after?: number }; description?: unknown };
const listeners = new Map<string, Set<Listener>>();
const readyListeners = new Set<(ready: Ready, again: boolean) => void>();
let socket: Socket | null = null;
let wasReady = false;
/** Tries that failed since the last good connection. */
let failures = 0;
let busy = false;
let noPolling = false;
let renew = false;
let next: ReturnType<typeof setTimeout> | undefined;
let watch: ReturnType<typeof setTimeout> | undefined;

/** Registers for an event from the hub; works before the connection exists. */
export function on<T>(event: string, listener: (payload: T) => void): () => void {
  const set = listeners.get(event) ?? new Set<Listener>();
  if (!listeners.has(event)) listeners.set(event, set);
  set.add(listener as Listener);
  return () => set.delete(listener as Listener);
}

/** Called after each connection, with `again` true when it is a reconnection. */
export function onReady(listener: (ready: Ready, again: boolean) => void): () => void {
  readyListeners.add(listener);
  return () => readyListeners.delete(listener);
}

/** How far apart pages ask again for what is on screen after a reconnection: they all come back at the same time. */
const SPREAD_MS = 2000;

/** Does something at the first connection, and a moment after each later one (unless that is gone by then). */
export function afterReady(task: (again: boolean) => void): () => void {
  return onReady((_, again) => {
    if (!again) return task(false);
    setTimeout(() => connection.peek() === "online" && task(true), Math.random() * SPREAD_MS);
  });
}

/** One listener's fault must not keep an event from the others; it is reported like any other of the page's. */
function guarded(run: () => void): void {
  try {
    run();
  } catch (fault) {
    queueMicrotask(() => {
      throw fault;
    });
  }
}

/** Delivers an event to its listeners, as if it had come over the socket. Also the tests' way in. */
export function deliver(event: string, payload: unknown): void {
  for (const listener of listeners.get(event) ?? []) guarded(() => listener(payload as never));
}

/** What every store does when the hub has greeted. Also the tests' way in. */
export function greeted(ready: Ready): void {
  connection.value = "online";
  const again = wasReady;
  wasReady = true;
  for (const listener of readyListeners) guarded(() => listener(ready, again));
}

export function connect(): void {
  if (socket) return;
  connection.value = "connecting";
  revoked.value = null;
  failures = 0;
  renew = false;
  const made = io({ path: "/socket.io/", autoConnect: false, reconnection: false, timeout: 10_000 });
  socket = made;
  made.on("ready", (ready: Ready) => {
    busy = false;
    renew = false;
    clearTimeout(watch);
    watch = setTimeout(() => (failures = 0), STEADY_MS);
    greeted(ready);
  });
  made.on("disconnect", () => {
    // Whatever the reason (restart 1012, resync 1013, a cut): only `session.revoked` ends a session, and it was here before.
    connection.value = "offline";
    if (socket === made) later();
  });
  made.on("connect_error", (error) => socket === made && void refused(error as Refusal));
  made.on("session.revoked", ({ reason }: { reason?: string }) => ended(reason ?? "revoked"));
  made.onAny((event: string, payload: unknown) => deliver(event, payload));
  void attempt();
}

/** One try: a good token first, so that the hub is not asked with one that it must refuse. */
async function attempt(): Promise<void> {
  clearTimeout(next);
  next = undefined;
  const mine = socket;
  if (!mine || busy || mine.connected) return;
  busy = true;
  let token: string | null;
  try {
    token = await accessToken(renew);
  } catch (failure) {
    if (socket !== mine) return;
    return failure instanceof ApiError && !failure.transient ? ended("expired") : later();
  }
  if (socket !== mine) return;
  if (token === null) return ended("expired");
  mine.auth = { token };
  mine.io.opts.transports = transports();
  clearTimeout(watch);
  watch = setTimeout(() => mine.io.engine?.close(), READY_MS);
  mine.connect();
}

/** WebSocket first: it saves a round trip, and it is all that several workers offer. */
function transports(): ("websocket" | "polling")[] {
  const blocked = failures >= (wasReady ? 2 * POLLING_EVERY : POLLING_EVERY) - 1 && (failures + 1) % POLLING_EVERY === 0;
  return blocked && !noPolling ? ["polling", "websocket"] : ["websocket"];
}

/** Tries again after a while that grows, and is nobody else's. */
function later(atLeast = 0): void {
  busy = false;
  clearTimeout(watch);
  clearTimeout(next);
  connection.value = "offline";
  next = setTimeout(() => void attempt(), Math.max(backoff(failures), atLeast));
  failures += 1;
}

async function refused(error: Refusal): Promise<void> {
  const code = error.data?.code ?? error.message;
  if (code === "unauthenticated") {
    // Expired on the way, or the key changed: one fresh token. Refused with that as well, the session is over.
    if (renew) return ended("expired");
    renew = true;
    busy = false;
    return attempt();
  }
  // A hub that has no polling says so with a 4xx; never asked again.
  if (typeof error.description === "number" && error.description >= 400 && error.description < 500) noPolling = true;
  const told = code === "forbidden" || code === "rate_limited" || code === "unavailable";
  later(told ? (error.data?.retry_after ?? 0) * 1000 || REFUSED_MS : 0);
}

function ended(reason: string): void {
  revoked.value = reason;
  disconnect();
  dropToken();
}

export function disconnect(): void {
  const old = socket;
  socket = null;
  old?.disconnect();
  clearTimeout(next);
  clearTimeout(watch);
  next = undefined;
  busy = false;
  wasReady = false;
  connection.value = "idle";
}

/** Tries at once instead of waiting for the next attempt. */
export function nudge(): void {
  if (next === undefined) return;
  failures = 0;
  void attempt();
}

/** Asks whether the hub is still there; a connection that does not answer is given up, and made anew. */
export async function probe(): Promise<void> {
  const mine = socket;
  if (!mine?.connected || connection.peek() !== "online") return;
  try {
    // Any answer will do: that there is no such operation is one.
    await mine.timeout(PROBE_MS).emitWithAck("ping", {});
  } catch {
    if (socket !== mine || !mine.connected) return;
    failures = 0;
    mine.io.engine?.close();
  }
}

/** Calls an operation by its name. Refusals and silence are `ApiError`s. */
export function call<T>(operation: string, input: object = {}, timeout = 10_000): Promise<T> {
  const current = socket;
  if (!current?.connected) return Promise.reject(new ApiError("offline", "Not connected."));
  return new Promise<T>((resolve, reject) => {
    current.timeout(timeout).emit(operation, input, (silence: Error | null, ack: Ack<T> | undefined) => {
      if (silence || !ack) reject(new ApiError("offline", "No answer in time."));
      else if (ack.ok) resolve(ack.data);
      else reject(new ApiError(ack.error.code, ack.error.detail, ack.error, ack.error.retry_after ?? null));
    });
  });
}

/** Fire and forget, for what is not worth an answer (typing, presence). */
export function tell(operation: string, input: object): void {
  if (socket?.connected) socket.emit(operation, input, () => undefined);
}

if (typeof window !== "undefined") {
  let hiddenAt = 0;
  window.addEventListener("online", () => {
    nudge();
    void probe();
  });
  window.addEventListener("offline", () => void probe());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") hiddenAt = Date.now();
    else {
      nudge();
      if (Date.now() - hiddenAt > ASLEEP_MS) void probe();
    }
  });
}
