/** Making something new from anywhere: goes to its place and puts the cursor where one writes. */
import { AlarmClock, CalendarPlus, Euro, FilePlus, FolderPlus, SquareCheck } from "lucide-preact";
import { withWords } from "@/i18n";
import { firstSegment, navigate } from "@/app/router";
import type { Action } from "./types";

const WAIT_MS = 3000;

/** Opens a place and puts the cursor where one writes; its code may still be on its way. */
export function goAndWrite(path: string, selector: string): void {
  navigate(path);
  const until = performance.now() + WAIT_MS;
  const look = (): void => {
    const field = document.querySelector<HTMLElement>(selector);
    if (field) field.focus();
    else if (performance.now() < until) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

export const createActions: Action[] = [
  { id: "create.task", title: "action.new_task", group: "do", icon: SquareCheck, run: () => goAndWrite("/tasks", "main .tasks [data-quickadd]"), words: "new task nouvelle tâche ajouter todo" },
  { id: "create.note", title: "action.new_note", group: "do", icon: FilePlus, run: () => void withWords(() => import("@/app/modules/notes/new"), "work").then(({ newNote }) => newNote()), words: "new note nouvelle écrire" },
  // On the agenda itself its own action, with the key N, does this for the day shown.
  { id: "create.event", title: "action.new_event", group: "do", icon: CalendarPlus, when: () => firstSegment.value !== "agenda", run: () => navigate("/agenda?new=1"), words: "new event nouvel événement rendez-vous meeting réunion" },
  { id: "create.project", title: "action.new_project", group: "do", icon: FolderPlus, run: () => goAndWrite("/projects", "main .projects [data-quickadd]"), words: "new project nouveau projet" },
  { id: "create.line", title: "action.new_line", group: "do", icon: Euro, run: () => navigate("/budget?add=1"), words: "new expense dépense recette argent spent" },
  { id: "create.alarm", title: "action.new_alarm", group: "do", icon: AlarmClock, run: () => goAndWrite("/alarms", "main .viewbody form input, main form input"), words: "new alarm nouvelle alarme réveil remind rappel" },
];
