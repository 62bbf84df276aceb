import { GripVertical, X } from "lucide-preact";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { IconButton } from "@/components/Button";
import { t } from "@/i18n";
import { InlineText } from "../parts/InlineText";
import { useRow, type Order } from "../parts/reorder";
import type { Lines } from "./lines";
import type { NoteLine } from "./store";

/** One line: its number, its text to be mended in place, a handle to drag it or to move it with the keys. */
export function LineRow({ line, number, lines, order, cited }: { line: NoteLine; number: number; lines: Lines; order: Order; cited: boolean }): JSX.Element {
  const row = useRef<HTMLDivElement>(null);
  const handle = useRef<HTMLButtonElement>(null);
  const held = useRow(order, row, line.id, "", handle);
  return (
    <div ref={row} role="listitem" id={`line-${line.id}`} class={`sline ordered${cited ? " cited" : ""}${held}`} onKeyDown={(event) => order.onKey(event, line.id)}>
      <button ref={handle} type="button" class="grip-handle" aria-label={t("sessions.move", { n: number })} title={t("sessions.move_hint")}><GripVertical aria-hidden="true" /></button>
      <b class="num" title={line.author["display_name"] as string | undefined}>L{number}</b>
      <InlineText label={t("sessions.line", { n: number })} value={line.text} required onSave={(text) => lines.write(line, text)} />
      <IconButton label={t("sessions.delete_line", { n: number })} onClick={() => lines.remove(line)}><X aria-hidden="true" /></IconButton>
    </div>
  );
}
