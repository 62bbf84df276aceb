import type { JSX } from "preact";
import type { AgendaEvent, DateOnly } from "@/contract";
import { t } from "@/i18n";
import { addDays, longDay, monthName, today } from "@/i18n/format";
import { daysFrom, daysOfEvent, sayDay, startOfWeek } from "./time";

/** Twelve months with how full each day is. */
export function YearGrid({ year, events, holidays }: { year: number; events: readonly AgendaEvent[]; holidays: ReadonlyMap<DateOnly, string> }): JSX.Element {
  const counts = new Map<DateOnly, number>();
  for (const event of events) {
    const { first, last } = daysOfEvent(event);
    for (let day = first; day <= last; day = addDays(day, 1)) counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return (
    <div class="yeargrid">
      {Array.from({ length: 12 }, (_, month) => {
        const first = `${year}-${String(month + 1).padStart(2, "0")}-01`;
        const days = daysFrom(startOfWeek(first), 42).filter((_, index, all) => index < 35 || all.slice(35).some((one) => one.slice(0, 7) === first.slice(0, 7)));
        return (
          <section key={month} aria-label={monthName(first)}>
            <h2><a href={`/agenda?view=month&on=${first}`}>{monthName(first)}</a></h2>
            <div class="mini">
              {days.slice(0, 7).map((day) => <span key={`head${day}`} class="weekday" aria-hidden="true">{sayDay(day, { weekday: "narrow" })}</span>)}
              {days.map((day) => {
                if (day.slice(0, 7) !== first.slice(0, 7)) return <span key={day} />;
                const count = counts.get(day) ?? 0;
                return (
                  <a key={day} class={`num${day === today() ? " today" : ""}${holidays.has(day) ? " holiday" : ""}`} href={`/agenda?view=day&on=${day}`} title={[longDay(day), holidays.get(day), count > 0 ? t("today.events", { count }) : ""].filter(Boolean).join(", ")}
                    data-full={count === 0 ? undefined : count > 4 ? 3 : count > 1 ? 2 : 1}>{Number(day.slice(8))}</a>
                );
              })}
            </div>
          </section>
        );
      })}
    </div>
  );
}
