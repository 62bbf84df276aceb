import { ArrowLeft, Folder, GraduationCap, Pin, Plus, Sparkles, Trash2 } from "lucide-preact";
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { removeWithUndo } from "@/actions/rows";
import { Button, IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { projects } from "@/store/kinds";
import { errorText } from "@/store/toasts";
import { navigate } from "../../router";
import { InlineText } from "../parts/InlineText";
import { pickProject } from "../parts/pickers";
import { useOrder } from "../parts/reorder";
import { Said } from "../parts/Said";
import { Thinking } from "../parts/Thinking";
import { useThought } from "../parts/thought";
import { Coaching, Findings } from "./Findings";
import { LineRow } from "./LineRow";
import { linesOf, type Lines } from "./lines";
import { sessions, type NoteSession } from "./store";

/** What was being written in a session stays when one looks at another. */
const drafts = new Map<Id, string>();

/** One meeting: its lines, and beside them what a model makes of them. */
export function Session({ id }: { id: Id }): JSX.Element {
  const slot = sessions.slot(id);
  const lines = linesOf(id);
  const summary = useThought();
  const coach = useThought();
  const [cited, setCited] = useState<Id | null>(null);
  const session = slot.value;
  if (slot.state === "missing") return <Empty title={t("error.not_found")} action={<Button onClick={() => navigate("/sessions")}>{t("back")}</Button>} />;
  if (!session) return slot.state === "error" ? <Empty title={t("list.failed")} text={errorText(slot.error)} action={<Button onClick={() => void sessions.fetch(id).catch(() => undefined)}>{t("retry")}</Button>} /> : <Skeleton />;
  const change = (patch: Partial<NoteSession>): void => void sessions.update(id, patch).catch(() => undefined); // said in a toast
  const show = (line: Id): void => {
    setCited(line);
    document.getElementById(`line-${line}`)?.scrollIntoView({ block: "center" });
  };
  const none = lines.items.value.length === 0;
  const project = session.project_id ? projects.slot(session.project_id).value : undefined;
  const remove = (): void => {
    removeWithUndo({ kind: "note_session", id });
    navigate("/sessions");
  };
  return (
    <>
      <header class="head sessionhead">
        <IconButton label={t("back")} onClick={() => navigate("/sessions")}><ArrowLeft aria-hidden="true" /></IconButton>
        <h1><InlineText label={t("sessions.title")} value={session.title} required onSave={(title) => change({ title })} /></h1>
        <div class="tools">
          <button type="button" class="pickvalue" aria-label={t("sessions.project")} onClick={(event) => pickProject(event.currentTarget, session.project_id, (project_id) => change({ project_id }))}>
            {project ? <><i class="swatch" style={{ background: project.color ?? "var(--ink3)" }} /><span class="tag ell">{project.name}</span></> : <Folder aria-hidden="true" />}
          </button>
          <IconButton label={t(session.pinned ? "sessions.unpin" : "sessions.pin")} on={session.pinned} onClick={() => change({ pinned: !session.pinned })}><Pin aria-hidden="true" /></IconButton>
          <IconButton label={t("delete")} onClick={remove}><Trash2 aria-hidden="true" /></IconButton>
          <Button disabled={none || coach.thinking} onClick={() => void coach.ask(`/api/note-sessions/${id}/coach`)}><GraduationCap aria-hidden="true" />{t("sessions.coach")}</Button>
          <Button tone="primary" disabled={none || summary.thinking} onClick={() => void summary.ask(`/api/note-sessions/${id}/summarize`)}><Sparkles aria-hidden="true" />{t("sessions.summarise")}</Button>
        </div>
      </header>
      <div class="viewbody session">
        <section class="slines" aria-label={t("sessions.lines")}>
          <SessionLines lines={lines} cited={cited} />
          <NewLine lines={lines} />
        </section>
        <aside class="made" aria-label={t("sessions.made")}>
          <Thinking thought={coach} doing={t("sessions.coaching")} />
          <Thinking thought={summary} doing={t("sessions.reading")} />
          <Coaching session={session} lines={lines} onCite={show} />
          {summary.thinking ? null : <Findings session={session} lines={lines} onCite={show} />}
        </aside>
      </div>
    </>
  );
}

function SessionLines({ lines, cited }: { lines: Lines; cited: Id | null }): JSX.Element {
  const items = lines.items.value;
  const waiting = lines.unsent.value;
  const order = useOrder({
    rows: () => lines.items.peek().map((line) => ({ id: line.id, title: line.text.slice(0, 60) })),
    move: (id, to) => lines.move(id, to),
  });
  if (lines.state.value === "error") return <Empty title={t("list.failed")} text={errorText(lines.error.value)} action={<Button onClick={() => void lines.load()}>{t("retry")}</Button>} />;
  if (lines.state.value !== "ready" && waiting.length === 0) return <Skeleton />;
  if (items.length + waiting.length === 0) return <p class="hint">{t("sessions.no_lines")}</p>;
  return (
    <>
      <div role="list" aria-label={t("sessions.lines")}>
        {items.map((line, at) => <LineRow key={line.id} line={line} number={at + 1} lines={lines} order={order} cited={line.id === cited} />)}
        {waiting.map((one, at) => (
          <div key={one.key} role="listitem" class={`sline waiting${one.failed ? " failed" : ""}`}><span class="grip-handle" /><b class="num">L{items.length + at + 1}</b><span class="text">{one.text}</span></div>
        ))}
      </div>
      <Said order={order} />
      {waiting.some((one) => one.failed) ? <p class="small bad" role="alert">{t("sessions.unsent", { count: waiting.length })} <Button small onClick={() => lines.again()}>{t("retry")}</Button></p> : null}
    </>
  );
}

function NewLine({ lines }: { lines: Lines }): JSX.Element {
  const [text, setText] = useState(drafts.get(lines.session) ?? "");
  const field = useRef<HTMLInputElement>(null);
  const write = (value: string): void => {
    setText(value);
    drafts.set(lines.session, value);
  };
  const add = (event: Event): void => {
    event.preventDefault();
    if (!text.trim()) return;
    lines.add(text.trim());
    write("");
    requestAnimationFrame(() => field.current?.scrollIntoView({ block: "nearest" }));
  };
  return (
    <form class="taskadd" onSubmit={add}>
      <Plus aria-hidden="true" />
      <input ref={field} type="text" data-quickadd autocomplete="off" aria-label={t("sessions.add_line")} placeholder={t("sessions.add_line")} value={text} maxLength={2000} onInput={(event) => write(event.currentTarget.value)} />
    </form>
  );
}
