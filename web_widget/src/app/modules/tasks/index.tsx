import { ArrowLeft, ListFilter, SquareCheck } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useEffect, useMemo, useRef } from "preact/hooks";
import { Button, IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Tabs } from "@/components/Tabs";
import type { EntityRef, Task } from "@/contract";
import { t } from "@/i18n";
import { dayOf, today } from "@/i18n/format";
import { projects, tasks } from "@/store/kinds";
import { useQuery } from "@/store/queries";
import { useRows } from "@/store/selection";
import { isNarrow, openEntity } from "../../panes";
import { navigate, segment, setQuery } from "../../router";
import { ListState } from "../parts/ListState";
import { useGroup, useOrder, type Order } from "../parts/reorder";
import { Said } from "../parts/Said";
import { useAll } from "../parts/useAll";
import { onScreen, setOrder } from "./actions";
import { taskOrder } from "./drag";
import { ActiveFilters, openFilters } from "./Filters";
import { columns, dayGroups, projectGroups, quadrants, timeGroups, type Group } from "./groups";
import { QuickAdd } from "./QuickAdd";
import { shown, VIEWS, type Shown } from "./state";
import TaskDetail from "./TaskDetail";
import { TaskRow } from "./TaskRow";
import "./tasks.css";

const open = tasks.query({ open: true, limit: 200 });
const closed = tasks.query({ status: "done", sort: "updated_at", limit: 50 });

function chosen(task: Task, now: Shown): boolean {
  if (task.parent_id) return false;
  if (now.project && (now.project === "none" ? task.project_id !== null : task.project_id !== now.project)) return false;
  if (now.tag && !task.tags.includes(now.tag)) return false;
  if (now.assignee && task.assignee_id !== now.assignee) return false;
  const words = now.q.trim().toLocaleLowerCase();
  return !words || `${task.title} ${task.description ?? ""} ${task.tags.join(" ")}`.toLocaleLowerCase().includes(words);
}

function grouped(now: Shown, list: Task[], done: Task[]): Group[] {
  const day = today();
  if (now.view === "matrix") return quadrants(list);
  if (now.view === "board") return columns(list, done);
  const groups = now.view === "days" ? dayGroups(list, day) : now.by === "project" ? projectGroups(list, projects.all()) : timeGroups(list, day);
  const recent = now.done ? done : done.filter((task) => task.completed_at && dayOf(task.completed_at) === day);
  const finished: Group = { key: "done", title: t(now.done ? "task.status_done" : "tasks.done_today"), tasks: recent, accept: (task) => (task.status === "done" ? {} : { status: "done" }) };
  return [...groups.filter((group) => group.tasks.length > 0 || group.key === "today"), ...(recent.length > 0 ? [finished] : [])];
}

export default function TasksView(): JSX.Element {
  const id = segment(1);
  const narrow = isNarrow();
  useEffect(() => {
    // The shell closes a sliding pane on every move, so this comes after it.
    if (id && !isNarrow()) queueMicrotask(() => openEntity({ kind: "task", id }));
  }, [id]);
  if (id && narrow) {
    return (
      <>
        <header class="head">
          <IconButton label={t("back")} onClick={() => navigate("/tasks")}><ArrowLeft aria-hidden="true" /></IconButton>
          <h1>{t("kind.task")}</h1>
        </header>
        <div class="viewbody"><TaskDetail id={id} /></div>
      </>
    );
  }
  return <TaskLists />;
}

