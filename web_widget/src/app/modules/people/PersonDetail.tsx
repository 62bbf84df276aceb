import { AtSign, Briefcase, Calendar, Mail, Network, Trash2, UserRound, Users } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { removeWithUndo } from "@/actions/rows";
import { Avatar } from "@/components/Avatar";
import { IconButton } from "@/components/Button";
import { pickDate } from "@/components/DatePicker";
import { DateWords } from "@/components/DateWords";
import { Empty } from "@/components/Empty";
import { Check } from "@/components/Field";
import { Row } from "@/components/Row";
import { Skeleton } from "@/components/Skeleton";
import { api } from "@/connection";
import type { Id } from "@/contract";
import type { Reports } from "@/contract/generated";
import { t } from "@/i18n";
import { dayAndClock } from "@/i18n/format";
import { users } from "@/store/kinds";
import { openEntity } from "../../panes";
import { FilesOn } from "../files/on";
import { InlineText } from "../parts/InlineText";
import { pickLabels, pickOne, pickPerson } from "../parts/pickers";
import { Pick, Prop, Props } from "../parts/Props";
import { mayWrite } from "../parts/rights";
import { changePerson } from "./change";
import { fullName, people, teams, type Person } from "./store";
import "./people.css";

/** A person: who they are, where they stand, and who reports to them. */
export default function PersonDetail({ id }: { id: Id }): JSX.Element {
  const slot = people.slot(id);
  if (slot.state === "missing") return <Empty title={t("error.not_found")} />;
  const person = slot.value;
  if (!person) return <Skeleton />;
  return (
    <article class="detail persondetail" aria-label={fullName(person)}>
      <header>
        <Avatar id={person.id} name={fullName(person)} size="l" />
        <div class="names">
          <InlineText label={t("directory.first_name")} placeholder={t("directory.first_name")} value={person.first_name} required={!person.last_name} onSave={(first_name) => changePerson(id, { first_name })} />
          <InlineText label={t("directory.last_name")} placeholder={t("directory.last_name")} value={person.last_name} required={!person.first_name} onSave={(last_name) => changePerson(id, { last_name })} />
        </div>
      </header>
      <Fields person={person} />
      <div class="checks">
        <Check label={t("directory.left")} checked={person.left} onValue={(left) => changePerson(id, { left })} />
        <Check label={t("directory.outside")} checked={person.contact_only} onValue={(contact_only) => changePerson(id, { contact_only })} />
      </div>
      <InlineText class="text" multiline label={t("directory.notes")} value={person.notes} placeholder={t("directory.notes_placeholder")} onSave={(notes) => changePerson(id, { notes })} />
      <ReportsOf person={person} />
      <FilesOn thing={{ kind: "person", id }} write={mayWrite(null)} />
      <footer class="foot">
        <span>{t("projects.created", { when: dayAndClock(person.created_at) })}</span>
        <span class="tools"><IconButton label={t("delete")} onClick={() => removeWithUndo({ kind: "person", id })}><Trash2 aria-hidden="true" /></IconButton></span>
      </footer>
    </article>
  );
}

