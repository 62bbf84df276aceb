/** The menus that `/` and `@` open above the composer. */
import type { JSX, RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Room } from "@/contract";
import { Avatar } from "@/components/Avatar";
import { locale, t } from "@/i18n";
import { fold } from "@/i18n/fold";
import { commands, loadCommands, slashes, titleIn } from "@/store/commands";
import { loadMembers, membersOf } from "@/store/people";
import { me } from "@/store/session";

interface Suggestion {
  key: string;
  insert: string;
  label: string;
  note: string;
  person?: { id: string; bot: boolean };
}
export interface SuggestionState {
  open: boolean;
  items: Suggestion[];
  at: number;
  head: string;
  onKey: (event: KeyboardEvent) => boolean;
  refresh: () => void;
  close: () => void;
  pick: (item: Suggestion) => void;
}

export function useSuggestions(room: Room, box: RefObject<HTMLTextAreaElement>, text: string, put: (text: string, caret?: number) => void): SuggestionState {
  const [token, setToken] = useState<{ sign: string; word: string; from: number } | null>(null);
  const [at, setAt] = useState(0);
  useEffect(() => {
    setToken(null);
    void loadMembers(room.id).catch(() => undefined); // without them, names are typed in full
  }, [room.id]);

  const refresh = (): void => queueMicrotask(() => {
    const element = box.current;
    if (!element || element.selectionStart !== element.selectionEnd) return setToken(null);
    const before = element.value.slice(0, element.selectionStart);
    const person = /(?:^|[\s(])@([\p{L}\p{N}_]*)$/u.exec(before);
    const command = /^\/([\p{L}\p{N}_-]*)$/u.exec(before);
    setAt(0);
    if (person) setToken({ sign: "@", word: person[1]!, from: before.length - person[1]!.length - 1 });
    else if (command) {
      void loadCommands();
      setToken({ sign: "/", word: command[1]!, from: 0 });
    }
    else setToken(null);
  });
  const items = token === null ? [] : token.sign === "@" ? people(room, token.word) : slashCommands(token.word);
  const open = items.length > 0;
  const pick = (item: Suggestion): void => {
    if (!token || !box.current) return;
    const caret = box.current.selectionStart;
    const next = text.slice(0, token.from) + item.insert + text.slice(caret);
    setToken(null);
    put(next, token.from + item.insert.length);
    box.current.focus();
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (!open) return false;
    if (event.key === "ArrowDown") setAt((at + 1) % items.length);
    else if (event.key === "ArrowUp") setAt((at - 1 + items.length) % items.length);
    else if (event.key === "Escape") setToken(null);
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) {
      const item = items[at];
      // What is typed in full already is sent, not completed again.
      if (event.key === "Enter" && token && item && item.insert.trim() === token.sign + token.word) return false;
      if (item) pick(item);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { open, items, at: Math.min(at, Math.max(0, items.length - 1)), head: t(token?.sign === "/" ? "composer.commands" : "composer.people"), onKey, refresh, close: () => setToken(null), pick };
}

function people(room: Room, word: string): Suggestion[] {
  const needle = fold(word);
  const self = me.value?.id;
  const found: Suggestion[] = membersOf(room.id)
    .filter((member) => member.user.id !== self)
    .map(({ user }) => ({ key: user.id, insert: `@${user.username ?? fold(user.display_name)} `, label: user.display_name, note: user.username ? `@${user.username}` : "", person: { id: user.id, bot: user.kind === "bot" } }));
  if (!found.some((item) => item.person?.bot)) found.unshift({ key: "eko", insert: "@eko ", label: "Eko", note: "@eko", person: { id: "eko", bot: true } });
  if (room.kind !== "direct") found.push({ key: "room", insert: "@room ", label: "@room", note: t("composer.everyone") });
  return found
    .filter((item) => !needle || fold(item.label).split(/\s+/).some((part) => part.startsWith(needle)) || fold(item.note).startsWith(`@${needle}`) || fold(item.label).startsWith(needle))
    .sort((a, b) => Number(b.person?.bot ?? false) - Number(a.person?.bot ?? false))
    .slice(0, 8);
}

/** One line a command: of its names, the one that was begun, in the reader's language where two were. */
function slashCommands(word: string): Suggestion[] {
  const needle = `/${fold(word)}`;
  const found: Suggestion[] = [];
  for (const command of commands.value) {
    const names = slashes(command).filter((slash) => fold(slash).startsWith(needle));
    const slash = locale.value === "fr" ? names.at(-1) : names[0];
    if (!slash) continue;
    const name = slash.split(/[\s{]/)[0] ?? slash;
    found.push({ key: command.name, insert: slash.length > name.length ? `${name} ` : name, label: name, note: titleIn(command) });
  }
  return found.sort((a, b) => a.label.localeCompare(b.label)).slice(0, 12);
}

export function Suggestions({ state }: { state: SuggestionState }): JSX.Element | null {
  if (!state.open) return null;
  return (
    <div class="suggestions scroll" id="suggestions" role="listbox" aria-label={state.head} onMouseDown={(event) => event.preventDefault()}>
      {state.items.map((item, index) => (
        <div key={item.key} id={`suggestion-${index}`} role="option" aria-selected={index === state.at} class="menu-item" onClick={() => state.pick(item)}
          ref={(element) => { if (index === state.at) element?.scrollIntoView({ block: "nearest" }); }}>
          {item.person ? <Avatar id={item.person.id} name={item.label} bot={item.person.bot} size="s" /> : null}
          <span>{item.label}</span><small class="ell">{item.note}</small>
        </div>
      ))}
    </div>
  );
}
