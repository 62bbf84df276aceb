import { Euro, Upload } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { addActions } from "@/actions/table";
import { signal } from "@preact/signals";
import { removeWithUndo } from "@/actions/rows";
import { Button } from "@/components/Button";
import { Tag } from "@/components/Chip";
import { Empty } from "@/components/Empty";
import { openMenu } from "@/components/Menu";
import type { BudgetLine, EntityRef, Id } from "@/contract";
import { t } from "@/i18n";
import { today } from "@/i18n/format";
import { budget, projects } from "@/store/kinds";
import type { EntityQuery } from "@/store/queries";
import { current, isCurrent, useRows } from "@/store/selection";
import { openEntity } from "../../panes";
import { firstSegment, location, setQuery } from "../../router";
import { sayDay } from "../agenda/time";
import { ListState } from "../parts/ListState";
import { pickProject } from "../parts/pickers";
import { exact, fieldAmount, readAmount } from "./amounts";
import type { Shown } from "./state";

/** The line that is being edited where it stands. */
const editing = signal<Id | null>(null);

addActions([
  { id: "budget.edit", title: "budget.edit", group: "row", keys: "F2", when: () => firstSegment.value === "budget" && current.value?.kind === "budget", run: () => (editing.value = current.peek()?.id ?? null) },
]);

export function knownCategories(): string[] {
  return [...new Set(budget.all().map((line) => line.category ?? "").filter(Boolean))].sort((a, b) => a.localeCompare(b));
}

function knownVendors(): string[] {
  return [...new Set(budget.all().map((line) => line.vendor ?? "").filter(Boolean))].sort((a, b) => a.localeCompare(b));
}

export function Lines({ query, now, onImport }: { query: EntityQuery<BudgetLine>; now: Shown; onImport: () => void }): JSX.Element {
  const items = query.items.value;
  const latest = useRef(items);
  latest.current = items;
  useRows(useCallback((): EntityRef[] => latest.current.map((line) => ({ kind: "budget", id: line.id })), []));
  const filtered = Boolean(now.q || now.category || now.vendor || now.project_id || now.sign);
  return (
    <>
      <datalist id="budget-categories">{knownCategories().map((one) => <option key={one} value={one} />)}</datalist>
      <datalist id="budget-vendors">{knownVendors().map((one) => <option key={one} value={one} />)}</datalist>
      <div class="lines" role="table" aria-label={t("place.budget")}>
        <div class="bline heads" role="row">
          {(["date", "vendor", "label", "category", "project", "amount"] as const).map((name) => <span key={name} role="columnheader" class={name === "label" ? "label2" : name}>{t(`budget.${name}`)}</span>)}
        </div>
        <NewLine now={now} />
        {items.map((line) => (editing.value === line.id ? <EditLine key={line.id} line={line} /> : <Line key={line.id} line={line} />))}
        {items.length > 0 ? <Totals items={items} more={query.more.value} /> : null}
      </div>
      <ListState query={query} empty={filtered
        ? <Empty title={t("budget.none_match")} action={<Button onClick={() => setQuery({ q: null, category: null, vendor: null, project: null, sign: null })}>{t("tasks.filters_off")}</Button>} />
        : <Empty icon={<Euro aria-hidden="true" />} title={t(now.span === "all" ? "budget.none" : "budget.none_period")} text={t("budget.none_text")} action={<><Button onClick={onImport}><Upload aria-hidden="true" />{t("budget.import")}</Button>{now.span === "all" ? null : <Button onClick={() => setQuery({ span: "all" })}>{t("budget.all_time")}</Button>}</>} />}>{null}</ListState>
    </>
  );
}

