import { ArrowLeft, Trash2 } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { removeWithUndo } from "@/actions/rows";
import { IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { dayAndClock } from "@/i18n/format";
import { navigate } from "../../router";
import { InlineText } from "../parts/InlineText";
import { Prop, Props } from "../parts/Props";
import { FieldInput } from "./FieldInput";
import { learn, LOT_ITEMS, sheetHref, storeOf, valueOf, type Piece, type PieceField, type PieceKind } from "./pieces";
import "./reception.css";

/** One machine, beside its lot. */
export default function ItemDetail({ id }: { id: Id }): JSX.Element {
  return <PieceDetail of={LOT_ITEMS} id={id} />;
}

/** The same as a page, on a phone. */
export function ItemPage({ id }: { id: Id }): JSX.Element {
  return <PiecePage of={LOT_ITEMS} id={id} />;
}

export function PiecePage({ of, id }: { of: PieceKind; id: Id }): JSX.Element {
  const piece = storeOf(of).slot(id).value;
  return (
    <>
      <header class="head">
        <IconButton label={t("back")} onClick={() => navigate(piece ? sheetHref(of, piece) : "/reception")}><ArrowLeft aria-hidden="true" /></IconButton>
        <h1 class="ell">{piece?.serial ?? ""}</h1>
      </header>
      <div class="viewbody"><PieceDetail of={of} id={id} /></div>
    </>
  );
}

export function PieceDetail({ of, id }: { of: PieceKind; id: Id }): JSX.Element {
  const store = storeOf(of);
  const slot = store.slot(id);
  useEffect(() => void learn(of).catch(() => undefined), [of]); // what is here is offered all the same
  if (slot.state === "missing") return <Empty title={t("error.not_found")} />;
  const piece = slot.value;
  if (!piece) return <Skeleton />;
  const change = (patch: object): void => void store.update(id, patch).catch(() => undefined); // said in a toast, and shown as it was
  return (
    <article class="detail piecedetail" aria-label={piece.serial}>
      <header><InlineText label={t("reception.serial")} value={piece.serial} required onSave={(serial) => change({ serial })} /></header>
      <Props>
        {of.fields.map((field) => <FieldProp key={field.name} of={of} field={field} piece={piece} onSave={(value) => change({ [field.name]: field.options ? value || null : value })} />)}
        <Prop label={t("reception.sheet")}><a href={sheetHref(of, piece)}>{t("reception.open_sheet")}</a></Prop>
      </Props>
      <InlineText class="text" multiline label={t("reception.notes")} value={piece.notes ?? ""} placeholder={t("reception.notes")} onSave={(notes) => change({ notes })} />
      <footer class="foot">
        <span>{t("reception.scanned_at", { when: dayAndClock(piece.created_at) })}</span>
        {piece.ready_at ? <span>{t("reception.ready_at", { when: dayAndClock(piece.ready_at) })}</span> : null}
        <span class="tools"><IconButton label={t("delete")} onClick={() => removeWithUndo({ kind: of.kind, id })}><Trash2 aria-hidden="true" /></IconButton></span>
      </footer>
    </article>
  );
}

/** Text is saved when one leaves it or presses Enter; a choice at once. */
function FieldProp({ of, field, piece, onSave }: { of: PieceKind; field: PieceField; piece: Piece; onSave: (value: string) => void }): JSX.Element {
  const value = valueOf(piece, field.name);
  const [draft, setDraft] = useState<string | null>(null);
  const save = (next: string | null): void => {
    setDraft(null);
    if (next !== null && next.trim() !== value) onSave(next.trim());
  };
  return (
    <div class="prop fieldprop" onFocusOut={() => save(draft)}>
      <FieldInput of={of} field={field} value={draft ?? value} onValue={(next) => (field.options ? save(next) : setDraft(next))} onDone={() => save(draft)} />
    </div>
  );
}
