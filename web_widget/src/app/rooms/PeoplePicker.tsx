import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Id, User } from "@/contract";
import { Avatar } from "@/components/Avatar";
import { t } from "@/i18n";
import { findPeople } from "@/store/people";
import { toastError } from "@/store/toasts";
import "./PeoplePicker.css";

interface Props {
  onPick: (user: User) => void;
  /** Not offered: who is there already. */
  without?: ReadonlySet<Id>;
  end?: (user: User) => ComponentChildren;
}

/** Finds someone by name; arrows and Enter choose. */
export function PeoplePicker({ onPick, without, end }: Props): JSX.Element {
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<User[] | null>(null);
  const [at, setAt] = useState(0);
  const turn = useRef(0);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.focus(), []);
  useEffect(() => {
    const mine = ++turn.current;
    const timer = setTimeout(() => {
      findPeople(query).then((users) => {
        if (mine !== turn.current) return;
        setFound(users);
        setAt(0);
      }, toastError);
    }, query ? 150 : 0);
    return () => clearTimeout(timer);
  }, [query]);
  const shown = (found ?? []).filter((user) => !without?.has(user.id));
  const keys = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown") setAt(Math.min(at + 1, shown.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, at - 1));
    else if (event.key === "Enter" && shown[at]) onPick(shown[at]);
    else return;
    event.preventDefault();
  };
  return (
    <div class="people">
      <input ref={box} class="input" role="combobox" aria-expanded="true" aria-controls="people-found" aria-activedescendant={shown[at] ? `person-${shown[at].id}` : undefined}
        aria-label={t("rooms.find_people")} placeholder={t("rooms.find_people")} value={query} onInput={(event) => setQuery(event.currentTarget.value)} onKeyDown={keys} />
      <div id="people-found" role="listbox" aria-label={t("rooms.people")}>
        {shown.map((user, index) => (
          <div key={user.id} id={`person-${user.id}`} role="option" aria-selected={index === at} class="menu-item" onClick={() => onPick(user)}>
            <Avatar id={user.id} name={user.display_name} size="s" bot={user.kind === "bot"} presence={user.kind !== "bot"} />
            <span class="ell">{user.display_name}</span><small>@{user.username}</small>{end?.(user)}
          </div>
        ))}
      </div>
      {found !== null && shown.length === 0 ? <p class="mute">{t("rooms.no_people")}</p> : null}
    </div>
  );
}
