/** How long the hub has been away, in the steps at which that is worth a word. */
import { effect, signal } from "@preact/signals";
import { connection, signedIn } from "@/connection";

export type Away = "no" | "yes" | "long" | "back";

/** A gap of a moment is nobody's business. */
const CALM_MS = 2000;
/** After this one may want to do something about it. */
const LONG_MS = 8000;
/** How long it is said that the connection is back. */
const BACK_MS = 4000;

export const away = signal<Away>("no");

let timers: ReturnType<typeof setTimeout>[] = [];
let was: boolean | null = null;

effect(() => {
  const is = (connection.value === "offline" || connection.value === "connecting") && signedIn.value === true;
  if (is === was) return;
  was = is;
  timers.forEach(clearTimeout);
  timers = [];
  const at = (ms: number, next: Away): void => void timers.push(setTimeout(() => (away.value = next), ms));
  if (is) {
    away.value = "no";
    at(CALM_MS, "yes");
    at(LONG_MS, "long");
  } else {
    away.value = away.peek() === "yes" || away.peek() === "long" ? "back" : "no";
    at(BACK_MS, "no");
  }
});
