import { Activity, AlertTriangle, Calendar, CircleDot, Gauge, Maximize2, Plus, Trash2, Users } from "lucide-preact";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { removeWithUndo } from "@/actions/rows";
import { Button, IconButton } from "@/components/Button";
import { pickDate } from "@/components/DatePicker";
import { DateWords } from "@/components/DateWords";
import { Empty } from "@/components/Empty";
import { Select } from "@/components/Field";
import { Row } from "@/components/Row";
import { Skeleton } from "@/components/Skeleton";
import { TaskRow } from "@/components/TaskRow";
import type { Id, Project, ProjectStatus } from "@/contract";
import { t } from "@/i18n";
import { dayAndClock, dayOf, money } from "@/i18n/format";
import { budget, notes, projects, tasks } from "@/store/kinds";
import { useQuery } from "@/store/queries";
import { openEntity } from "../../panes";
import { navigate, segment } from "../../router";
import { InlineText } from "../parts/InlineText";
import { Pick, Prop, Props } from "../parts/Props";
import { useAll } from "../parts/useAll";
import { Members } from "./Members";
import { change, Favorite, Health, pickColor } from "./parts";
import "./projects.css";

/** A project and what belongs to it: its fields, tasks, notes and money. */
export default function ProjectDetail({ id }: { id: Id }): JSX.Element {
  const slot = projects.slot(id);
  if (slot.state === "missing") return <Empty title={t("error.not_found")} />;
  const project = slot.value;
  if (!project) return <Skeleton />;
  const page = segment(0) === "projects" && segment(1) === id;
  return (
    <article class="detail projectdetail" aria-label={project.name}>
      <header>
        <button type="button" class="bigswatch" aria-label={t("projects.color")} style={{ background: project.color ?? "var(--ink3)" }} onClick={(event) => pickColor(event.currentTarget, project.color, (color) => change(id, { color }))} />
        <InlineText label={t("projects.name")} value={project.name} required onSave={(name) => change(id, { name })} />
        <Favorite project={project} />
        {page ? null : <IconButton label={t("projects.open_page")} onClick={() => navigate(`/projects/${id}`)}><Maximize2 aria-hidden="true" /></IconButton>}
      </header>
      <Fields project={project} />
      <InlineText class="text" multiline label={t("tasks.description")} value={project.description ?? ""} placeholder={t("tasks.description_placeholder")} onSave={(description) => change(id, { description })} />
      <ProjectTasks id={id} />
      <ProjectNotes id={id} />
      <ProjectMoney id={id} />
      <footer class="foot">
        <span>{t("projects.created", { when: dayAndClock(project.created_at) })}</span>
        <span class="tools"><IconButton label={t("delete")} onClick={() => removeWithUndo({ kind: "project", id })}><Trash2 aria-hidden="true" /></IconButton></span>
      </footer>
    </article>
  );
}

const STATUSES: ProjectStatus[] = ["active", "paused", "done", "archived"];
const RISKS = ["low", "medium", "high"] as const;

function Fields({ project }: { project: Project }): JSX.Element {
  const { id } = project;
  const [percent, setPercent] = useState<number | null>(null);
  const done = project.status === "done" || project.status === "archived";
  return (
    <Props>
      <Prop label={t("tasks.status")} icon={CircleDot}>
        <span class="statuspick"><Select<ProjectStatus> bare label={t("tasks.status")} value={project.status} options={STATUSES.map((one) => [one, t(`project.status_${one}`)])} onValue={(status) => change(id, { status })} /></span>
      </Prop>
      <Prop label={t("projects.health")} icon={Activity}><Health value={project.health} /></Prop>
      <Prop label={t("projects.progress")} icon={Gauge}>
        <input class="range" type="range" min={0} max={100} step={5} aria-label={t("projects.progress")} value={percent ?? project.progress_percent} onInput={(event) => setPercent(Number(event.currentTarget.value))}
          onChange={(event) => { change(id, { progress_percent: Number(event.currentTarget.value) }); setPercent(null); }} />
        <span class="num">{t("projects.percent", { value: percent ?? project.progress_percent })}</span>
      </Prop>
      <Prop label={t("projects.risk")} icon={AlertTriangle}>
        <span class="statuspick"><Select bare label={t("projects.risk")} value={project.risk} options={RISKS.map((one) => [one, t(`project.risk_${one}`)] as const)} onValue={(risk) => change(id, { risk })} /></span>
      </Prop>
      <Prop label={t("projects.target")} icon={Calendar}>
        <Pick label={t("projects.target")} empty={project.target_date ? "" : t("tasks.none_set")} onPick={(anchor) => pickDate(anchor, project.target_date, (target_date) => change(id, { target_date }))}>
          {project.target_date ? <DateWords day={project.target_date} due done={done} /> : null}
        </Pick>
      </Prop>
      <Prop label={t("projects.members")} icon={Users}>
        <Members project={project} />
      </Prop>
    </Props>
  );
}

