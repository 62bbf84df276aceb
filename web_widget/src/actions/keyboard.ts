/** Turns key presses into actions. Sequences ("g c") wait a little for their second key. */
import { closeNearest } from "./close";
import { availableActions } from "./table";

const mac = /Mac|iPhone|iPad/.test(navigator.platform);
const WAIT_MS = 1500;
let pending = "";
let timer: ReturnType<typeof setTimeout> | undefined;

/** "Ctrl+Shift+K", "Alt+ArrowUp", "?", "e". Shift counts only with keys that it does not change into another character. */
export function combo(event: KeyboardEvent): string {
  let key = event.key;
  if (key.length === 1) key = event.ctrlKey || event.metaKey ? key.toUpperCase() : key.toLowerCase() === key.toUpperCase() ? key : key.toLowerCase();
  const parts: string[] = [];
  if (mac ? event.metaKey : event.ctrlKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey && (key.length > 1 || parts.length > 0)) parts.push("Shift");
  return [...parts, key].join("+");
}

function typingIn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === "TEXTAREA" || target.tagName === "SELECT") return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit", "range"].includes(target.type);
}

export function keysOf(action: { keys?: string | string[] }): string[] {
  return action.keys === undefined ? [] : typeof action.keys === "string" ? [action.keys] : action.keys;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || ["Control", "Shift", "Alt", "Meta"].includes(event.key)) return;
  const pressed = combo(event);
  if (pressed === "Escape") {
    if (pending) pending = "";
    // A dialog over the page is nearest: the browser closes it.
    else if (!document.querySelector("dialog[open]") && closeNearest(event.target)) event.preventDefault();
    return;
  }
  const typing = typingIn(event.target);
  // A dialog or a menu over the page has the keys; only the palette's own still work.
  if (document.querySelector("dialog[open]") && !pressed.startsWith("Ctrl+")) return;
  const sequence = pending ? `${pending} ${pressed}` : pressed;
  const inSequence = pending !== "";
  pending = "";
  clearTimeout(timer);
  for (const action of availableActions()) {
    for (const keys of keysOf(action)) {
      const wanted = keys.startsWith("g ") && sequence.startsWith("Ctrl+G ") ? `Ctrl+G ${keys.slice(2)}` : keys;
      if (wanted === sequence) {
        if (typing && action.notWhileTyping) continue;
        if (typing && !inSequence && !action.whileTyping && !/^(Ctrl|Alt)\+/.test(keys) && keys !== "Shift+Escape") continue;
        event.preventDefault();
        action.run();
        return;
      }
    }
  }
  if ((pressed === "g" && !typing) || pressed === "Ctrl+G") {
    event.preventDefault();
    pending = pressed;
    timer = setTimeout(() => (pending = ""), WAIT_MS);
  }
}

export function startKeyboard(): () => void {
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

const NAMES: Record<string, string> = { ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", " ": "Space" };
/** A key as it is shown: "Ctrl K" (⌘ on a Mac), "G then C". */
export function showKeys(keys: string, then: string): string {
  return keys
    .split(/(?<=\S) (?=\S)/)
    .map((one) => one.split("+").map((part) => NAMES[part] ?? (part === "Ctrl" && mac ? "⌘" : part.length === 1 ? part.toUpperCase() : part)).join(" "))
    .join(` ${then} `);
}
