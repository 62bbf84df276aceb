import { ListTree, Repeat, Star, Zap } from "lucide-preact";
import { useComputed } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { toggleTask } from "@/actions/rows";
import { Avatar } from "@/components/Avatar";
import { Tag } from "@/components/Chip";
import { pickDate } from "@/components/DatePicker";
import { DateWords } from "@/components/DateWords";
import { Tick } from "@/components/Field";
import { Row } from "@/components/Row";
import type { Task } from "@/contract";
import { t } from "@/i18n";
import { clock } from "@/i18n/format";
import { projects, users } from "@/store/kinds";
import { me } from "@/store/session";
import { openEntity } from "../../panes";
import { memo } from "../../chat/memo";
import { useRow, type Order } from "../parts/reorder";
import { ruleWords } from "../parts/rrule";
import { change, renaming, taskMenu } from "./actions";

interface Props {
  task: Task;
  order: Order;
  group: string;
  /** What the heading already says is not repeated on the row. */
  without?: "project" | "day";
  /** Two lines, for narrow columns. */
  card?: boolean;
}

function TaskLine({ task, order, group, without, card }: Props): JSX.Element {
  const ref = useRef<HTMLDivElement>(null);
  const held = useRow(order, ref, task.id, group);
  const renamed = useComputed(() => renaming.value === task.id).value;
  const done = task.status === "done" || task.status === "cancelled";
  const marks = <Marks task={task} without={without} done={done} />;
  return (
    <div ref={ref} class={`task ordered${held}${card ? " tile" : ""}`} onKeyDown={(event) => order.onKey(event, task.id, group)}
      onContextMenu={(event) => { event.preventDefault(); taskMenu(task, { x: event.clientX, y: event.clientY }, ref.current!); }}
      onDblClick={(event) => { if ((event.target as Element).closest(".title")) renaming.value = task.id; }}>
      <Row entity={{ kind: "task", id: task.id }} done={done} onOpen={renamed ? undefined : () => openEntity({ kind: "task", id: task.id })}
        start={<Tick label={t("task.complete", { title: task.title })} checked={task.status === "done"} onValue={() => toggleTask(task)} />}
        title={renamed ? <Rename task={task} /> : task.title}
        end={card ? undefined : marks}
        note={card ? <span class="marks">{marks}</span> : undefined} />
    </div>
  );
}

/** Drawn again only when its own task changes: a list of hundreds stays quick. */
export const TaskRow = memo(TaskLine);

function Marks({ task, without, done }: { task: Task; without: Props["without"]; done: boolean }): JSX.Element {
  const project = task.project_id && without !== "project" ? projects.slot(task.project_id).value : undefined;
  const other = task.assignee_id && task.assignee_id !== me.value?.id ? users.slot(task.assignee_id).value : undefined;
  const total = task.subtasks?.total ?? 0;
  return (
    <>
      {task.urgent ? <Zap class="urgent" role="img" aria-label={t("tasks.urgent")} /> : null}
      {task.important ? <Star class="important" role="img" aria-label={t("tasks.important")} /> : null}
      {task.rrule ? <span class="mark" title={ruleWords(task.rrule)}><Repeat role="img" aria-label={ruleWords(task.rrule)} /></span> : null}
      {total > 0 ? <span class="mark num" title={t("tasks.subtasks")}><ListTree aria-hidden="true" />{task.subtasks?.done ?? 0}/{total}</span> : null}
      {task.tags.slice(0, 2).map((tag) => <span key={tag} class="pill wide">{tag}</span>)}
      {project ? <span class="wide"><Tag color={project.color}>{project.name}</Tag></span> : null}
      {other ? <span title={other.display_name}><Avatar id={other.id} name={other.display_name} size="s" /></span> : null}
      {done && task.completed_at ? <span class="due num">{clock(task.completed_at)}</span> : task.deadline && without !== "day" ? (
        <button type="button" class="when" onClick={(event) => pickDate(event.currentTarget, task.deadline, (deadline) => change(task.id, { deadline }))}>
          <span class="sr">{t("action.date")}: </span><DateWords day={task.deadline} done={done} due />
        </button>
      ) : null}
    </>
  );
}

function Rename({ task }: { task: Task }): JSX.Element {
  const ref = useRef<HTMLInputElement>(null);
  const kept = useRef(true);
  useEffect(() => {
    ref.current?.focus();
    ref.current?.select();
  }, []);
  const leave = (): void => {
    const title = ref.current?.value.trim() ?? "";
    renaming.value = null;
    if (kept.current && title && title !== task.title) change(task.id, { title });
  };
  return (
    <input ref={ref} class="rename" type="text" aria-label={t("tasks.title")} value={task.title} maxLength={300} onBlur={leave}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        kept.current = event.key === "Enter";
        ref.current?.blur();
      }} />
  );
}
