/** The row that the keyboard is on: what J and K move, and what E, D, M, L and # act on. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { EntityRef } from "@/contract";

export const current = signal<EntityRef | null>(null);

interface RowList {
  refs: () => EntityRef[];
}
const lists: RowList[] = [];

export function isCurrent(ref: EntityRef): boolean {
  return current.value?.id === ref.id && current.value.kind === ref.kind;
}

/** Registers the rows on screen, in order, while the view is mounted; the view mounted last has the keys. */
export function useRows(refs: () => EntityRef[]): void {
  useEffect(() => {
    const list: RowList = { refs };
    lists.push(list);
    return () => {
      lists.splice(lists.indexOf(list), 1);
      // Another list may still show the row (the pane's day went away, the view did not).
      if (!lists.some((other) => other.refs().some(isCurrent))) current.value = null;
    };
  }, [refs]);
}

function rowOf(ref: EntityRef | undefined): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-row="${ref?.kind}:${ref?.id}"]`);
}

/** The pane beside is drawn last, but the keys begin in the middle. */
function inMiddle(list: RowList): boolean {
  const first = list.refs()[0];
  return first !== undefined && document.querySelector(`#main [data-row="${first.kind}:${first.id}"]`) !== null;
}

/** Moves to the next or previous row; the first when none is current. */
export function move(step: 1 | -1): void {
  const refs = (lists.findLast((list) => list.refs().some(isCurrent)) ?? lists.findLast(inMiddle) ?? lists.findLast((list) => list.refs().length > 0))?.refs() ?? [];
  if (refs.length === 0) return;
  const at = refs.findIndex((ref) => isCurrent(ref));
  const next = at === -1 ? (step === 1 ? 0 : refs.length - 1) : Math.min(refs.length - 1, Math.max(0, at + step));
  current.value = refs[next] ?? null;
  const row = rowOf(refs[next]);
  row?.scrollIntoView({ block: "nearest" });
  row?.focus({ preventScroll: true });
}
