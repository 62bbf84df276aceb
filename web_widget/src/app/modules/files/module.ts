/** Files, and the gallery of what was sent in one's rooms. */
import { File as FileIcon, Images } from "lucide-preact";
import type { Id } from "@/contract";
import type { StoredFile } from "@/contract/generated";
import { withWords } from "@/i18n";
import { fileSize } from "@/i18n/format";
import { stored, view, type Module } from "../registry";
import { files as store } from "./store";

export const files: Module = {
  id: "files",
  places: [
    {
      id: "files", path: "files", title: "place.files", icon: FileIcon, letter: "f", rail: "more", list: null,
      words: "documents uploads attachments fichiers pièces jointes envois", view: view("files", () => import("./FilesView")),
    },
    {
      id: "gallery", path: "gallery", title: "place.gallery", icon: Images, letter: "y", rail: "more", list: null,
      words: "media pictures photos videos images médias photos vidéos", view: view("files", () => import("./GalleryView")),
    },
  ],
  kinds: {
    file: {
      icon: FileIcon, name: "kind.file", title: (file: StoredFile) => file.name, detail: (file: StoredFile) => fileSize(file.size),
      href: (id: Id) => `/files/${id}`, view: view("files", () => import("./FileDetail")),
    },
  },
  stores: [stored(store)],
  verbs: {
    file: {
      move: (id, anchor) => void withWords(() => import("../parts/pickers"), "work").then(({ pickProject }) =>
        pickProject(anchor, store.peek(id)?.project_id ?? null, (project_id) => void store.update(id, { project_id }).catch(() => undefined))),
    },
  },
};
