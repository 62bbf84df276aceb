/** Short notices at the bottom, with an undo where there is one. */
import { signal } from "@preact/signals";
import { asApiError, type ApiError } from "@/connection/errors";
import { has, t } from "@/i18n";

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "bad";
  action?: { label: string; run: () => void };
}

export const toasts = signal<Toast[]>([]);
let next = 1;
const timers = new Map<number, ReturnType<typeof setTimeout>>();

export function toast(text: string, options: { tone?: Toast["tone"]; action?: Toast["action"]; ms?: number } = {}): number {
  const id = next++;
  const made: Toast = { id, text, tone: options.tone ?? "plain" };
  if (options.action) made.action = options.action;
  toasts.value = [...toasts.peek().slice(-2), made];
  hold(id, options.ms ?? (options.action ? 8000 : 4500));
  return id;
}

/** Starts (again) the time a toast stays; 0 keeps it, as while the pointer rests on it. */
export function hold(id: number, ms: number): void {
  clearTimeout(timers.get(id));
  if (ms > 0) timers.set(id, setTimeout(() => dismiss(id), ms));
}

export function dismiss(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  toasts.value = toasts.peek().filter((toast) => toast.id !== id);
}

/** What happened, in the reader's words, from a refusal. */
export function errorText(error: unknown): string {
  const refusal: ApiError = asApiError(error);
  const first = refusal.errors[0];
  if (refusal.code === "invalid" && first) return `${first.field ? `${first.field}: ` : ""}${first.message}`;
  const key = `error.${refusal.code}`;
  const known = has(key) ? t(key) : refusal.detail;
  return refusal.code === "conflict" || refusal.code === "invalid" || refusal.code === "forbidden" ? refusal.detail || known : known;
}

export function toastError(error: unknown): void {
  toast(errorText(error), { tone: "bad" });
}
