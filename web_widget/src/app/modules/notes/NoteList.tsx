import { Archive, Pin, Plus, Search, Tags } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { IconButton } from "@/components/Button";
import { DateWords } from "@/components/DateWords";
import { Empty } from "@/components/Empty";
import type { EntityRef, Note } from "@/contract";
import { t } from "@/i18n";
import { dayOf } from "@/i18n/format";
import { notes, projects } from "@/store/kinds";
import { useQuery } from "@/store/queries";
import { current, isCurrent, useRows } from "@/store/selection";
import { segment } from "../../router";
import { ListState } from "../parts/ListState";
import { chosenLabels, LabelFilter, LabelManager } from "./Labels";
import { labelsOn } from "./labels";
import { newNote } from "./new";
import "./notes.css";

function excerpt(note: Note): string {
  if (note.items && note.items.length > 0) return t("notes.checked", { done: note.items.filter((item) => item.checked).length, total: note.items.length });
  const title = note.title.trim();
  const line = note.content.split("\n").map((one) => one.replace(/^[#>\-*\s\d.|]+/, "").replace(/[*_`|]/g, "").trim()).find((one) => one && one !== title);
  return line ?? t("notes.empty_note");
}

/** The list column: search, pinned first, then by change. */
export function NoteList(): JSX.Element {
  const [text, setText] = useState("");
  const [archived, setArchived] = useState(false);
  const words = text.trim();
  const [managing, setManaging] = useState(false);
  const label = chosenLabels().join(",");
  const list = useQuery(useMemo(() => notes.query({ archived, limit: 100, ...(words ? { q: words } : {}), ...(label ? { label_id: label } : {}) }), [archived, words, label]));
  const open = segment(1);
  const items = list.items.value;
  const latest = useRef(items);
  latest.current = items;
  useRows(useCallback((): EntityRef[] => latest.current.map((note) => ({ kind: "note", id: note.id })), []));
  const pinned = items.filter((note) => note.pinned);
  const rest = items.filter((note) => !note.pinned);
  return (
    <div class="notelist">
      <div class="listhead">
        <h2>{t(archived ? "notes.archived" : "place.notes")}</h2>
        <IconButton label={t("labels.manage")} onClick={() => setManaging(true)}><Tags aria-hidden="true" /></IconButton>
        <IconButton label={t("notes.archived")} on={archived} onClick={() => setArchived(!archived)}><Archive aria-hidden="true" /></IconButton>
        <IconButton label={t("action.new_note")} onClick={() => void newNote()}><Plus aria-hidden="true" /></IconButton>
      </div>
      <label class="find"><Search aria-hidden="true" /><input type="search" aria-label={t("notes.search")} placeholder={t("notes.search")} value={text} onInput={(event) => setText(event.currentTarget.value)} /></label>
      <LabelFilter />
      <div class="scroll rows">
        <ListState query={list} empty={words ? <Empty title={t("notes.none_found")} /> : label ? <Empty title={t("labels.none_found")} /> : archived ? <Empty title={t("notes.none_archived")} /> : <p class="hint">{t("notes.none")}</p>}>
          {pinned.length > 0 ? <h3><Pin aria-hidden="true" />{t("notes.pinned")}</h3> : null}
          {pinned.map((note) => <Line key={note.id} note={note} open={note.id === open} />)}
          {pinned.length > 0 && rest.length > 0 ? <h3>{t("notes.others")}</h3> : null}
          {rest.map((note) => <Line key={note.id} note={note} open={note.id === open} />)}
        </ListState>
      </div>
      {managing ? <LabelManager onClose={() => setManaging(false)} /> : null}
    </div>
  );
}

function Line({ note, open }: { note: Note; open: boolean }): JSX.Element {
  const ref: EntityRef = { kind: "note", id: note.id };
  const project = note.project_id ? projects.slot(note.project_id).value : undefined;
  return (
    <a href={`/notes/${note.id}${window.location.search.match(/[?&]label=[0-9a-f,]+/)?.[0].replace("&", "?") ?? ""}`} class={`noteline${open ? " open" : ""}${isCurrent(ref) ? " on" : ""}`} aria-current={open ? "page" : undefined} data-row={`note:${note.id}`} onFocus={() => (current.value = ref)}>
      <b class="ell">{note.title}</b>
      <span class="ell">{excerpt(note)}</span>
      <small>{labelsOn(note).slice(0, 4).map((label) => <i key={label.id} class="swatch round" style={{ background: label.color ?? "var(--accent)" }} title={label.name} />)}{project ? <i class="swatch" style={{ background: project.color ?? "var(--ink3)" }} title={project.name} /> : null}<DateWords day={dayOf(note.updated_at)} /></small>
    </a>
  );
}
