/** Changes to events: one occurrence, it and those that follow, or the whole series. */
import { signal } from "@preact/signals";
import { openMenu } from "@/components/Menu";
import { api } from "@/connection";
import type { AgendaEvent, Id } from "@/contract";
import { t } from "@/i18n";
import { dayOf, daysBetween } from "@/i18n/format";
import { agenda } from "@/store/kinds";
import type { EntityQuery } from "@/store/queries";
import { toastUndo } from "@/store/undo";
import { openEntity } from "../../panes";
import { DAY_MINUTES, instantAt, minutesOf } from "./time";

export type Scope = "this" | "following" | "all";

/** Which occurrence the pane shows: its key in the store. */
export const openKey = signal<string | null>(null);
/** The list on screen, read again before a change is let go of, so that nothing jumps back. */
export const onScreen = signal<EntityQuery<AgendaEvent> | null>(null);

export function show(event: AgendaEvent): void {
  openKey.value = agenda.keyOf(event);
  openEntity({ kind: "agenda", id: event.id });
}

/** Asks how far a change reaches, if the event repeats. */
export function askScope(event: AgendaEvent, anchor: Element | { x: number; y: number }, run: (scope: Scope) => void, choices: readonly Scope[] = ["this", "following", "all"]): void {
  if (!event.rrule || !event.occurrence) return run("all");
  openMenu(anchor, t("agenda.scope"), [{ head: t("agenda.scope") }, ...choices.map((scope) => ({ label: t(`agenda.scope_${scope}`), run: () => run(scope) }))], "bottom-start");
}

/** A time of the series that lies as far from the stored one as the new time of this occurrence from its old one. */
function shifted(stored: string, from: string, to: string): string {
  if (stored.length === 10) return new Date(Date.parse(`${stored}T00:00:00Z`) + daysBetween(from.slice(0, 10), to.slice(0, 10)) * 86_400_000).toISOString().slice(0, 10);
  // By the wall clock, so that a change of the hour keeps it.
  const days = daysBetween(dayOf(from), dayOf(to));
  const minutes = minutesOf(to) - minutesOf(from);
  return instantAt(dayOf(stored), minutesOf(stored) + minutes + days * DAY_MINUTES);
}

export async function save(event: AgendaEvent, patch: Partial<AgendaEvent>, scope: Scope): Promise<void> {
  const part = scope !== "all" && event.occurrence ? { occurrence: event.occurrence, scope } : {};
  const path = `/api/agenda/${event.id}`;
  const write = async (): Promise<AgendaEvent> => {
    let body: object = { ...patch, ...part };
    if (scope === "all" && event.rrule && (patch.start || patch.end) && patch.all_day === undefined) {
      const stored = await api.get<AgendaEvent>(path);
      const start = patch.start ? shifted(stored.start, event.start, patch.start) : stored.start;
      const end = patch.end ? shifted(stored.end, event.end, patch.end) : stored.end;
      body = { ...body, start, end };
    }
    const written = await api.patch<AgendaEvent>(path, body);
    await onScreen.peek()?.load();
    return written;
  };
  const key = scope === "all" && !event.rrule ? event.id : agenda.keyOf(event);
  try {
    const written = await agenda.optimistic(key, patch, write);
    toastUndo(t("agenda.changed_toast", { title: written.summary }), { kind: "agenda", id: event.id });
  } catch {
    // Said in a toast; the event stands where it was.
  }
}

export async function remove(event: AgendaEvent, scope: Scope): Promise<void> {
  const part = scope !== "all" && event.occurrence ? { occurrence: event.occurrence, scope } : {};
  try {
    if (scope === "all") await agenda.remove(event.id);
    else await api.delete(`/api/agenda/${event.id}`, part);
    await onScreen.peek()?.load();
    toastUndo(t("deleted_toast", { title: event.summary }), { kind: "agenda", id: event.id });
  } catch (error) {
    if (scope !== "all") throw error;
  }
}

/** Moves an event by days and minutes of the wall clock, keeping its length. */
export function movedBy(event: AgendaEvent, days: number, minutes: number): Partial<AgendaEvent> {
  const move = (at: string): string => {
    if (event.all_day) return new Date(Date.parse(`${at.slice(0, 10)}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
    return instantAt(dayOf(at), minutesOf(at) + minutes + days * DAY_MINUTES);
  };
  const start = move(event.start);
  const end = event.all_day ? move(event.end) : new Date(Date.parse(start) + Date.parse(event.end) - Date.parse(event.start)).toISOString();
  return { start, end };
}

export async function create(input: Partial<AgendaEvent> & { summary: string }): Promise<Id | null> {
  try {
    const made = await agenda.create(input);
    await onScreen.peek()?.load();
    toastUndo(t("agenda.added_toast", { title: made.summary }), { kind: "agenda", id: made.id });
    return made.id;
  } catch {
    return null; // said in a toast
  }
}
