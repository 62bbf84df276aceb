import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Area, Check, Select } from "@/components/Field";
import { api, newKey } from "@/connection";
import type { DateOnly, Id } from "@/contract";
import { t, has } from "@/i18n";
import { money } from "@/i18n/format";
import { budget } from "@/store/kinds";
import { errorText, toast, toastError } from "@/store/toasts";
import { sayDay } from "../agenda/time";
import { exact } from "./amounts";

type Format = "csv" | "json" | "ofx" | "xlsx";
interface File_ {
  name: string;
  format: Format;
  content: string;
  base64: boolean;
}
interface Skipped {
  row: number;
  reason: "same_line" | "same_invoice" | "unreadable";
  detail: string;
}
interface Preview {
  columns: string[];
  mapping: Record<string, string>;
  rows: number;
  importable: number;
  lines: { row: number; date: DateOnly; vendor: string; label: string; category: string; amount_cents: number; currency: string }[];
  skipped: Skipped[];
  candidates: { vendor: string; rows: number[]; line_ids: Id[]; amount_cents: number; currency: string }[];
}
interface Done {
  imported: number;
  batch_id: Id | null;
  skipped: Skipped[];
}
const TARGETS = ["date", "vendor", "label", "category", "amount", "spent", "received", "vat", "currency", "department", "invoice_number", "notes"] as const;

async function readFile(file: File): Promise<File_> {
  const end = file.name.toLowerCase().split(".").pop() ?? "";
  const format: Format = end === "xlsx" ? "xlsx" : end === "json" ? "json" : end === "ofx" || end === "qfx" ? "ofx" : "csv";
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  // The bytes as they are: the hub finds out the encoding.
  return { name: file.name, format, content: btoa(text), base64: true };
}

function guess(text: string): Format {
  const start = text.trimStart();
  return start.startsWith("{") || start.startsWith("[") ? "json" : /^(OFXHEADER|<\?xml|<OFX)/i.test(start) ? "ofx" : "csv";
}

