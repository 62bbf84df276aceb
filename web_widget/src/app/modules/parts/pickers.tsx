/** Small panels to choose a project, labels or a person; each opens beside what was pressed. */
import { Check } from "lucide-preact";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { openPopover } from "@/components/Popover";
import type { Entity, Id } from "@/contract";
import { t } from "@/i18n";
import { projects, users } from "@/store/kinds";
import { useQuery, type EntityQuery } from "@/store/queries";
import "./parts.css";

interface Choice {
  id: string;
  label: string;
  color?: string | null;
}

/** Typing narrows; Enter takes the first; arrows move. */
export function Choices({ label, choices, chosen, none, onPick, onNew }: {
  label: string; choices: Choice[]; chosen: readonly string[]; none?: string; onPick: (id: string | null) => void; onNew?: (text: string) => void;
}): JSX.Element {
  const [text, setText] = useState("");
  const needle = text.trim().toLocaleLowerCase();
  const found = choices.filter((choice) => choice.label.toLocaleLowerCase().includes(needle));
  const fresh = onNew && needle !== "" && !choices.some((choice) => choice.label.toLocaleLowerCase() === needle);
  const keys = (event: KeyboardEvent): void => {
    const panel = event.currentTarget as HTMLElement;
    const stops = [...panel.querySelectorAll<HTMLElement>("input, .menu-item")];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      stops[(at + (event.key === "ArrowDown" ? 1 : -1) + stops.length) % stops.length]?.focus();
    } else if (event.key === "Enter" && at === 0) {
      event.preventDefault();
      (panel.querySelector(".menu-item") as HTMLElement | null)?.click();
    }
  };
  return (
    <div class="pickpanel" onKeyDown={keys}>
      <input class="input" type="text" aria-label={label} placeholder={label} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      {found.map((choice) => (
        <button key={choice.id} type="button" class="menu-item" aria-pressed={chosen.includes(choice.id)} onClick={() => onPick(choice.id)}>
          {choice.color !== undefined ? <i class="swatch" style={{ background: choice.color ?? "var(--ink3)" }} /> : null}
          <span class="ell grow">{choice.label}</span>
          {chosen.includes(choice.id) ? <Check aria-hidden="true" /> : null}
        </button>
      ))}
      {fresh ? <button type="button" class="menu-item" onClick={() => { onNew(text.trim()); setText(""); }}>{t("pick.new", { name: text.trim() })}</button> : null}
      {none && chosen.length > 0 ? <><hr class="menu-line" /><button type="button" class="menu-item" onClick={() => onPick(null)}>{none}</button></> : null}
      {found.length === 0 && !fresh ? <p class="menu-head">{t("pick.nothing")}</p> : null}
    </div>
  );
}

function ProjectChoices({ value, onPick }: { value: Id | null; onPick: (id: Id | null) => void }): JSX.Element {
  const list = useQuery(projects.query({ limit: 200 }));
  const choices = list.items.value
    .filter((project) => project.status === "active" || project.status === "paused" || project.id === value)
    .map((project) => ({ id: project.id, label: project.name, color: project.color }));
  return <Choices label={t("pick.project")} choices={choices} chosen={value ? [value] : []} none={t("pick.no_project")} onPick={onPick} />;
}

export function pickProject(anchor: Element, value: Id | null, onPick: (id: Id | null) => void): void {
  openPopover({ anchor, label: t("pick.project"), render: (close) => <ProjectChoices value={value} onPick={(id) => { close(); onPick(id); }} /> });
}

function PersonChoices({ value, onPick }: { value: Id | null; onPick: (id: Id | null) => void }): JSX.Element {
  const list = useQuery(users.query({ limit: 200 }));
  const choices = list.items.value.filter((user) => user.kind === "user" || user.id === value).map((user) => ({ id: user.id, label: user.display_name }));
  return <Choices label={t("pick.person")} choices={choices} chosen={value ? [value] : []} none={t("pick.nobody")} onPick={onPick} />;
}

export function pickPerson(anchor: Element, value: Id | null, onPick: (id: Id | null) => void): void {
  openPopover({ anchor, label: t("pick.person"), render: (close) => <PersonChoices value={value} onPick={(id) => { close(); onPick(id); }} /> });
}

interface One {
  label: string;
  /** What loads the choices. */
  query: EntityQuery<never>;
  choices: () => Choice[];
  value: Id | null;
  none: string;
  onPick: (id: Id | null) => void;
}

function OneOf({ one, close }: { one: One; close: () => void }): JSX.Element {
  useQuery(one.query);
  return <Choices label={one.label} choices={one.choices()} chosen={one.value ? [one.value] : []} none={one.none} onPick={(id) => { close(); one.onPick(id); }} />;
}

/** One of the things that a list holds, or none. */
export function pickOne<T extends Entity>(anchor: Element, one: Omit<One, "query"> & { query: EntityQuery<T> }): void {
  openPopover({ anchor, label: one.label, render: (close) => <OneOf one={one as unknown as One} close={close} /> });
}

/** Labels stay open while one ticks several; each change is given at once. */
function LabelChoices({ known, start, onChange }: { known: readonly string[]; start: readonly string[]; onChange: (labels: string[]) => void }): JSX.Element {
  const [chosen, setChosen] = useState<readonly string[]>(start);
  const change = (next: string[]): void => {
    setChosen(next);
    onChange(next);
  };
  const all = [...new Set([...start, ...chosen, ...known])].sort((a, b) => a.localeCompare(b));
  return (
    <Choices label={t("pick.labels")} choices={all.map((label) => ({ id: label, label }))} chosen={chosen}
      onPick={(label) => label && change(chosen.includes(label) ? chosen.filter((one) => one !== label) : [...chosen, label])}
      onNew={(label) => change([...chosen, label])} />
  );
}

export function pickLabels(anchor: Element, known: readonly string[], value: readonly string[], onChange: (labels: string[]) => void): void {
  openPopover({ anchor, label: t("pick.labels"), render: () => <LabelChoices known={known} start={value} onChange={onChange} /> });
}
