import type { ComponentChildren, JSX } from "preact";
import "./Button.css";

type Native = Omit<JSX.IntrinsicElements["button"], "icon" | "label" | "size">;

export interface ButtonProps extends Native {
  /** plain: text only. outline: a quiet control. primary: the one thing to do here. bad: it destroys. */
  tone?: "plain" | "outline" | "primary" | "bad";
  busy?: boolean;
  small?: boolean;
  children?: ComponentChildren;
}

export function Button({ tone = "outline", busy = false, small = false, class: extra, children, disabled, type = "button", ...rest }: ButtonProps): JSX.Element {
  return (
    <button {...rest} type={type} class={`btn ${tone}${small ? " small" : ""}${extra ? ` ${String(extra)}` : ""}`} disabled={disabled || busy} aria-busy={busy || undefined}>
      {children}
    </button>
  );
}

export interface IconButtonProps extends Native {
  /** Its name for screen readers and its tooltip. */
  label: string;
  /** The key that does the same, shown in the tooltip. */
  keys?: string | undefined;
  on?: boolean;
  children: ComponentChildren;
}

export function IconButton({ label, keys, on, class: extra, children, type = "button", ...rest }: IconButtonProps): JSX.Element {
  return (
    <button {...rest} type={type} class={`ibtn${on ? " on" : ""}${extra ? ` ${String(extra)}` : ""}`} aria-label={label} title={keys ? `${label} (${keys})` : label} aria-pressed={on}>
      {children}
    </button>
  );
}
