import { Plus, X } from "lucide-preact";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { IconButton } from "@/components/Button";
import { Tick } from "@/components/Field";
import type { NoteItem } from "@/contract";
import { t } from "@/i18n";

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
  const move = (index: number, step: 1 | -1): void => {
    const to = index + step;
    if (to < 0 || to >= items.length) return;
    const next = [...items];
    [next[index], next[to]] = [next[to]!, next[index]!];
    onChange(next);
    focus(to);
  };
  const keys = (event: KeyboardEvent, index: number): void => {
    const field = event.currentTarget as HTMLInputElement;
    if (event.isComposing) return;
    if (event.key === "Enter") insert(index + 1, [""]);
    else if (event.key === "Backspace" && field.value === "" && items.length > 1) remove(index);
    else if (event.altKey && event.key === "ArrowUp") move(index, -1);
    else if (event.altKey && event.key === "ArrowDown") move(index, 1);
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
        <div key={index} class={`item${item.checked ? " done" : ""}`}>
          <Tick label={t("notes.check", { text: item.text || t("notes.line") })} checked={item.checked} onValue={(checked) => set(index, { checked })} />
          <input type="text" aria-label={t("notes.line")} value={item.text} maxLength={2000} onInput={(event) => set(index, { text: event.currentTarget.value })} onKeyDown={(event) => keys(event, index)} onPaste={(event) => paste(event, index)} />
          <IconButton label={t("notes.remove_line")} onClick={() => remove(index)}><X aria-hidden="true" /></IconButton>
        </div>
      ))}
      <button type="button" class="additem" onClick={() => insert(items.length, [""])}><Plus aria-hidden="true" />{t("notes.add_line")}</button>
    </div>
  );
}
