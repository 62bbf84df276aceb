/** Who is signed in. */
import { effect, signal } from "@preact/signals";
import type { AuthAnswer, User } from "@/contract";
import { api, ApiError, connect, disconnect, dropToken, mayBeSignedIn, on, onReady, onRenewed, refresh, signedIn, takeToken } from "@/connection";
import { isLocale, setLocale, timeZone } from "@/i18n";
import { clearEntities } from "./kinds";

export const me = signal<User | null>(null);
/** `unreachable`: the hub did not answer at all when the page opened. */
export const boot = signal<"starting" | "ready" | "unreachable">("starting");

const leaving = new Set<() => void | Promise<void>>();
/** Called when the person signs out, so that nothing of theirs stays in memory. */
export function onSignedOut(listener: () => void | Promise<void>): void {
  leaving.add(listener);
}

export function setMe(user: User): void {
  const before = me.peek();
  me.value = { ...before, ...user };
  if (user.time_zone) timeZone.value = user.time_zone;
  if (isLocale(user.locale) && user.locale !== before?.locale) void setLocale(user.locale);
}

onRenewed((answer) => setMe(answer.user));
onReady((ready) => setMe(ready.user));
on<{ entity: User }>("user.updated", ({ entity }) => {
  if (entity.id === me.peek()?.id) setMe(entity);
});

/** Tries the cookie of an earlier visit. */
export async function start(): Promise<void> {
  if (!mayBeSignedIn()) {
    signedIn.value = false;
    boot.value = "ready";
    return;
  }
  boot.value = "starting";
  try {
    await refresh();
    boot.value = "ready";
  } catch (error) {
    boot.value = error instanceof ApiError && error.transient ? "unreachable" : "ready";
    if (boot.value === "ready") signedIn.value = false;
  }
}

effect(() => {
  if (signedIn.value === true) connect();
});

export async function signIn(username: string, password: string): Promise<void> {
  takeToken(await api.post<AuthAnswer>("/api/auth/login", { username, password }));
}

export interface Registration {
  username: string;
  password: string;
  display_name?: string;
  email?: string;
  invite?: string;
}

export async function register(input: Registration, language: string): Promise<void> {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  takeToken(await api.post<AuthAnswer>("/api/auth/register", { ...input, locale: language, time_zone: zone }));
}

export async function saveProfile(patch: Partial<User>): Promise<void> {
  setMe(await api.patch<User>("/api/auth/me", patch));
}

export async function signOut(): Promise<void> {
  try {
    await api.post("/api/auth/logout");
  } finally {
    disconnect();
    for (const listener of leaving) await listener();
    clearEntities();
    me.value = null;
    dropToken();
  }
}
