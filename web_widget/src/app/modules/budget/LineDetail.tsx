import { Building2, Calendar, Folder, Hash, Percent, Receipt, Store, Tag as TagIcon, Trash2 } from "lucide-preact";
import type { JSX } from "preact";
import { removeWithUndo } from "@/actions/rows";
import { Button, IconButton } from "@/components/Button";
import { Tag } from "@/components/Chip";
import { pickDate } from "@/components/DatePicker";
import { DateWords } from "@/components/DateWords";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import { api } from "@/connection";
import type { BudgetLine, Id } from "@/contract";
import { t } from "@/i18n";
import { dayAndClock, money } from "@/i18n/format";
import { budget, projects } from "@/store/kinds";
import { toast, toastError } from "@/store/toasts";
import { FilesOn } from "../files/on";
import { InlineText } from "../parts/InlineText";
import { pickProject } from "../parts/pickers";
import { mayWrite } from "../parts/rights";
import { Pick, Prop, Props } from "../parts/Props";
import { fieldAmount, readAmount } from "./amounts";
import "./budget.css";

export default function LineDetail({ id }: { id: Id }): JSX.Element {
  const slot = budget.slot(id);
  if (slot.state === "missing") return <Empty title={t("error.not_found")} />;
  const line = slot.value;
  if (!line) return <Skeleton />;
  const change = (patch: Partial<BudgetLine>): void => void budget.update(id, patch).catch(() => undefined); // said in a toast, and shown as it was
  const project = line.project_id ? projects.slot(line.project_id).value : undefined;
  const amount = (text: string): void => {
    const cents = readAmount(text, line.amount_cents > 0 ? 1 : -1);
    if (cents === null) toast(t("budget.amount_wrong", { text }));
    else change({ amount_cents: cents });
  };
  const vat = (text: string): void => {
    const cents = readAmount(text || "0", 1);
    if (cents === null) toast(t("budget.amount_wrong", { text }));
    else change({ vat_cents: cents });
  };
  const field = (name: "vendor" | "category" | "department" | "invoice_number"): JSX.Element => (
    <InlineText label={t(`budget.${name}`)} value={line[name] ?? ""} placeholder={t("tasks.none_set")} onSave={(value) => change({ [name]: value || (name === "department" || name === "invoice_number" ? null : "") })} />
  );
  return (
    <article class="detail linedetail" aria-label={line.label || line.vendor || t("kind.budget")} key={id}>
      <header><InlineText label={t("budget.label")} value={line.label ?? ""} placeholder={line.vendor || t("budget.label")} onSave={(label) => change({ label })} /></header>
      <div class={`bigamount num${line.amount_cents > 0 ? " plus" : ""}`}>
        <InlineText label={t("budget.amount")} value={fieldAmount(line.amount_cents)} onSave={amount} /><span class="mute">{line.currency}</span>
      </div>
      <Props>
        <Prop label={t("budget.date")} icon={Calendar}><Pick label={t("budget.date")} onPick={(anchor) => pickDate(anchor, line.date, (date) => date && change({ date }))}><DateWords day={line.date} /></Pick></Prop>
        <Prop label={t("budget.vendor")} icon={Store}>{field("vendor")}</Prop>
        <Prop label={t("budget.category")} icon={TagIcon}>{field("category")}</Prop>
        <Prop label={t("kind.project")} icon={Folder}>
          <Pick label={t("action.move")} empty={project ? "" : t("tasks.none_set")} onPick={(anchor) => pickProject(anchor, line.project_id, (project_id) => change({ project_id }))}>{project ? <Tag color={project.color}>{project.name}</Tag> : null}</Pick>
        </Prop>
        <Prop label={t("budget.department")} icon={Building2}>
          {field("department")}
          {line.vendor && line.department ? <Button small tone="plain" onClick={() => void setForVendor(line.vendor!, line.department!)}>{t("budget.department_all", { vendor: line.vendor })}</Button> : null}
        </Prop>
        <Prop label={t("budget.vat")} icon={Percent}><InlineText label={t("budget.vat")} value={line.vat_cents ? fieldAmount(line.vat_cents).replace("+", "") : ""} placeholder={t("tasks.none_set")} onSave={vat} /></Prop>
        <Prop label={t("budget.invoice_number")} icon={Hash}>{field("invoice_number")}</Prop>
        {line.vat_cents ? <Prop label={t("budget.net")} icon={Receipt}><span class="num">{money(line.amount_cents + Math.sign(-line.amount_cents) * Math.abs(line.vat_cents), line.currency)}</span></Prop> : null}
      </Props>
      <FilesOn thing={{ kind: "budget", id }} write={mayWrite(line.project_id)} />
      <InlineText class="text" multiline label={t("budget.notes")} value={line.notes ?? ""} placeholder={t("budget.notes_placeholder")} onSave={(notes) => change({ notes })} />
      <footer class="foot"><span>{t("tasks.created", { when: dayAndClock(line.created_at) })}</span>
        <span class="tools"><IconButton label={t("delete")} onClick={() => removeWithUndo({ kind: "budget", id })}><Trash2 aria-hidden="true" /></IconButton></span></footer>
    </article>
  );
}

async function setForVendor(vendor: string, department: string): Promise<void> {
  try {
    const done = await api.post<{ changed: number }>("/api/budget/vendors/department", { vendor, department });
    toast(t("budget.department_done", { count: done.changed }));
    budget.reloadVisible();
  } catch (error) {
    toastError(error);
  }
}
