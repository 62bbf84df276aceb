import { Archive, ArchiveRestore, ArrowLeft, Bold, Columns2, Ellipsis, Eye, Heading2, History, Italic, Link, List, ListChecks, PenLine, Pin, Quote, Trash2 } from "lucide-preact";
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { removeWithUndo } from "@/actions/rows";
import { Button, IconButton } from "@/components/Button";
import { Tag } from "@/components/Chip";
import { Empty } from "@/components/Empty";
import { Markdown } from "@/components/Markdown";
import { openMenu } from "@/components/Menu";
import { Skeleton } from "@/components/Skeleton";
import type { Id, Note } from "@/contract";
import { t } from "@/i18n";
import { notes, projects } from "@/store/kinds";
import { toastUndo } from "@/store/undo";
import { location, navigate } from "../../router";
import { FilesOn } from "../files/on";
import { pickProject } from "../parts/pickers";
import { mayWrite } from "../parts/rights";
import { Backlinks } from "./Backlinks";
import { Checklist } from "./Checklist";
import { Conflict } from "./Conflict";
import { NoteLabels } from "./Labels";
import { Titles, useNaming } from "./naming";
import { Revisions } from "./Revisions";
import { sessionOf, type NoteSession } from "./session";
import { indent, nextItem, prefix, wrap } from "./writing";

type Mode = "write" | "both" | "read";
const mode = signal<Mode>((localStorage.getItem("panoramix.note_mode") as Mode | null) ?? "both");
function setMode(next: Mode): void {
  mode.value = next;
  localStorage.setItem("panoramix.note_mode", next);
}

function change(id: Id, patch: Partial<Note>): Promise<Note | null> {
  return notes.update(id, patch).catch(() => null); // said in a toast, and shown as it was
}

export function NoteEditor({ id }: { id: Id }): JSX.Element {
  const session = sessionOf(id);
  const slot = notes.slot(id);
  const text = session.text.value;
  const [revisions, setRevisions] = useState(false);
  // Going elsewhere saves at once.
  useEffect(() => () => void session.save(), [session]);
  if (slot.state === "missing") return <><Head /><Empty title={t("error.not_found")} action={<Button onClick={() => navigate("/notes")}>{t("place.notes")}</Button>} /></>;
  if (!text || !slot.value) {
    return <><Head />{session.error.value ? <Empty title={t("list.failed")} text={session.error.value} action={<Button onClick={() => void session.open()}>{t("retry")}</Button>} /> : <Skeleton />}</>;
  }
  const note = slot.value;
  const checklist = text.items.length > 0;
  return (
    <>
      <Head note={note} session={session} onRevisions={() => setRevisions(true)} checklist={checklist} />
      <div class="notepage scroll">
        <div class={`notebody ${checklist ? "write" : mode.value}`}>
          <TitleField session={session} />
          <NoteLabels note={note} />
          {checklist ? <Checklist items={text.items} onChange={(items) => session.change({ items })} /> : null}
          {!checklist && mode.value !== "read" ? <Writer session={session} /> : null}
          {checklist && text.content ? <Writer session={session} /> : null}
          {!checklist && mode.value !== "write" ? <div class="reading" aria-label={t("notes.preview")}>{text.content ? <Markdown text={text.content} style="page" /> : mode.value === "read" ? <p class="mute">{t("notes.empty_note")}</p> : null}</div> : null}
          <FilesOn thing={{ kind: "note", id }} write={mayWrite(note.project_id)} />
          <Backlinks id={id} title={note.title} />
        </div>
      </div>
      {session.state.value === "conflict" ? <Conflict session={session} /> : null}
      {revisions ? <Revisions session={session} onClose={() => setRevisions(false)} /> : null}
    </>
  );
}

