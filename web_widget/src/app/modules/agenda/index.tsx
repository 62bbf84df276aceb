import { CalendarPlus, ChevronLeft, ChevronRight, Download, Ellipsis, Plus, Upload } from "lucide-preact";
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { removeWithUndo, rowVerbs } from "@/actions/rows";
import { addActions } from "@/actions/table";
import { Button, IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { openMenu } from "@/components/Menu";
import { Tabs } from "@/components/Tabs";
import { api } from "@/connection";
import type { AgendaEvent, DateOnly } from "@/contract";
import { t } from "@/i18n";
import { addDays, longDay, today } from "@/i18n/format";
import { agenda } from "@/store/kinds";
import { errorText, toastError } from "@/store/toasts";
import { isNarrow, openEntity } from "../../panes";
import { firstSegment, location, navigate, segment, setQuery } from "../../router";
import { useAll } from "../parts/useAll";
import { askScope, onScreen, openKey, remove } from "./change";
import { openDraft, usualTime } from "./Draft";
import EventDetail from "./EventDetail";
import { EventList } from "./EventList";
import { MonthGrid } from "./MonthGrid";
import { TimeGrid } from "./TimeGrid";
import { addMonths, daysFrom, sayDay, startOfMonth, startOfWeek } from "./time";
import { exportEvents, ImportDialog } from "./Transfer";
import { YearGrid } from "./YearGrid";
import "./agenda.css";

const VIEWS = ["day", "week", "month", "year", "list"] as const;
type View = (typeof VIEWS)[number];
/** Days the list shows at first; "more" adds as many again. */
const AHEAD = 45;
const phone = window.matchMedia("(max-width: 719px)");
const narrow = signal(phone.matches);
phone.addEventListener("change", () => (narrow.value = phone.matches));
const importing = signal(false);

function viewNow(): View {
  const asked = location.value.query.get("view") as View | null;
  if (asked && VIEWS.includes(asked)) return asked;
  const kept = localStorage.getItem("panoramix.agenda_view") as View | null;
  return kept && VIEWS.includes(kept) ? kept : narrow.value ? "list" : "week";
}

function dayNow(): DateOnly {
  const asked = location.value.query.get("on");
  return asked && /^\d{4}-\d\d-\d\d$/.test(asked) ? asked : today();
}

/** The days that a view shows, first and last. */
function range(view: View, day: DateOnly, length: number): { from: DateOnly; to: DateOnly } {
  switch (view) {
    case "day": return { from: day, to: day };
    case "week": {
      const from = narrow.value ? day : startOfWeek(day);
      return { from, to: addDays(from, narrow.value ? 2 : 6) };
    }
    case "month": {
      const from = startOfWeek(startOfMonth(day));
      return { from, to: addDays(from, 41) };
    }
    case "year": return { from: `${day.slice(0, 4)}-01-01`, to: `${day.slice(0, 4)}-12-31` };
    case "list": return { from: day, to: addDays(day, length) };
  }
}

function step(view: View, day: DateOnly, by: 1 | -1): DateOnly {
  switch (view) {
    case "day": return addDays(day, by);
    case "week": return addDays(day, by * (narrow.peek() ? 3 : 7));
    case "month": return addMonths(startOfMonth(day), by);
    case "year": return addMonths(day, by * 12);
    case "list": return addDays(day, by * 7);
  }
}

function go(day: DateOnly): void {
  setQuery({ on: day === today() ? null : day });
}

function title(view: View, day: DateOnly, from: DateOnly, to: DateOnly): string {
  const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  if (view === "year") return day.slice(0, 4);
  if (view === "day") return longDay(day);
  if (view === "month" || from.slice(0, 7) === to.slice(0, 7)) return upper(sayDay(view === "month" ? day : from, { month: "long", year: "numeric" }));
  if (view === "list") return upper(sayDay(from, { day: "numeric", month: "long", year: "numeric" }));
  return `${upper(sayDay(from, { month: "short" }))} – ${sayDay(to, { month: "short", year: "numeric" })}`;
}

const onAgenda = (): boolean => firstSegment.value === "agenda";
function newEvent(): void {
  const day = dayNow();
  openDraft(document.querySelector("[data-newevent]") ?? document.body, usualTime(day, today()));
}
addActions([
  { id: "agenda.new", title: "action.new_event", group: "do", icon: CalendarPlus, keys: "n", when: onAgenda, run: newEvent, words: "event événement rendez-vous meeting" },
  { id: "agenda.previous", title: "agenda.previous", group: "go", icon: ChevronLeft, keys: "ArrowLeft", when: () => onAgenda() && free(), run: () => go(step(viewNow(), dayNow(), -1)), palette: false },
  { id: "agenda.next", title: "agenda.next", group: "go", icon: ChevronRight, keys: "ArrowRight", when: () => onAgenda() && free(), run: () => go(step(viewNow(), dayNow(), 1)), palette: false },
  { id: "agenda.today", title: "agenda.go_today", group: "go", keys: "t", when: onAgenda, run: () => go(today()) },
]);
rowVerbs.agenda = {
  // Of an event that repeats, the occurrence that is open, or the first one shown; how far it reaches is asked.
  remove: (id) => {
    const shown = onScreen.peek()?.items.peek().filter((event) => event.id === id) ?? [];
    const event = shown.find((one) => agenda.keyOf(one) === openKey.peek()) ?? shown[0];
    const row = document.querySelector(`[data-row="agenda:${id}"]`) ?? document.body;
    if (event) askScope(event, row, (scope) => void remove(event, scope).catch(toastError));
    else removeWithUndo({ kind: "agenda", id });
  },
};
/** Arrows belong to tabs, menus and separators that have the focus. */
function free(): boolean {
  return !document.activeElement?.closest("[role=tablist], [role=menu], [role=separator], .popover");
}

/** Public holidays of the days shown, by day; none where the hub has none. */
function useHolidays(from: DateOnly, to: DateOnly): ReadonlyMap<DateOnly, string> {
  const found = useMemo(() => signal<ReadonlyMap<DateOnly, string>>(new Map()), []);
  useEffect(() => {
    const stop = new AbortController();
    api.get<{ items: { date: DateOnly; name: string }[] }>("/api/agenda/holidays", { from, to }, stop.signal).then(
      ({ items }) => (found.value = new Map(items.map((one) => [one.date, one.name]))),
      () => undefined, // the agenda does well without them
    );
    return () => stop.abort();
  }, [from, to]);
  return found.value;
}

export default function AgendaView(): JSX.Element {
  const id = segment(1);
  useEffect(() => {
    if (id && !isNarrow()) queueMicrotask(() => openEntity({ kind: "agenda", id }));
  }, [id]);
  if (id && isNarrow()) {
    return (
      <>
        <header class="head"><IconButton label={t("back")} onClick={() => navigate("/agenda")}><ChevronLeft aria-hidden="true" /></IconButton><h1>{t("kind.agenda")}</h1></header>
        <div class="viewbody"><EventDetail id={id} /></div>
      </>
    );
  }
  return <Calendar />;
}

function Calendar(): JSX.Element {
  const view = viewNow();
  const day = dayNow();
  const length = Number(location.value.query.get("days")) || AHEAD;
  const { from, to } = range(view, day, length);
  const query = useAll(useMemo(() => agenda.query({ from, to, limit: 200 }), [from, to]));
  onScreen.value = query;
  const holidays = useHolidays(from, to);
  const asked = location.value.query.get("new") === "1";
  useEffect(() => {
    if (!asked) return;
    setQuery({ new: null });
    newEvent();
  }, [asked]);
  const events = query.items.value as AgendaEvent[];
  const body = (): JSX.Element => {
    if (view === "month") return <MonthGrid month={day} events={events} holidays={holidays} />;
    if (view === "year") return <YearGrid year={Number(day.slice(0, 4))} events={events} holidays={holidays} />;
    if (view === "day" || view === "week") return <TimeGrid days={daysFrom(from, view === "day" ? 1 : narrow.value ? 3 : 7)} events={events} holidays={holidays} />;
    return (
      <>
        {events.length === 0 && query.state.value === "ready" ? <Empty icon={<CalendarPlus aria-hidden="true" />} title={t("agenda.none")} text={t("agenda.none_text")} action={<Button tone="primary" onClick={newEvent}>{t("action.new_event")}</Button>} /> : null}
        <EventList from={from} to={to} events={events} holidays={holidays} />
        <p class="loadmore"><Button small onClick={() => setQuery({ days: String(length + AHEAD) })}>{t("agenda.further")}</Button></p>
      </>
    );
  };
  return (
    <>
      <header class="head agendahead">
        <h1>{title(view, day, from, to)}</h1>
        <div class="turn">
          <IconButton label={t("agenda.previous")} keys="←" onClick={() => go(step(view, day, -1))}><ChevronLeft aria-hidden="true" /></IconButton>
          <Button small onClick={() => go(today())} title="T">{t("date.today")}</Button>
          <IconButton label={t("agenda.next")} keys="→" onClick={() => go(step(view, day, 1))}><ChevronRight aria-hidden="true" /></IconButton>
        </div>
        <div class="tools">
          <Tabs label={t("agenda.views")} value={view} onValue={(next) => { localStorage.setItem("panoramix.agenda_view", next); setQuery({ view: next }); }}
            options={VIEWS.map((one) => ({ value: one, label: t(`agenda.view_${one}`) }))} />
          <IconButton label={t("action.new_event")} keys="N" data-newevent="" onClick={newEvent}><Plus aria-hidden="true" /></IconButton>
          <IconButton label={t("more")} onClick={(event) => openMenu(event.currentTarget, t("more"), [
            { label: t("agenda.import"), icon: Upload, run: () => (importing.value = true) },
            { label: t("agenda.export"), icon: Download, run: () => void exportEvents().catch(toastError) },
          ])}><Ellipsis aria-hidden="true" /></IconButton>
        </div>
      </header>
      {query.state.value === "error" && events.length === 0 ? <p class="agendaerror" role="alert">{errorText(query.error.value)} <Button small onClick={() => void query.load()}>{t("retry")}</Button></p> : null}
      <div class={`viewbody agenda ${view}`}>{body()}</div>
      {importing.value ? <ImportDialog onClose={() => (importing.value = false)} /> : null}
    </>
  );
}
