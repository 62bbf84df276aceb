import { BookOpen, NotebookPen } from "lucide-preact";
import { overlay } from "../../overlay";
import { stored, view, type Module } from "../registry";
import { lines, summaries, type JournalLine, type JournalSummary } from "./store";

export const journal: Module = {
  id: "journal",
  places: [{ id: "journal", path: "journal", title: "place.journal", icon: BookOpen, letter: "j", words: "journal diary log ligne", view: view("journal", () => import(".")), list: null, rail: "more" }],
  kinds: {
    journal: { icon: BookOpen, name: "kind.journal", title: (line: JournalLine) => line.text, href: (id) => `/journal?line=${id}`, view: view("journal", () => import("./LineDetail")) },
    journal_summary: { icon: BookOpen, name: "kind.journal_summary", title: (summary: JournalSummary) => summary.text, href: () => "/journal" },
  },
  stores: [stored(lines), stored(summaries)],
  actions: [{ id: "create.journal", title: "action.journal_line", group: "do", icon: NotebookPen, keys: "Ctrl+J", run: () => (overlay.value = "journal"), words: "journal line ligne noter log note" }],
};
