/** Labels of notes: one's own for one's own notes, a project's for those in it. */
import type { Entity, Id, Note } from "@/contract";
import type { NoteLabel as WireLabel } from "@/contract/generated";
import { fold } from "@/i18n/fold";
import { EntityStore } from "@/store/entities";

export type NoteLabel = WireLabel & Entity;

export const labels = new EntityStore<NoteLabel>({
  kind: "note_label",
  path: "/api/note-labels",
  match: (label, params) => params["project_id"] === undefined || label.project_id === params["project_id"],
  compare: (a, b) => (fold(a.name) < fold(b.name) ? -1 : fold(a.name) > fold(b.name) ? 1 : a.id < b.id ? -1 : 1),
});
export const allLabels = labels.query({ limit: 200 });

/** The labels that a note there can have. */
export function labelsFor(project: Id | null): NoteLabel[] {
  return allLabels.items.value.filter((label) => label.project_id === project);
}

/** Those on a note, as they are called now. */
export function labelsOn(note: Note): NoteLabel[] {
  const on = note.label_ids ?? [];
  return allLabels.items.value.filter((label) => on.includes(label.id));
}