function Head({ note, session, onRevisions, checklist }: { note?: Note; session?: NoteSession; onRevisions?: () => void; checklist?: boolean }): JSX.Element {
  const project = note?.project_id ? projects.slot(note.project_id).value : undefined;
  return (
    <header class="head notehead">
      <IconButton class="phoneback" label={t("back")} onClick={() => navigate("/notes")}><ArrowLeft aria-hidden="true" /></IconButton>
      <h1 class="sr">{note?.title ?? t("kind.note")}</h1>
      {note && session ? (
        <>
          <button type="button" class="pickvalue" onClick={(event) => pickProject(event.currentTarget, note.project_id, (project_id) => void change(note.id, { project_id }))}>
            <span class="sr">{t("kind.project")}: </span>{project ? <Tag color={project.color}>{project.name}</Tag> : <span class="mute">{t("pick.no_project")}</span>}
          </button>
          <SaveLine session={session} />
          <div class="tools">
            {checklist ? null : <Modes />}
            <IconButton label={t(note.pinned ? "notes.unpin" : "notes.pin")} on={note.pinned} onClick={() => void change(note.id, { pinned: !note.pinned })}><Pin aria-hidden="true" /></IconButton>
            <IconButton label={t("more")} onClick={(event) => noteMenu(note, session, event.currentTarget, checklist ?? false, onRevisions ?? (() => undefined))}><Ellipsis aria-hidden="true" /></IconButton>
          </div>
        </>
      ) : null}
    </header>
  );
}

function Modes(): JSX.Element {
  const option = (value: Mode, Icon: typeof Eye): JSX.Element => (
    <IconButton class={`mode ${value}`} label={t(`notes.mode_${value}`)} on={mode.value === value} onClick={() => setMode(value)}><Icon aria-hidden="true" /></IconButton>
  );
  return <div class="modes" role="group" aria-label={t("notes.modes")}>{option("write", PenLine)}{option("both", Columns2)}{option("read", Eye)}</div>;
}

function SaveLine({ session }: { session: NoteSession }): JSX.Element {
  const state = session.state.value;
  return (
    <span class={`savestate ${state}`} role="status">
      {state === "failed" ? <>{session.error.value} <Button small onClick={() => void session.save()}>{t("retry")}</Button></> : t(`notes.${state}`)}
    </span>
  );
}

function noteMenu(note: Note, session: NoteSession, anchor: Element, checklist: boolean, onRevisions: () => void): void {
  const text = session.text.peek();
  openMenu(anchor, t("more"), [
    checklist
      ? { label: t("notes.to_text"), icon: List, run: () => text && session.change({ items: [], content: [text.content, ...text.items.map((item) => `- [${item.checked ? "x" : " "}] ${item.text}`)].filter(Boolean).join("\n") }) }
      : { label: t("notes.to_checklist"), icon: ListChecks, run: () => text && session.change(toChecklist(text.content)) },
    { label: t("notes.revisions"), icon: History, run: onRevisions },
    {
      label: t(note.archived ? "notes.unarchive" : "notes.archive"), icon: note.archived ? ArchiveRestore : Archive,
      run: () => void change(note.id, { archived: !note.archived }).then((done) => done && toastUndo(t(done.archived ? "notes.archived_toast" : "notes.unarchived_toast", { title: note.title }), { kind: "note", id: note.id })),
    },
    "line",
    { label: t("delete"), icon: Trash2, bad: true, run: () => { navigate("/notes"); removeWithUndo({ kind: "note", id: note.id }); } },
  ]);
}

