import { AlarmClock, Calendar, CircleDot, MapPin, Repeat, Trash2, Users, X } from "lucide-preact";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Button, IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Check, Select } from "@/components/Field";
import { Skeleton } from "@/components/Skeleton";
import type { AgendaEvent, Id } from "@/contract";
import { t } from "@/i18n";
import { addDays, dayOf } from "@/i18n/format";
import { agenda } from "@/store/kinds";
import { toastError } from "@/store/toasts";
import { InlineText } from "../parts/InlineText";
import { Pick, Prop, Props } from "../parts/Props";
import { ruleWords } from "../parts/rrule";
import { pickRule } from "../parts/RuleEditor";
import { pickColor } from "../projects/parts";
import { askScope, openKey, remove, save, type Scope } from "./change";
import { fieldTime, instantAt, minutesOf, readTime } from "./time";
import "../projects/projects.css";
import "./agenda.css";

interface Attendee {
  email: string;
  name?: string;
  response?: string;
  optional?: boolean;
}

/** An event, or the occurrence of it that was chosen. For one that repeats, each change asks how far it reaches. */
export default function EventDetail({ id }: { id: Id }): JSX.Element {
  const key = openKey.value;
  const occurrence = key?.startsWith(`${id}@`) ? agenda.get(key) : undefined;
  const slot = agenda.slot(id);
  const event = occurrence ?? slot.value;
  if (!event) return slot.state === "missing" ? <Empty title={t("error.not_found")} /> : <Skeleton />;
  return <Detail key={agenda.keyOf(event)} event={event} />;
}

function Detail({ event }: { event: AgendaEvent }): JSX.Element {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const change = (patch: Partial<AgendaEvent>, choices?: Scope[]): void => {
    if (anchor) askScope(event, anchor, (scope) => void save(event, patch, scope), choices);
  };
  return (
    <article class={`detail eventdetail${event.status === "cancelled" ? " done" : ""}`} aria-label={event.summary} ref={setAnchor}>
      <header>
        <button type="button" class="bigswatch" aria-label={t("projects.color")} style={{ background: event.color ?? "var(--accent)" }} onClick={(press) => pickColor(press.currentTarget, event.color, (color) => change({ color }))} />
        <InlineText label={t("agenda.summary")} value={event.summary} required onSave={(summary) => change({ summary: summary.slice(0, 300) })} />
      </header>
      <Props>
        <Prop label={t("agenda.when")} icon={Calendar}><When event={event} change={change} /></Prop>
        <Prop label={t("rule.label")} icon={Repeat}>
          <Pick label={t("rule.label")} empty={event.rrule ? "" : t("rule.never")} onPick={(at) => pickRule(at, event.rrule, event.start.length === 10 ? event.start : dayOf(event.start), (rrule) => change({ rrule }, ["following", "all"]))}>
            {event.rrule ? ruleWords(event.rrule) : null}
          </Pick>
        </Prop>
        <Prop label={t("agenda.location")} icon={MapPin}>
          <InlineText label={t("agenda.location")} value={event.location ?? ""} placeholder={t("tasks.none_set")} onSave={(location) => change({ location })} />
        </Prop>
        <Prop label={t("agenda.reminder")} icon={AlarmClock}><Reminder event={event} change={change} /></Prop>
        <Prop label={t("tasks.status")} icon={CircleDot}>
          <span class="statuspick"><Select bare label={t("tasks.status")} value={event.status ?? "confirmed"} onValue={(status) => change({ status })}
            options={(["confirmed", "tentative", "cancelled"] as const).map((one) => [one, t(`agenda.status_${one}`)] as const)} /></span>
        </Prop>
        <Prop label={t("agenda.attendees")} icon={Users}><Attendees event={event} change={change} /></Prop>
      </Props>
      <InlineText class="text" multiline label={t("tasks.description")} value={event.description ?? ""} placeholder={t("tasks.description_placeholder")} onSave={(description) => change({ description })} />
      <footer class="foot">
        {event.source && event.source !== "manual" ? <span>{t("agenda.source", { source: event.source.toUpperCase() })}</span> : <span />}
        <span class="tools"><IconButton label={t("delete")} onClick={(press) => askScope(event, press.currentTarget, (scope) => void remove(event, scope).catch(toastError))}><Trash2 aria-hidden="true" /></IconButton></span>
      </footer>
    </article>
  );
}

type Change = (patch: Partial<AgendaEvent>, choices?: Scope[]) => void;

