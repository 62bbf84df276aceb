import { Trash2 } from "lucide-preact";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { Avatar } from "@/components/Avatar";
import { IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Row } from "@/components/Row";
import { Skeleton } from "@/components/Skeleton";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { dayAndClock } from "@/i18n/format";
import { toastError } from "@/store/toasts";
import { openEntity } from "../../panes";
import { InlineText } from "../parts/InlineText";
import { useAll } from "../parts/useAll";
import { pickColor } from "../projects/parts";
import { changeTeam, removeTeam } from "./change";
import { fullName, people, teams } from "./store";
import "./people.css";

/** A team and who is in it. */
export default function TeamDetail({ id }: { id: Id }): JSX.Element {
  const list = useAll(useMemo(() => people.query({ team_id: id, limit: 200 }), [id]));
  const slot = teams.slot(id);
  if (slot.state === "missing") return <Empty title={t("error.not_found")} />;
  const team = slot.value;
  if (!team) return <Skeleton />;
  const members = list.items.value;
  return (
    <article class="detail teamdetail" aria-label={team.name}>
      <header>
        <button type="button" class="bigswatch" aria-label={t("projects.color")} style={{ background: team.color ?? "var(--ink3)" }} onClick={(event) => pickColor(event.currentTarget, team.color, (color) => changeTeam(id, { color }))} />
        <InlineText label={t("projects.name")} value={team.name} required onSave={(name) => changeTeam(id, { name })} />
      </header>
      <section aria-label={t("directory.people")}>
        <h2>{t("directory.people")} <small class="num">{members.length}</small></h2>
        {members.map((person) => <Row key={person.id} start={<Avatar id={person.id} name={fullName(person)} size="s" />} title={fullName(person)} end={person.role ? <span class="mute small ell">{person.role}</span> : null} onOpen={() => openEntity({ kind: "person", id: person.id })} />)}
        {members.length === 0 && list.state.value === "ready" ? <p class="mute small">{t("directory.nobody")}</p> : null}
      </section>
      <footer class="foot">
        <span>{t("projects.created", { when: dayAndClock(team.created_at) })}</span>
        <span class="tools"><IconButton label={t("delete")} onClick={(event) => void removeTeam(team, event.currentTarget as Element).catch(toastError)}><Trash2 aria-hidden="true" /></IconButton></span>
      </footer>
    </article>
  );
}
