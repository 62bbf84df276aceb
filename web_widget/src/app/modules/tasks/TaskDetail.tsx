import { Calendar, CalendarClock, CircleDot, Clock, Flag, Folder, Link2, Repeat, Tag as TagIcon, Trash2, User } from "lucide-preact";
import type { JSX } from "preact";
import { removeWithUndo, toggleTask } from "@/actions/rows";
import { IconButton } from "@/components/Button";
import { Chip, Tag } from "@/components/Chip";
import { pickDate } from "@/components/DatePicker";
import { DateWords } from "@/components/DateWords";
import { Empty } from "@/components/Empty";
import { Select, Tick } from "@/components/Field";
import { Skeleton } from "@/components/Skeleton";
import type { Id, Task, TaskStatus } from "@/contract";
import { t } from "@/i18n";
import { dayAndClock, today } from "@/i18n/format";
import { projects, tasks, users } from "@/store/kinds";
import { toast } from "@/store/toasts";
import { FilesOn } from "../files/on";
import { InlineText } from "../parts/InlineText";
import { pickLabels, pickPerson, pickProject } from "../parts/pickers";
import { Pick, Prop, Props } from "../parts/Props";
import { mayWrite } from "../parts/rights";
import { ruleWords } from "../parts/rrule";
import { pickRule } from "../parts/RuleEditor";
import { Comments } from "./Comments";
import { Subtasks } from "./Subtasks";
import { change, knownLabels } from "./actions";
import { minutesWords, readMinutes } from "./minutes";
import "./detail.css";

const STATUSES: TaskStatus[] = ["idea", "todo", "in_progress", "done", "cancelled"];

/** A task with everything that can be said of it; each field is changed where it stands. */
export default function TaskDetail({ id }: { id: Id }): JSX.Element {
  const slot = tasks.slot(id);
  if (slot.state === "missing") return <Empty title={t("error.not_found")} />;
  const task = slot.value;
  if (!task) return <Skeleton />;
  const done = task.status === "done" || task.status === "cancelled";
  return (
    <article class={`detail${done ? " done" : ""}`} aria-label={task.title} key={id}>
      <header>
        <Tick label={t("task.complete", { title: task.title })} checked={task.status === "done"} onValue={() => toggleTask(task)} />
        <InlineText label={t("tasks.title")} value={task.title} required onSave={(title) => change(id, { title: title.slice(0, 300) })} />
      </header>
      <Fields task={task} />
      <section aria-label={t("tasks.description")}>
        <InlineText class="text" label={t("tasks.description")} multiline value={task.description ?? ""} placeholder={t("tasks.description_placeholder")} onSave={(description) => change(id, { description })} />
      </section>
      {task.parent_id ? null : <Subtasks task={task} />}
      <FilesOn thing={{ kind: "task", id }} write={mayWrite(task.project_id)} />
      <Comments task={task} />
      <footer class="foot">
        <span>{t("tasks.created", { when: dayAndClock(task.created_at) })}</span>
        {task.completed_at ? <span>{t("tasks.completed", { when: dayAndClock(task.completed_at) })}</span> : null}
        <span class="tools">
          <IconButton label={t("tasks.copy_link")} onClick={() => void navigator.clipboard.writeText(`${window.location.origin}/tasks/${id}`).then(() => toast(t("copied")), () => undefined)}><Link2 aria-hidden="true" /></IconButton>
          <IconButton label={t("delete")} keys="#" onClick={() => removeWithUndo({ kind: "task", id })}><Trash2 aria-hidden="true" /></IconButton>
        </span>
      </footer>
    </article>
  );
}

function setStatus(task: Task, status: TaskStatus): void {
  if (status === "done" || task.status === "done") toggleTask(task);
  if (status !== "done") change(task.id, { status });
}

