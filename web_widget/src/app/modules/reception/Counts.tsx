import type { JSX } from "preact";
import { Chip } from "@/components/Chip";
import { t } from "@/i18n";
import { valueOf, word } from "./fields";
import type { Piece, PieceKind } from "./pieces";

/** What the table shows: all, what is left to do, or those with one value in the counted field. */
export type Shown = "all" | "left" | (string & {});

export function shown(of: PieceKind, piece: Piece, show: Shown): boolean {
  return show === "all" || (show === "left" ? piece.ready_at === null : valueOf(piece, of.counted) === show);
}

interface Props {
  of: PieceKind;
  pieces: Piece[];
  /** As the hub counts: the table may still be loading. */
  total: number;
  value: Shown;
  onValue: (show: Shown) => void;
}

/** How many there are of each; pressing one shows only those. */
export function Counts({ of, pieces, total, value, onValue }: Props): JSX.Element {
  const options = of.fields.find((field) => field.name === of.counted)?.options ?? [];
  const left = pieces.filter((piece) => piece.ready_at === null).length;
  const each = options.map((option) => [option, pieces.filter((piece) => valueOf(piece, of.counted) === option).length] as const);
  const press = (show: Shown): void => onValue(value === show ? "all" : show);
  return (
    <div class="rcounts" role="group" aria-label={t("reception.counts")}>
      <Chip on={value === "all"} onClick={() => onValue("all")}>{t("reception.count_all")} <b class="num">{Math.max(total, pieces.length)}</b></Chip>
      {of.saysLeft || of.noneLeft ? null : <Chip on={value === "left"} onClick={() => press("left")}>{t("reception.count_left")} <b class="num">{left}</b></Chip>}
      {each.map(([option, count]) => count > 0 || value === option ? <Chip key={option} on={value === option} onClick={() => press(option)}>{word(option)} <b class="num">{count}</b></Chip> : null)}
    </div>
  );
}
