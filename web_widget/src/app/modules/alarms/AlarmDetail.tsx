import { AlarmClock, BellOff, CalendarClock, Globe, Repeat, Trash2 } from "lucide-preact";
import type { JSX } from "preact";
import { removeWithUndo } from "@/actions/rows";
import { Button, IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Check } from "@/components/Field";
import { Skeleton } from "@/components/Skeleton";
import type { Alarm, Id } from "@/contract";
import { t, timeZone } from "@/i18n";
import { clock, dayAndClock, relative } from "@/i18n/format";
import { alarms } from "@/store/kinds";
import { InlineText } from "../parts/InlineText";
import { Pick, Prop, Props } from "../parts/Props";
import { ruleWords } from "../parts/rrule";
import { canSnooze, change, editRule, openSnooze, SNOOZES, snoozeFor, stopAlarm, toggleAlarm } from "./actions";
import { dueAt } from "./time";
import { WhenFields } from "./When";
import "./alarms.css";

/** An alarm with everything that can be said of it; each field is changed where it stands. */
export default function AlarmDetail({ id }: { id: Id }): JSX.Element {
  const slot = alarms.slot(id);
  if (slot.state === "missing") return <Empty title={t("error.not_found")} />;
  const alarm = slot.value;
  if (!alarm) return <Skeleton />;
  return (
    <article class={`detail alarmdetail${alarm.done ? " done" : ""}`} aria-label={alarm.title} key={id}>
      <header>
        <AlarmClock aria-hidden="true" class={alarm.ringing ? "bell" : ""} />
        <InlineText label={t("alarms.title")} value={alarm.title} required onSave={(title) => void change(id, { title: title.slice(0, 300) })} />
      </header>
      <State alarm={alarm} />
      <Props>
        <Prop label={t("alarms.when")} icon={CalendarClock}><WhenFields value={alarm.next_trigger_at} onChange={(next_trigger_at) => void change(id, { next_trigger_at })} /></Prop>
        <Prop label={t("rule.label")} icon={Repeat}>
          <Pick label={t("alarms.change_rule")} empty={alarm.rrule ? "" : t("rule.never")} onPick={(anchor) => editRule(alarm, anchor)}>{alarm.rrule ? ruleWords(alarm.rrule) : null}</Pick>
        </Prop>
        {alarm.time_zone && alarm.time_zone !== timeZone.value ? <Prop label={t("alarms.time_zone")} icon={Globe}>{alarm.time_zone.replaceAll("_", " ")}</Prop> : null}
        <Prop label={t("alarms.snooze")} icon={BellOff}>
          <Pick label={t("alarms.snooze")} disabled={!canSnooze(alarm)} empty={alarm.snoozed_until ? "" : t("tasks.none_set")} onPick={(anchor) => openSnooze(alarm, anchor)}>
            {alarm.snoozed_until ? t("alarms.snoozed_until", { when: dayAndClock(alarm.snoozed_until) }) : null}
          </Pick>
        </Prop>
      </Props>
      <Check label={t("alarms.enabled")} hint={t("alarms.enabled_hint")} checked={alarm.enabled && !alarm.done} onValue={() => toggleAlarm(alarm)} />
      <footer class="foot">
        <span>{t("tasks.created", { when: dayAndClock(alarm.created_at) })}</span>
        <span class="tools"><IconButton label={t("delete")} keys="#" onClick={() => removeWithUndo({ kind: "alarm", id })}><Trash2 aria-hidden="true" /></IconButton></span>
      </footer>
    </article>
  );
}

/** What it is doing now, in a sentence, with the answers while it rings. */
function State({ alarm }: { alarm: Alarm }): JSX.Element | null {
  const at = dueAt(alarm);
  if (alarm.ringing) {
    return (
      <div class="ringingnow" role="status">
        <b>{t("alarms.ringing_since", { when: at ? clock(at) : "" })}</b>
        <span class="answers">
          {SNOOZES.slice(0, 3).map((minutes) => <Button key={minutes} small onClick={() => void snoozeFor(alarm, minutes)}>{t("alarm.snooze", { count: minutes })}</Button>)}
          <Button small tone="primary" onClick={() => void stopAlarm(alarm)}>{t("alarm.dismiss")}</Button>
        </span>
      </div>
    );
  }
  const text = alarm.done ? t("alarms.is_done") : !alarm.enabled ? t("alarms.is_off") : at ? t("alarms.rings", { when: dayAndClock(at), relative: relative(at) }) : null;
  return text ? <p class="mute">{text}</p> : null;
}
