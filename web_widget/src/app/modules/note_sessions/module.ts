import { ListOrdered } from "lucide-preact";
import { goAndWrite } from "@/actions/create";
import { stored, view, type Module } from "../registry";
import { sessions, type NoteSession } from "./store";

export const noteSessions: Module = {
  id: "note_sessions",
  places: [{ id: "sessions", path: "sessions", title: "place.sessions", icon: ListOrdered, letter: "w", words: "meeting minutes notes session réunion compte rendu séance", view: view("note_sessions", () => import(".")), list: null, rail: "more" }],
  kinds: {
    note_session: { icon: ListOrdered, name: "kind.note_session", title: (session: NoteSession) => session.title, href: (id) => `/sessions/${id}` },
  },
  stores: [stored(sessions)],
  actions: [{ id: "create.session", title: "action.new_session", group: "do", icon: ListOrdered, run: () => goAndWrite("/sessions", "main .sessions [data-quickadd]"), words: "meeting minutes notes session réunion compte rendu nouvelle" }],
};
