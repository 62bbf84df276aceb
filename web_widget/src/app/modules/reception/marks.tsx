import type { JSX } from "preact";
import { t } from "@/i18n";
import type { LotState } from "./store";

export function StatePill({ state }: { state: LotState }): JSX.Element | null {
  return state === "open" ? null : <span class={`pill ${state}`}>{t(`reception.lot_${state}`)}</span>;
}

/** So many of so many, as figures and as a bar. */
export function Ready({ ready, total }: { ready: number; total: number }): JSX.Element {
  return (
    <span class="rready num" title={t("reception.ready_of", { ready, total })}>
      <span class="sr">{t("reception.ready_of", { ready, total })}</span>
      <span aria-hidden="true">{ready}/{total}</span>
      <i aria-hidden="true"><u style={{ width: total ? `${Math.round((100 * ready) / total)}%` : "0" }} /></i>
    </span>
  );
}