/** Choose or paste, look at what was understood, correct the columns, import; the whole batch can be taken back. */
export function ImportDialog({ onClose }: { onClose: () => void }): JSX.Element {
  const [file, setFile] = useState<File_ | null>(null);
  const [pasted, setPasted] = useState("");
  const [preview, setPreview] = useState<Preview | null>(null);
  const [mapping, setMapping] = useState<Record<string, string>>({});
  const [positive, setPositive] = useState(false);
  const [keep, setKeep] = useState<ReadonlySet<number>>(new Set());
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const source = file ?? (pasted.trim() ? { name: "", format: guess(pasted), content: pasted, base64: false } : null);
  const body = (map: Record<string, string>, plus: boolean): object => ({ format: source!.format, content: source!.content, base64: source!.base64, mapping: map, spending_is_positive: plus });
  const look = async (map = mapping, plus = positive): Promise<void> => {
    if (!source) return;
    setBusy(true);
    setError(null);
    try {
      const found = await api.post<Preview>("/api/budget/import/preview", body(map, plus));
      setPreview(found);
      setMapping(found.mapping);
    } catch (refusal) {
      setError(errorText(refusal));
    } finally {
      setBusy(false);
    }
  };
  const send = async (): Promise<void> => {
    setBusy(true);
    try {
      const done = await api.post<Done>("/api/budget/import", { ...body(mapping, positive), keep_rows: [...keep] }, { key: newKey() });
      budget.reloadVisible();
      onClose();
      const { batch_id } = done;
      toast(t("budget.imported", { count: done.imported, skipped: done.skipped.length }), batch_id ? { ms: 15_000, action: { label: t("undo.button"), run: () => void takeBack(batch_id) } } : {});
    } catch (refusal) {
      setError(errorText(refusal));
    } finally {
      setBusy(false);
    }
  };
  const columns: [string, string][] = [["", t("budget.no_column")], ...(preview?.columns ?? []).map((one): [string, string] => [one, one])];
  if (!preview) {
    return (
      <Dialog wide title={t("budget.import")} onClose={onClose} onSubmit={() => void look()} footer={<><Button onClick={onClose}>{t("cancel")}</Button><Button tone="primary" type="submit" busy={busy} disabled={!source}>{t("budget.look")}</Button></>}>
        <div class="dropfile" onDragOver={(event) => event.preventDefault()} onDrop={(event) => { event.preventDefault(); const dropped = event.dataTransfer?.files[0]; if (dropped) void readFile(dropped).then(setFile); }}>
          <input type="file" accept=".csv,.tsv,.txt,.json,.ofx,.qfx,.xlsx" aria-label={t("budget.file")} onChange={(event) => { const chosen = event.currentTarget.files?.[0]; if (chosen) void readFile(chosen).then(setFile); }} />
          <p class="small mute">{t("budget.file_hint")}</p>
        </div>
        {file ? null : <Area label={t("budget.paste")} rows={6} value={pasted} onValue={setPasted} />}
        {error ? <p class="refusal" role="alert">{error}</p> : null}
      </Dialog>
    );
  }
  const duplicates = preview.skipped.filter((one) => one.reason !== "unreadable");
  return (
    <Dialog wide title={t("budget.import")} onClose={onClose} footer={<><Button onClick={() => setPreview(null)}>{t("back")}</Button><Button tone="primary" busy={busy} disabled={preview.importable + keep.size === 0} onClick={() => void send()}>{t("budget.import_n", { count: preview.importable + keep.size })}</Button></>}>
      {preview.columns.length > 0 ? (
        <details class="mapping">
          <summary>{t("budget.mapping")}</summary>
          <div>{TARGETS.map((target) => <Select key={target} label={target === "spent" || target === "received" ? t(`budget.sign_${target}`) : t(`budget.${target}`)} value={mapping[target] ?? ""} options={columns} onValue={(column) => { const next = { ...mapping }; if (column) next[target] = column; else delete next[target]; void look(next); }} />)}</div>
          <Check label={t("budget.positive")} checked={positive} onValue={(plus) => { setPositive(plus); void look(mapping, plus); }} />
        </details>
      ) : null}
      {error ? <p class="refusal" role="alert">{error}</p> : null}
      <p>{t("budget.understood", { importable: preview.importable, rows: preview.rows })}</p>
      <div class="previewlines scroll" tabIndex={0} role="region" aria-label={t("budget.preview")}>
        <table><tbody>{preview.lines.map((line) => (
          <tr key={line.row}><td class="num">{sayDay(line.date, { day: "numeric", month: "short", year: "numeric" })}</td><td class="ell">{line.vendor}</td><td class="ell">{line.label}</td><td class="ell">{line.category}</td><td class="num">{exact(line.amount_cents, line.currency, true)}</td></tr>
        ))}</tbody></table>
      </div>
      {duplicates.length > 0 ? (
        <section class="duplicates"><h3>{t("budget.duplicates", { count: duplicates.length })}</h3>
          <div class="scroll">{duplicates.slice(0, 200).map((one) => <Check key={one.row} label={t("budget.row", { row: one.row })} hint={`${t(`budget.reason_${one.reason}`)} ${one.detail}`} checked={keep.has(one.row)} onValue={(on) => { const next = new Set(keep); if (on) next.add(one.row); else next.delete(one.row); setKeep(next); }} />)}</div>
          <p class="small mute">{t("budget.duplicates_hint")}</p></section>
      ) : null}
      {preview.candidates.length > 0 ? (
        <section><h3>{t("budget.candidates", { count: preview.candidates.length })}</h3>
          {preview.candidates.slice(0, 20).map((one, index) => <p key={index} class="small">{one.vendor}, {money(one.amount_cents, one.currency)} <span class="mute">{t("budget.rows", { rows: one.rows.join(", ") })}</span></p>)}</section>
      ) : null}
      {preview.skipped.some((one) => one.reason === "unreadable") ? (
        <section><h3>{t("budget.unreadable")}</h3>{preview.skipped.filter((one) => one.reason === "unreadable").slice(0, 20).map((one) => <p key={one.row} class="small">{t("budget.row", { row: one.row })} <span class="mute">{has(one.detail) ? t(one.detail) : one.detail}</span></p>)}</section>
      ) : null}
    </Dialog>
  );
}

async function takeBack(batch: Id): Promise<void> {
  try {
    const done = await api.post<{ deleted: number }>(`/api/budget/import/${batch}/undo`);
    budget.reloadVisible();
    toast(t("budget.taken_back", { count: done.deleted }));
  } catch (error) {
    toastError(error);
  }
}
