import { Search } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Command } from "@/contract";
import { Avatar } from "@/components/Avatar";
import { t, type Key } from "@/i18n";
import { commands, loadCommands } from "@/store/commands";
import { closeOverlay } from "../overlay";
import { CommandForm } from "./CommandForm";
import { findItems, givenFor, remember, searchAllItem, searchHub, type Item } from "./sources";
import "./Palette.css";

const LIMIT = 60;

/** Everything from one box: actions, rooms, people, commands with their arguments, and things. */
export default function Palette(): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const [found, setFound] = useState<Item[]>([]);
  const [command, setCommand] = useState<Command | null>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    void loadCommands();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    setFound([]);
    if (query.trim().length < 2) return;
    const abort = new AbortController();
    const timer = setTimeout(() => void searchHub(query.trim(), abort.signal).then(setFound, () => undefined), 160); // what is here is shown anyway
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query]);

  const items = useMemo(() => {
    const here = findItems(query.trim(), setCommand);
    const known = new Set(here.map((item) => item.key));
    const all = [...here, ...found.filter((item) => !known.has(item.key))].slice(0, LIMIT);
    return query.trim().length < 2 ? all : [...all, searchAllItem(query.trim())];
  }, [query, found, commands.value]);
  const chosen = Math.min(at, Math.max(0, items.length - 1));
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosen, items]);

  const choose = (item: Item): void => {
    remember(item.key);
    if (item.command) return setCommand(item.command);
    closeOverlay();
    // After the dialog has given the focus back, so that the action may move it.
    setTimeout(item.run, 0);
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" || (event.ctrlKey && event.key === "n")) setAt((chosen + 1) % Math.max(1, items.length));
    else if (event.key === "ArrowUp" || (event.ctrlKey && event.key === "p")) setAt((chosen - 1 + items.length) % Math.max(1, items.length));
    else if (event.key === "Enter" && items[chosen]) choose(items[chosen]);
    else return;
    event.preventDefault();
  };

  let group = "";
  return (
    <dialog ref={dialog} class="palette" aria-label={t("palette.title")} onCancel={(event) => { event.preventDefault(); if (command) setCommand(null); else closeOverlay(); }}
      onMouseDown={(event) => event.target === dialog.current && closeOverlay()}>
      {command ? <CommandForm command={command} given={givenFor(command) ?? {}} onBack={() => setCommand(null)} /> : (
        <div class="inner">
          <div class="ask">
            <Search aria-hidden="true" />
            <input autofocus role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant={items[chosen] ? `palette-${chosen}` : undefined} aria-label={t("palette.title")}
              placeholder={t("palette.placeholder")} value={query} onInput={(event) => { setQuery(event.currentTarget.value); setAt(0); }} onKeyDown={keys} spellcheck={false} autocomplete="off" />
            <kbd>Esc</kbd>
          </div>
          <div class="found scroll" id="palette-list" role="listbox" aria-label={t("palette.title")} ref={list}>
            {items.map((item, index) => {
              const head = !query && item.group !== group ? t(`palette.${(group = item.group)}` as Key) : null;
              const Icon = item.icon;
              return (
                <>
                  {head ? <div key={`head ${item.group}`} class="menu-head" role="presentation">{head}</div> : null}
                  <div key={item.key} id={`palette-${index}`} role="option" aria-selected={index === chosen} class="menu-item" onClick={() => choose(item)} onPointerMove={() => index !== chosen && setAt(index)}>
                    {item.person ? <Avatar id={item.person.id} name={item.person.name} bot={item.person.bot} size="s" /> : Icon ? <span class="slot"><Icon aria-hidden="true" /></span> : <span class="slot" />}
                    <span class="ell label">{item.label}</span>
                    {item.note ? <small class="ell">{item.note}</small> : null}
                    {item.keys ? <kbd>{item.keys}</kbd> : null}
                  </div>
                </>
              );
            })}
            {items.length === 0 ? <p class="none mute">{t("palette.nothing")}</p> : null}
          </div>
        </div>
      )}
    </dialog>
  );
}
