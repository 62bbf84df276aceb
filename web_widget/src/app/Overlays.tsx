import type { JSX } from "preact";
import { overlay } from "./overlay";

export function Overlays(): JSX.Element | null {
  return overlay.value === null ? null : null;
}
