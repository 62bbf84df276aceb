import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Area } from "@/components/Field";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { errorText, toast } from "@/store/toasts";
import { closeOverlay } from "../../overlay";
import { reports } from "./store";

/** Tells the administrators about a message, with the reason; its writer is not told. */
export default function ReportDialog({ message }: { message: Id }): JSX.Element {
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const send = async (): Promise<void> => {
    if (!reason.trim() || busy) return;
    setBusy(true);
    try {
      await reports.create({ message_id: message, reason: reason.trim() }, { quiet: true });
      closeOverlay();
      toast(t("reports.sent_toast"));
    } catch (error) {
      setSaid(errorText(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("reports.new")} onClose={closeOverlay} onSubmit={() => void send()}
      footer={<><Button onClick={closeOverlay}>{t("cancel")}</Button><Button type="submit" tone="primary" busy={busy} disabled={!reason.trim()}>{t("reports.send")}</Button></>}>
      <p class="mute">{t("reports.new_text")}</p>
      <Area label={t("reports.reason")} value={reason} onValue={setReason} maxLength={1000} error={said} autofocus />
    </Dialog>
  );
}
