import { Tag } from "lucide-preact";
import { stored, type Module } from "../registry";
import { labels, type NoteLabel } from "./labels";

/** Notes themselves are of the app's first places; their labels came later. */
export const noteLabels: Module = {
  id: "note_labels",
  kinds: { note_label: { icon: Tag, name: "kind.note_label", title: (label: NoteLabel) => label.name, href: (id) => `/notes?label=${id}` } },
  stores: [stored(labels)],
};
