import type { JSX } from "preact";
import { useCallback, useRef } from "preact/hooks";
import { removeWithUndo } from "@/actions/rows";
import { Tick } from "@/components/Field";
import { openMenu } from "@/components/Menu";
import type { EntityRef, Id } from "@/contract";
import { t } from "@/i18n";
import { current, isCurrent, useRows } from "@/store/selection";
import { isNarrow, openEntity } from "../../panes";
import { navigate } from "../../router";
import { said, valueOf } from "./fields";
import { hrefOf, type Piece, type PieceKind } from "./pieces";

interface Props {
  of: PieceKind;
  rows: Piece[];
  picked: ReadonlySet<Id>;
  onPicked: (picked: ReadonlySet<Id>) => void;
}

/** The table: ticks with Shift for several, and everything that is known of each piece. */
export function PieceRows({ of, rows, picked, onPicked }: Props): JSX.Element {
  const latest = useRef(rows);
  latest.current = rows;
  useRows(useCallback((): EntityRef[] => latest.current.map((piece) => ({ kind: of.kind, id: piece.id })), [of]));
  const anchor = useRef<Id | null>(null);
  const all = rows.length > 0 && rows.every((piece) => picked.has(piece.id));
  const tick = (id: Id, on: boolean, through: boolean): void => {
    const next = new Set(picked);
    const from = through && anchor.current ? rows.findIndex((piece) => piece.id === anchor.current) : -1;
    const to = rows.findIndex((piece) => piece.id === id);
    const some = from >= 0 ? rows.slice(Math.min(from, to), Math.max(from, to) + 1) : rows.slice(to, to + 1);
    for (const piece of some) on ? next.add(piece.id) : next.delete(piece.id);
    anchor.current = id;
    onPicked(next);
  };
  return (
    <div class="rtable" role="table" aria-label={t("reception.pieces")} aria-rowcount={rows.length + 1} style={{ "--fields": of.fields.length }}>
      <div class="rpiece heads" role="row">
        <span role="columnheader"><Tick label={t("reception.pick_all")} checked={all} onValue={(on) => onPicked(on ? new Set(rows.map((piece) => piece.id)) : new Set())} /></span>
        <span role="columnheader">{t("reception.serial")}</span>
        {of.fields.map((field) => <span key={field.name} role="columnheader">{t(field.label)}</span>)}
      </div>
      {rows.map((piece) => <Row key={piece.id} of={of} piece={piece} picked={picked.has(piece.id)} onTick={tick} />)}
    </div>
  );
}

function Row({ of, piece, picked, onTick }: { of: PieceKind; piece: Piece; picked: boolean; onTick: (id: Id, on: boolean, through: boolean) => void }): JSX.Element {
  const ref: EntityRef = { kind: of.kind, id: piece.id };
  const through = useRef(false);
  const open = (): void => (isNarrow() ? navigate(hrefOf(of, piece.id)) : openEntity(ref));
  return (
    <div role="row" class={`rpiece${isCurrent(ref) ? " on" : ""}${picked ? " picked" : ""}${piece.ready_at || of.noneLeft ? "" : " left"}`} data-row={`${of.kind}:${piece.id}`} tabIndex={-1} onFocus={() => (current.value = ref)}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu({ x: event.clientX, y: event.clientY }, t("more"), [{ label: t("open"), run: open }, "line", { label: t("delete"), keys: "#", bad: true, run: () => removeWithUndo(ref) }]);
      }}>
      <span role="cell" onClickCapture={(event) => (through.current = event.shiftKey)}><Tick label={t("reception.pick", { serial: piece.serial })} checked={picked} onValue={(on) => onTick(piece.id, on, through.current)} /></span>
      <span role="cell" class="serial"><button type="button" class="title ell" onClick={open}>{piece.serial}</button></span>
      {of.fields.map((field) => {
        const value = valueOf(piece, field.name);
        return <span key={field.name} role="cell" class={`ell${value ? "" : " none"}`} title={`${t(field.label)}: ${said(field, value)}`}>{said(field, value)}</span>;
      })}
    </div>
  );
}
