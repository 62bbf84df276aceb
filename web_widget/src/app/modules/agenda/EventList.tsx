import { Repeat } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useRef } from "preact/hooks";
import { Row } from "@/components/Row";
import type { AgendaEvent, DateOnly, EntityRef } from "@/contract";
import { t } from "@/i18n";
import { addDays, dateWords, daysBetween, longDay, span, today } from "@/i18n/format";
import { agenda } from "@/store/kinds";
import { useRows } from "@/store/selection";
import { openKey, show } from "./change";
import { daysOfEvent } from "./time";

/** What comes, day by day. */
export function EventList({ from, to, events, holidays }: { from: DateOnly; to: DateOnly; events: readonly AgendaEvent[]; holidays: ReadonlyMap<DateOnly, string> }): JSX.Element {
  const days = new Map<DateOnly, AgendaEvent[]>();
  for (const event of events) {
    const { first, last } = daysOfEvent(event);
    for (let day = first < from ? from : first; day <= last && day <= to; day = addDays(day, 1)) days.set(day, [...(days.get(day) ?? []), event]);
  }
  const latest = useRef<EntityRef[]>([]);
  const ordered = [...days.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  latest.current = [...new Set(ordered.flatMap(([, list]) => list.map((event) => event.id)))].map((id) => ({ kind: "agenda", id }));
  useRows(useCallback(() => latest.current, []));
  return (
    <div class="eventlist">
      {ordered.map(([day, list]) => (
        <div key={day} role="group" aria-label={longDay(day)}>
          <h2>{heading(day)} {holidays.has(day) ? <small>{holidays.get(day)}</small> : null}</h2>
          {list.sort((a, b) => Number(b.all_day) - Number(a.all_day) || (a.start < b.start ? -1 : 1)).map((event) => (
            <Row key={agenda.keyOf(event)} entity={{ kind: "agenda", id: event.id }} selected={openKey.value === agenda.keyOf(event)} onOpen={() => show(event)} done={event.status === "cancelled"}
              start={<><i class="swatch" style={{ background: event.color ?? "var(--accent)" }} /><time class="when num">{event.all_day ? t("date.all_day_short") : span(event, { withDay: false })}</time></>}
              title={event.summary} end={<>{event.rrule ? <Repeat aria-label={t("rule.label")} role="img" /> : null}{event.location ? <span class="place ell">{event.location}</span> : null}</>} />
          ))}
        </div>
      ))}
    </div>
  );
}

/** "Today, Saturday 21 November", then the day alone. */
function heading(day: DateOnly): JSX.Element {
  const near = Math.abs(daysBetween(today(), day)) <= 1;
  return near ? <>{dateWords(day)}<small>{longDay(day)}</small></> : <>{longDay(day)}</>;
}
