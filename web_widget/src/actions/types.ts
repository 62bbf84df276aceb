import type { LucideIcon } from "lucide-preact";
import type { Key } from "@/i18n";

export interface Action {
  /** Unique; a second one with the same id throws. */
  id: string;
  title: Key;
  group: "go" | "do" | "row" | "room" | "app";
  icon?: LucideIcon;
  /** One or more: "Ctrl+K", "Alt+ArrowUp", "g c" (one after the other), "?" . `Ctrl` is ⌘ on a Mac. */
  keys?: string | string[];
  /** Also while one writes in a field (keys with Ctrl or Alt always are). */
  whileTyping?: boolean;
  /** Never in a field: the browser has the key there (Ctrl+Z takes back what was typed). */
  notWhileTyping?: boolean;
  when?: () => boolean;
  run: () => void;
  /** More words to find it by, English and French. */
  words?: string;
  /** False: not in the palette (it makes sense by key only). */
  palette?: boolean;
}
