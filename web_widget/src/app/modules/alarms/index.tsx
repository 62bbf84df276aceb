import { AlarmClock, ArrowLeft, BellRing, Ellipsis, Repeat } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useEffect, useRef } from "preact/hooks";
import { Button, IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Tick } from "@/components/Field";
import { Row } from "@/components/Row";
import type { Alarm, EntityRef } from "@/contract";
import { t } from "@/i18n";
import { clock, dayAndClock, fullMoment, now, relative } from "@/i18n/format";
import { alarms } from "@/store/kinds";
import { useRows } from "@/store/selection";
import { isNarrow, openEntity } from "../../panes";
import { navigate, segment } from "../../router";
import { ListState } from "../parts/ListState";
import { ruleWords } from "../parts/rrule";
import { useAll } from "../parts/useAll";
import { AddAlarm } from "./AddAlarm";
import AlarmDetail from "./AlarmDetail";
import { alarmMenu, editWhen, snoozeFor, stopAlarm, toggleAlarm } from "./actions";
import { byDue, dueAt } from "./time";
import "./alarms.css";

const all = alarms.query({ limit: 200 });

export default function AlarmsView(): JSX.Element {
  const id = segment(1);
  const narrow = isNarrow();
  useEffect(() => {
    // The shell closes a sliding pane on every move, so this comes after it.
    if (id && !isNarrow()) queueMicrotask(() => openEntity({ kind: "alarm", id }));
  }, [id]);
  if (id && narrow) {
    return (
      <>
        <header class="head">
          <IconButton label={t("back")} onClick={() => navigate("/alarms")}><ArrowLeft aria-hidden="true" /></IconButton>
          <h1>{t("kind.alarm")}</h1>
        </header>
        <div class="viewbody"><AlarmDetail id={id} /></div>
      </>
    );
  }
  return <AlarmList />;
}

interface Group {
  key: string;
  title: string;
  items: Alarm[];
}

function grouped(list: Alarm[]): Group[] {
  const live = list.filter((alarm) => alarm.enabled && !alarm.done).sort(byDue);
  const done = list.filter((alarm) => alarm.done).sort((a, b) => byDue(b, a));
  return [
    { key: "ringing", title: t("alarms.ringing"), items: live.filter((alarm) => alarm.ringing) },
    { key: "next", title: t("alarms.next"), items: live.filter((alarm) => !alarm.ringing) },
    { key: "off", title: t("alarms.off"), items: list.filter((alarm) => !alarm.enabled && !alarm.done).sort(byDue) },
    { key: "done", title: t("alarms.done"), items: done },
  ].filter((group) => group.items.length > 0);
}

function AlarmList(): JSX.Element {
  useAll(all);
  const groups = grouped(all.items.value);
  const latest = useRef(groups);
  latest.current = groups;
  useRows(useCallback((): EntityRef[] => latest.current.flatMap((group) => group.items.map((alarm) => ({ kind: "alarm", id: alarm.id }))), []));
  const next = groups.find((group) => group.key === "next")?.items[0];
  const when = next ? dueAt(next) : null;
  return (
    <>
      <header class="head">
        <h1>{t("place.alarms")}</h1>
        <p>{when ? t("alarms.next_at", { when: dayAndClock(when) }) : t("alarms.nothing_set")}</p>
      </header>
      <div class="viewbody alarms">
        <AddAlarm />
        <ListState query={all} empty={
          <Empty icon={<AlarmClock aria-hidden="true" />} title={t("alarms.none")} text={t("alarms.none_text")}
            action={<Button tone="primary" onClick={() => document.querySelector<HTMLElement>("[data-quickadd]")?.focus()}>{t("alarms.add")}</Button>} />}>
          {groups.map((group) => (
            <section key={group.key} class="alarmgroup" aria-label={group.title}>
              <h2>{group.title}<small class="num">{group.items.length}</small></h2>
              {group.items.map((alarm) => <AlarmRow key={alarm.id} alarm={alarm} />)}
            </section>
          ))}
        </ListState>
      </div>
    </>
  );
}

function AlarmRow({ alarm }: { alarm: Alarm }): JSX.Element {
  const ref: EntityRef = { kind: "alarm", id: alarm.id };
  const on = alarm.enabled && !alarm.done;
  return (
    <div class={`alarm${on ? "" : " quiet"}${alarm.ringing ? " rings" : ""}`} onContextMenu={(event) => { event.preventDefault(); alarmMenu(alarm, { x: event.clientX, y: event.clientY }); }}>
      <Row entity={ref} onOpen={() => openEntity(ref)} title={alarm.title}
        start={alarm.ringing ? <BellRing class="bell" role="img" aria-label={t("alarms.ringing")} /> : <Tick round label={t("alarms.on_named", { title: alarm.title })} checked={on} onValue={() => toggleAlarm(alarm)} />}
        end={<End alarm={alarm} on={on} />} />
    </div>
  );
}

function End({ alarm, on }: { alarm: Alarm; on: boolean }): JSX.Element {
  const at = dueAt(alarm);
  if (alarm.ringing) {
    return (
      <>
        <Button small onClick={() => void snoozeFor(alarm, 10)}>{t("alarm.snooze", { count: 10 })}</Button>
        <Button small tone="primary" onClick={() => void stopAlarm(alarm)}>{t("alarm.dismiss")}</Button>
      </>
    );
  }
  const soon = on && at !== null && Date.parse(at) - now.value.getTime() < 60 * 60_000;
  return (
    <>
      {alarm.rrule ? <span class="mark" title={ruleWords(alarm.rrule)}><Repeat aria-hidden="true" /><span class="wide">{ruleWords(alarm.rrule)}</span><span class="sr narrowonly">{ruleWords(alarm.rrule)}</span></span> : null}
      {on && alarm.snoozed_until && alarm.next_trigger_at ? <span class="pill" title={fullMoment(alarm.next_trigger_at)}>{t("alarms.snoozed_from", { when: clock(alarm.next_trigger_at) })}</span> : null}
      {at ? (
        <button type="button" class="when" title={fullMoment(at)} onClick={(event) => editWhen(alarm, event.currentTarget)}>
          <span class="sr">{t("alarms.change_time")}: </span><time class={`due${soon ? " soon" : ""}`} dateTime={at}>{dayAndClock(at)}{soon ? <span class="wide"> · {relative(at)}</span> : null}</time>
        </button>
      ) : null}
      <IconButton class="rowmore" label={t("alarms.more_named", { title: alarm.title })} aria-haspopup="menu" onClick={(event) => alarmMenu(alarm, event.currentTarget)}><Ellipsis aria-hidden="true" /></IconButton>
    </>
  );
}
