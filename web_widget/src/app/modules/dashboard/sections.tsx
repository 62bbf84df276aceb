import type { ComponentChildren, JSX } from "preact";
import { Button } from "@/components/Button";
import { Badge } from "@/components/Chip";
import { Moment } from "@/components/DateWords";
import { Row } from "@/components/Row";
import { TaskRow } from "@/components/TaskRow";
import { openEntity } from "@/app/panes";
import { navigate } from "@/app/router";
import type { Alarm } from "@/contract";
import { t, type Key } from "@/i18n";
import { clock, money, monthName } from "@/i18n/format";
import { tasks as store } from "@/store/kinds";
import { roomName } from "@/store/rooms";
import { Health } from "../projects/parts";
import type { Board, Part } from "./board";
import "../projects/projects.css";

interface Props { board: Board; read: () => void }

interface CardProps {
  part: Part;
  title: string;
  to: string;
  note?: ComponentChildren;
  /** It could not be read. */
  missing: boolean;
  /** What to say when there is nothing; null when there is something. */
  empty: Key | null;
  more?: boolean;
  read: () => void;
  children?: ComponentChildren;
}

/** One part: its name leads to its place, and it says when it is empty, or was not read. */
function Card({ part, title, to, note, missing, empty, more, read, children }: CardProps): JSX.Element {
  const go = (event: MouseEvent): void => {
    event.preventDefault();
    navigate(to);
  };
  return (
    <section class="dashpart" role="group" aria-labelledby={`dash-${part}`}>
      <h2><a id={`dash-${part}`} href={to} onClick={go}>{title}</a>{note ? <small>{note}</small> : null}</h2>
      {missing ? <p class="dashlost" role="status">{t("dashboard.part_failed")} <Button small onClick={read}>{t("retry")}</Button></p> : null}
      {!missing && empty ? <p class="mute">{t(empty)}</p> : null}
      {missing || empty ? null : children}
      {more && !missing ? <p class="dashmore"><a href={to} onClick={go} aria-label={t("dashboard.all_of", { place: title })}>{t("dashboard.all")}</a></p> : null}
    </section>
  );
}

export function Agenda({ board: { agenda }, read }: Props): JSX.Element {
  return (
    <Card part="agenda" title={t("place.agenda")} to="/agenda" missing={!agenda} empty={agenda?.items.length ? null : "today.no_events"} more={agenda?.more ?? false} read={read}>
      {agenda?.items.map((event) => (
        <Row key={event.id + (event.occurrence ?? "")} entity={{ kind: "agenda", id: event.id }} onOpen={() => openEntity({ kind: "agenda", id: event.id })}
          start={<time class="dashtime" dateTime={event.start}>{event.all_day ? t("date.all_day") : clock(event.start)}</time>}
          title={event.summary} note={event.location || undefined} />
      ))}
    </Card>
  );
}

export function Tasks({ board: { tasks }, read }: Props): JSX.Element {
  const late = tasks?.overdue.length ?? 0;
  const count = late + (tasks?.due.length ?? 0);
  const note = late > 0 ? <span class="late">{tasks?.overdue_more ? t("dashboard.next_overdue_more", { count: late }) : t("today.overdue", { count: late })}</span> : null;
  return (
    <Card part="tasks" title={t("place.tasks")} to="/tasks" note={note} missing={!tasks} empty={count ? null : "today.no_tasks"} more={Boolean(tasks?.overdue_more || tasks?.due_more)} read={read}>
      {[...(tasks?.overdue ?? []), ...(tasks?.due ?? [])].map((task) => <TaskRow key={task.id} task={store.get(task.id) ?? task} />)}
    </Card>
  );
}

/** When it rings next. */
function dueOf({ due_at, next_trigger_at }: Alarm): string {
  const at = due_at ?? next_trigger_at;
  return at ? clock(at) : "";
}

export function Alarms({ board: { alarms }, read }: Props): JSX.Element {
  return (
    <Card part="alarms" title={t("place.alarms")} to="/alarms" missing={!alarms} empty={alarms?.items.length ? null : "dashboard.no_alarms"} more={alarms?.more ?? false} read={read}>
      {alarms?.items.map((alarm) => (
        <Row key={alarm.id} entity={{ kind: "alarm", id: alarm.id }} title={alarm.title} onOpen={() => openEntity({ kind: "alarm", id: alarm.id })}
          end={alarm.ringing ? <span class="late">{t("dashboard.rings")}</span> : <span class="due">{dueOf(alarm)}</span>} />
      ))}
    </Card>
  );
}

export function Projects({ board: { projects }, read }: Props): JSX.Element {
  return (
    <Card part="projects" title={t("place.projects")} to="/projects" missing={!projects} empty={projects?.items.length ? null : "dashboard.no_projects"} more={projects?.more ?? false} read={read}>
      {projects?.items.map((project) => (
        <Row key={project.id} entity={{ kind: "project", id: project.id }} title={project.name} onOpen={() => openEntity({ kind: "project", id: project.id })} end={<Health value={project.health} />} />
      ))}
    </Card>
  );
}

export function Notes({ board: { notes }, read }: Props): JSX.Element {
  return (
    <Card part="notes" title={t("place.notes")} to="/notes" missing={!notes} empty={notes?.items.length ? null : "dashboard.no_notes"} read={read}>
      {notes?.items.map((note) => (
        <Row key={note.id} entity={{ kind: "note", id: note.id }} title={note.title} onOpen={() => openEntity({ kind: "note", id: note.id })} end={<Moment at={note.updated_at} />} />
      ))}
    </Card>
  );
}

export function Unread({ board: { unread }, read }: Props): JSX.Element {
  return (
    <Card part="unread" title={t("dashboard.unread")} to="/rooms" note={unread?.messages ? t("nav.unread", { count: unread.messages }) : null} missing={!unread} empty={unread?.rooms.length ? null : "dashboard.no_unread"} read={read}>
      {unread?.rooms.map((room) => (
        <Row key={room.id} title={roomName(room)} onOpen={() => navigate(`/rooms/${room.id}`)}
          end={<>
            <span class="sr">{[t("nav.unread", { count: room.unread ?? 0 }), room.mentions ? t("rooms.mentions", { count: room.mentions }) : ""].filter(Boolean).join(", ")}</span>
            {room.mentions ? <Badge count={room.mentions} /> : <Badge count={room.unread ?? 0} tone="quiet" />}
          </>} />
      ))}
    </Card>
  );
}

export function Money({ board: { money: sums, day }, read }: Props): JSX.Element {
  const currency = sums?.currency ?? "EUR";
  return (
    <Card part="money" title={t("place.budget")} to="/budget" note={monthName(day)} missing={!sums} empty={sums && (sums.count > 0 || sums.envelopes.length > 0) ? null : "dashboard.no_money"} read={read}>
      {sums ? (
        <>
          <dl class="dashsums">
            <div><dt>{t("today.spent")}</dt><dd>{money(sums.spent_cents, currency)}</dd></div>
            <div><dt>{t("today.received")}</dt><dd>{money(sums.received_cents, currency)}</dd></div>
          </dl>
          {sums.envelopes.map((envelope) => (
            <Row key={envelope.category} title={envelope.category} onOpen={() => navigate("/budget")}
              end={<span class={envelope.left_cents < 0 ? "late" : ""}>{t("today.left", { amount: money(envelope.left_cents, currency) })}</span>} />
          ))}
          {sums.currencies.length > 1 ? <p class="mute">{t("dashboard.other_currencies", { list: sums.currencies.filter((one) => one !== currency).join(", ") })}</p> : null}
        </>
      ) : null}
    </Card>
  );
}