function Line({ line }: { line: BudgetLine }): JSX.Element {
  const ref: EntityRef = { kind: "budget", id: line.id };
  const project = line.project_id ? projects.slot(line.project_id).value : undefined;
  const edit = (): void => {
    editing.value = line.id;
  };
  return (
    <div role="row" class={`bline${isCurrent(ref) ? " on" : ""}`} data-row={`budget:${line.id}`} tabIndex={-1} onFocus={() => (current.value = ref)} onDblClick={edit}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu({ x: event.clientX, y: event.clientY }, t("more"), [
          { label: t("edit"), keys: "F2", run: edit },
          ...(line.vendor ? [{ label: t("budget.only_vendor", { vendor: line.vendor }), run: () => setQuery({ vendor: line.vendor }) }] : []),
          { label: t("delete"), keys: "#", bad: true, run: () => removeWithUndo(ref) },
        ], "bottom-start");
      }}>
      <span role="cell" class="date num">{sayDay(line.date, { day: "numeric", month: "short" })}</span>
      <span role="cell" class="vendor"><button type="button" class="title ell" onClick={() => openEntity(ref)}>{line.vendor || line.label || "–"}</button></span>
      <span role="cell" class="label2 ell">{line.label}</span>
      <span role="cell" class="category ell">{line.category}</span>
      <span role="cell" class="project ell">{project ? <Tag color={project.color}>{project.name}</Tag> : null}</span>
      <span role="cell" class={`amount num${line.amount_cents > 0 ? " plus" : ""}`}>{exact(line.amount_cents, line.currency, true)}</span>
    </div>
  );
}

interface Draft {
  date: string;
  vendor: string;
  label: string;
  category: string;
  amount: string;
  project_id: Id | null;
}

const EMPTY: Omit<Draft, "date" | "project_id"> = { vendor: "", label: "", category: "", amount: "" };

/** The first row: type and press Enter. What was typed stays if the hub refuses. */
function NewLine({ now }: { now: Shown }): JSX.Element {
  const usual = (): string => (now.from && now.to && (today() < now.from || today() > now.to) ? now.from : today());
  const [draft, setDraft] = useState<Draft>({ ...EMPTY, date: usual(), project_id: now.project_id ?? null });
  const [wrong, setWrong] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const asked = location.value.query.get("add") === "1";
  useEffect(() => setDraft((current) => ({ ...current, date: usual(), project_id: now.project_id ?? current.project_id })), [now.from, now.project_id]);
  useEffect(() => {
    if (!asked) return;
    form.current?.querySelector<HTMLInputElement>("[name=vendor]")?.focus();
    setQuery({ add: null });
  }, [asked]);
  const add = async (): Promise<void> => {
    const amount_cents = readAmount(draft.amount);
    if (amount_cents === null) {
      setWrong(true);
      form.current?.querySelector<HTMLInputElement>("[name=amount]")?.focus();
      return;
    }
    setWrong(false);
    const sent = draft;
    setDraft({ ...EMPTY, date: draft.date, project_id: draft.project_id });
    form.current?.querySelector<HTMLInputElement>("[name=vendor]")?.focus();
    await budget.create({ date: sent.date, vendor: sent.vendor.trim(), label: sent.label.trim(), category: sent.category.trim(), amount_cents, project_id: sent.project_id }).catch(() => setDraft((current) => (current.vendor || current.amount ? current : sent)));
  };
  return <Fields form={form} draft={draft} onChange={(patch) => setDraft({ ...draft, ...patch })} onSubmit={() => void add()} wrong={wrong} submit={t("add")} label={t("action.new_line")} fresh />;
}

function EditLine({ line }: { line: BudgetLine }): JSX.Element {
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<Draft>({ date: line.date, vendor: line.vendor ?? "", label: line.label ?? "", category: line.category ?? "", amount: fieldAmount(line.amount_cents), project_id: line.project_id });
  const [wrong, setWrong] = useState(false);
  useEffect(() => form.current?.querySelector<HTMLInputElement>("[name=vendor]")?.select(), []);
  const save = (): void => {
    const amount_cents = readAmount(draft.amount, line.amount_cents > 0 ? 1 : -1);
    if (amount_cents === null) return setWrong(true);
    editing.value = null;
    const next = { date: draft.date, vendor: draft.vendor.trim(), label: draft.label.trim(), category: draft.category.trim(), amount_cents, project_id: draft.project_id };
    const patch = Object.fromEntries(Object.entries(next).filter(([name, value]) => value !== (line[name as keyof BudgetLine] ?? ""))) as Partial<BudgetLine>;
    if (next.project_id === line.project_id) delete patch.project_id;
    if (Object.keys(patch).length > 0) void budget.update(line.id, patch).catch(() => undefined); // said in a toast, and shown as it was
  };
  return <Fields form={form} draft={draft} onChange={(patch) => setDraft({ ...draft, ...patch })} onSubmit={save} onLeave={() => (editing.value = null)} wrong={wrong} submit={t("save")} label={t("budget.edit")} />;
}

