/** A menu beside a button: `openMenu(element, label, items)`. Arrows, Home, End and letters move; Enter does. */
import { Check } from "lucide-preact";
import type { LucideIcon } from "lucide-preact";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { openPopover } from "./Popover";
import type { Placement } from "@floating-ui/dom";

export interface MenuItem {
  label: string;
  icon?: LucideIcon;
  keys?: string | undefined;
  note?: string;
  bad?: boolean;
  disabled?: boolean;
  /** Shows a tick: the item is one of a choice. */
  checked?: boolean;
  run: () => void;
}
export type MenuEntry = MenuItem | "line" | { head: string } | false | null | undefined;

export function openMenu(anchor: Element | { x: number; y: number }, label: string, entries: MenuEntry[], placement: Placement = "bottom-end"): void {
  openPopover({ anchor, label, role: "menu", placement, render: (close) => <MenuList entries={entries} close={close} /> });
}

function MenuList({ entries, close }: { entries: MenuEntry[]; close: () => void }): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const keys = (event: KeyboardEvent): void => {
    const items = [...(list.current?.querySelectorAll<HTMLButtonElement>("[role^=menuitem]:not(:disabled)") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    let to = -1;
    if (event.key === "ArrowDown") to = (at + 1) % items.length;
    else if (event.key === "ArrowUp") to = (at - 1 + items.length) % items.length;
    else if (event.key === "Home") to = 0;
    else if (event.key === "End") to = items.length - 1;
    else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) {
      const letter = event.key.toLocaleLowerCase();
      to = items.findIndex((item, index) => index > at && item.textContent?.toLocaleLowerCase().startsWith(letter));
      if (to === -1) to = items.findIndex((item) => item.textContent?.toLocaleLowerCase().startsWith(letter));
    } else return;
    event.preventDefault();
    event.stopPropagation();
    items[to]?.focus();
  };
  const choice = entries.some((entry) => entry && typeof entry === "object" && "checked" in entry);
  return (
    <div ref={list} onKeyDown={keys}>
      {entries.map((entry, index) => {
        if (!entry) return null;
        if (entry === "line") return <hr key={index} class="menu-line" />;
        if ("head" in entry) return <div key={index} class="menu-head" role="presentation">{entry.head}</div>;
        const Icon = entry.icon;
        return (
          <button key={index} type="button" role={choice ? "menuitemradio" : "menuitem"} aria-checked={choice ? entry.checked === true : undefined}
            class={`menu-item${entry.bad ? " bad" : ""}`} disabled={entry.disabled} onClick={() => { close(); entry.run(); }}>
            {choice ? <span class="mark">{entry.checked ? <Check aria-hidden="true" /> : null}</span> : null}
            {Icon ? <Icon aria-hidden="true" /> : null}
            <span class="ell">{entry.label}</span>
            {entry.keys ? <kbd aria-hidden="true">{entry.keys}</kbd> : entry.note ? <small>{entry.note}</small> : null}
          </button>
        );
      })}
    </div>
  );
}
