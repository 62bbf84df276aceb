import { ArrowLeft, Plus, Search, Users } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { Avatar } from "@/components/Avatar";
import { IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Check, Select } from "@/components/Field";
import { Row } from "@/components/Row";
import { Tabs } from "@/components/Tabs";
import type { EntityKind, EntityRef, Id } from "@/contract";
import { t } from "@/i18n";
import { useQuery } from "@/store/queries";
import { useRows } from "@/store/selection";
import { isNarrow, openEntity } from "../../panes";
import { location, navigate, segment, setQuery } from "../../router";
import { ListState } from "../parts/ListState";
import { useAll } from "../parts/useAll";
import { ContactList } from "./ContactList";
import { namesIn } from "./change";
import PersonDetail from "./PersonDetail";
import TeamDetail from "./TeamDetail";
import { fullName, people, teams, type Person } from "./store";
import "./people.css";

const TABS = ["people", "teams", "contacts"] as const;
type Tab = (typeof TABS)[number];
const allTeams = teams.query({ limit: 200 });
const allPeople = people.query({ limit: 200 });

export default function PeopleView(): JSX.Element {
  const first = segment(1);
  const second = segment(2);
  if (first && first !== "teams" && first !== "contacts") return <Detail back="/people" title={people.slot(first).value ? fullName(people.slot(first).value!) : t("kind.person")}><PersonDetail key={first} id={first} /></Detail>;
  if (first === "teams" && second) return <Detail back="/people/teams" title={teams.slot(second).value?.name ?? t("kind.team")}><TeamDetail key={second} id={second} /></Detail>;
  const tab: Tab = first === "teams" || first === "contacts" ? first : "people";
  return (
    <>
      <header class="head">
        <h1>{t("place.people")}</h1>
        <div class="tools">
          <Tabs label={t("place.people")} value={tab} onValue={(next) => navigate(next === "people" ? "/people" : `/people/${next}`)} options={TABS.map((value) => ({ value, label: t(`directory.${value}`) }))} />
        </div>
      </header>
      <div class="viewbody people">{tab === "people" ? <PersonList /> : tab === "teams" ? <TeamList /> : <ContactList />}</div>
    </>
  );
}

function Detail({ back, title, children }: { back: string; title: string; children: JSX.Element }): JSX.Element {
  return (
    <>
      <header class="head">
        <IconButton label={t("back")} onClick={() => navigate(back)}><ArrowLeft aria-hidden="true" /></IconButton>
        <h1>{title}</h1>
      </header>
      <div class="viewbody peoplepage">{children}</div>
    </>
  );
}

/** Follows J and K through what is shown. */
function useShown(kind: EntityKind, ids: Id[]): void {
  const latest = useRef(ids);
  latest.current = ids;
  useRows(useCallback((): EntityRef[] => latest.current.map((id) => ({ kind, id })), [kind]));
}

function show(ref: EntityRef, path: string): void {
  if (isNarrow()) navigate(path);
  else openEntity(ref);
}

/** A name and Enter; what is refused stays in the line. */
function Add({ label, onAdd }: { label: string; onAdd: (text: string) => Promise<unknown> }): JSX.Element {
  const [text, setText] = useState("");
  const add = (event: Event): void => {
    event.preventDefault();
    const wanted = text.trim();
    if (!wanted) return;
    setText("");
    onAdd(wanted).catch(() => setText((now) => now || wanted)); // said in a toast
  };
  return (
    <form class="taskadd" onSubmit={add}>
      <Plus aria-hidden="true" />
      <input data-quickadd type="text" autocomplete="off" maxLength={300} aria-label={label} placeholder={label} value={text} onInput={(event) => setText(event.currentTarget.value)} />
    </form>
  );
}

function PersonList(): JSX.Element {
  const [text, setText] = useState("");
  const words = text.trim();
  const team = location.value.query.get("team") ?? "";
  const gone = location.value.query.get("left") === "1";
  useAll(allTeams);
  const list = useQuery(useMemo(() => people.query({ limit: 200, ...(words ? { q: words } : {}), ...(team ? { team_id: team } : {}), ...(gone ? {} : { left: false }) }), [words, team, gone]));
  const items = list.items.value;
  useShown("person", items.map((person) => person.id));
  const known = allTeams.items.value;
  return (
    <>
      <Add label={t("directory.add_person")} onAdd={(name) => people.create({ ...namesIn(name), ...(team ? { team_id: team } : {}) })} />
      <div class="peoplefilters">
        <label class="find"><Search aria-hidden="true" /><input type="search" aria-label={t("directory.search")} placeholder={t("directory.search")} value={text} onInput={(event) => setText(event.currentTarget.value)} /></label>
        {known.length > 0 ? <Select bare label={t("kind.team")} value={team} options={[["", t("directory.all_teams")], ...known.map((one) => [one.id, one.name] as const)]} onValue={(next) => setQuery({ team: next || null })} /> : null}
        <Check label={t("directory.show_left")} checked={gone} onValue={(on) => setQuery({ left: on ? "1" : null })} />
      </div>
      <ListState query={list} empty={words || team ? <Empty title={t("directory.none_found")} /> : <Empty icon={<Users aria-hidden="true" />} title={t("directory.none")} text={t("directory.none_text")} />}>
        <div class="peoplelist">{items.map((person) => <PersonRow key={person.id} person={person} />)}</div>
      </ListState>
    </>
  );
}

function PersonRow({ person }: { person: Person }): JSX.Element {
  const team = person.team_id ? teams.slot(person.team_id).value : undefined;
  const note = [person.role, person.email].filter(Boolean).join(" · ");
  return (
    <Row entity={{ kind: "person", id: person.id }} start={<Avatar id={person.id} name={fullName(person)} size="m" />} title={fullName(person)} note={note || undefined}
      onOpen={() => show({ kind: "person", id: person.id }, `/people/${person.id}`)} class={person.left ? "gone" : ""}
      end={<>{person.left ? <span class="pill">{t("directory.left")}</span> : null}{person.contact_only ? <span class="pill">{t("directory.outside")}</span> : null}{team ? <span class="pill">{team.name}</span> : null}</>} />
  );
}

function TeamList(): JSX.Element {
  useAll(allTeams);
  useAll(allPeople);
  const items = allTeams.items.value;
  useShown("team", items.map((team) => team.id));
  const counts = new Map<string, number>();
  for (const person of allPeople.items.value) if (person.team_id) counts.set(person.team_id, (counts.get(person.team_id) ?? 0) + 1);
  return (
    <>
      <Add label={t("directory.add_team")} onAdd={(name) => teams.create({ name })} />
      <ListState query={allTeams} empty={<Empty icon={<Users aria-hidden="true" />} title={t("directory.no_team")} text={t("directory.no_team_text")} />}>
        <div class="peoplelist">
          {items.map((team) => (
            <Row key={team.id} entity={{ kind: "team", id: team.id }} start={<i class="swatch" style={{ background: team.color ?? "var(--ink3)" }} />} title={team.name} end={<span class="num mute small">{t("directory.members", { count: counts.get(team.id) ?? 0 })}</span>}
              onOpen={() => show({ kind: "team", id: team.id }, `/people/teams/${team.id}`)} />
          ))}
        </div>
      </ListState>
    </>
  );
}
