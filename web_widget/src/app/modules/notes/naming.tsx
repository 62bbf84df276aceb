/** Completing `[[`: what is typed after it narrows the titles of the notes that there are. */
import type { JSX, RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { fold } from "@/i18n/fold";
import { notes } from "@/store/kinds";

const OPEN = /\[\[([^[\]\n]{0,80})$/;
const MOST = 8;
const SOON_MS = 150;

interface Begun {
  /** Where the title begins. */
  from: number;
  word: string;
}

export interface Naming {
  open: boolean;
  titles: { id: Id; title: string }[];
  at: number;
  refresh: () => void;
  close: () => void;
  /** Answers whether the key was for the list. */
  onKey: (event: KeyboardEvent) => boolean;
  pick: (title: string) => void;
}

export function useNaming(box: RefObject<HTMLTextAreaElement>, self: Id, onText: (text: string) => void): Naming {
  const [begun, setBegun] = useState<Begun | null>(null);
  const [at, setAt] = useState(0);
  const word = begun?.word ?? null;
  void notes.version.value;
  useEffect(() => {
    if (word === null) return undefined;
    const timer = setTimeout(() => void notes.page({ limit: 20, sort: "updated_at", ...(word.trim() ? { q: word.trim() } : {}) }).catch(() => undefined), SOON_MS); // those that are here already are offered
    return () => clearTimeout(timer);
  }, [word]);
  const needle = fold(word ?? "").trim();
  const titles = word === null ? [] : notes.all()
    .filter((note) => note.id !== self && !note.archived && !/[[\]]/.test(note.title) && fold(note.title).includes(needle))
    .sort((a, b) => Number(!fold(a.title).startsWith(needle)) - Number(!fold(b.title).startsWith(needle)) || (a.updated_at < b.updated_at ? 1 : -1))
    .slice(0, MOST).map(({ id, title }) => ({ id, title }));
  const open = titles.length > 0;
  const chosen = Math.min(at, Math.max(0, titles.length - 1));
  const refresh = (): void => {
    const area = box.current;
    const found = area && area.selectionStart === area.selectionEnd ? OPEN.exec(area.value.slice(Math.max(0, area.selectionStart - 100), area.selectionStart)) : null;
    setBegun(found && area ? { from: area.selectionStart - found[1]!.length, word: found[1]! } : null);
    if (found?.[1] !== word) setAt(0);
  };
  const pick = (title: string): void => {
    const area = box.current;
    if (!area || !begun) return;
    const end = area.value.startsWith("]]", area.selectionStart) ? area.selectionStart + 2 : area.selectionStart;
    area.focus();
    area.setSelectionRange(begun.from, end);
    // The standard gives no other way that keeps the browser's undo.
    if (!document.execCommand("insertText", false, `${title}]]`)) {
      area.setRangeText(`${title}]]`, begun.from, end, "end");
      onText(area.value);
    }
    setBegun(null);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (!open) return false;
    if (event.key === "ArrowDown") setAt((chosen + 1) % titles.length);
    else if (event.key === "ArrowUp") setAt((chosen - 1 + titles.length) % titles.length);
    else if (event.key === "Escape") setBegun(null);
    else if (event.key === "Enter" || event.key === "Tab") pick(titles[chosen]!.title);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { open, titles, at: chosen, refresh, close: () => setBegun(null), onKey, pick };
}

export function Titles({ naming }: { naming: Naming }): JSX.Element | null {
  if (!naming.open) return null;
  return (
    <div class="titles scroll" id="note-titles" role="listbox" aria-label={t("labels.notes_named")} onMouseDown={(event) => event.preventDefault()}>
      {naming.titles.map((one, index) => (
        <div key={one.id} id={`note-title-${index}`} role="option" aria-selected={index === naming.at} class="menu-item" onClick={() => naming.pick(one.title)}><span class="ell">{one.title}</span></div>
      ))}
    </div>
  );
}
