import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import "./parts.css";

interface Props {
  label: string;
  value: string;
  onSave: (value: string) => void;
  /** Breaks lines with Enter and saves on leaving; else Enter saves. */
  multiline?: boolean;
  placeholder?: string;
  required?: boolean;
  class?: string;
  disabled?: boolean;
}

/** Text that is edited where it stands: Enter or leaving saves, Esc takes it back. Long text saves while one pauses. */
export function InlineText({ label, value, onSave, multiline, placeholder, required, class: extra, disabled }: Props): JSX.Element {
  const ref = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState<string | null>(null);
  const saved = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const pending = useRef<string | null>(null);
  const shown = draft ?? value;

  useLayoutEffect(() => {
    const area = ref.current;
    if (!area) return;
    area.style.height = "0";
    area.style.height = `${area.scrollHeight}px`;
  }, [shown]);
  const save = (): void => {
    clearTimeout(timer.current);
    const next = pending.current;
    pending.current = null;
    if (next === null || next === saved.current || (required && !next.trim())) return;
    saved.current = next;
    onSave(multiline ? next : next.trim());
  };
  const last = useRef(save);
  last.current = save;
  // Leaving the view saves what was typed.
  useEffect(() => () => last.current(), []);
  useEffect(() => {
    if (draft === null) saved.current = value;
  }, [value, draft]);

  const input = (text: string): void => {
    const next = multiline ? text : text.replace(/\s*\n\s*/g, " ");
    setDraft(next);
    pending.current = next;
    clearTimeout(timer.current);
    if (multiline) timer.current = setTimeout(() => last.current(), 900);
  };
  const leave = (): void => {
    save();
    setDraft(null);
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && !event.isComposing && (!multiline || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      ref.current?.blur();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (!multiline) pending.current = null;
      ref.current?.blur();
    }
  };
  return (
    <textarea ref={ref} rows={1} class={`inline${extra ? ` ${extra}` : ""}`} aria-label={label} value={shown} placeholder={placeholder} disabled={disabled}
      onInput={(event) => input(event.currentTarget.value)} onKeyDown={keys} onFocus={() => setDraft(value)} onBlur={leave} />
  );
}
