/** Dragging a row by its handle with a finger or a pen: browsers start no drag of their own there. */
import type { Edge, Order, Place } from "./reorder";

interface Row {
  order: Order;
  id: string;
  group: string;
}
const rows = new WeakMap<Element, Row>();
const EDGE_PX = 56;
const SCROLL_PX = 12;

/** The row under a point, and which half of it. */
function under(order: Order, x: number, y: number): Place | null {
  for (let element = document.elementFromPoint(x, y); element; element = element.parentElement) {
    const row = rows.get(element);
    if (row?.order !== order) continue;
    const box = element.getBoundingClientRect();
    const edge: Edge = y < box.top + box.height / 2 ? "top" : "bottom";
    return { group: row.group, id: row.id, edge };
  }
  return null;
}

function scrolled(from: Element): Element | null {
  for (let element = from.parentElement; element; element = element.parentElement) {
    if (element.scrollHeight > element.clientHeight && /auto|scroll/.test(getComputedStyle(element).overflowY)) return element;
  }
  return null;
}

/** Makes a row known to fingers; with a handle, it is taken by that. Returns how to stop. */
export function touchDrag(order: Order, element: HTMLElement, handle: HTMLElement | null | undefined, id: string, group: string): () => void {
  rows.set(element, { order, id, group });
  const stop = new AbortController();
  handle?.addEventListener("pointerdown", (down) => {
    if (down.pointerType === "mouse" || !down.isPrimary) return;
    down.preventDefault();
    handle.setPointerCapture(down.pointerId);
    order.held.value = id;
    const view = scrolled(element);
    const during = new AbortController();
    const end = (place: Place | null): void => {
      during.abort();
      order.drop(id, group, place);
    };
    const listen = (name: "pointermove" | "pointerup" | "pointercancel", act: (event: PointerEvent) => void): void =>
      handle.addEventListener(name, (event) => event.pointerId === down.pointerId && act(event), { signal: during.signal });
    listen("pointermove", (event) => {
      const place = under(order, event.clientX, event.clientY);
      order.landing.value = place && order.takes(id, group, place) ? place : null;
      const box = view?.getBoundingClientRect();
      if (view && box) view.scrollTop += event.clientY < box.top + EDGE_PX ? -SCROLL_PX : event.clientY > box.bottom - EDGE_PX ? SCROLL_PX : 0;
    });
    listen("pointerup", (event) => end(under(order, event.clientX, event.clientY)));
    listen("pointercancel", () => end(null));
    stop.signal.addEventListener("abort", () => during.signal.aborted || end(null), { once: true });
  }, { signal: stop.signal });
  return () => {
    stop.abort();
    rows.delete(element);
  };
}