/** List lines become items; what is not a list stays text above. An empty note starts with one empty item. */
function toChecklist(content: string): { items: { text: string; checked: boolean }[]; content: string } {
  const items: { text: string; checked: boolean }[] = [];
  const rest: string[] = [];
  for (const line of content.split("\n")) {
    const found = /^\s*(?:[-*+]|\d+[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/.exec(line);
    if (found) items.push({ text: found[2] ?? "", checked: found[1]?.toLowerCase() === "x" });
    else rest.push(line);
  }
  return { items: items.length > 0 ? items : [{ text: "", checked: false }], content: rest.join("\n").trim() };
}

function TitleField({ session }: { session: NoteSession }): JSX.Element {
  const ref = useRef<HTMLInputElement>(null);
  const fresh = location.value.query.get("new") === "1";
  useEffect(() => {
    if (fresh) ref.current?.select();
  }, [fresh]);
  return (
    <input ref={ref} class="notetitle" type="text" aria-label={t("tasks.title")} placeholder={t("tasks.title")} maxLength={300} value={session.text.value?.title ?? ""}
      onFocus={() => session.titling(true)} onBlur={() => session.titling(false)}
      onInput={(event) => session.change({ title: event.currentTarget.value })}
      onKeyDown={(event) => { if (event.key === "Enter") { event.preventDefault(); document.querySelector<HTMLElement>(".notebody textarea, .checklist input[type=text]")?.focus(); } }} />
  );
}

function Writer({ session }: { session: NoteSession }): JSX.Element {
  const ref = useRef<HTMLTextAreaElement>(null);
  const content = session.text.value?.content ?? "";
  const naming = useNaming(ref, session.id, (text) => session.change({ content: text }));
  useLayoutEffect(() => {
    const area = ref.current;
    if (!area || CSS.supports("field-sizing", "content")) return;
    area.style.height = "0";
    area.style.height = `${area.scrollHeight}px`;
  }, [content]);
  const act = (run: (area: HTMLTextAreaElement) => void) => (): void => {
    if (!ref.current) return;
    ref.current.focus();
    run(ref.current);
  };
  const keys = (event: KeyboardEvent): void => {
    const area = ref.current;
    if (!area || event.isComposing || naming.onKey(event)) return;
    const command = event.ctrlKey || event.metaKey;
    let done = true;
    if (command && event.key.toLowerCase() === "b") wrap(area, "**");
    else if (command && event.key.toLowerCase() === "i") wrap(area, "*");
    else if (command && event.key.toLowerCase() === "s") void session.save();
    else if (event.key === "Enter" && !event.shiftKey && !command) done = nextItem(area);
    else if (event.key === "Tab") done = indent(area, event.shiftKey);
    else done = false;
    if (done) event.preventDefault();
  };
  const link = (area: HTMLTextAreaElement): void => {
    const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
    const start = area.selectionStart;
    area.setRangeText(`[${chosen}](https://)`, area.selectionStart, area.selectionEnd, "end");
    area.setSelectionRange(start + chosen.length + 11, start + chosen.length + 11);
    session.change({ content: area.value });
  };
  return (
    <div class="writer">
      <div class="marks" role="toolbar" aria-label={t("notes.format")}>
        <IconButton label={t("notes.bold")} keys="Ctrl B" onClick={act((area) => wrap(area, "**"))}><Bold aria-hidden="true" /></IconButton>
        <IconButton label={t("notes.italic")} keys="Ctrl I" onClick={act((area) => wrap(area, "*"))}><Italic aria-hidden="true" /></IconButton>
        <IconButton label={t("notes.heading")} onClick={act((area) => prefix(area, "## "))}><Heading2 aria-hidden="true" /></IconButton>
        <IconButton label={t("notes.bullets")} onClick={act((area) => prefix(area, "- "))}><List aria-hidden="true" /></IconButton>
        <IconButton label={t("notes.boxes")} onClick={act((area) => prefix(area, "- [ ] "))}><ListChecks aria-hidden="true" /></IconButton>
        <IconButton label={t("notes.quote")} onClick={act((area) => prefix(area, "> "))}><Quote aria-hidden="true" /></IconButton>
        <IconButton label={t("notes.link")} onClick={act(link)}><Link aria-hidden="true" /></IconButton>
      </div>
      <Titles naming={naming} />
      <textarea ref={ref} class="write" aria-autocomplete="list" aria-controls={naming.open ? "note-titles" : undefined} aria-activedescendant={naming.open ? `note-title-${naming.at}` : undefined} aria-label={t("notes.text")} placeholder={t("notes.text_placeholder")} value={content} spellcheck
        onInput={(event) => { session.change({ content: event.currentTarget.value }); naming.refresh(); }} onKeyDown={keys} onClick={naming.refresh} onBlur={naming.close} />
    </div>
  );
}