function Fields({ person }: { person: Person }): JSX.Element {
  const { id } = person;
  const team = person.team_id ? teams.slot(person.team_id).value : undefined;
  const manager = person.manager_id ? people.slot(person.manager_id).value : undefined;
  const account = person.account_id ? users.slot(person.account_id).value : undefined;
  const unset = t("tasks.none_set");
  const teamChoices = (): { id: Id; label: string }[] => teams.query({ limit: 200 }).items.value.map((one) => ({ id: one.id, label: one.name }));
  const managerChoices = (): { id: Id; label: string }[] => people.query({ limit: 200 }).items.value.filter((one) => one.id !== id && (!one.left || one.id === person.manager_id)).map((one) => ({ id: one.id, label: fullName(one) }));
  return (
    <Props>
      <Prop label={t("directory.role")} icon={Briefcase}><InlineText label={t("directory.role")} value={person.role} placeholder={unset} onSave={(role) => changePerson(id, { role })} /></Prop>
      <Prop label={t("directory.email")} icon={Mail}><InlineText label={t("directory.email")} value={person.email ?? ""} placeholder={unset} onSave={(email) => changePerson(id, { email: email || null })} /></Prop>
      <Prop label={t("directory.aliases")} icon={AtSign}>
        <Pick label={t("directory.aliases")} empty={person.aliases.length > 0 ? "" : unset} onPick={(anchor) => pickLabels(anchor, [], person.aliases, (aliases) => changePerson(id, { aliases }))}>
          {person.aliases.map((alias) => <span key={alias} class="pill">{alias}</span>)}
        </Pick>
      </Prop>
      <Prop label={t("kind.team")} icon={Users}>
        <Pick label={t("kind.team")} empty={person.team_id ? "" : unset} onPick={(anchor) => pickOne(anchor, { label: t("kind.team"), query: teams.query({ limit: 200 }), choices: teamChoices, value: person.team_id, none: t("directory.no_team_of"), onPick: (team_id) => changePerson(id, { team_id }) })}>
          {person.team_id ? team?.name ?? "…" : null}
        </Pick>
      </Prop>
      <Prop label={t("directory.subteam")} icon={Users}><InlineText label={t("directory.subteam")} value={person.subteam} placeholder={unset} onSave={(subteam) => changePerson(id, { subteam })} /></Prop>
      <Prop label={t("directory.manager")} icon={Network}>
        <Pick label={t("directory.manager")} empty={person.manager_id ? "" : unset} onPick={(anchor) => pickOne(anchor, { label: t("directory.manager"), query: people.query({ limit: 200 }), choices: managerChoices, value: person.manager_id, none: t("directory.no_manager"), onPick: (manager_id) => changePerson(id, { manager_id }) })}>
          {person.manager_id ? (manager ? fullName(manager) : "…") : null}
        </Pick>
      </Prop>
      <Prop label={t("directory.arrival")} icon={Calendar}>
        <Pick label={t("directory.arrival")} empty={person.arrival_date ? "" : unset} onPick={(anchor) => pickDate(anchor, person.arrival_date, (arrival_date) => changePerson(id, { arrival_date }))}>
          {person.arrival_date ? <DateWords day={person.arrival_date} /> : null}
        </Pick>
      </Prop>
      <Prop label={t("directory.account")} icon={UserRound}>
        <Pick label={t("directory.account")} empty={person.account_id ? "" : unset} onPick={(anchor) => pickPerson(anchor, person.account_id, (account_id) => changePerson(id, { account_id }))}>
          {person.account_id ? account?.display_name ?? "…" : null}
        </Pick>
      </Prop>
    </Props>
  );
}

/** Asked for again whenever anybody's manager may have changed. */
function ReportsOf({ person }: { person: Person }): JSX.Element | null {
  const [found, setFound] = useState<Reports | null>(null);
  const version = people.version.value;
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(() => void api.get<Reports>(`/api/people/${person.id}/reports`).then((reports) => gone || setFound(reports), () => undefined), found ? 400 : 0); // the rest of the page stays
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [person.id, version]);
  if (!found || found.items.length === 0) return null;
  return (
    <section aria-label={t("directory.reports")}>
      <h2>{t("directory.reports")} <small class="num">{found.items.length}{found.more ? "+" : ""}</small></h2>
      {found.items.map((one) => (
        <Row key={one.id} class={`depth${Math.min(one.depth, 4)}`} start={<Avatar id={one.id} name={`${one.first_name} ${one.last_name}`} size="s" />} title={`${one.first_name} ${one.last_name}`.trim()} end={one.role ? <span class="mute small ell">{one.role}</span> : null}
          onOpen={() => openEntity({ kind: "person", id: one.id })} />
      ))}
    </section>
  );
}
