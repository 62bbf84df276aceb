/** What the money view shows, as the address bar has it. */
import { computed } from "@preact/signals";
import type { DateOnly } from "@/contract";
import { today } from "@/i18n/format";
import { location } from "../../router";
import { addMonths } from "../agenda/time";

export const VIEWS = ["lines", "summary", "envelopes"] as const;
export type View = (typeof VIEWS)[number];
export type Span = "month" | "year" | "all";

export interface Shown {
  view: View;
  span: Span;
  /** A day in the period. */
  on: DateOnly;
  from: DateOnly | undefined;
  to: DateOnly | undefined;
  q: string | undefined;
  category: string | undefined;
  vendor: string | undefined;
  project_id: string | undefined;
  sign: "spent" | "received" | undefined;
}

export const shown = computed((): Shown => {
  const query = location.value.query;
  const view = query.get("view") as View | null;
  const span = (query.get("span") as Span | null) ?? "month";
  const asked = query.get("on");
  const on = asked && /^\d{4}-\d\d(-\d\d)?$/.test(asked) ? `${asked.slice(0, 7)}-01` : `${today().slice(0, 7)}-01`;
  const from = span === "month" ? on : span === "year" ? `${on.slice(0, 4)}-01-01` : undefined;
  const to = span === "month" ? lastOfMonth(on) : span === "year" ? `${on.slice(0, 4)}-12-31` : undefined;
  const sign = query.get("sign");
  return {
    view: view && VIEWS.includes(view) ? view : "lines", span, on, from, to,
    q: query.get("q") ?? undefined, category: query.get("category") ?? undefined, vendor: query.get("vendor") ?? undefined, project_id: query.get("project") ?? undefined,
    sign: sign === "spent" || sign === "received" ? sign : undefined,
  };
});

export function lastOfMonth(day: DateOnly): DateOnly {
  return new Date(Date.parse(`${addMonths(`${day.slice(0, 7)}-01`, 1)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