function Fields({ form, draft, onChange, onSubmit, onLeave, wrong, submit, label, fresh }: {
  form: { current: HTMLFormElement | null }; draft: Draft; onChange: (patch: Partial<Draft>) => void; onSubmit: () => void; onLeave?: () => void; wrong: boolean; submit: string; label: string; fresh?: boolean;
}): JSX.Element {
  const project = draft.project_id ? projects.slot(draft.project_id).value : undefined;
  const text = (name: "vendor" | "label" | "category", list?: string): JSX.Element => (
    <span role="cell" class={name === "label" ? "label2" : name}>
      <input name={name} type="text" list={list} aria-label={t(`budget.${name}`)} placeholder={t(`budget.${name}`)} value={draft[name]} maxLength={name === "category" ? 100 : 300} onInput={(event) => onChange({ [name]: event.currentTarget.value })} />
    </span>
  );
  return (
    <form ref={form} role="none" onSubmit={(event) => { event.preventDefault(); onSubmit(); }}
      onKeyDown={(event) => { if (event.key === "Escape" && onLeave) { event.stopPropagation(); event.preventDefault(); onLeave(); } }}>
      <div role="row" class={`bline editline${fresh ? " fresh" : ""}`} aria-label={label}>
      <span role="cell" class="date"><input type="date" aria-label={t("budget.date")} value={draft.date} onInput={(event) => event.currentTarget.value && onChange({ date: event.currentTarget.value })} /></span>
      {text("vendor", "budget-vendors")}{text("label")}{text("category", "budget-categories")}
      <span role="cell" class="project"><button type="button" class="ell" onClick={(event) => pickProject(event.currentTarget, draft.project_id, (project_id) => onChange({ project_id }))}><span class="sr">{t("kind.project")}: </span>{project ? <Tag color={project.color}>{project.name}</Tag> : <span class="mute">{t("kind.project")}</span>}</button></span>
      <span role="cell" class="amount">
        <input name="amount" type="text" inputMode="decimal" class="num" aria-label={t("budget.amount")} aria-invalid={wrong || undefined} placeholder={t("budget.amount_hint")} title={t("budget.amount_title")} value={draft.amount} onInput={(event) => onChange({ amount: event.currentTarget.value })} />
        {draft.amount || draft.vendor || !fresh ? <Button small type="submit" tone="primary">{submit}</Button> : <button type="submit" class="sr" tabIndex={-1}>{submit}</button>}
      </span>
      </div>
    </form>
  );
}

/** Sums of what is listed, per currency: different ones are never added up. */
function Totals({ items, more }: { items: readonly BudgetLine[]; more: boolean }): JSX.Element {
  const sums = new Map<string, { spent: number; received: number }>();
  for (const line of items) {
    const sum = sums.get(line.currency) ?? { spent: 0, received: 0 };
    if (line.amount_cents < 0) sum.spent += line.amount_cents;
    else sum.received += line.amount_cents;
    sums.set(line.currency, sum);
  }
  return (
    <div class="totals" role="row">
      <span role="cell">{t("budget.lines", { count: items.length })}{more ? "…" : ""}</span>
      {[...sums].map(([currency, sum]) => (
        <span key={currency} role="cell" class="num">
          {sum.received > 0 ? <span class="plus">{exact(sum.received, currency, true)}</span> : null}
          {sum.spent < 0 ? <span>{exact(sum.spent, currency)}</span> : null}
          <b>{exact(sum.spent + sum.received, currency, true)}</b>
        </span>
      ))}
    </div>
  );
}
