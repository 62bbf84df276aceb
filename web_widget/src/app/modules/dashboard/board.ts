/** The dashboard as the hub answers it, read once and again when something that it shows has changed. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { api, on, onReady } from "@/connection";
import type { AgendaEvent, Alarm, BudgetEnvelope, DateOnly, Id, Note, Project, Room, Task } from "@/contract";
import type { Suggestion } from "@/contract/generated";
import { agenda, alarms, notes, projects, tasks } from "@/store/kinds";

interface List<T> { items: T[]; more: boolean }

export interface Board {
  day: DateOnly;
  agenda: List<AgendaEvent> | null;
  tasks: { overdue: Task[]; overdue_more: boolean; due: Task[]; due_more: boolean } | null;
  alarms: List<Alarm> | null;
  projects: List<Project> | null;
  notes: { items: Note[] } | null;
  unread: { messages: number; mentions: number; rooms: (Room & { id: Id })[] } | null;
  money: { currency: string; currencies: string[]; spent_cents: number; received_cents: number; total_cents: number; count: number; envelopes: BudgetEnvelope[] } | null;
  suggestions: Suggestion[];
  failed: Record<string, string>;
}

export type Part = "agenda" | "tasks" | "alarms" | "projects" | "notes" | "unread" | "money";

const CHANGES = ["agenda", "task", "alarm", "project", "note", "budget"].flatMap((kind) => ["created", "updated", "deleted"].map((change) => `${kind}.${change}`));
const RINGS = ["alarm.ringing", "alarm.stopped"];
const TALK = ["message.created", "message.deleted", "room.read"];
const SOON_MS = 500;
/** Where people talk there is always something new: now and then is enough. */
const TALK_MS = 4000;

/** What it brought is in the stores too: the keys act on what is there, and what is done shows at once. */
function known(board: Board): void {
  for (const event of board.agenda?.items ?? []) agenda.apply(event);
  for (const task of [...(board.tasks?.overdue ?? []), ...(board.tasks?.due ?? [])]) tasks.apply(task);
  for (const alarm of board.alarms?.items ?? []) alarms.apply(alarm);
  for (const project of board.projects?.items ?? []) projects.apply(project);
  for (const note of board.notes?.items ?? []) notes.apply(note);
}

export interface Reading {
  board: Board | null;
  /** Why the last attempt failed; what was read before stays. */
  error: unknown;
  read: () => void;
}

/** The dashboard of that day: it is read anew when the day is another. */
export function useBoard(day: DateOnly): Reading {
  const [board, setBoard] = useState<Board | null>(null);
  const [error, setError] = useState<unknown>(null);
  const asked = useRef<AbortController | null>(null);
  const read = useCallback((): void => {
    asked.current?.abort();
    const abort = new AbortController();
    asked.current = abort;
    api.get<Board>("/api/dashboard", {}, abort.signal).then(
      (found) => {
        if (abort.signal.aborted) return;
        known(found);
        setBoard(found);
        setError(null);
      },
      (fault: unknown) => abort.signal.aborted || setError(fault),
    );
  }, []);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let due = 0;
    const within = (ms: number) => (): void => {
      const at = Date.now() + ms;
      if (timer !== undefined && due <= at) return;
      clearTimeout(timer);
      due = at;
      timer = setTimeout(() => {
        timer = undefined;
        read();
      }, ms);
    };
    read();
    const stops = [
      ...[...CHANGES, ...RINGS].map((name) => on(name, within(SOON_MS))),
      ...TALK.map((name) => on(name, within(TALK_MS))),
      onReady((_, again) => again && within(SOON_MS)()),
    ];
    return () => {
      clearTimeout(timer);
      asked.current?.abort();
      for (const stop of stops) stop();
    };
  }, [day, read]);
  return { board, error, read };
}
