import type { JSX } from "preact";
import type { Task } from "@/contract";
import { toggleTask } from "@/actions/rows";
import { openEntity } from "@/app/panes";
import { t } from "@/i18n";
import { clock } from "@/i18n/format";
import { projects } from "@/store/kinds";
import { isCurrent } from "@/store/selection";
import { Tag } from "./Chip";
import { DateWords } from "./DateWords";
import { Tick } from "./Field";
import { Row } from "./Row";

/** A task in one line: tick, title, project, date; E completes it when it is the current one. */
export function TaskRow({ task, onOpen, inProject }: { task: Task; onOpen?: () => void; inProject?: boolean }): JSX.Element {
  const done = task.status === "done";
  const ref = { kind: "task" as const, id: task.id };
  const project = task.project_id && !inProject ? projects.slot(task.project_id).value : undefined;
  const day = task.deadline ?? task.scheduled_date;
  return (
    <Row entity={ref} done={done || task.status === "cancelled"} title={task.title}
      start={<Tick label={t("task.complete", { title: task.title })} checked={done} onValue={() => toggleTask(task)} />}
      end={<>
        {project ? <Tag color={project.color}>{project.name}</Tag> : null}
        {done && task.completed_at ? <span class="due">{clock(task.completed_at)}</span> : day ? <DateWords day={day} due={task.deadline !== null} done={done} /> : null}
        {isCurrent(ref) ? <kbd aria-hidden="true">E</kbd> : null}
      </>}
      onOpen={onOpen ?? (() => openEntity(ref))} />
  );
}
