import type { JSX } from "preact";
import { t } from "@/i18n";
import type { LotState } from "./store";

export function StatePill({ state }: { state: LotState }): JSX.Element | null {
  return state === "open" ? null : <span class={`pill ${state}`}>{t(`reception.lot_${state}`)}</span>;
}

/** So many of so many, as figures and as a bar. */
export function Ready({ ready, total, says = "reception.ready_of" }: { ready: number; total: number; says?: "reception.ready_of" | "reception.wiped_of" | "reception.back_of" }): JSX.Element {
  return (
    <span class="rready num" title={t(says, { ready, total })}>
      <span class="sr">{t(says, { ready, total })}</span>
      <span aria-hidden="true">{ready}/{total}</span>
      <i aria-hidden="true"><u style={{ width: total ? `${Math.round((100 * ready) / total)}%` : "0" }} /></i>
    </span>
  );
}
