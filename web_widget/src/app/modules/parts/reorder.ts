/**
 * Putting rows in order by hand: dragged with the mouse, by a handle also with a finger, or moved with Alt+Shift+↑/↓;
 * where a row came to stand is said to who listens. A list may have groups, and a row may be put under another of them.
 */
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { draggable, dropTargetForElements, monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { attachClosestEdge, extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge";
import { signal, useComputed } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { t } from "@/i18n";
import { touchDrag } from "./touch";

export type Edge = "top" | "bottom";
/** Where a row would land: over or under another, or under a heading. */
export interface Place {
  group: string;
  id: string | null;
  edge: Edge;
}
export interface Ordered {
  id: string;
  /** What it is called, for who listens. */
  title: string;
}
export interface OrderSpec {
  /** The rows of a group as they are shown now. */
  rows: (group: string) => readonly Ordered[];
  /** Does it; what was shown meanwhile is its matter. */
  move: (id: string, to: Place, from: string) => void;
  /** Whether rows of one group may be put into another; else each stays in its own. */
  across?: boolean;
}

/** One list that is being put in order. */
export class Order {
  readonly landing = signal<Place | null>(null);
  readonly held = signal<string | null>(null);
  readonly said = signal("");
  spec: OrderSpec;

  constructor(spec: OrderSpec) {
    this.spec = spec;
  }

  /** Whether a row of that group may land there. */
  takes(id: string, from: string, place: Place): boolean {
    return place.id !== id && (place.group === from || this.spec.across === true);
  }

  drop(id: string, from: string, to: Place | null): void {
    this.landing.value = null;
    this.held.value = null;
    if (!to || !this.takes(id, from, to)) return;
    if (to.group === from && to.id !== null) this.say(id, from, to);
    this.spec.move(id, to, from);
  }

  /** One place up or down within its group; false where there is none. */
  step(id: string, group: string, by: 1 | -1): boolean {
    const rows = this.spec.rows(group);
    const beside = rows[rows.findIndex((row) => row.id === id) + by];
    if (!beside || beside.id === id) return false;
    this.drop(id, group, { group, id: beside.id, edge: by === 1 ? "bottom" : "top" });
    return true;
  }

  /** Alt+Shift+↑/↓ on a row; true where it was that. */
  onKey(event: KeyboardEvent, id: string, group = ""): boolean {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return false;
    event.preventDefault();
    event.stopPropagation();
    if (!this.step(id, group, event.key === "ArrowDown" ? 1 : -1)) this.said.value = t(event.key === "ArrowDown" ? "order.last" : "order.first");
    return true;
  }

  private say(id: string, group: string, to: Place): void {
    const rows = this.spec.rows(group);
    const title = rows.find((row) => row.id === id)?.title ?? "";
    const others = rows.filter((row) => row.id !== id);
    const at = others.findIndex((row) => row.id === to.id) + (to.edge === "bottom" ? 2 : 1);
    this.said.value = t("order.moved", { title, at, count: rows.length });
  }
}

/** The order of a list that is on screen. */
export function useOrder(spec: OrderSpec): Order {
  const order = useMemo(() => new Order(spec), []);
  order.spec = spec;
  useEffect(() => monitorForElements({
    canMonitor: ({ source }) => source.data["order"] === order,
    onDragStart: ({ source }) => (order.held.value = source.data["id"] as string),
    onDrag: ({ source, location }) => (order.landing.value = placeOf(order, source.data, location.current.dropTargets[0])),
    onDrop: ({ source, location }) => order.drop(source.data["id"] as string, source.data["group"] as string, placeOf(order, source.data, location.current.dropTargets[0])),
  }), [order]);
  return order;
}

type Data = Record<string | symbol, unknown>;
function placeOf(order: Order, source: Data, over: { data: Data } | undefined): Place | null {
  if (!over || over.data["order"] !== order) return null;
  const place: Place = { group: over.data["group"] as string, id: (over.data["id"] as string | undefined) ?? null, edge: extractClosestEdge(over.data) === "top" ? "top" : "bottom" };
  return order.takes(source["id"] as string, source["group"] as string, place) ? place : null;
}

/** Makes an element a row of the list; gives the class that says whether it is held, or something would land beside it. */
export function useRow(order: Order, row: RefObject<HTMLElement>, id: string, group = "", handle?: RefObject<HTMLElement>): string {
  useEffect(() => {
    const element = row.current;
    const dragHandle = handle?.current;
    if (!element || (handle && !dragHandle)) return undefined;
    const data = { order, id, group };
    return combine(
      draggable({ element, ...(dragHandle ? { dragHandle } : {}), getInitialData: () => data }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data["order"] === order && source.data["id"] !== id,
        getData: ({ input }) => attachClosestEdge(data, { element, input, allowedEdges: ["top", "bottom"] }),
      }),
      touchDrag(order, element, dragHandle, id, group),
    );
  }, [order, id, group]);
  // Computed, so that a drag redraws only the rows that it concerns.
  return useComputed(() => {
    const landing = order.landing.value;
    const line = landing && landing.id === id && landing.group === group ? ` drop-${landing.edge}` : "";
    return order.held.value === id ? `${line} dragged` : line;
  }).value;
}

/** Makes an element the group's: what is dropped on it and on none of its rows is put under it. True while that would be. */
export function useGroup(order: Order, ref: RefObject<HTMLElement>, group: string): boolean {
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    return dropTargetForElements({ element, canDrop: ({ source }) => source.data["order"] === order, getData: () => ({ order, group }) });
  }, [order, group]);
  return useComputed(() => order.landing.value?.group === group && order.landing.value.id === null).value;
}

/** What a place beside a row is on the wire, and a rank that will do until the hub gives the real one. */
export function beside(rows: readonly { id: string; rank: string }[], id: string, to: { id: string; edge: Edge }): { body: { after_id: string } | { before_id: string }; rank: string } {
  const others = rows.filter((row) => row.id !== id);
  const at = others.findIndex((row) => row.id === to.id);
  const above = to.edge === "bottom" ? others[at] : others[at - 1];
  return { body: to.edge === "bottom" ? { after_id: to.id } : { before_id: to.id }, rank: above ? `${above.rank}0` : "" };
}
