import { Activity as ActivityIcon, Download, EyeOff, ListFilter, Undo2 } from "lucide-preact";
import { useSignal, type Signal } from "@preact/signals";
import type { JSX } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { api, call, on, onReady } from "@/connection";
import { Avatar } from "@/components/Avatar";
import { Button, IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Row } from "@/components/Row";
import type { EntityRef } from "@/contract";
import type { ActivityOut } from "@/contract/generated";
import { t } from "@/i18n";
import { clock, dateWords, dayOf, fullMoment } from "@/i18n/format";
import { nameOf } from "@/store/people";
import { me } from "@/store/session";
import { useRows } from "@/store/selection";
import { kinds } from "@/app/entity_kinds";
import { openEntity } from "@/app/panes";
import { setQuery } from "@/app/router";
import ActivityDetail from "./ActivityDetail";
import { aboutWord, actorName, actorOf, asked, belongs, FILTERS, listed, outcomeWord, shown, verb, type Filters } from "./activity";
import { ActiveFilters, openFilters } from "./ActivityFilters";
import { exportActivity } from "./export";
import { WithDetail } from "./Narrow";
import { usePages, type Pages } from "./pages";
import { PagesState } from "./PagesState";

export default function ActivityView(): JSX.Element {
  return <WithDetail tab="activity" kind="activity" detail={(id) => <ActivityDetail id={id} />}><ActivityList /></WithDetail>;
}

