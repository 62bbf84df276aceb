import { Plus, Tag as TagIcon, Trash2 } from "lucide-preact";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { removeWithUndo } from "@/actions/rows";
import { IconButton } from "@/components/Button";
import { Chip, Tag } from "@/components/Chip";
import { Dialog } from "@/components/Dialog";
import { Empty } from "@/components/Empty";
import { openPopover } from "@/components/Popover";
import type { Id, Note } from "@/contract";
import { t } from "@/i18n";
import { notes, projects } from "@/store/kinds";
import { location, setQuery } from "../../router";
import { ListState } from "../parts/ListState";
import { Choices } from "../parts/pickers";
import { useAll } from "../parts/useAll";
import { COLORS, pickColor } from "../projects/parts";
import { allLabels, labels, labelsFor, labelsOn, type NoteLabel } from "./labels";

function put(note: Note, label_ids: Id[]): void {
  void notes.update(note.id, { label_ids }).catch(() => undefined); // said in a toast, and shown as it was
}

/** A new label gets the colour that the fewest have. */
function nextColor(among: readonly NoteLabel[]): string {
  const count = (color: string): number => among.filter((label) => label.color === color).length;
  return [...COLORS].sort((a, b) => count(a) - count(b))[0]!;
}

function LabelChoices({ id }: { id: Id }): JSX.Element | null {
  useAll(allLabels);
  const note = notes.slot(id).value;
  if (!note) return null;
  const known = labelsFor(note.project_id);
  const on = note.label_ids ?? [];
  const make = (name: string): void => {
    labels.create({ name, color: nextColor(known), project_id: note.project_id }).then(
      (made) => put(notes.peek(id) ?? note, [...(notes.peek(id)?.label_ids ?? []), made.id]),
      () => undefined, // said in a toast
    );
  };
  return (
    <Choices label={t("labels.pick")} choices={known.map((label) => ({ id: label.id, label: label.name, color: label.color }))} chosen={on}
      onPick={(label) => label && put(note, on.includes(label) ? on.filter((one) => one !== label) : [...on, label])} onNew={make} />
  );
}

/** The labels on a note; the button at the end puts some on or takes them off. */
export function NoteLabels({ note }: { note: Note }): JSX.Element {
  useAll(allLabels);
  const on = labelsOn(note);
  return (
    <div class="notelabels" role="group" aria-label={t("labels.labels")}>
      {on.map((label) => <a key={label.id} class="chip" href={`/notes/${note.id}?label=${label.id}`} title={t("labels.only", { name: label.name })}><Tag color={label.color}>{label.name}</Tag></a>)}
      <button type="button" class="chip addlabel" onClick={(event) => openPopover({ anchor: event.currentTarget, label: t("labels.pick"), placement: "bottom-start", render: () => <LabelChoices id={note.id} /> })}>
        {on.length === 0 ? <TagIcon aria-hidden="true" /> : <Plus aria-hidden="true" />}<span class={on.length === 0 ? "" : "sr"}>{t("labels.pick")}</span>
      </button>
    </div>
  );
}

/** The labels that the list is narrowed to, from the address. */
export function chosenLabels(): Id[] {
  return (location.value.query.get("label") ?? "").split(",").filter((id) => /^[0-9a-f]{24}$/.test(id));
}

/** What the list can be narrowed to: of several, a note has all. */
export function LabelFilter(): JSX.Element | null {
  useAll(allLabels);
  const known = allLabels.items.value;
  const chosen = chosenLabels();
  if (known.length === 0) return null;
  const toggle = (id: Id): void => {
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
    setQuery({ label: next.join(",") || null });
  };
  return (
    <div class="labelfilter" role="group" aria-label={t("labels.filter")}>
      {known.slice(0, 40).map((label) => (
        <Chip key={label.id} on={chosen.includes(label.id)} onClick={() => toggle(label.id)} title={label.project_id ? projects.slot(label.project_id).value?.name ?? "" : ""}><Tag color={label.color}>{label.name}</Tag></Chip>
      ))}
    </div>
  );
}

/** All labels: named, coloured and removed; one's own first, then project by project. */
export function LabelManager({ onClose }: { onClose: () => void }): JSX.Element {
  useAll(allLabels);
  const all = allLabels.items.value;
  const groups = [...new Set<Id | null>([null, ...all.map((label) => label.project_id)])];
  const [text, setText] = useState("");
  const add = (): void => {
    const name = text.trim();
    if (!name) return;
    setText("");
    labels.create({ name, color: nextColor(labelsFor(null)) }).catch(() => setText((now) => now || name)); // said in a toast
  };
  return (
    <Dialog title={t("labels.labels")} onClose={onClose} onSubmit={add}>
      <input class="input" type="text" autocomplete="off" maxLength={60} aria-label={t("labels.add")} placeholder={t("labels.add")} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      <ListState query={allLabels} empty={<Empty icon={<TagIcon aria-hidden="true" />} title={t("labels.none")} text={t("labels.none_text")} />}>
        {groups.map((project) => {
          const some = labelsFor(project);
          if (some.length === 0) return null;
          return (
            <section key={project ?? ""} class="labelgroup">
              <h3>{project ? projects.slot(project).value?.name ?? t("kind.project") : t("labels.own")}</h3>
              {some.map((label) => <LabelLine key={label.id} label={label} />)}
            </section>
          );
        })}
      </ListState>
    </Dialog>
  );
}

function LabelLine({ label }: { label: NoteLabel }): JSX.Element {
  const save = (patch: Partial<NoteLabel>): void => void labels.update(label.id, patch).catch(() => undefined); // said in a toast, and shown as it was
  const rename = (field: HTMLInputElement): void => {
    const name = field.value.trim();
    if (name && name !== label.name) save({ name });
    else field.value = label.name;
  };
  return (
    <div class="labelline">
      <button type="button" class="bigswatch" aria-label={t("labels.color_of", { name: label.name })} style={{ background: label.color ?? "var(--accent)" }} onClick={(event) => pickColor(event.currentTarget, label.color, (color) => save({ color }))} />
      <input class="input" type="text" autocomplete="off" maxLength={60} aria-label={t("labels.name_of", { name: label.name })} value={label.name} onChange={(event) => rename(event.currentTarget)} />
      <IconButton label={t("labels.delete", { name: label.name })} onClick={() => removeWithUndo({ kind: "note_label", id: label.id })}><Trash2 aria-hidden="true" /></IconButton>
    </div>
  );
}
