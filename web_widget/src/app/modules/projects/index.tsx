import { ArrowDown, ArrowLeft, ArrowUp, Folder, Plus, Star, Trash2 } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useRef, useState } from "preact/hooks";
import { removeWithUndo } from "@/actions/rows";
import { IconButton } from "@/components/Button";
import { DateWords } from "@/components/DateWords";
import { Empty } from "@/components/Empty";
import { openMenu } from "@/components/Menu";
import { Tabs } from "@/components/Tabs";
import type { EntityRef, Project, ProjectStatus } from "@/contract";
import { t } from "@/i18n";
import { projects } from "@/store/kinds";
import { current, isCurrent, useRows } from "@/store/selection";
import { isNarrow, openEntity } from "../../panes";
import { location, navigate, segment, setQuery } from "../../router";
import { ListState } from "../parts/ListState";
import { beside, useOrder, useRow, type Order } from "../parts/reorder";
import { Said } from "../parts/Said";
import { useAll } from "../parts/useAll";
import { change, COLORS, Favorite, Health, Progress } from "./parts";
import ProjectDetail from "./ProjectDetail";
import "./projects.css";

const all = projects.query({ limit: 200 });
/** Favourites stand first; each of the two has its own order. */
const groupOf = (project: Project): string => (project.favorite ? "favorites" : "others");
const SHOWN = ["active", "paused", "done", "archived"] as const;

export default function ProjectsView(): JSX.Element {
  const id = segment(1);
  if (!id) return <ProjectList />;
  const project = projects.slot(id).value;
  return (
    <>
      <header class="head">
        <IconButton label={t("back")} onClick={() => navigate("/projects")}><ArrowLeft aria-hidden="true" /></IconButton>
        <h1>{project?.name ?? t("kind.project")}</h1>
      </header>
      <div class="viewbody projectpage"><ProjectDetail key={id} id={id} /></div>
    </>
  );
}

function ProjectList(): JSX.Element {
  useAll(all);
  const status = (location.value.query.get("status") as ProjectStatus | null) ?? "active";
  const counts = new Map<ProjectStatus, number>();
  for (const project of all.items.value) counts.set(project.status, (counts.get(project.status) ?? 0) + 1);
  const list = all.items.value.filter((project) => project.status === status).sort((a, b) => Number(b.favorite) - Number(a.favorite));
  const latest = useRef(list);
  latest.current = list;
  const order = useOrder({
    rows: (group) => latest.current.filter((project) => groupOf(project) === group).map((project) => ({ id: project.id, title: project.name })),
    move: (id, to) => {
      if (to.id === null) return;
      const { body, rank } = beside(all.items.peek(), id, { id: to.id, edge: to.edge });
      void projects.act(id, "move", body, { rank }).catch(() => undefined); // said in a toast; the old place is back
    },
  });
  useRows(useCallback((): EntityRef[] => latest.current.map((project) => ({ kind: "project", id: project.id })), []));
  return (
    <>
      <header class="head">
        <h1>{t("place.projects")}</h1>
        <p>{t("projects.count", { count: counts.get("active") ?? 0 })}</p>
        <div class="tools">
          <Tabs label={t("tasks.status")} value={status} onValue={(next) => setQuery({ status: next === "active" ? null : next })}
            options={SHOWN.map((one) => ({ value: one, label: t(`project.status_${one}`), count: one === "active" ? 0 : counts.get(one) ?? 0 }))} />
        </div>
      </header>
      <div class="viewbody projects">
        <NewProject />
        <ListState query={all} none={list.length === 0} empty={
          all.items.value.length === 0 ? <Empty icon={<Folder aria-hidden="true" />} title={t("projects.none")} text={t("projects.none_text")} /> : <Empty title={t("projects.none_here")} />}>
          <div class="projecttable" role="table" aria-label={t("place.projects")}>
            <div class="prow heads" role="row">
              <span role="columnheader">{t("projects.name")}</span><span role="columnheader">{t("projects.health")}</span><span role="columnheader" class="wide">{t("projects.progress")}</span>
              <span role="columnheader" class="wide">{t("projects.risk")}</span><span role="columnheader">{t("projects.target")}</span>
            </div>
            {list.map((project) => <ProjectRow key={project.id} project={project} list={list} order={order} />)}
          </div>
          <Said order={order} />
        </ListState>
      </div>
    </>
  );
}

