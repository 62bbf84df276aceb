/** What one can do with an alarm; keys, menus and buttons all come here. */
import { AlarmClockOff, BellOff, Check, Clock, Repeat, Trash2 } from "lucide-preact";
import { addActions } from "@/actions/table";
import { removeWithUndo, rowVerbs } from "@/actions/rows";
import { openMenu, type MenuEntry } from "@/components/Menu";
import type { Alarm, Id } from "@/contract";
import { t } from "@/i18n";
import { dayAndClock, dayOf, today } from "@/i18n/format";
import { alarms } from "@/store/kinds";
import { ringing, dismissAlarm, snooze } from "@/store/ringing";
import { current } from "@/store/selection";
import { toastUndo } from "@/store/undo";
import { pickRule } from "../parts/RuleEditor";
import { again, dueAt, untilMorning } from "./time";
import { pickWhen } from "./When";

export const SNOOZES = [5, 10, 30, 60] as const;

export function change(id: Id, patch: Partial<Alarm>): Promise<boolean> {
  return alarms.update(id, patch).then(() => true, () => false); // said in a toast, and shown as it was
}

export function canSnooze(alarm: Alarm): boolean {
  return alarm.enabled && !alarm.done;
}

/** Rests it, and says until when. */
export async function snoozeFor(alarm: Alarm, minutes: number): Promise<void> {
  await snooze(alarm, minutes);
  const until = alarms.peek(alarm.id)?.snoozed_until;
  if (until) toastUndo(t("alarms.snoozed_toast", { title: alarm.title, when: dayAndClock(until) }), { kind: "alarm", id: alarm.id });
}

export async function stopAlarm(alarm: Alarm): Promise<void> {
  await dismissAlarm(alarm);
  if (!ringing.peek().has(alarm.id)) toastUndo(t("alarms.stopped_toast", { title: alarm.title }), { kind: "alarm", id: alarm.id });
}

/** On or off. What is done, or was left behind, is set for the next time that its clock shows the same. */
export function toggleAlarm(alarm: Alarm): void {
  const on = alarm.enabled && !alarm.done;
  const past = !alarm.next_trigger_at || Date.parse(alarm.next_trigger_at) <= Date.now();
  const patch: Partial<Alarm> = on ? { enabled: false } : { enabled: true, ...(alarm.done || past ? { next_trigger_at: again(alarm, new Date()) } : {}) };
  void change(alarm.id, patch).then((kept) => {
    const now = alarms.peek(alarm.id);
    const when = now ? dueAt(now) : null;
    if (kept) toastUndo(on || !when ? t("alarms.off_toast", { title: alarm.title }) : t("alarms.on_toast", { title: alarm.title, when: dayAndClock(when) }), { kind: "alarm", id: alarm.id });
  });
}

function row(id: Id): Element {
  return document.querySelector(`[data-row="alarm:${id}"]`) ?? document.body;
}

export function editWhen(alarm: Alarm, anchor: Element): void {
  pickWhen(anchor, alarm.next_trigger_at, (next_trigger_at) => void change(alarm.id, { next_trigger_at, ...(alarm.enabled ? {} : { enabled: true }) }));
}

export function editRule(alarm: Alarm, anchor: Element): void {
  pickRule(anchor, alarm.rrule, alarm.next_trigger_at ? dayOf(alarm.next_trigger_at) : today(), (rrule) => void change(alarm.id, { rrule }));
}

function snoozeEntries(alarm: Alarm): MenuEntry[] {
  return [
    ...SNOOZES.map((minutes) => ({ label: t("alarm.snooze", { count: minutes }), run: () => void snoozeFor(alarm, minutes) })),
    { label: t("alarms.tomorrow_morning"), run: () => void snoozeFor(alarm, untilMorning(new Date())) },
  ];
}

export function openSnooze(alarm: Alarm, anchor: Element): void {
  openMenu(anchor, t("alarms.snooze"), snoozeEntries(alarm));
}

/** Everything one can do with an alarm, at the pointer or beside its button. */
export function alarmMenu(alarm: Alarm, anchor: Element | { x: number; y: number }): void {
  const on = canSnooze(alarm);
  openMenu(anchor, t("more"), [
    alarm.ringing ? { label: t("alarm.dismiss"), icon: Check, keys: "E", run: () => void stopAlarm(alarm) } : null,
    { label: t("alarms.change_time"), icon: Clock, keys: "D", run: () => editWhen(alarm, row(alarm.id)) },
    { label: t("alarms.change_rule"), icon: Repeat, keys: "M", run: () => editRule(alarm, row(alarm.id)) },
    { label: t(on ? "alarms.turn_off" : "alarms.turn_on"), icon: AlarmClockOff, keys: "O", run: () => toggleAlarm(alarm) },
    ...(on ? ["line" as const, { head: t("alarms.snooze") }, ...snoozeEntries(alarm)] : []),
    "line",
    { label: t("delete"), icon: Trash2, keys: "#", bad: true, run: () => removeWithUndo({ kind: "alarm", id: alarm.id }) },
  ], "bottom-start");
}

rowVerbs.alarm = {
  ...rowVerbs.alarm,
  complete: (id) => {
    const alarm = alarms.peek(id);
    if (alarm?.ringing || alarm?.snoozed_until) void stopAlarm(alarm);
    else if (alarm) toggleAlarm(alarm);
  },
  date: (id, anchor) => {
    const alarm = alarms.peek(id);
    if (alarm) editWhen(alarm, anchor);
  },
  move: (id, anchor) => {
    const alarm = alarms.peek(id);
    if (alarm) editRule(alarm, anchor);
  },
};

function onAlarm(): Alarm | undefined {
  return current.value?.kind === "alarm" ? alarms.get(current.value.id) : undefined;
}

addActions([
  { id: "alarm.toggle", title: "alarms.toggle", group: "row", icon: AlarmClockOff, keys: "o", when: () => onAlarm() !== undefined, run: () => { const alarm = onAlarm(); if (alarm) toggleAlarm(alarm); } },
  { id: "alarm.snooze", title: "alarms.snooze", group: "row", icon: BellOff, keys: "s", when: () => { const alarm = onAlarm(); return alarm !== undefined && canSnooze(alarm); }, run: () => { const alarm = onAlarm(); if (alarm) openSnooze(alarm, row(alarm.id)); } },
]);
