import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field } from "@/components/Field";
import { t } from "@/i18n";
import { toastUndo } from "@/store/undo";
import { closeOverlay } from "../../overlay";
import { draft } from "./draft";
import { lines } from "./store";

/** A line for the journal from wherever one is; what is typed stays until it is saved. */
export default function QuickLine(): JSX.Element {
  const [busy, setBusy] = useState(false);
  const save = (): void => {
    const text = draft.value.trim();
    if (!text || busy) return;
    setBusy(true);
    lines.create({ text }).then(
      (made) => {
        draft.value = "";
        closeOverlay();
        toastUndo(t("journal.saved"), { kind: "journal", id: made.id });
      },
      () => setBusy(false), // said in a toast
    );
  };
  return (
    <Dialog title={t("kind.journal")} onClose={closeOverlay} onSubmit={save}
      footer={<Button tone="primary" type="submit" busy={busy} disabled={!draft.value.trim()}>{t("journal.save")}</Button>}>
      <Field label={t("journal.add")} bare placeholder={t("journal.add")} maxLength={1000} value={draft.value} onValue={(text) => (draft.value = text)} />
    </Dialog>
  );
}