function ProjectRow({ project, list, order }: { project: Project; list: Project[]; order: Order }): JSX.Element {
  const ref: EntityRef = { kind: "project", id: project.id };
  const done = project.status === "done" || project.status === "archived";
  const row = useRef<HTMLDivElement>(null);
  const held = useRow(order, row, project.id, groupOf(project));
  const open = (): void => (isNarrow() ? navigate(`/projects/${project.id}`) : openEntity(ref));
  return (
    <div ref={row} role="row" class={`prow ordered${isCurrent(ref) ? " on" : ""}${held}`} onKeyDown={(event) => order.onKey(event, project.id, groupOf(project))} data-row={`project:${project.id}`} tabIndex={-1} onFocus={() => (current.value = ref)}
      onContextMenu={(event) => { event.preventDefault(); projectMenu(project, list, order, { x: event.clientX, y: event.clientY }); }}>
      <span role="cell" class="name">
        <i class="swatch" style={{ background: project.color ?? "var(--ink3)" }} />
        <button type="button" class="title ell" onClick={open} onDblClick={() => navigate(`/projects/${project.id}`)}>{project.name}</button>
        <Favorite project={project} />
      </span>
      <span role="cell"><Health value={project.health} /></span>
      <span role="cell" class="wide"><Progress value={project.progress_percent} /></span>
      <span role="cell" class={`wide risk ${project.risk}`}>{t(`project.risk_${project.risk}`)}</span>
      <span role="cell" class="end">{project.target_date ? <DateWords day={project.target_date} due done={done} /> : <span class="due">–</span>}</span>
    </div>
  );
}

function projectMenu(project: Project, list: Project[], order: Order, anchor: { x: number; y: number }): void {
  const among = list.filter((one) => groupOf(one) === groupOf(project));
  const at = among.indexOf(project);
  const shift = (step: 1 | -1): void => void order.step(project.id, groupOf(project), step);
  openMenu(anchor, t("more"), [
    { label: t("open"), icon: Folder, keys: "Enter", run: () => navigate(`/projects/${project.id}`) },
    { label: t(project.favorite ? "projects.unfavorite" : "projects.favorite"), icon: Star, run: () => change(project.id, { favorite: !project.favorite }) },
    { label: t("tasks.up"), icon: ArrowUp, disabled: at <= 0, run: () => shift(-1) },
    { label: t("tasks.down"), icon: ArrowDown, disabled: at >= among.length - 1, run: () => shift(1) },
    "line",
    ...SHOWN.filter((status) => status !== project.status).map((status) => ({ label: t(`projects.make_${status}`), run: () => change(project.id, { status }) })),
    "line",
    { label: t("delete"), icon: Trash2, keys: "#", bad: true, run: () => removeWithUndo({ kind: "project", id: project.id }) },
  ], "bottom-start");
}

function NewProject(): JSX.Element {
  const [name, setName] = useState("");
  const add = (event: Event): void => {
    event.preventDefault();
    const wanted = name.trim();
    if (!wanted) return;
    setName("");
    const color = COLORS[projects.all().length % COLORS.length];
    projects.create({ name: wanted, color }).then((made) => openEntity({ kind: "project", id: made.id }), () => setName((now) => now || wanted));
  };
  return (
    <form class="taskadd" onSubmit={add}>
      <Plus aria-hidden="true" />
      <input type="text" data-quickadd aria-label={t("projects.add")} placeholder={t("projects.add")} value={name} maxLength={300} onInput={(event) => setName(event.currentTarget.value)} />
    </form>
  );
}
