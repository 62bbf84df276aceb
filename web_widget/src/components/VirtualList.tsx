/**
 * A list that draws only what is in view, over @tanstack/virtual-core. `end` keeps to the bottom as a conversation
 * does: it opens there, follows what is added while one is there, and does not move when older rows come above.
 */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import type { ComponentChildren, JSX, RefObject } from "preact";
import { useLayoutEffect, useReducer, useRef, useState } from "preact/hooks";

export interface VirtualHandle {
  toIndex: (index: number, align?: "start" | "center" | "end" | "auto") => void;
  toEnd: () => void;
  atEnd: () => boolean;
}

interface VirtualListProps {
  count: number;
  keyOf: (index: number) => string;
  render: (index: number) => ComponentChildren;
  estimate?: (index: number) => number;
  anchor?: "start" | "end";
  overscan?: number;
  paddingStart?: number;
  paddingEnd?: number;
  /** Told of each scroll and change of size. `first` and `last` are drawn; `bottom` is the last that stands in the window. */
  onView?: (view: { first: number; last: number; bottom: number; atEnd: boolean }) => void;
  handle?: RefObject<VirtualHandle>;
  class?: string;
  label?: string;
  role?: JSX.AriaRole;
  /** Rows come and go as one scrolls: what is new is announced elsewhere. */
  live?: "off";
  /** There is more after the last row, not here yet: being at the end is not being at the end of it. */
  open?: boolean;
  /** Where to start, when not at the anchor. */
  initialIndex?: number | undefined;
}

/** This near to the end is at the end, in pixels. */
const NEAR = 60;
/** A scroll this soon after a wheel, a touch or a key is the person's; others are ours or the layout's. */
const HAND_MS = 700;

type V = Virtualizer<HTMLDivElement, HTMLDivElement>;

export function VirtualList(props: VirtualListProps): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  // At the end until the person leaves it: rows that grow (a card that arrives, an answer being written) do not count.
  const sticky = useRef(props.anchor === "end" && props.initialIndex === undefined);
  const hand = useRef(0);
  const touched = (): void => {
    hand.current = Date.now();
  };
  const latest = useRef(props);
  latest.current = props;
  const options = (): ConstructorParameters<typeof Virtualizer<HTMLDivElement, HTMLDivElement>>[0] => ({
    count: props.count,
    getScrollElement: () => scroller.current,
    estimateSize: props.estimate ?? (() => 48),
    getItemKey: props.keyOf,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    overscan: props.overscan ?? 8,
    anchorTo: props.anchor ?? "start",
    scrollEndThreshold: NEAR,
    paddingStart: props.paddingStart ?? 0,
    paddingEnd: props.paddingEnd ?? 0,
    onChange: (instance) => {
      redraw(0);
      tell(instance);
    },
  });
  const [virtual] = useState<V>(() => new Virtualizer(options()));
  virtual.setOptions(options());

  function tell(instance: V): void {
    const items = instance.getVirtualItems();
    if (latest.current.open) sticky.current = false;
    else if (instance.isAtEnd(NEAR)) sticky.current = true;
    else if (Date.now() - hand.current < HAND_MS) sticky.current = false;
    const edge = (instance.scrollOffset ?? 0) + (instance.scrollRect?.height ?? 0);
    const bottom = items.findLast((item) => item.end <= edge)?.index ?? -1;
    latest.current.onView?.({ first: items[0]?.index ?? 0, last: items.at(-1)?.index ?? -1, bottom, atEnd: sticky.current });
  }

  useLayoutEffect(() => virtual._didMount(), [virtual]);
  useLayoutEffect(() => virtual._willUpdate());
  useLayoutEffect(() => {
    if (props.handle) {
      props.handle.current = {
        toIndex: (index, align = "center") => {
          sticky.current = false;
          virtual.scrollToIndex(index, { align });
        },
        toEnd: () => {
          sticky.current = true;
          virtual.scrollToEnd();
        },
        atEnd: () => sticky.current,
      };
    }
  }, [virtual, props.handle]);

  // The box grows as one writes, the keyboard opens: the end stays in view.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || props.anchor !== "end" || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(() => {
      if (sticky.current) virtual.scrollToEnd();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [virtual]);

  // The first rows to come decide where the list opens.
  const placed = useRef(false);
  useLayoutEffect(() => {
    if (placed.current || props.count === 0) return;
    placed.current = true;
    if (props.initialIndex !== undefined) virtual.scrollToIndex(props.initialIndex, { align: "center" });
    else if (props.anchor === "end") virtual.scrollToEnd();
    tell(virtual);
  }, [props.count]);

  const items = virtual.getVirtualItems();
  const total = virtual.getTotalSize();
  useLayoutEffect(() => {
    if (props.anchor === "end" && sticky.current && placed.current) virtual.scrollToEnd();
  }, [total, props.count]);
  return (
    <div ref={scroller} class={`scroll ${props.class ?? ""}`} role={props.role} aria-live={props.live} aria-label={props.label} tabIndex={0} onWheel={touched} onTouchMove={touched} onPointerDown={touched} onKeyDown={touched} style={{ overflowAnchor: "none", position: "relative" }}>
      <div class="virtual" style={{ height: `${total}px`, position: "relative", width: "100%" }}>
        <div style={{ position: "absolute", insetInline: 0, top: 0, transform: `translateY(${items[0]?.start ?? 0}px)` }}>
          {items.map((item) => (
            <div key={String(item.key)} data-index={item.index} ref={virtual.measureElement}>
              {props.render(item.index)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
