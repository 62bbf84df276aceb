import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import "./Tabs.css";

interface TabsProps<V extends string> {
  label: string;
  value: V;
  options: readonly { value: V; label: string; count?: number }[];
  onValue: (value: V) => void;
  /** The id of the panel that they switch. */
  panel?: string;
}

/** A row of tabs; arrows move between them. */
export function Tabs<V extends string>({ label, value, options, onValue, panel }: TabsProps<V>): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  // A row that is wider than its place shows the one that is chosen.
  useEffect(() => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: "nearest", inline: "nearest" }), [value]);
  const move = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = options.findIndex((option) => option.value === value);
    const next = options[(at + step + options.length) % options.length];
    if (!next) return;
    onValue(next.value);
    queueMicrotask(() => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
      {options.map((option) => (
        <button key={option.value} type="button" role="tab" class="tab" aria-selected={option.value === value} aria-controls={panel}
          tabIndex={option.value === value ? 0 : -1} onClick={() => onValue(option.value)}>
          {option.label}{option.count ? <small class="num">{option.count}</small> : null}
        </button>
      ))}
    </div>
  );
}
