import { GripVertical, Plus, X } from "lucide-preact";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { IconButton } from "@/components/Button";
import { Tick } from "@/components/Field";
import type { NoteItem } from "@/contract";
import { t } from "@/i18n";
import { useOrder, useRow, type Order } from "../parts/reorder";
import { Said } from "../parts/Said";

/** A note of lines to tick: Enter adds below, Backspace on an empty line removes it, Alt and arrows move it. */
export function Checklist({ items, onChange }: { items: NoteItem[]; onChange: (items: NoteItem[]) => void }): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const focus = (index: number): void => {
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLInputElement>("input[type=text]")[index]?.focus());
  };
  const set = (index: number, patch: Partial<NoteItem>): void => onChange(items.map((item, at) => (at === index ? { ...item, ...patch } : item)));
  const insert = (index: number, lines: string[]): void => {
    onChange([...items.slice(0, index), ...lines.map((text) => ({ text, checked: false })), ...items.slice(index)]);
    focus(index + lines.length - 1);
  };
  const remove = (index: number): void => {
    onChange(items.filter((_, at) => at !== index));
    focus(Math.max(0, index - 1));
  };
  const order = useOrder({
    rows: () => items.map((item, at) => ({ id: String(at), title: item.text || t("notes.line") })),
    move: (id, to) => {
      const from = Number(id);
      const beside = Number(to.id) + (to.edge === "bottom" ? 1 : 0);
      const at = beside > from ? beside - 1 : beside;
      const next = items.filter((_, index) => index !== from);
      next.splice(at, 0, items[from]!);
      onChange(next);
      focus(at);
    },
  });
  const keys = (event: KeyboardEvent, index: number): void => {
    const field = event.currentTarget as HTMLInputElement;
    if (event.isComposing) return;
    if (event.key === "Enter") insert(index + 1, [""]);
    else if (event.key === "Backspace" && field.value === "" && items.length > 1) remove(index);
    else if (order.onKey(event, String(index))) return;
    else if (event.altKey && event.key === "ArrowUp") order.step(String(index), "", -1);
    else if (event.altKey && event.key === "ArrowDown") order.step(String(index), "", 1);
    else if (event.key === "ArrowUp") focus(index - 1);
    else if (event.key === "ArrowDown") focus(index + 1);
    else return;
    event.preventDefault();
  };
  const paste = (event: ClipboardEvent, index: number): void => {
    const lines = (event.clipboardData?.getData("text/plain") ?? "").split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
    if (lines.length < 2) return;
    event.preventDefault();
    insert(index + 1, lines);
  };
  const done = items.filter((item) => item.checked).length;
  return (
    <div class="checklist" ref={list}>
      <p class="mute small" role="status">{t("notes.checked", { done, total: items.length })}</p>
      {items.map((item, index) => (
        <Item key={index} item={item} index={index} order={order} onSet={(patch) => set(index, patch)} onRemove={() => remove(index)} onKeys={(event) => keys(event, index)} onPaste={(event) => paste(event, index)} />
      ))}
      <button type="button" class="additem" onClick={() => insert(items.length, [""])}><Plus aria-hidden="true" />{t("notes.add_line")}</button>
      <Said order={order} />
    </div>
  );
}

interface ItemProps {
  item: NoteItem;
  index: number;
  order: Order;
  onSet: (patch: Partial<NoteItem>) => void;
  onRemove: () => void;
  onKeys: (event: KeyboardEvent) => void;
  onPaste: (event: ClipboardEvent) => void;
}

function Item({ item, index, order, onSet, onRemove, onKeys, onPaste }: ItemProps): JSX.Element {
  const row = useRef<HTMLDivElement>(null);
  const handle = useRef<HTMLButtonElement>(null);
  const held = useRow(order, row, String(index), "", handle);
  const name = item.text || t("notes.line");
  return (
    <div ref={row} class={`item ordered${item.checked ? " done" : ""}${held}`}>
      <button ref={handle} type="button" class="grip-handle" aria-label={t("order.handle", { title: name })} title={t("order.hint")} onKeyDown={(event) => order.onKey(event, String(index))}><GripVertical aria-hidden="true" /></button>
      <Tick label={t("notes.check", { text: name })} checked={item.checked} onValue={(checked) => onSet({ checked })} />
      <input type="text" aria-label={t("notes.line")} value={item.text} maxLength={2000} onInput={(event) => onSet({ text: event.currentTarget.value })} onKeyDown={onKeys} onPaste={onPaste} />
      <IconButton label={t("notes.remove_line")} onClick={onRemove}><X aria-hidden="true" /></IconButton>
    </div>
  );
}
