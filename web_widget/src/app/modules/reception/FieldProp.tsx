import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "@/i18n";
import { toast } from "@/store/toasts";
import { FieldInput } from "./FieldInput";
import { asSent, written, type Field } from "./fields";

interface Props {
  field: Field;
  /** What has the field. */
  of: object;
  onSave: (patch: Record<string, string | number | null>) => void;
  offered?: readonly string[];
  class?: string;
}

/** A field of something that is there: text is saved when one leaves it or presses Enter; a choice or a day at once. */
export function FieldProp({ field, of, onSave, offered, class: extra = "" }: Props): JSX.Element {
  const value = written(of, field);
  const [draft, setDraft] = useState<string | null>(null);
  const save = (next: string | null): void => {
    setDraft(null);
    if (next === null || next.trim() === value || (!next.trim() && field.required)) return;
    const sent = asSent(field, next);
    if (sent === undefined) toast(t("reception.amount_wrong", { text: next.trim() }));
    else onSave({ [field.name]: sent });
  };
  const atOnce = field.options !== undefined || field.as === "day";
  return (
    <div class={`fieldprop ${extra}`} onFocusOut={() => save(draft)}>
      <FieldInput field={field} value={draft ?? value} onValue={(next) => (atOnce ? save(next) : setDraft(next))} onDone={() => save(draft)} offered={offered} />
    </div>
  );
}
