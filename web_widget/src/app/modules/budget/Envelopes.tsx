import { Wallet, X } from "lucide-preact";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Button, IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import { api } from "@/connection";
import { t } from "@/i18n";
import { money } from "@/i18n/format";
import { toast, toastError } from "@/store/toasts";
import { undoLast } from "@/store/undo";
import { InlineText } from "../parts/InlineText";
import { fieldAmount, readAmount } from "./amounts";
import { knownCategories } from "./Lines";
import type { Shown } from "./state";
import { useSummary } from "./Summary";

/** What each category may cost in a month, and what is left of it in the period shown. */
export function Envelopes({ now }: { now: Shown }): JSX.Element {
  const summary = useSummary(now.from, now.to);
  const [category, setCategory] = useState("");
  const [amount, setAmount] = useState("");
  if (!summary.value) return summary.error ? <Empty title={t("list.failed")} text={summary.error} action={<Button onClick={summary.load}>{t("retry")}</Button>} /> : <Skeleton />;
  const { currency, envelopes } = summary.value;
  const set = async (name: string, cents: number | null): Promise<boolean> => {
    try {
      const made = await api.put<{ id: string }>("/api/budget/envelopes", { category: name, amount_cents: cents, currency });
      summary.load();
      if (cents === null) toast(t("deleted_toast", { title: name }), { action: { label: t("undo.button"), run: () => void undoLast({ kind: "budget", id: made.id }).then(summary.load) } });
      return true;
    } catch (error) {
      toastError(error);
      return false;
    }
  };
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const cents = readAmount(amount, 1);
    if (!category.trim() || cents === null || cents < 0) return;
    if (!(await set(category.trim(), cents))) return;
    setCategory("");
    setAmount("");
  };
  return (
    <div class="envelopes">
      {envelopes.length === 0 ? <Empty icon={<Wallet aria-hidden="true" />} title={t("budget.no_envelopes")} text={t("budget.no_envelopes_text")} /> : null}
      {envelopes.map((one) => {
        const total = one.amount_cents * one.months;
        const part = total > 0 ? Math.min(100, (one.spent_cents / total) * 100) : 0;
        return (
          <section key={one.category} aria-label={one.category}>
            <header>
              <h2 class="ell">{one.category}</h2>
              <span class="monthly"><InlineText class="num" label={t("budget.envelope_month", { category: one.category })} value={fieldAmount(one.amount_cents).replace("+", "")} onSave={(text) => { const cents = readAmount(text, 1); if (cents !== null && cents >= 0) void set(one.category, cents); }} /><small>{t("budget.a_month")}</small></span>
              <IconButton label={t("tasks.delete_named", { title: one.category })} onClick={() => void set(one.category, null)}><X aria-hidden="true" /></IconButton>
            </header>
            <div class={`envbar${one.left_cents < 0 ? " over" : ""}`} role="progressbar" aria-label={one.category} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(part)}><i style={{ width: `${part}%` }} /></div>
            <p class="num"><span>{t("budget.spent_of", { spent: money(one.spent_cents, currency), total: money(total, currency) })}</span>
              <b class={one.left_cents < 0 ? "minus" : ""}>{one.left_cents < 0 ? t("budget.over", { amount: money(-one.left_cents, currency) }) : t("today.left", { amount: money(one.left_cents, currency) })}</b></p>
          </section>
        );
      })}
      <form class="addenvelope" onSubmit={(event) => void add(event)}>
        <input class="input" type="text" list="envelope-categories" aria-label={t("budget.category")} placeholder={t("budget.category")} value={category} onInput={(event) => setCategory(event.currentTarget.value)} />
        <datalist id="envelope-categories">{knownCategories().map((one) => <option key={one} value={one} />)}</datalist>
        <input class="input num" type="text" inputMode="decimal" aria-label={t("budget.per_month")} placeholder={t("budget.per_month")} value={amount} onInput={(event) => setAmount(event.currentTarget.value)} />
        <Button type="submit" tone="primary" disabled={!category.trim() || readAmount(amount, 1) === null}>{t("budget.add_envelope")}</Button>
      </form>
    </div>
  );
}