/** Follows the live view: new entries go on top, or wait while the person reads further down. */
function useLive(pages: Pages<ActivityOut>, filters: Filters, reading: () => boolean): { live: Signal<boolean>; waiting: Signal<ActivityOut[]> } {
  const live = useSignal(false);
  const waiting = useSignal<ActivityOut[]>([]);
  const latest = useRef({ pages, filters });
  latest.current = { pages, filters };
  useEffect(() => {
    waiting.value = [];
  }, [pages]);
  useEffect(() => {
    const watch = (): void => void call("activity.watch", { on: true }).then(() => (live.value = true), () => (live.value = false));
    watch();
    const stops = [
      onReady(watch),
      on<{ activity: ActivityOut }>("activity.created", ({ activity }) => {
        const now = latest.current;
        for (const id of activity.undoes ?? []) now.pages.change(id, (entry) => ({ ...entry, undone_by: activity.id }));
        if (!belongs(activity, now.filters)) return;
        if (reading()) waiting.value = [activity, ...waiting.peek()];
        else now.pages.put(activity);
        // The live view tells nobody's values, one's own neither: those are asked for.
        const self = me.peek()?.id;
        if (activity.hidden && (actorOf(activity).id === self || activity.on_behalf_of === self)) {
          void api.get<ActivityOut>(`/api/activity/${activity.id}`).then((whole) => {
            now.pages.change(whole.id, () => whole);
            waiting.value = waiting.peek().map((entry) => (entry.id === whole.id ? whole : entry));
          }, () => undefined); // it stays without its name
        }
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      void call("activity.watch", { on: false }).catch(() => undefined); // the connection has ended, and the view with it
    };
  }, []);
  return { live, waiting };
}

function ActivityList(): JSX.Element {
  const filters = shown();
  const body = useRef<HTMLDivElement>(null);
  const pages = usePages<ActivityOut>("/api/activity", { ...asked(filters), limit: 50 });
  const { live, waiting } = useLive(pages, filters, () => (body.current?.scrollTop ?? 0) > 40);
  const [exporting, setExporting] = useState(false);
  const entries = pages.items.value;
  useRows(useCallback((): EntityRef[] => pages.items.peek().map(({ id }) => ({ kind: "activity", id })), [pages]));
  const show = (): void => {
    for (const entry of [...waiting.peek()].reverse()) pages.put(entry);
    waiting.value = [];
    body.current?.scrollTo({ top: 0 });
  };
  const save = async (): Promise<void> => {
    setExporting(true);
    await exportActivity(asked(filters));
    setExporting(false);
  };
  const filtered = FILTERS.some((name) => filters[name] !== "");
  return (
    <>
      <div class="adminbar">
        <p role="status" class={`live${live.value ? " on" : ""}`}><i aria-hidden="true" />{t(live.value ? "activity.live" : "activity.not_live")}</p>
        <span class="tools">
          <IconButton label={t("activity.filter")} on={filtered} onClick={(event) => openFilters(event.currentTarget)}><ListFilter aria-hidden="true" /></IconButton>
          <Button small tone="plain" busy={exporting} onClick={() => void save()}><Download aria-hidden="true" />{t("activity.export")}</Button>
        </span>
      </div>
      <ActiveFilters />
      <div class="viewbody activity" ref={body}>
        {waiting.value.length > 0 ? <div class="fresh"><Button small tone="primary" onClick={show}>{t("activity.fresh", { count: waiting.value.length })}</Button></div> : null}
        <PagesState pages={pages} empty={
          filtered ? <Empty title={t("activity.none_match")} action={<Button onClick={() => setQuery(Object.fromEntries(FILTERS.map((name) => [name, null])))}>{t("tasks.filters_off")}</Button>} />
            : <Empty icon={<ActivityIcon aria-hidden="true" />} title={t("activity.none")} text={t("activity.none_text")} />}>
          <Days entries={entries} />
        </PagesState>
      </div>
    </>
  );
}

function Days({ entries }: { entries: readonly ActivityOut[] }): JSX.Element {
  const days = new Map<string, ActivityOut[]>();
  for (const entry of entries) {
    const day = dayOf(entry.at);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return (
    <>
      {[...days].map(([day, list]) => (
        <section key={day} class="adminday" aria-label={dateWords(day)}>
          <h2>{dateWords(day)}</h2>
          {list.map((entry) => <ActivityRow key={entry.id} entry={entry} />)}
        </section>
      ))}
    </>
  );
}

export function ActivityRow({ entry }: { entry: ActivityOut }): JSX.Element {
  const actor = actorOf(entry);
  const Icon = entry.entity && entry.entity.kind in kinds ? kinds[entry.entity.kind as EntityRef["kind"]].icon : null;
  const refused = entry.outcome !== "ok";
  const ref: EntityRef = { kind: "activity", id: entry.id };
  const open = (): void => {
    listed.set(entry.id, entry);
    openEntity(ref);
  };
  return (
    <Row entity={ref} onOpen={open} class={`entry${refused ? " refused" : ""}${entry.undone_by ? " undone" : ""}`}
      start={<><time class="at num" dateTime={entry.at} title={fullMoment(entry.at)}>{clock(entry.at)}</time><Avatar id={actor.id || "-"} name={actorName(entry)} size="s" bot={actor.kind === "agent"} /></>}
      title={<><b>{actorName(entry)}</b> {entry.on_behalf_of && entry.on_behalf_of !== actor.id ? <span class="verb">{t("activity.for_whom", { name: nameOf(entry.on_behalf_of) })} </span> : null}<span class="verb">{verb(entry.operation)}</span> {Icon ? <Icon aria-hidden="true" class="kindicon" /> : null}<span class="about">{aboutWord(entry)}</span></>}
      end={<>
        {refused ? <span class="code">{outcomeWord(entry.outcome)}</span> : null}
        {entry.undone_by ? <span class="pill"><Undo2 aria-hidden="true" />{t("activity.undone")}</span> : null}
        {entry.hidden ? <EyeOff role="img" aria-label={t("activity.hidden")} class="eye" /> : null}
        {(entry.changes?.length ?? 0) > 1 ? <span class="num wide">{t("card.changes", { count: entry.changes?.length ?? 0 })}{entry.more_changes ? "+" : ""}</span> : null}
        <code class="wide">{entry.operation}</code>
      </>} />
  );
}
