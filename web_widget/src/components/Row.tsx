import { useComputed } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import type { EntityRef } from "@/contract";
import { current, isCurrent } from "@/store/selection";
import "./Row.css";

interface RowProps {
  /** Makes the row a stop for J and K and a target for E, D, M, L, #. */
  entity?: EntityRef;
  /** Before the title: a tick, an icon. */
  start?: ComponentChildren;
  title: ComponentChildren;
  /** A second line, smaller. */
  note?: ComponentChildren;
  /** After the title, at the right: chips, a date, a badge. */
  end?: ComponentChildren;
  done?: boolean;
  selected?: boolean;
  onOpen?: () => void;
  class?: string;
}

/** One line of work: 32 px, tick, title, chips, date. */
export function Row({ entity, start, title, note, end, done, selected, onOpen, class: extra }: RowProps): JSX.Element {
  // Only the rows that the keyboard leaves and reaches draw again, not the whole list.
  const here = useComputed(() => (entity ? isCurrent(entity) : false));
  const on = selected ?? here.value;
  return (
    <div class={`row${on ? " on" : ""}${done ? " done" : ""}${note ? " two" : ""}${extra ? ` ${extra}` : ""}`}
      data-row={entity ? `${entity.kind}:${entity.id}` : undefined} tabIndex={entity ? -1 : undefined}
      onFocus={() => entity && (current.value = entity)}>
      {start}
      {onOpen ? (
        <button type="button" class="title ell" onClick={onOpen} aria-current={on || undefined}>{title}</button>
      ) : (
        <span class="title ell">{title}</span>
      )}
      {end === undefined || end === null ? null : <span class="end">{end}</span>}
      {note ? <span class="note ell">{note}</span> : null}
    </div>
  );
}
