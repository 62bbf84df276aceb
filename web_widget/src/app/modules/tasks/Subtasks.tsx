import { X } from "lucide-preact";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { removeWithUndo, toggleTask } from "@/actions/rows";
import { IconButton } from "@/components/Button";
import { Tick } from "@/components/Field";
import type { Task } from "@/contract";
import { t } from "@/i18n";
import { tasks } from "@/store/kinds";
import { InlineText } from "../parts/InlineText";
import { useAll } from "../parts/useAll";
import { change } from "./actions";

/** The steps of a task: tick, rename, remove, add. */
export function Subtasks({ task }: { task: Task }): JSX.Element {
  const list = useAll(tasks.query({ parent_id: task.id, limit: 200 }));
  const [text, setText] = useState("");
  // The hub puts a new one on top; steps read in the order in which they were written.
  const items = [...list.items.value].sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
  const done = items.filter((item) => item.status === "done").length;
  const add = (event: Event): void => {
    event.preventDefault();
    const title = text.trim();
    if (!title) return;
    setText("");
    tasks.create({ title, parent_id: task.id, project_id: task.project_id }).catch(() => setText((now) => now || title));
  };
  return (
    <section aria-label={t("tasks.subtasks")}>
      <h2>{t("tasks.subtasks")} {items.length > 0 ? <small class="num">{done}/{items.length}</small> : null}</h2>
      {items.length > 0 ? <div class="stepbar" role="progressbar" aria-label={t("tasks.subtasks")} aria-valuemin={0} aria-valuemax={items.length} aria-valuenow={done}><i style={{ width: `${(done / items.length) * 100}%` }} /></div> : null}
      {items.map((item) => (
        <div key={item.id} class={`subtask${item.status === "done" ? " done" : ""}`}>
          <Tick label={t("task.complete", { title: item.title })} checked={item.status === "done"} onValue={() => toggleTask(item)} />
          <InlineText label={t("tasks.title")} value={item.title} required onSave={(title) => change(item.id, { title })} />
          <IconButton label={t("tasks.delete_named", { title: item.title })} onClick={() => removeWithUndo({ kind: "task", id: item.id })}><X aria-hidden="true" /></IconButton>
        </div>
      ))}
      <form class="addline" onSubmit={add}>
        <input type="text" aria-label={t("tasks.add_subtask")} placeholder={t("tasks.add_subtask")} value={text} maxLength={300} onInput={(event) => setText(event.currentTarget.value)} />
      </form>
    </section>
  );
}
