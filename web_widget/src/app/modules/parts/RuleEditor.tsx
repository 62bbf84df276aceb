import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { Select } from "@/components/Field";
import { openPopover } from "@/components/Popover";
import type { DateOnly } from "@/contract";
import { t, type Key } from "@/i18n";
import { addDays, today } from "@/i18n/format";
import { DAYS, dayName, FREQUENCIES, readRule, ruleWords, writeRule, type Day, type Rule } from "./rrule";
import "./RuleEditor.css";

type End = "never" | "count" | "until";

const WEEKDAYS: Day[] = ["MO", "TU", "WE", "TH", "FR"];

/** How often something comes back. `start` gives weekly rules their first day. */
export function RuleEditor({ value, start, onChange }: { value: string | null; start: DateOnly; onChange: (rule: string | null) => void }): JSX.Element {
  const [rule, setRule] = useState<Rule | null>(value ? readRule(value) : null);
  const startDay = DAYS[(new Date(`${start}T12:00:00Z`).getUTCDay() + 6) % 7]!;
  const set = (next: Rule | null): void => {
    setRule(next);
    onChange(next ? writeRule(next) : null);
  };
  const patch = (change: Partial<Rule>): void => {
    if (rule) set({ ...rule, ...change });
  };
  const frequency = rule?.frequency ?? "NEVER";
  const end: End = rule?.count != null ? "count" : rule?.until ? "until" : "never";
  const choose = (next: string): void => {
    if (next === "NEVER") return set(null);
    set({ frequency: next as Rule["frequency"], interval: 1, days: next === "WEEKLY" ? [startDay] : [], count: rule?.count ?? null, until: rule?.until ?? null, rest: [] });
  };
  const toggle = (day: Day): void => {
    if (!rule) return;
    const days = rule.days.includes(day) ? rule.days.filter((one) => one !== day) : [...rule.days, day];
    patch({ days: days.length > 0 ? days : [startDay] });
  };
  return (
    <div class="ruleeditor">
      <Select label={t("rule.label")} bare value={frequency} onValue={choose}
        options={[["NEVER", t("rule.never")], ...FREQUENCIES.map((name) => [name, t(`rule.${name.toLowerCase()}` as Key)] as const)]} />
      {rule ? (
        <>
          <label class="line">{t("rule.every")}
            <input class="input num" type="number" min={1} max={99} value={rule.interval} aria-label={t("rule.interval")}
              onInput={(event) => patch({ interval: Math.max(1, Math.round(Number(event.currentTarget.value) || 1)) })} />
            {t(`rule.unit_${rule.frequency.toLowerCase()}` as Key, { count: rule.interval })}
          </label>
          {rule.frequency === "WEEKLY" ? (
            <div class="days" role="group" aria-label={t("rule.days")}>
              {DAYS.map((day) => (
                <button key={day} type="button" aria-pressed={rule.days.includes(day)} aria-label={dayName(day, "long")} title={dayName(day, "long")} onClick={() => toggle(day)}>
                  {dayName(day, "narrow")}
                </button>
              ))}
              <Button small tone="plain" onClick={() => patch({ days: WEEKDAYS, interval: 1 })}>{t("rule.weekdays_short")}</Button>
            </div>
          ) : null}
          <div class="line">
            <Select<End> label={t("rule.ends")} bare value={end} onValue={(next) => patch({ count: next === "count" ? 10 : null, until: next === "until" ? addDays(today(), 90) : null })}
              options={[["never", t("rule.ends_never")], ["until", t("rule.ends_until")], ["count", t("rule.ends_count")]]} />
            {end === "count" ? <input class="input num" type="number" min={1} max={999} value={rule.count ?? 1} aria-label={t("rule.ends_count")} onInput={(event) => patch({ count: Math.max(1, Number(event.currentTarget.value) || 1) })} /> : null}
            {end === "until" ? <input class="input" type="date" value={rule.until ?? ""} aria-label={t("rule.ends_until")} onChange={(event) => event.currentTarget.value && patch({ until: event.currentTarget.value })} /> : null}
          </div>
          <p class="small mute">{ruleWords(writeRule(rule))}</p>
        </>
      ) : null}
    </div>
  );
}

/** The editor in a panel; what was chosen is given when the panel closes. */
export function pickRule(anchor: Element, value: string | null, start: DateOnly, onPick: (rule: string | null) => void): void {
  let chosen = value;
  openPopover({
    anchor, label: t("rule.label"),
    render: () => <div class="filterpanel"><RuleEditor value={value} start={start} onChange={(rule) => (chosen = rule)} /></div>,
    onClose: () => chosen !== value && onPick(chosen),
  });
}
