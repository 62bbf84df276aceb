/** What the window is: one column on a phone, a pane that slides over below 1100 px. */
import { signal } from "@preact/signals";

function follow(query: string): { value: boolean } {
  const list = window.matchMedia?.(query);
  const state = signal(list?.matches ?? false);
  list?.addEventListener("change", (event) => (state.value = event.matches));
  return state;
}

export const phone = follow("(max-width: 719px)");
export const narrow = follow("(max-width: 1099px)");
