import type { LucideIcon } from "lucide-preact";
import type { ComponentChildren, JSX } from "preact";
import "./parts.css";

/** A list of fields beside their names. */
export function Props({ children }: { children: ComponentChildren }): JSX.Element {
  return <dl class="props">{children}</dl>;
}

export function Prop({ label, icon: Icon, children }: { label: string; icon?: LucideIcon; children: ComponentChildren }): JSX.Element {
  return (
    <div class="prop">
      <dt>{Icon ? <Icon aria-hidden="true" /> : null}{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface PickProps {
  label: string;
  onPick: (anchor: Element) => void;
  /** Nothing is chosen: what to show instead, quietly. */
  empty?: string;
  children?: ComponentChildren;
  disabled?: boolean;
}

/** A value that opens its picker. */
export function Pick({ label, onPick, empty, children, disabled }: PickProps): JSX.Element {
  return (
    <button type="button" class={`pickvalue${empty ? " none" : ""}`} aria-haspopup="dialog" disabled={disabled} onClick={(event) => onPick(event.currentTarget)}>
      <span class="sr">{label}: </span>{empty || children}
    </button>
  );
}
