import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";
import "./Field.css";

interface Common {
  label: string;
  /** Said under the control. */
  hint?: string | undefined;
  /** What is wrong with it; announced. */
  error?: string | null | undefined;
  /** The label is for screen readers only. */
  bare?: boolean;
}

function Frame({ id, label, hint, error, bare, children }: Common & { id: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class={`field${error ? " wrong" : ""}`}>
      <label for={id} class={bare ? "sr" : undefined}>{label}</label>
      {children}
      {error ? <p class="error" id={`${id}-note`} role="alert">{error}</p> : hint ? <p class="hint" id={`${id}-note`}>{hint}</p> : null}
    </div>
  );
}

type InputProps = Common & Omit<JSX.IntrinsicElements["input"], "label" | "onInput"> & { value: string; onValue: (value: string) => void };

/** A line of text, a date, a number: any `<input>` with its label, hint and error. */
export function Field({ label, hint, error, bare, onValue, ...rest }: InputProps): JSX.Element {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} bare={bare ?? false}>
      <input {...rest} id={id} class="input" aria-invalid={error ? true : undefined} aria-describedby={hint || error ? `${id}-note` : undefined}
        onInput={(event) => onValue(event.currentTarget.value)} />
    </Frame>
  );
}

type AreaProps = Common & Omit<JSX.IntrinsicElements["textarea"], "label" | "onInput"> & { value: string; onValue: (value: string) => void };

export function Area({ label, hint, error, bare, onValue, rows = 3, ...rest }: AreaProps): JSX.Element {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} bare={bare ?? false}>
      <textarea {...rest} id={id} rows={rows} class="input area" aria-invalid={error ? true : undefined} aria-describedby={hint || error ? `${id}-note` : undefined}
        onInput={(event) => onValue(event.currentTarget.value)} />
    </Frame>
  );
}

interface SelectProps<V extends string> extends Common {
  value: V;
  options: readonly (readonly [V, string])[];
  onValue: (value: V) => void;
  disabled?: boolean;
}

export function Select<V extends string>({ label, hint, error, bare, value, options, onValue, disabled }: SelectProps<V>): JSX.Element {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} bare={bare ?? false}>
      <select id={id} class="input" value={value} disabled={disabled} onChange={(event) => onValue(event.currentTarget.value as V)}>
        {options.map(([key, text]) => <option key={key} value={key}>{text}</option>)}
      </select>
    </Frame>
  );
}

interface CheckProps {
  label: string;
  checked: boolean;
  onValue: (checked: boolean) => void;
  disabled?: boolean;
  hint?: string;
}

/** A setting that is on or off. */
export function Check({ label, checked, onValue, disabled, hint }: CheckProps): JSX.Element {
  return (
    <label class="check">
      <input type="checkbox" class="tick" checked={checked} disabled={disabled} onChange={(event) => onValue(event.currentTarget.checked)} />
      <span>{label}{hint ? <small>{hint}</small> : null}</span>
    </label>
  );
}

interface TickProps {
  /** What it ticks, for screen readers. */
  label: string;
  checked: boolean;
  onValue: (checked: boolean) => void;
  round?: boolean;
  disabled?: boolean;
}

/** The square in front of a task. */
export function Tick({ label, checked, onValue, round, disabled }: TickProps): JSX.Element {
  return (
    <input type="checkbox" class={`tick${round ? " round" : ""}`} aria-label={label} checked={checked} disabled={disabled}
      onClick={(event) => event.stopPropagation()} onChange={(event) => onValue(event.currentTarget.checked)} />
  );
}
