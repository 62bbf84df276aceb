/** Light, dark, or as the system has it. Kept in the browser; `public/theme.js` applies it before the first paint. */
import { signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";
const stored = localStorage.getItem("panoramix.theme");
export const theme = signal<Theme>(stored === "light" || stored === "dark" ? stored : "system");

export function setTheme(next: Theme): void {
  theme.value = next;
  if (next === "system") {
    localStorage.removeItem("panoramix.theme");
    delete document.documentElement.dataset["theme"];
  } else {
    localStorage.setItem("panoramix.theme", next);
    document.documentElement.dataset["theme"] = next;
  }
}
