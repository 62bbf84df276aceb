import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import { Tabs } from "@/components/Tabs";
import { api, on, onReady } from "@/connection";
import type { BudgetSummary, BudgetTotal } from "@/contract";
import { t } from "@/i18n";
import { money, number } from "@/i18n/format";
import { errorText } from "@/store/toasts";
import { setQuery } from "../../router";
import { addMonths, sayDay } from "../agenda/time";
import { exact } from "./amounts";
import { Chart } from "./Chart";
import type { Shown } from "./state";

export const GROUPS = ["month", "category", "project", "vendor", "department"] as const;
type Group = (typeof GROUPS)[number];

/** The totals of a period; asked again when a line changes. */
export function useSummary(from: string | undefined, to: string | undefined): { value: BudgetSummary | null; error: string | null; load: () => void } {
  const found = useMemo(() => signal<BudgetSummary | null>(null), []);
  const error = useMemo(() => signal<string | null>(null), []);
  const [turn, setTurn] = useState(0);
  const load = (): void => setTurn((count) => count + 1);
  useEffect(() => {
    let gone = false;
    api.get<BudgetSummary>("/api/budget/summary", { from, to }).then((summary) => { if (!gone) { found.value = summary; error.value = null; } }, (refusal: unknown) => { if (!gone) error.value = errorText(refusal); });
    return () => {
      gone = true;
    };
  }, [from, to, turn]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = (): void => {
      clearTimeout(timer);
      timer = setTimeout(load, 300);
    };
    const stops = [...["created", "updated", "deleted"].map((change) => on(`budget.${change}`, soon)), onReady((_, again) => again && soon())];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, []);
  return { value: found.value, error: error.value, load };
}

interface Sum {
  key: string;
  name: string;
  spent: number;
  received: number;
  vat: number;
  count: number;
  open?: () => void;
}

function cents(total: BudgetTotal, name: string): number {
  return Math.abs(Number(total[name] ?? 0));
}

function sumOf(key: string, name: string, total: BudgetTotal): Sum {
  return { key, name, spent: cents(total, "spent_cents"), received: cents(total, "received_cents"), vat: total.vat_cents, count: total.count };
}

function merged(sums: Sum[]): Sum[] {
  const all = new Map<string, Sum>();
  for (const sum of sums) {
    const before = all.get(sum.key);
    if (!before) all.set(sum.key, { ...sum });
    else Object.assign(before, { spent: before.spent + sum.spent, received: before.received + sum.received, vat: before.vat + sum.vat, count: before.count + sum.count });
  }
  return [...all.values()];
}

function groupsOf(summary: BudgetSummary, group: Group): Sum[] {
  const none = t("budget.without");
  const months = summary.by_month_department;
  switch (group) {
    case "month": return merged(months.map((one) => sumOf(String(one["month"]), sayDay(`${String(one["month"])}-01`, { month: "short", year: "numeric" }), one))).sort((a, b) => (a.key < b.key ? -1 : 1)).map((sum) => ({ ...sum, open: () => setQuery({ view: null, span: null, on: sum.key }) }));
    case "department": return merged(months.map((one) => sumOf(String(one["department"] ?? ""), String(one["department"] ?? none), one)));
    case "category": return summary.by_category.map((one) => ({ ...sumOf(String(one["category"]), String(one["category"]) || none, one), ...(one["category"] ? { open: () => setQuery({ view: null, category: String(one["category"]) }) } : {}) }));
    case "project": return summary.by_project.map((one) => ({ ...sumOf(String(one["project_id"]), String(one["name"] ?? none), one), ...(one["project_id"] ? { open: () => setQuery({ view: null, project: String(one["project_id"]) }) } : {}) }));
    case "vendor": return summary.by_vendor.map((one) => ({ ...sumOf(String(one["vendor"]), String(one["vendor"]) || none, one), ...(one["vendor"] ? { open: () => setQuery({ view: null, vendor: String(one["vendor"]) }) } : {}) }));
  }
}

export function SummaryView({ now }: { now: Shown }): JSX.Element {
  const [group, setGroup] = useState<Group>(now.span === "month" ? "category" : "month");
  const period = useSummary(now.from, now.to);
  // The chart shows the year that ends with the period, so that a month is seen beside the others.
  const chartTo = now.to;
  const chart = useSummary(now.span === "month" ? addMonths(now.on, -11) : now.from, chartTo);
  const summary = period.value;
  if (!summary) return period.error ? <Empty title={t("list.failed")} text={period.error} action={<Button onClick={period.load}>{t("retry")}</Button>} /> : <Skeleton lines={8} />;
  const { currency } = summary;
  const sums = groupsOf(summary, group).sort((a, b) => (group === "month" ? 0 : b.spent + b.received - a.spent - a.received));
  const most = Math.max(1, ...sums.map((sum) => Math.max(sum.spent, sum.received)));
  const months = chart.value ? groupsOf(chart.value, "month").slice(-24) : [];
  return (
    <div class="summary">
      <dl class="figures">
        <div><dt>{t("budget.sign_spent")}</dt><dd class="num">{money(Math.abs(summary.spent_cents), currency)}</dd></div>
        <div><dt>{t("budget.sign_received")}</dt><dd class="num">{money(summary.received_cents, currency)}</dd></div>
        <div><dt>{t("budget.balance")}</dt><dd class={`num${summary.total_cents < 0 ? " minus" : ""}`}>{money(summary.total_cents, currency, { sign: true })}</dd></div>
        <div><dt>{t("budget.vat")}</dt><dd class="num">{money(summary.vat_cents, currency)}</dd></div>
        <div><dt>{t("budget.count")}</dt><dd class="num">{number(summary.count)}</dd></div>
      </dl>
      {summary.currencies.length > 1 ? <p class="small mute">{t("budget.currencies", { list: summary.currencies.join(", "), currency })}</p> : null}
      {months.length > 1 ? (
        <figure>
          <figcaption class="legend"><span><i class="spent" />{t("budget.sign_spent")}</span><span><i class="received" />{t("budget.sign_received")}</span></figcaption>
          <Chart label={t("budget.chart")} currency={currency} labels={months.map((one) => sayDay(`${one.key}-01`, { month: "short" }))} spent={months.map((one) => one.spent)} received={months.map((one) => one.received)} />
        </figure>
      ) : null}
      <Tabs label={t("budget.by")} value={group} onValue={setGroup} options={GROUPS.map((one) => ({ value: one, label: t(`budget.by_${one}`) }))} />
      {sums.length === 0 ? <Empty title={t("budget.none_period")} text={t("budget.none_text")} /> : (
        <table class="sums-table">
          <thead><tr><th>{t(`budget.by_${group}`)}</th><th class="barcol" aria-hidden="true" /><th>{t("budget.sign_spent")}</th><th>{t("budget.sign_received")}</th><th class="wide">{t("budget.vat")}</th><th class="wide">{t("budget.count")}</th></tr></thead>
          <tbody>
            {sums.map((sum) => (
              <tr key={sum.key}>
                <th scope="row">{sum.open ? <button type="button" class="ell" onClick={sum.open}>{sum.name}</button> : sum.name}</th>
                <td class="barcol" aria-hidden="true"><i style={{ width: `${(sum.spent / most) * 100}%` }} /><i class="received" style={{ width: `${(sum.received / most) * 100}%` }} /></td>
                <td class="num">{sum.spent ? exact(sum.spent, currency) : "–"}</td>
                <td class="num">{sum.received ? exact(sum.received, currency) : "–"}</td>
                <td class="num wide">{sum.vat ? exact(sum.vat, currency) : "–"}</td>
                <td class="num wide">{number(sum.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
