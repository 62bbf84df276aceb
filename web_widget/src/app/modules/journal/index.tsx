import { BookOpen, Plus, Search, Sparkles } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { openMenu } from "@/components/Menu";
import type { EntityRef, Id } from "@/contract";
import { t } from "@/i18n";
import { useQuery } from "@/store/queries";
import { useRows } from "@/store/selection";
import { location } from "../../router";
import { ListState } from "../parts/ListState";
import { Thinking } from "../parts/Thinking";
import { useThought, type Thought } from "../parts/thought";
import { draft } from "./draft";
import { byHour } from "./hours";
import { Line } from "./Line";
import { lines, summaries } from "./store";
import { Summary } from "./Summary";
import "./journal.css";

const HOURS = [1, 3, 24, 168] as const;

/** The journal: a line for each Enter, newest first, under the hours. */
export default function JournalView(): JSX.Element {
  const [text, setText] = useState("");
  const [cited, setCited] = useState<Id | null>(null);
  const words = text.trim();
  const list = useQuery(useMemo(() => lines.query({ limit: 100, ...(words ? { q: words } : {}) }), [words]));
  const newest = useQuery(summaries.query({ limit: 1 }));
  const thought = useThought();
  const items = list.items.value;
  const latest = useRef(items);
  latest.current = items;
  useRows(useCallback((): EntityRef[] => latest.current.map((line) => ({ kind: "journal", id: line.id })), []));
  const wanted = location.value.query.get("line");
  const show = (id: Id): void => {
    setCited(id);
    document.getElementById(`line-${id}`)?.scrollIntoView({ block: "center" });
  };
  useEffect(() => {
    if (wanted && items.some((line) => line.id === wanted)) show(wanted);
  }, [wanted, items.length > 0]);
  return (
    <>
      <header class="head">
        <h1>{t("place.journal")}</h1>
        <div class="tools">
          <label class="jfind"><Search aria-hidden="true" /><input type="search" aria-label={t("journal.search")} placeholder={t("journal.search")} value={text} onInput={(event) => setText(event.currentTarget.value)} /></label>
          <Button disabled={thought.thinking || items.length === 0} aria-haspopup="menu" onClick={(event) => summarise(event.currentTarget, thought)}><Sparkles aria-hidden="true" />{t("journal.summarise")}</Button>
        </div>
      </header>
      <div class="viewbody journal">
        <NewLine />
        <Thinking thought={thought} doing={t("journal.reading")} />
        {thought.thinking ? null : newest.items.value.slice(0, 1).map((summary) => <Summary key={summary.id} summary={summary} onCite={show} />)}
        <ListState query={list} empty={words ? <Empty title={t("journal.none_found")} /> : <Empty icon={<BookOpen aria-hidden="true" />} title={t("journal.none")} text={t("journal.none_text")} />}>
          {byHour(items).map((hour) => (
            <section key={hour.key} class="jhour" aria-label={hour.title}>
              <h2>{hour.title}</h2>
              <div role="list" aria-label={hour.title}>{hour.lines.map((line) => <Line key={line.id} line={line} cited={line.id === cited} />)}</div>
            </section>
          ))}
          {list.more.value ? <div class="loadmore"><Button small onClick={() => void list.loadMore().catch(() => undefined)}>{t("more")}</Button></div> : null}
        </ListState>
      </div>
    </>
  );
}

function summarise(anchor: Element, thought: Thought): void {
  openMenu(anchor, t("journal.summarise"), HOURS.map((hours) => ({
    label: t(`journal.hours_${hours}`),
    run: () => void thought.ask("/api/journal/summarize", { hours }),
  })));
}

function NewLine(): JSX.Element {
  const add = (event: Event): void => {
    event.preventDefault();
    const text = draft.value.trim();
    if (!text) return;
    draft.value = "";
    lines.create({ text }).catch(() => (draft.value ||= text)); // said in a toast; what was typed is back
  };
  return (
    <form class="taskadd" onSubmit={add}>
      <Plus aria-hidden="true" />
      <input type="text" data-quickadd aria-label={t("journal.add")} placeholder={t("journal.add")} value={draft.value} maxLength={1000} onInput={(event) => (draft.value = event.currentTarget.value)} />
    </form>
  );
}
