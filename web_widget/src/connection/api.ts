/**
 * The REST client. The access token lives in memory only; the refresh cookie is HttpOnly and renews it.
 * One refresh at a time, however many requests meet an expired token.
 */
import { signal } from "@preact/signals";
import type { AuthAnswer } from "@/contract";
import { ApiError, fromProblem } from "./errors";

export type Query = Record<string, string | number | boolean | null | undefined | readonly string[]>;
export interface RequestOptions {
  query?: Query | undefined;
  body?: unknown;
  /** Sent as `Idempotency-Key`, so that a repeat gives the first answer. */
  key?: string | undefined;
  signal?: AbortSignal | undefined;
}
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Null: unknown yet. False: signed out. */
export const signedIn = signal<boolean | null>(null);

const HINT = "panoramix.signed_in";
let token: string | null = null;
let expiresAt = 0;
let refreshing: Promise<AuthAnswer> | null = null;
const renewed = new Set<(answer: AuthAnswer) => void>();

/** A write that the hub recorded, by the id under which it can be undone. */
export interface Wrote {
  activity_id: string;
  path: string;
  answer: unknown;
}
const wrote = new Set<(write: Wrote) => void>();
export function onWrote(listener: (write: Wrote) => void): () => void {
  wrote.add(listener);
  return () => wrote.delete(listener);
}

/** Called with every sign-in answer and every renewal. */
export function onRenewed(listener: (answer: AuthAnswer) => void): () => void {
  renewed.add(listener);
  return () => renewed.delete(listener);
}

export function takeToken(answer: AuthAnswer): void {
  token = answer.access_token;
  expiresAt = Date.now() + answer.expires_in * 1000;
  signedIn.value = true;
  localStorage.setItem(HINT, "1");
  for (const listener of renewed) listener(answer);
}

export function dropToken(): void {
  token = null;
  expiresAt = 0;
  signedIn.value = false;
  localStorage.removeItem(HINT);
}

/** Whether an earlier visit signed in here: without it there is no cookie worth asking with. */
export function mayBeSignedIn(): boolean {
  return localStorage.getItem(HINT) !== null;
}

async function send(method: Method, path: string, options: RequestOptions, bearer: string | null): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (bearer) headers["Authorization"] = `Bearer ${bearer}`;
  if (options.key) headers["Idempotency-Key"] = options.key;
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (options.signal) init.signal = options.signal;
  if (options.body instanceof FormData) init.body = options.body;
  else if (options.body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(options.body);
  }
  try {
    return await fetch(path + queryString(options.query), init);
  } catch (error) {
    throw broken(error);
  }
}

/** What `fetch` threw, in our terms: given up by the caller, or the line broke. */
function broken(error: unknown): unknown {
  return error instanceof DOMException && error.name === "AbortError" ? error : new ApiError("offline", "The hub does not answer.");
}

export function queryString(query: Query | undefined): string {
  if (!query) return "";
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === "") continue;
    if (Array.isArray(value)) for (const one of value as readonly string[]) pairs.append(name, one);
    else pairs.append(name, String(value));
  }
  const text = pairs.toString();
  return text ? `?${text}` : "";
}

async function answer<T>(response: Response): Promise<T> {
  const text = await response.text().catch((error: unknown) => Promise.reject(broken(error)));
  // A line that is cut right after the headers ends, for some browsers, an answer without a body.
  if (!text && response.ok && response.status !== 204) throw broken(null);
  let body: unknown = null;
  try {
    body = text ? JSON.parse(text) : null;
  } catch {
    // A proxy's error page, say. The status says enough.
    if (response.ok) throw new ApiError("internal", "The answer is not JSON.");
  }
  if (!response.ok) throw fromProblem(response.status, (body ?? {}) as object, response.headers.get("Retry-After"));
  return body as T;
}

/** Renews the access token from the cookie; several callers share one request. */
export function refresh(): Promise<AuthAnswer> {
  refreshing ??= (async () => {
    try {
      const renewal = await answer<AuthAnswer>(await send("POST", "/api/auth/refresh", { body: {} }, null));
      takeToken(renewal);
      return renewal;
    } catch (error) {
      // Only a refusal means signed out; a hub that is away will be back.
      if (error instanceof ApiError && (error.code === "unauthenticated" || error.code === "forbidden")) dropToken();
      throw error;
    } finally {
      refreshing = null;
    }
  })();
  return refreshing;
}

/** A token that is good for a while, renewed if it is about to end. */
export async function accessToken(force = false): Promise<string | null> {
  if (!force && token && expiresAt - Date.now() > 20_000) return token;
  if (signedIn.peek() === false) return null;
  return (await refresh()).access_token;
}

async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const open = path.startsWith("/api/auth/login") || path.startsWith("/api/auth/register");
  const bearer = open ? null : await accessToken();
  let response = await send(method, path, options, bearer);
  if (response.status === 401 && !open) response = await send(method, path, options, await accessToken(true));
  const activity = response.headers.get("X-Activity-Id");
  const body = await answer<T>(response);
  if (activity && method !== "GET") for (const listener of wrote) listener({ activity_id: activity, path, answer: body });
  return body;
}

export const api = {
  get: <T>(path: string, query?: Query, abort?: AbortSignal) => request<T>("GET", path, { query, signal: abort }),
  post: <T>(path: string, body: unknown = {}, options: RequestOptions = {}) => request<T>("POST", path, { ...options, body }),
  put: <T>(path: string, body: unknown = {}, options: RequestOptions = {}) => request<T>("PUT", path, { ...options, body }),
  patch: <T>(path: string, body: unknown, options: RequestOptions = {}) => request<T>("PATCH", path, { ...options, body }),
  delete: <T>(path: string, query?: Query, body?: unknown) => request<T>("DELETE", path, { query, body }),
};

/** Asks for a file with the bearer token and hands it to the browser to save. */
export async function download(path: string, name: string, query?: Query): Promise<void> {
  const response = await send("GET", path, { query }, await accessToken());
  if (!response.ok) await answer(response);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
