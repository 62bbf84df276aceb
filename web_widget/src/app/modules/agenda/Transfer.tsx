import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Area } from "@/components/Field";
import { api } from "@/connection";
import { t } from "@/i18n";
import { agenda } from "@/store/kinds";
import { errorText } from "@/store/toasts";

interface Report {
  created: number;
  updated: number;
  unchanged: number;
  remaining: number;
  skipped: { uid: string | null; summary: string | null; reason: string }[];
}

/** Hands a text to the browser to save. */
export function saveText(content: string, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export async function exportEvents(): Promise<void> {
  const file = await api.get<{ content: string; filename: string; mime_type: string }>("/api/agenda/export");
  saveText(file.content, file.filename, file.mime_type);
}

/** An iCalendar file, chosen, dropped or pasted; importing it again changes nothing. */
export function ImportDialog({ onClose }: { onClose: () => void }): JSX.Element {
  const [ics, setIcs] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [report, setReport] = useState<Report | null>(null);
  const read = async (file: File | undefined): Promise<void> => {
    if (file) setIcs(await file.text());
  };
  const send = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const total: Report = { created: 0, updated: 0, unchanged: 0, remaining: 0, skipped: [] };
      // A large file takes several calls.
      for (let turn = 0; turn < 50; turn += 1) {
        const part = await api.post<Report>("/api/agenda/import", { ics });
        total.created += part.created;
        total.updated += part.updated;
        total.unchanged = part.unchanged;
        total.skipped = part.skipped;
        if (part.remaining === 0 || part.created + part.updated === 0) break;
      }
      setReport(total);
      agenda.reloadVisible();
    } catch (refusal) {
      setError(errorText(refusal));
    } finally {
      setBusy(false);
    }
  };
  if (report) {
    return (
      <Dialog title={t("agenda.import")} onClose={onClose} footer={<Button tone="primary" onClick={onClose}>{t("close")}</Button>}>
        <p>{t("agenda.imported", { created: report.created, updated: report.updated, unchanged: report.unchanged })}</p>
        {report.skipped.length > 0 ? <ul class="skipped">{report.skipped.map((one, index) => <li key={index}><b>{one.summary ?? one.uid ?? "?"}</b> <span class="mute">{one.reason}</span></li>)}</ul> : null}
      </Dialog>
    );
  }
  return (
    <Dialog title={t("agenda.import")} onClose={onClose} footer={<><Button onClick={onClose}>{t("cancel")}</Button><Button tone="primary" busy={busy} disabled={!ics.trim()} onClick={() => void send()}>{t("agenda.import_do")}</Button></>}>
      <div onDragOver={(event) => event.preventDefault()} onDrop={(event) => { event.preventDefault(); void read(event.dataTransfer?.files[0]); }}>
        <input type="file" accept=".ics,text/calendar" aria-label={t("agenda.import_file")} onChange={(event) => void read(event.currentTarget.files?.[0])} />
      </div>
      <Area label={t("agenda.import_text")} rows={8} value={ics} onValue={setIcs} error={error} hint={t("agenda.import_hint")} />
    </Dialog>
  );
}
