import { ArrowLeft, Trash2 } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
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
import { FieldProp } from "./FieldProp";
import { DISKS, DONATION_ITEMS, learn, LOAN_ITEMS, LOT_ITEMS, offered, sheetHref, storeOf, type PieceKind } from "./pieces";
import "./reception.css";

/** One machine, beside its lot. */
export default function ItemDetail({ id }: { id: Id }): JSX.Element {
  return <PieceDetail of={LOT_ITEMS} id={id} />;
}

/** The same as pages, on a phone. */
export function ItemPage({ id }: { id: Id }): JSX.Element {
  return <PiecePage of={LOT_ITEMS} id={id} />;
}

export function DiskPage({ id }: { id: Id }): JSX.Element {
  return <PiecePage of={DISKS} id={id} />;
}

export function DonationItemPage({ id }: { id: Id }): JSX.Element {
  return <PiecePage of={DONATION_ITEMS} id={id} />;
}

export function LoanItemPage({ id }: { id: Id }): JSX.Element {
  return <PiecePage of={LOAN_ITEMS} id={id} />;
}

function PiecePage({ of, id }: { of: PieceKind; id: Id }): JSX.Element {
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
        {of.fields.map((field) => <FieldProp key={field.name} class="prop" field={field} of={piece} onSave={change} offered={offered(of, field.name)} />)}
        <Prop label={t("reception.sheet")}><a href={sheetHref(of, piece)}>{t(of.open)}</a></Prop>
      </Props>
      <InlineText class="text" multiline label={t("reception.notes")} value={piece.notes ?? ""} placeholder={t("reception.notes")} onSave={(notes) => change({ notes })} />
      <footer class="foot">
        <span>{t("reception.scanned_at", { when: dayAndClock(piece.created_at) })}</span>
        {piece.ready_at ? <span>{t(of.ready ?? "reception.ready_at", { when: dayAndClock(piece.ready_at) })}</span> : null}
        <span class="tools"><IconButton label={t("delete")} onClick={() => removeWithUndo({ kind: of.kind, id })}><Trash2 aria-hidden="true" /></IconButton></span>
      </footer>
    </article>
  );
}
