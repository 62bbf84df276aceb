/** The live connection: one Socket.IO socket, its acks as promises, its state as a signal. */
import { signal } from "@preact/signals";
import { io, type Socket } from "socket.io-client";
import type { Ack, Ready } from "@/contract";
import { accessToken, dropToken, signedIn } from "./api";
import { ApiError } from "./errors";

export type Connection = "idle" | "connecting" | "online" | "offline";

export const connection = signal<Connection>("idle");
/** Why the session ended, when the hub ended it. */
export const revoked = signal<string | null>(null);

type Listener = (payload: never) => void;
const listeners = new Map<string, Set<Listener>>();
const readyListeners = new Set<(ready: Ready, again: boolean) => void>();
let socket: Socket | null = null;
let wasReady = false;
let forceToken = false;

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

/** Delivers an event to its listeners, as if it had come over the socket. Also the tests' way in. */
export function deliver(event: string, payload: unknown): void {
  for (const listener of listeners.get(event) ?? []) listener(payload as never);
}

export function connect(): void {
  if (socket) return;
  connection.value = "connecting";
  revoked.value = null;
  socket = io({
    path: "/socket.io/",
    transports: ["websocket", "polling"],
    auth: (give) => {
      const force = forceToken;
      forceToken = false;
      accessToken(force).then(
        (token) => give({ token: token ?? "" }),
        () => give({ token: "" }),
      );
    },
    reconnectionDelay: 400,
    reconnectionDelayMax: 8000,
    randomizationFactor: 0.5,
  });
  socket.on("ready", (ready: Ready) => {
    connection.value = "online";
    const again = wasReady;
    wasReady = true;
    for (const listener of readyListeners) listener(ready, again);
  });
  socket.on("disconnect", (reason) => {
    connection.value = "offline";
    // The hub closes a socket for good only with a reason of its own (session.revoked); otherwise try again.
    if (reason === "io server disconnect" && revoked.peek() === null) setTimeout(() => socket?.connect(), 500);
  });
  socket.on("connect_error", (error) => void refused(error as Error & { data?: { code?: string } }));
  socket.on("session.revoked", ({ reason }: { reason?: string }) => {
    revoked.value = reason ?? "revoked";
    disconnect();
    dropToken();
  });
  socket.onAny((event: string, payload: unknown) => deliver(event, payload));
}

async function refused(error: Error & { data?: { code?: string } }): Promise<void> {
  connection.value = "offline";
  const code = error.data?.code ?? error.message;
  if (code !== "unauthenticated" && code !== "forbidden" && code !== "rate_limited" && code !== "unavailable") return; // transport: socket.io retries
  if (code === "unauthenticated") {
    try {
      await accessToken(true);
    } catch (failure) {
      if (failure instanceof ApiError && failure.code === "unauthenticated") return disconnect();
    }
  }
  if (signedIn.peek() === false) return disconnect();
  // A refusal by the server stops socket.io's own retries.
  setTimeout(() => socket?.connect(), code === "unauthenticated" ? 200 : 3000);
}

export function disconnect(): void {
  socket?.disconnect();
  socket = null;
  wasReady = false;
  connection.value = "idle";
}

/** Tries at once instead of waiting for the next attempt (the browser says that it is online, the tab is shown). */
export function nudge(): void {
  if (socket && !socket.connected) socket.connect();
}

/** Calls an operation by its name. Refusals and silence are `ApiError`s. */
export function call<T>(operation: string, input: object = {}, timeout = 10_000): Promise<T> {
  const current = socket;
  if (!current?.connected) return Promise.reject(new ApiError("offline", "Not connected."));
  return new Promise<T>((resolve, reject) => {
    current.timeout(timeout).emit(operation, input, (silence: Error | null, ack: Ack<T> | undefined) => {
      if (silence || !ack) reject(new ApiError("offline", "No answer in time."));
      else if (ack.ok) resolve(ack.data);
      else reject(new ApiError(ack.error.code, ack.error.detail, ack.error));
    });
  });
}

/** Fire and forget, for what is not worth an answer (typing, presence). */
export function tell(operation: string, input: object): void {
  if (socket?.connected) socket.emit(operation, input, () => undefined);
}

if (typeof window !== "undefined") {
  window.addEventListener("online", nudge);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && nudge());
}
