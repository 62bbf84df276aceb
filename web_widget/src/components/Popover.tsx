/** One floating panel at a time, beside what opened it: menus, pickers, reactions. Drawn by `<PopoverHost>` at the root. */
import { signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Placement } from "@floating-ui/dom";
import "./Popover.css";

export interface PopoverContent {
  anchor: Element | { x: number; y: number };
  render: (close: () => void) => ComponentChildren;
  label: string;
  role?: "dialog" | "menu" | "listbox";
  placement?: Placement;
  /** Leaves focus where it was (a menu that follows typing). */
  keepFocus?: boolean;
  onClose?: () => void;
}

export const popover = signal<PopoverContent | null>(null);

export function openPopover(content: PopoverContent): void {
  if (popover.peek()) closePopover();
  popover.value = content;
}

export function closePopover(): void {
  const open = popover.peek();
  popover.value = null;
  open?.onClose?.();
}

export function PopoverHost(): JSX.Element | null {
  const content = popover.value;
  return content ? <Floating key={content} content={content} /> : null;
}

function Floating({ content }: { content: PopoverContent }): JSX.Element {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const panel = ref.current;
    if (!panel) return;
    panel.showPopover?.();
    const { anchor } = content;
    const reference = anchor instanceof Element ? anchor : { getBoundingClientRect: () => new DOMRect(anchor.x, anchor.y, 0, 0) };
    let stop: (() => void) | undefined;
    let gone = false;
    void import("@floating-ui/dom").then(({ autoUpdate, computePosition, flip, offset, shift, size }) => {
      if (gone) return;
      stop = autoUpdate(reference, panel, () => {
        void computePosition(reference, panel, {
          strategy: "fixed",
          placement: content.placement ?? "bottom-start",
          middleware: [offset(4), flip({ padding: 8 }), shift({ padding: 8 }), size({ padding: 8, apply: ({ availableHeight }) => { panel.style.maxHeight = `${Math.max(120, availableHeight)}px`; } })],
        }).then(({ x, y }) => {
          panel.style.left = `${x}px`;
          panel.style.top = `${y}px`;
          panel.style.visibility = "visible";
          if (!content.keepFocus && !panel.contains(document.activeElement)) {
            (panel.querySelector<HTMLElement>("[autofocus], [role^=menuitem], [role=option], input, button") ?? panel).focus();
          }
        });
      });
    });
    return () => {
      gone = true;
      stop?.();
    };
  }, [content]);
  useEffect(() => {
    const before = document.activeElement;
    const outside = (event: Event): void => {
      const target = event.target as Node;
      if (ref.current?.contains(target)) return;
      if (content.anchor instanceof Element && content.anchor.contains(target)) return;
      closePopover();
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" && !(event.key === "Tab" && content.role === "menu")) return;
      event.preventDefault();
      event.stopPropagation();
      closePopover();
    };
    document.addEventListener("pointerdown", outside, true);
    document.addEventListener("keydown", escape, true);
    return () => {
      document.removeEventListener("pointerdown", outside, true);
      document.removeEventListener("keydown", escape, true);
      if (!content.keepFocus && before instanceof HTMLElement && before.isConnected && (document.activeElement === document.body || document.activeElement === null)) before.focus();
    };
  }, [content]);
  return (
    <div ref={ref} popover="manual" class="popover scroll" role={content.role ?? "dialog"} aria-label={content.label} tabIndex={-1} style={{ visibility: "hidden" }}>
      {content.render(closePopover)}
    </div>
  );
}
