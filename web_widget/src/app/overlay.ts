/** What lies over the page: the palette, the sheet of keys, a dialog. One at a time. */
import { signal } from "@preact/signals";

export type Overlay = "palette" | "keys" | "new_room" | "new_direct" | "sign_out" | "journal" | { poll: string } | { report: string } | { room: string; tab: "members" | "settings" };
export const overlay = signal<Overlay | null>(null);
export function closeOverlay(): void {
  overlay.value = null;
}