function When({ event, change }: { event: AgendaEvent; change: Change }): JSX.Element {
  const startDay = event.all_day ? event.start.slice(0, 10) : dayOf(event.start);
  const endDay = event.all_day ? addDays(event.end.slice(0, 10), -1) : dayOf(event.end);
  const length = Date.parse(event.end) - Date.parse(event.start);
  const setStart = (day: string, minutes: number): void => {
    if (event.all_day) {
      const shift = Date.parse(`${day}T00:00:00Z`) - Date.parse(`${startDay}T00:00:00Z`);
      change({ start: day, end: new Date(Date.parse(`${event.end.slice(0, 10)}T00:00:00Z`) + shift).toISOString().slice(0, 10) });
      return;
    }
    const start = instantAt(day, minutes);
    change({ start, end: new Date(Date.parse(start) + length).toISOString() });
  };
  const setEnd = (day: string, minutes: number): void => {
    if (event.all_day) return change({ end: addDays(day < startDay ? startDay : day, 1) });
    const end = instantAt(day, minutes);
    // An end before the start is meant for the next day.
    change({ end: end > event.start ? end : instantAt(addDays(startDay, 1), minutes) });
  };
  const toggle = (all_day: boolean): void => change(all_day
    ? { all_day, start: startDay, end: addDays(endDay, 1) }
    : { all_day, start: instantAt(startDay, 9 * 60), end: instantAt(startDay, 10 * 60) }, ["all"]);
  return (
    <span class="whenfields">
      <span class="line">
        <input class="input num" type="date" aria-label={t("agenda.start_day")} value={startDay} onChange={(input) => input.currentTarget.value && setStart(input.currentTarget.value, event.all_day ? 0 : minutesOf(event.start))} />
        {event.all_day ? null : <input class="input num" type="time" aria-label={t("agenda.start")} value={fieldTime(event.start)} onChange={(input) => { const at = readTime(input.currentTarget.value); if (at !== null) setStart(startDay, at); }} />}
      </span>
      <span class="line">
        <input class="input num" type="date" aria-label={t("agenda.end_day")} value={endDay} min={startDay} onChange={(input) => input.currentTarget.value && setEnd(input.currentTarget.value, event.all_day ? 0 : minutesOf(event.end))} />
        {event.all_day ? null : <input class="input num" type="time" aria-label={t("agenda.end")} value={fieldTime(event.end)} onChange={(input) => { const at = readTime(input.currentTarget.value); if (at !== null) setEnd(endDay, at); }} />}
      </span>
      <Check label={t("date.all_day")} checked={event.all_day} onValue={toggle} />
    </span>
  );
}

const BEFORE = ["", "0", "5", "10", "30", "60", "1440"] as const;

function Reminder({ event, change }: { event: AgendaEvent; change: Change }): JSX.Element {
  const alarms = (event.alarms ?? []) as { minutes_before: number }[];
  const current = alarms.length > 0 ? String(alarms[0]!.minutes_before) : "";
  const options: [string, string][] = BEFORE.map((minutes) => [minutes, minutes === "" ? t("tasks.none_set") : minutes === "0" ? t("agenda.at_start") : minutes === "60" ? t("agenda.hour_before") : minutes === "1440" ? t("agenda.day_before") : t("agenda.minutes_before", { count: Number(minutes) })]);
  if (!options.some(([value]) => value === current)) options.push([current, t("agenda.minutes_before", { count: Number(current) })]);
  return <span class="statuspick"><Select bare label={t("agenda.reminder")} value={current} options={options} onValue={(minutes) => change({ alarms: minutes === "" ? [] : [{ minutes_before: Number(minutes) }, ...alarms.slice(1)] })} /></span>;
}

function Attendees({ event, change }: { event: AgendaEvent; change: Change }): JSX.Element {
  const [email, setEmail] = useState("");
  const list = (event.attendees ?? []) as Attendee[];
  const add = (submit: Event): void => {
    submit.preventDefault();
    const address = email.trim();
    if (!/^[^\s@]+@[^\s@]+$/.test(address) || list.some((one) => one.email === address)) return;
    change({ attendees: [...list, { email: address }] });
    setEmail("");
  };
  return (
    <span class="attendees">
      {list.map((one) => (
        <span key={one.email} class="attendee"><span class="ell" title={one.email}>{one.name || one.email}</span>
          {one.response && one.response !== "needs-action" ? <small>{t(`agenda.response_${one.response as "accepted" | "declined" | "tentative" | "delegated"}`)}</small> : null}
          <IconButton label={t("agenda.remove_attendee", { name: one.name || one.email })} onClick={() => change({ attendees: list.filter((other) => other !== one) })}><X aria-hidden="true" /></IconButton></span>
      ))}
      <form onSubmit={add}><input class="plaininput" type="email" aria-label={t("agenda.add_attendee")} placeholder={t("agenda.add_attendee")} value={email} onInput={(input) => setEmail(input.currentTarget.value)} />
        {email ? <Button small type="submit">{t("add")}</Button> : null}</form>
    </span>
  );
}
