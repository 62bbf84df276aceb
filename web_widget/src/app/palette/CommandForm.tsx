import { ChevronLeft } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Command } from "@/contract";
import { asApiError, call, type ApiError, newKey } from "@/connection";
import { Button, IconButton } from "@/components/Button";
import { Area, Check, Field, Select } from "@/components/Field";
import { t } from "@/i18n";
import { errorText, toast } from "@/store/toasts";
import { summaryIn, titleIn } from "@/store/commands";
import { closeOverlay } from "../overlay";
import { formFields, toArguments } from "./schema";

/** A command's arguments, typed: what must be given first, the rest on request. */
export function CommandForm({ command, given, onBack }: { command: Command; given: Record<string, string>; onBack: () => void }): JSX.Element {
  const fields = useMemo(() => formFields(command.arguments ?? {}).filter((field) => !(field.name in given)), [command]);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>(".fields input, .fields textarea, .fields select")?.focus(), []);
  const [typed, setTyped] = useState<Record<string, string | boolean>>({});
  const [all, setAll] = useState(fields.filter((field) => field.required).length === 0);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const shown = all ? fields : fields.filter((field) => field.required);
  const set = (name: string) => (value: string | boolean): void => setTyped({ ...typed, [name]: value });
  const run = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      await call(command.name, { ...given, ...toArguments(fields, typed), idempotency_key: newKey() });
      closeOverlay();
      toast(t("palette.result", { what: titleIn(command) }));
    } catch (error) {
      const failure = asApiError(error);
      setRefusal(failure);
      if (failure.errors.length) setAll(true);
      setBusy(false);
    }
  };
  return (
    <form ref={form} class="command" onSubmit={(event) => void run(event)}>
      <header>
        <IconButton label={t("back")} keys="Esc" onClick={onBack}><ChevronLeft aria-hidden="true" /></IconButton>
        <div><h2>{titleIn(command)}</h2><p>{summaryIn(command)}</p></div>
      </header>
      <div class="fields scroll">
        {shown.map((field, index) => {
          const common = { label: field.required ? field.label : `${field.label} (${t("optional").toLowerCase()})`, hint: field.hint || undefined, error: refusal?.field(field.name) };
          const value = String(typed[field.name] ?? "");
          if (field.type === "boolean") return <Check key={field.name} label={field.label} hint={field.hint} checked={typed[field.name] === true} onValue={set(field.name)} />;
          if (field.type === "choice") return <Select key={field.name} {...common} value={value} onValue={set(field.name)} options={[["", "–"], ...field.choices.map((choice) => [choice, choice] as [string, string])]} />;
          if (field.type === "long" || field.type === "json") return <Area key={field.name} {...common} value={value} onValue={set(field.name)} required={field.required} />;
          const type = field.type === "date" ? "date" : field.type === "datetime" ? "datetime-local" : field.type === "integer" || field.type === "number" ? "number" : "text";
          return <Field key={field.name} {...common} type={type} value={value} onValue={set(field.name)} required={field.required} autofocus={index === 0} maxLength={field.maxLength} step={field.type === "number" ? "any" : undefined} />;
        })}
        {!all && fields.length > shown.length ? <div><Button small tone="plain" onClick={() => setAll(true)}>{t("show_more")}</Button></div> : null}
        {refusal && !refusal.errors.length ? <p role="alert" style={{ color: "var(--bad)" }}>{errorText(refusal)}</p> : null}
      </div>
      <footer><Button onClick={onBack}>{t("back")}</Button><Button type="submit" tone="primary" busy={busy}>{t("palette.run")}</Button></footer>
    </form>
  );
}
