import { GripVertical, X } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useRef } from "preact/hooks";
import { IconButton } from "@/components/Button";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { InlineText } from "../parts/InlineText";
import { useLineDrag } from "./drag";
import type { Lines } from "./lines";
import type { NoteLine } from "./store";

/** One line: its number, its text to be mended in place, a handle to drag it or to move it with the keys. */
export function LineRow({ line, number, lines, cited }: { line: NoteLine; number: number; lines: Lines; cited: boolean }): JSX.Element {
  const row = useRef<HTMLDivElement>(null);
  const handle = useRef<HTMLButtonElement>(null);
  const onDrop = useCallback((id: Id, edge: "top" | "bottom") => {
    const moved = lines.items.peek().find((one) => one.id === id);
    const here = lines.items.peek().find((one) => one.id === line.id);
    if (moved && here) lines.move(moved, here, edge);
  }, [lines, line.id]);
  const edge = useLineDrag(row, handle, line.id, onDrop);
  const keys = (event: KeyboardEvent): void => {
    if (!event.altKey || !event.shiftKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    lines.step(line, event.key === "ArrowDown" ? 1 : -1);
  };
  return (
    <div ref={row} role="listitem" id={`line-${line.id}`} class={`sline${cited ? " cited" : ""}${edge ? ` ${edge}` : ""}`} onKeyDown={keys}>
      <button ref={handle} type="button" class="handle" aria-label={t("sessions.move", { n: number })} title={t("sessions.move_hint")}><GripVertical aria-hidden="true" /></button>
      <b class="num" title={line.author["display_name"] as string | undefined}>L{number}</b>
      <InlineText label={t("sessions.line", { n: number })} value={line.text} required onSave={(text) => lines.write(line, text)} />
      <IconButton label={t("sessions.delete_line", { n: number })} onClick={() => lines.remove(line)}><X aria-hidden="true" /></IconButton>
    </div>
  );
}
