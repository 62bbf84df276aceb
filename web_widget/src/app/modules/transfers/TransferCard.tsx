import { Download, RotateCcw, Trash2, X } from "lucide-preact";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { removeWithUndo } from "@/actions/rows";
import { save } from "@/app/chat/Attachments";
import { Button, IconButton } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { asApiError } from "@/connection";
import type { EntityRef } from "@/contract";
import { has, t, type Key } from "@/i18n";
import { dayAndClock, fileSize, number } from "@/i18n/format";
import { current, isCurrent } from "@/store/selection";
import { toastError } from "@/store/toasts";
import { canBringIn, canCancel, canUndo, doing, isUnderWay, present, totals } from "./report";
import { Report, Why } from "./Report";
import { bringIn } from "./start";
import { transfers, type Transfer } from "./store";

/** Where it stands, in a few words; it is read out as it changes. */
function standing(transfer: Transfer): string {
  const { status, phase, done, total, report } = transfer;
  if (status === "running" || status === "undoing") {
    const key = `transfers.phase_${phase}`;
    if (!has(key)) return t("transfers.phase_begins");
    return total > 0 ? t("transfers.far", { what: t(key), done, total }) : done > 0 ? t("transfers.so_far", { what: t(key), done }) : t(key);
  }
  if (status === "queued" || status === "cancelled" || status === "failed") return t(`transfers.status_${status}`);
  const all = totals(report);
  const what = doing(transfer);
  const parts: [Key, number][] = [
    [`transfers.sum_${what}`, all.written + all.updated], ["transfers.sum_unchanged", all.unchanged],
    [what === "taken_back" ? "transfers.sum_stayed" : "transfers.sum_left_out", all.skipped],
  ];
  return parts.filter(([, count], n) => n === 0 || count > 0).map(([key, count]) => t(key, { count })).join(", ");
}

function titleOf({ direction, source, file_name }: Transfer): string {
  if (direction === "export") return file_name || t("transfers.an_archive");
  const key = `transfers.source_${source}`;
  return file_name || (has(key) ? t(key) : source);
}

export function TransferCard({ transfer, open }: { transfer: Transfer; open: boolean }): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [sure, setSure] = useState(false);
  const { id, status, direction, total, done } = transfer;
  const ref: EntityRef = { kind: "transfer", id };
  const under = isUnderWay(transfer);
  const run = (work: () => Promise<unknown>): void => {
    setBusy(true);
    void work().catch(toastError).finally(() => setBusy(false));
  };
  // What was to be stopped may have ended meanwhile: that is no fault to be told of, the card says it.
  const cancel = (): void => run(() => transfers.act(id, "cancel", {}, {}, { quiet: true }).catch((error: unknown) => {
    if (asApiError(error).code !== "conflict") throw error;
  }));
  const undo = (): void => {
    setSure(false);
    run(() => transfers.act(id, "undo", {}, {}, { quiet: true }));
  };
  const again = (): void => run(() => bringIn({ source: transfer.source, scope: transfer.scope, file_id: transfer.file_id!, overwrite: transfer.overwrite, dry_run: false }));
  const title = titleOf(transfer);
  return (
    <li class={`tcard${isCurrent(ref) ? " on" : ""}`} data-row={`transfer:${id}`} tabIndex={-1} onFocus={() => (current.value = ref)} aria-label={title}>
      <div class="ttop">
        <div class="twhat">
          <b class="ell" title={title}>{title}</b>
          <p class="mute small">
            {[t(direction === "export" ? "transfers.export" : "transfers.import"), has(`transfers.source_${transfer.source}`) && direction === "import" ? t(`transfers.source_${transfer.source}` as Key) : "",
              dayAndClock(transfer.created_at), transfer.size > 0 ? fileSize(transfer.size) : ""].filter(Boolean).join(" · ")}
          </p>
        </div>
        {transfer.scope === "all" ? <span class="pill">{t("transfers.everything")}</span> : null}
        {transfer.dry_run ? <span class="pill">{t("transfers.only_looked")}</span> : null}
      </div>
      {transfer.error ? <p class="tbad" role="alert"><Why of={transfer.error} /></p> : null}
      <p class={`tstand ${status}`} aria-live={under ? "off" : "polite"}>{standing(transfer)}</p>
      {under && status !== "queued" ? <progress aria-label={t("transfers.progress", { name: title })} {...(total > 0 ? { max: total, value: Math.min(done, total) } : {})} /> : null}
      {transfer.cut_at === null ? null : <p class="tbad">{transfer.cut_at > 0 ? t(transfer.dry_run ? "transfers.cut_look" : "transfers.cut", { line: number(transfer.cut_at) }) : t("transfers.cut_all")}</p>}
      <div class="tdo">
        {canCancel(transfer) ? <Button small busy={busy} onClick={cancel}><X aria-hidden="true" />{t("transfers.cancel")}</Button> : null}
        {canBringIn(transfer) ? <Button small tone="primary" busy={busy} onClick={again}>{t("transfers.bring_in_now")}</Button> : null}
        {direction === "export" && status === "done" && transfer.file_id ? <Button small tone="primary" onClick={() => save(transfer.file_id!)}><Download aria-hidden="true" />{t("transfers.download")}</Button> : null}
        {canUndo(transfer) ? <Button small tone="bad" busy={busy} onClick={() => setSure(true)}><RotateCcw aria-hidden="true" />{t("transfers.undo")}</Button> : null}
        {under ? null : <IconButton class="tdelete" label={t("transfers.delete", { name: title })} keys="#" onClick={() => removeWithUndo(ref)}><Trash2 aria-hidden="true" /></IconButton>}
      </div>
      {present(transfer.report).length > 0 ? <details class="tdetails" open={open}><summary>{t("transfers.report")}</summary><Report transfer={transfer} /></details> : null}
      {sure ? (
        <Dialog title={t("transfers.undo_title")} onClose={() => setSure(false)} onSubmit={undo} footer={<><Button onClick={() => setSure(false)}>{t("cancel")}</Button><Button tone="bad" type="submit">{t("transfers.undo")}</Button></>}>
          <p>{t("transfers.undo_text", { name: title })}</p>
        </Dialog>
      ) : null}
    </li>
  );
}