function AddLine({ label, onAdd }: { label: string; onAdd: (text: string) => Promise<unknown> }): JSX.Element {
  const [text, setText] = useState("");
  const add = (event: Event): void => {
    event.preventDefault();
    const wanted = text.trim();
    if (!wanted) return;
    setText("");
    onAdd(wanted).catch(() => setText((now) => now || wanted));
  };
  return (
    <form class="addline" onSubmit={add}>
      <input type="text" aria-label={label} placeholder={label} value={text} maxLength={300} onInput={(event) => setText(event.currentTarget.value)} />
    </form>
  );
}

function ProjectTasks({ id }: { id: Id }): JSX.Element {
  const list = useAll(tasks.query({ project_id: id, open: true, limit: 100 }));
  const done = useQuery(tasks.query({ project_id: id, status: "done", sort: "updated_at", limit: 10 }));
  const open = list.items.value.filter((task) => !task.parent_id);
  return (
    <section aria-label={t("place.tasks")}>
      <h2>{t("place.tasks")} <small>{t("tasks.open", { count: open.length })}</small>
        {open.length > 0 ? <Button small tone="plain" onClick={() => navigate(`/tasks?project=${id}`)}>{t("projects.all")}</Button> : null}</h2>
      {open.slice(0, 15).map((task) => <TaskRow key={task.id} task={task} inProject />)}
      {open.length > 15 ? <a class="small" href={`/tasks?project=${id}`}>{t("and_more", { count: open.length - 15 })}</a> : null}
      {done.items.value.filter((task) => !task.parent_id).slice(0, 3).map((task) => <TaskRow key={task.id} task={task} inProject />)}
      <AddLine label={t("tasks.add")} onAdd={(title) => tasks.create({ title, project_id: id })} />
    </section>
  );
}

function ProjectNotes({ id }: { id: Id }): JSX.Element {
  const list = useQuery(notes.query({ project_id: id, archived: false, limit: 20 }));
  const write = async (): Promise<void> => {
    const made = await notes.create({ title: t("notes.untitled"), project_id: id }).catch(() => null); // said in a toast
    if (made) navigate(`/notes/${made.id}`);
  };
  return (
    <section aria-label={t("place.notes")}>
      <h2>{t("place.notes")} {list.items.value.length > 0 ? <small class="num">{list.items.value.length}</small> : null}
        <IconButton label={t("action.new_note")} onClick={() => void write()}><Plus aria-hidden="true" /></IconButton></h2>
      {list.items.value.map((note) => <Row key={note.id} title={note.title} end={<DateWords day={dayOf(note.updated_at)} />} onOpen={() => navigate(`/notes/${note.id}`)} />)}
      {list.items.value.length === 0 && list.state.value === "ready" ? <p class="mute small">{t("projects.no_notes")}</p> : null}
    </section>
  );
}

function ProjectMoney({ id }: { id: Id }): JSX.Element {
  const list = useQuery(budget.query({ project_id: id, limit: 50 }));
  const items = list.items.value;
  const currency = items[0]?.currency ?? "EUR";
  const total = items.filter((line) => line.currency === currency).reduce((sum, line) => sum + line.amount_cents, 0);
  return (
    <section aria-label={t("place.budget")}>
      <h2>{t("place.budget")} {items.length > 0 ? <small class="num">{money(total, currency)}{list.more.value ? "…" : ""}</small> : null}
        <IconButton label={t("action.new_line")} onClick={() => navigate(`/budget?project=${id}&add=1`)}><Plus aria-hidden="true" /></IconButton></h2>
      {items.slice(0, 6).map((line) => (
        <Row key={line.id} title={line.label || line.vendor || line.category || "–"} onOpen={() => openEntity({ kind: "budget", id: line.id })}
          end={<><DateWords day={line.date} /><span class={`num amount${line.amount_cents > 0 ? " plus" : ""}`}>{money(line.amount_cents, line.currency)}</span></>} />
      ))}
      {items.length > 6 ? <a class="small" href={`/budget?project=${id}`}>{t("projects.all_lines", { count: items.length })}</a> : null}
      {items.length === 0 && list.state.value === "ready" ? <p class="mute small">{t("projects.no_lines")}</p> : null}
    </section>
  );
}
