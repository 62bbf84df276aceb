// NOTE from the lead, 22:05 UTC: the admin views and the alarms module are being written by branch web-admin; finish budget and the Today tab.
import { ChevronLeft, ChevronRight, ClipboardCopy, Download, Ellipsis, ListFilter, Upload, X } from "lucide-preact";
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { Button, IconButton } from "@/components/Button";
import { Chip } from "@/components/Chip";
import { Field, Select } from "@/components/Field";
import { openMenu } from "@/components/Menu";
import { openPopover } from "@/components/Popover";
import { Tabs } from "@/components/Tabs";
import { api } from "@/connection";
import { t } from "@/i18n";
import { budget, projects } from "@/store/kinds";
import { useQuery } from "@/store/queries";
import { toast, toastError } from "@/store/toasts";
import { setQuery } from "../../router";
import { addMonths, sayDay } from "../agenda/time";
import { saveText } from "../agenda/Transfer";
import { useAll } from "../parts/useAll";
import { Envelopes } from "./Envelopes";
import { ImportDialog } from "./ImportDialog";
import { Lines, knownCategories } from "./Lines";
import { shown, VIEWS, type Shown, type Span } from "./state";
import { SummaryView } from "./Summary";
import "./budget.css";

const importing = signal(false);

function filterOf(now: Shown): Record<string, string | undefined> {
  return { from: now.from, to: now.to, q: now.q, category: now.category, vendor: now.vendor, project_id: now.project_id, sign: now.sign };
}

function given(filter: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

export default function BudgetView(): JSX.Element {
  const now = shown.value;
  const filter = given(filterOf(now));
  const query = useAll(useMemo(() => budget.query({ ...filter, limit: 200 }), [JSON.stringify(filter)]));
  const turn = (by: 1 | -1): void => setQuery({ on: addMonths(now.on, now.span === "year" ? by * 12 : by).slice(0, 7) });
  const title = now.span === "all" ? t("budget.all_time") : now.span === "year" ? now.on.slice(0, 4) : sayDay(now.on, { month: "long", year: "numeric" });
  return (
    <>
      <header class="head budgethead">
        <h1>{t("place.budget")}</h1>
        <div class="turn">
          {now.span === "all" ? null : <IconButton label={t("agenda.previous")} onClick={() => turn(-1)}><ChevronLeft aria-hidden="true" /></IconButton>}
          <Button small onClick={(event) => openMenu(event.currentTarget, t("budget.period"), (["month", "year", "all"] as Span[]).map((span) => ({ label: t(`budget.span_${span}`), checked: span === now.span, run: () => setQuery({ span: span === "month" ? null : span }) })), "bottom-start")}>{title}</Button>
          {now.span === "all" ? null : <IconButton label={t("agenda.next")} onClick={() => turn(1)}><ChevronRight aria-hidden="true" /></IconButton>}
        </div>
        <div class="tools">
          <Tabs label={t("budget.views")} value={now.view} onValue={(view) => setQuery({ view: view === "lines" ? null : view })} options={VIEWS.map((one) => ({ value: one, label: t(`budget.view_${one}`) }))} />
          {now.view === "lines" ? <IconButton label={t("tasks.filter")} on={Boolean(now.q || now.category || now.vendor || now.project_id || now.sign)} onClick={(event) => openFilters(event.currentTarget)}><ListFilter aria-hidden="true" /></IconButton> : null}
          <IconButton label={t("more")} onClick={(event) => openMenu(event.currentTarget, t("more"), [
            { label: t("budget.import"), icon: Upload, run: () => (importing.value = true) },
            { label: t("budget.copy_tsv"), icon: ClipboardCopy, run: () => void take("tsv", filter) },
            { label: t("budget.export_csv"), icon: Download, run: () => void take("csv", filter) },
          ])}><Ellipsis aria-hidden="true" /></IconButton>
        </div>
      </header>
      {now.view === "lines" ? <ActiveFilters now={now} /> : null}
      <div class="viewbody budget">
        {now.view === "lines" ? <Lines query={query} now={now} onImport={() => (importing.value = true)} /> : now.view === "summary" ? <SummaryView now={now} /> : <Envelopes now={now} />}
      </div>
      {importing.value ? <ImportDialog onClose={() => (importing.value = false)} /> : null}
    </>
  );
}

async function take(format: "csv" | "tsv", filter: Record<string, string>): Promise<void> {
  try {
    const file = await api.get<{ content: string; filename: string; mime_type: string; count: number }>("/api/budget/export", { ...filter, format });
    if (format === "csv") return saveText(file.content, file.filename, file.mime_type);
    await navigator.clipboard.writeText(file.content);
    toast(t("budget.copied", { count: file.count }));
  } catch (error) {
    toastError(error);
  }
}

function openFilters(anchor: Element): void {
  openPopover({ anchor, label: t("tasks.filter"), placement: "bottom-end", render: () => <FilterPanel /> });
}

function FilterPanel(): JSX.Element {
  const now = shown.value;
  const list = useQuery(projects.query({ limit: 200 }));
  return (
    <div class="filterpanel">
      <Field label={t("tasks.words")} type="search" value={now.q ?? ""} onValue={(q) => setQuery({ q: q || null })} />
      <Select label={t("budget.category")} value={now.category ?? ""} onValue={(category) => setQuery({ category: category || null })} options={[["", t("tasks.any")], ...knownCategories().map((one) => [one, one] as const)]} />
      <Select label={t("kind.project")} value={now.project_id ?? ""} onValue={(project) => setQuery({ project: project || null })} options={[["", t("tasks.any")], ...list.items.value.map((project) => [project.id, project.name] as const)]} />
      <Select label={t("budget.sign")} value={now.sign ?? ""} onValue={(sign) => setQuery({ sign: sign || null })} options={[["", t("budget.sign_any")], ["spent", t("budget.sign_spent")], ["received", t("budget.sign_received")]]} />
    </div>
  );
}

function ActiveFilters({ now }: { now: Shown }): JSX.Element | null {
  const on: [string, string][] = [];
  if (now.q) on.push(["q", `“${now.q}”`]);
  if (now.category) on.push(["category", now.category]);
  if (now.vendor) on.push(["vendor", now.vendor]);
  if (now.project_id) on.push(["project", projects.slot(now.project_id).value?.name ?? "…"]);
  if (now.sign) on.push(["sign", t(`budget.sign_${now.sign}`)]);
  if (on.length === 0) return null;
  return <div class="filters">{on.map(([name, text]) => <Chip key={name} on title={t("tasks.filter_off")} onClick={() => setQuery({ [name]: null })}>{text}<X aria-hidden="true" /></Chip>)}</div>;
}
