/** Lots of hardware: scanned into, finished, opened again, collected. */
import { Check, PackageOpen, RotateCcw } from "lucide-preact";
import type { JSX } from "preact";
import { Button } from "@/components/Button";
import type { MenuEntry } from "@/components/Menu";
import { t } from "@/i18n";
import { Ready, StatePill } from "./marks";
import { LOT_ITEMS } from "./pieces";
import { Scanning } from "./Scanning";
import { longDay, type SheetKind } from "./sheets";
import { lots, lotState, type Lot } from "./store";

export const LOTS: SheetKind<Lot> = {
  store: lots,
  icon: PackageOpen,
  at: "lots",
  list: "/reception",
  words: { list: "reception.lots", make: "reception.new_lot", makeHint: "reception.new_lot_placeholder", search: "reception.search_lots", none: "reception.no_lot", noneHint: "reception.no_lot_text", noneFound: "reception.no_lot_found" },
  fields: [{ name: "received_on", label: "reception.received_on", as: "day", required: true }],
  states: [["open", "reception.lot_open"], ["finished", "reception.lot_finished"], ["recovered", "reception.lot_recovered"]],
  statesLabel: "reception.lot_state",
  about: (lot) => t("reception.received", { day: longDay(lot.received_on) }),
  mark: (lot) => <><StatePill state={lotState(lot)} /><Ready ready={lot.ready} total={lot.total} /></>,
  tools: (lot) => <Finishing lot={lot} />,
  more: collected,
  body: (lot) => <Scanning of={LOT_ITEMS} sheet={lot.id} total={lot.total} closed={lot.recovered_at ? t("reception.lot_closed") : null} />,
};

const collect = (lot: Lot, recovered_at: string | null): void => void lots.update(lot.id, { recovered_at }).catch(() => undefined); // said in a toast, and shown as it was

function collected(lot: Lot): MenuEntry[] {
  return [lot.recovered_at
    ? { label: t("reception.not_recovered"), run: () => collect(lot, null) }
    : { label: t("reception.mark_recovered"), run: () => collect(lot, new Date().toISOString()) }];
}

function Finishing({ lot }: { lot: Lot }): JSX.Element {
  const state = lotState(lot);
  const act = (action: "finish" | "reopen"): void => void lots.act(lot.id, action).catch(() => undefined); // said in a toast
  return (
    <>
      <StatePill state={state} />
      {state === "finished" ? <Button small onClick={() => act("reopen")}><RotateCcw aria-hidden="true" />{t("reception.reopen")}</Button> : null}
      {state === "open" && lot.total > 0 && lot.ready === lot.total ? <Button small tone="primary" onClick={() => act("finish")}><Check aria-hidden="true" />{t("reception.finish")}</Button> : null}
    </>
  );
}