function TaskLists(): JSX.Element {
  const now = shown();
  useAll(open);
  useQuery(closed);
  useQuery(projects.query({ limit: 200 }));
  const list = open.items.value.filter((task) => chosen(task, now));
  const done = closed.items.value.filter((task) => chosen(task, now));
  const groups = grouped(now, list, done);
  const latest = useRef(groups);
  latest.current = groups;
  onScreen.value = groups;
  useRows(useCallback((): EntityRef[] => latest.current.flatMap((group) => group.tasks.map((task) => ({ kind: "task", id: task.id }))), []));
  const order = useOrder(useMemo(() => taskOrder(() => latest.current), []));
  useEffect(() => setOrder(order), [order]);
  const late = list.filter((task) => task.deadline && task.deadline < today()).length;
  const filtered = Boolean(now.q || now.project || now.tag || now.assignee);
  const defaults: Partial<Task> = {
    ...(now.project && now.project !== "none" ? { project_id: now.project } : {}),
    ...(now.tag ? { tags: [now.tag] } : {}),
  };
  return (
    <>
      <header class="head">
        <h1>{t("place.tasks")}</h1>
        <p>{t("tasks.open", { count: list.length })}{late > 0 ? <>, <span class="late">{t("today.overdue", { count: late })}</span></> : null}</p>
        <div class="tools">
          <Tabs label={t("tasks.views")} value={now.view} onValue={(view) => setQuery({ view: view === "list" ? null : view })}
            options={VIEWS.map((view) => ({ value: view, label: t(`tasks.view_${view}`) }))} />
          <IconButton label={t("tasks.filter")} on={filtered || now.done} onClick={(event) => openFilters(event.currentTarget)}><ListFilter aria-hidden="true" /></IconButton>
        </div>
      </header>
      <div class="viewbody tasks">
        <QuickAdd defaults={defaults} />
        <ActiveFilters />
        {now.view === "list" ? (
          <div class="by" role="group" aria-label={t("tasks.group_by")}>
            <button type="button" aria-pressed={now.by === "time"} onClick={() => setQuery({ by: null })}>{t("tasks.by_time")}</button>
            <button type="button" aria-pressed={now.by === "project"} onClick={() => setQuery({ by: "project" })}>{t("tasks.by_project")}</button>
          </div>
        ) : null}
        <ListState query={open} none={list.length === 0 && done.length === 0}
          empty={list.length + done.length > 0 ? <Groups now={now} groups={groups} order={order} /> : <NoTasks filtered={filtered} />}>
          <Groups now={now} groups={groups} order={order} />
        </ListState>
        <Said order={order} />
      </div>
    </>
  );
}

function NoTasks({ filtered }: { filtered: boolean }): JSX.Element {
  if (filtered) {
    return <Empty title={t("tasks.none_match")} action={<Button onClick={() => setQuery({ q: null, project: null, tag: null, who: null })}>{t("tasks.filters_off")}</Button>} />;
  }
  return (
    <Empty icon={<SquareCheck aria-hidden="true" />} title={t("tasks.none")} text={t("tasks.none_text")}
      action={<Button tone="primary" onClick={() => document.querySelector<HTMLElement>("[data-quickadd]")?.focus()}>{t("tasks.add")}</Button>} />
  );
}

function Groups({ now, groups, order }: { now: Shown; groups: Group[]; order: Order }): JSX.Element {
  const card = now.view === "board" || now.view === "matrix";
  const without = now.view === "days" ? "day" : now.view === "list" && now.by === "project" ? "project" : undefined;
  return (
    <div class={`groups ${now.view}`}>
      {groups.map((group) => <GroupView key={group.key} group={group} order={order} card={card} without={without} />)}
    </div>
  );
}

function GroupView({ group, order, card, without }: { group: Group; order: Order; card: boolean; without: "project" | "day" | undefined }): JSX.Element {
  const ref = useRef<HTMLElement>(null);
  const over = useGroup(order, ref, group.key);
  return (
    <section ref={ref} class={`group${over ? " over" : ""}`} aria-label={group.title}>
      <h2 class={group.tone}>
        {group.color ? <i class="swatch" style={{ background: group.color }} /> : null}
        <span class="ell">{group.title}</span><small class="num">{group.tasks.length || ""}</small>
        {group.note ? <small class="note ell">{group.note}</small> : null}
      </h2>
      {group.tasks.map((task) => <TaskRow key={task.id} task={task} order={order} group={group.key} card={card} without={without} />)}
      {group.tasks.length === 0 ? <p class="nothing">{t(group.key === "today" ? "today.no_tasks" : "tasks.drop_here")}</p> : null}
    </section>
  );
}