function Fields({ task }: { task: Task }): JSX.Element {
  const { id } = task;
  const project = task.project_id ? projects.slot(task.project_id).value : undefined;
  const person = task.assignee_id ? users.slot(task.assignee_id).value : undefined;
  const done = task.status === "done" || task.status === "cancelled";
  const none = t("tasks.none_set");
  return (
    <Props>
      <Prop label={t("tasks.status")} icon={CircleDot}>
        <span class="statuspick"><Select<TaskStatus> bare label={t("tasks.status")} value={task.status} options={STATUSES.map((status) => [status, t(`task.status_${status}`)])} onValue={(status) => setStatus(task, status)} /></span>
      </Prop>
      <Prop label={t("tasks.deadline")} icon={Calendar}>
        <Pick label={t("action.date")} empty={task.deadline ? "" : none} onPick={(anchor) => pickDate(anchor, task.deadline, (deadline) => change(id, { deadline }))}>
          {task.deadline ? <DateWords day={task.deadline} done={done} due /> : null}
        </Pick>
      </Prop>
      <Prop label={t("tasks.scheduled")} icon={CalendarClock}>
        <Pick label={t("tasks.scheduled")} empty={task.scheduled_date ? "" : none} onPick={(anchor) => pickDate(anchor, task.scheduled_date, (scheduled_date) => change(id, { scheduled_date }))}>
          {task.scheduled_date ? <DateWords day={task.scheduled_date} /> : null}
        </Pick>
      </Prop>
      <Prop label={t("kind.project")} icon={Folder}>
        <Pick label={t("action.move")} empty={project ? "" : none} onPick={(anchor) => pickProject(anchor, task.project_id, (project_id) => change(id, { project_id }))}>
          {project ? <Tag color={project.color}>{project.name}</Tag> : null}
        </Pick>
      </Prop>
      <Prop label={t("tasks.priority")} icon={Flag}>
        <Chip on={task.urgent} onClick={() => change(id, { urgent: !task.urgent })}>{t("tasks.urgent")}</Chip>
        <Chip on={task.important} onClick={() => change(id, { important: !task.important })}>{t("tasks.important")}</Chip>
      </Prop>
      <Prop label={t("tasks.labels")} icon={TagIcon}>
        <Pick label={t("action.label")} empty={task.tags.length > 0 ? "" : none} onPick={(anchor) => pickLabels(anchor, knownLabels(), task.tags, (tags) => change(id, { tags }))}>
          {task.tags.length > 0 ? <span class="labels">{task.tags.map((tag) => <span key={tag} class="pill">{tag}</span>)}</span> : null}
        </Pick>
      </Prop>
      <Prop label={t("tasks.assignee")} icon={User}>
        <Pick label={t("tasks.assignee")} empty={person ? "" : none} onPick={(anchor) => pickPerson(anchor, task.assignee_id, (assignee_id) => change(id, { assignee_id }))}>
          {person?.display_name}
        </Pick>
      </Prop>
      <Prop label={t("tasks.time")} icon={Clock}>
        <Minutes label={t("tasks.estimate")} value={task.estimate_minutes} onSave={(estimate_minutes) => change(id, { estimate_minutes })} />
        <span class="mute small">{t("tasks.spent_on")}</span>
        <Minutes label={t("tasks.actual")} value={task.actual_minutes} onSave={(actual_minutes) => change(id, { actual_minutes })} />
      </Prop>
      <Prop label={t("rule.label")} icon={Repeat}>
        <Pick label={t("rule.label")} empty={task.rrule ? "" : t("rule.never")} onPick={(anchor) => pickRule(anchor, task.rrule, task.deadline ?? today(), (rrule) => change(id, { rrule }))}>
          {task.rrule ? ruleWords(task.rrule) : null}
        </Pick>
      </Prop>
    </Props>
  );
}

/** "30", "1h", "1 h 30" are understood; what is not is put back. */
function Minutes({ label, value, onSave }: { label: string; value: number | null; onSave: (minutes: number | null) => void }): JSX.Element {
  return (
    <input key={value ?? "none"} class="input minutes num" type="text" aria-label={label} placeholder="–" title={t("tasks.minutes_hint")} defaultValue={value === null ? "" : minutesWords(value)}
      onKeyDown={(event) => { if (event.key === "Enter") event.currentTarget.blur(); }}
      onBlur={(event) => {
        const field = event.currentTarget;
        const minutes = readMinutes(field.value);
        if (minutes === undefined) field.value = value === null ? "" : minutesWords(value);
        else if (minutes !== value) onSave(minutes);
      }} />
  );
}
