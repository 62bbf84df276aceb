import { Search } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { Chip } from "@/components/Chip";
import { Moment } from "@/components/DateWords";
import { Empty } from "@/components/Empty";
import { Row } from "@/components/Row";
import { Skeleton } from "@/components/Skeleton";
import { kinds } from "@/app/entity_kinds";
import { location, setQuery } from "@/app/router";
import type { EntityKind, EntityRef } from "@/contract";
import { t } from "@/i18n";
import { projects } from "@/store/kinds";
import { roomName, rooms } from "@/store/rooms";
import { useRows } from "@/store/selection";
import { errorText } from "@/store/toasts";
import { find, open, type Found, type Results } from "./find";
import { IndexState } from "./IndexState";
import { Marked } from "./Marked";
import "../parts/parts.css";
import "./search.css";

const KINDS: readonly EntityKind[] = ["message", "note", "task", "project", "agenda", "budget", "person", "link", "file"];
const TYPED_MS = 200;

/** Everything one may read. What is looked for stands in the address, so that it can be kept and sent. */
export default function SearchView(): JSX.Element {
  const query = location.value.query;
  const q = query.get("q") ?? "";
  const kind = query.get("kind");
  const room = query.get("in");
  const [typed, setTyped] = useState(q);
  const [results, setResults] = useState<Results | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [again, setAgain] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    if (document.activeElement !== input.current) setTyped(q);
  }, [q]);
  useEffect(() => {
    const timer = setTimeout(() => typed.trim() !== q && setQuery({ q: typed.trim() || null }), TYPED_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => {
    setError(null);
    if (q.trim() === "") return setResults(null);
    const abort = new AbortController();
    find(q, { kinds: kind, room_id: room }, abort.signal).then(setResults, (fault: unknown) => abort.signal.aborted || setError(fault));
    return () => abort.abort();
  }, [q, kind, room, again]);

  const shown = useRef<Found[]>([]);
  shown.current = results?.items ?? [];
  useRows(useCallback((): EntityRef[] => shown.current.map(({ kind: of, id }) => ({ kind: of, id })), []));
  const place = room ? rooms.value.get(room) : undefined;
  return (
    <>
      <header class="head">
        <h1>{t("place.search")}</h1>
        {results && q ? <p role="status">{t("search.count", { count: results.items.length })}</p> : null}
      </header>
      <div class="viewbody searchview">
        <div class="searchfield">
          <Search aria-hidden="true" />
          <input ref={input} type="search" value={typed} aria-label={t("search.ask")} placeholder={t("search.placeholder")} spellcheck={false} autocomplete="off"
            onInput={(event) => setTyped(event.currentTarget.value)} onKeyDown={(event) => event.key === "Enter" && setQuery({ q: typed.trim() || null })} />
        </div>
        <div class="filters" role="group" aria-label={t("search.kinds")}>
          <Chip on={!kind} onClick={() => setQuery({ kind: null })}>{t("search.all")}</Chip>
          {KINDS.map((one) => <Chip key={one} on={kind === one} onClick={() => setQuery({ kind: kind === one ? null : one })}>{t(kinds[one]?.name ?? (`kind.${one}` as "kind.note"))}</Chip>)}
          {room ? <Chip on onClick={() => setQuery({ in: null })} title={t("search.everywhere")}>{t("search.in", { place: place ? roomName(place) : t("kind.room") })}</Chip> : null}
        </div>
        {results && results.unknown.length > 0 ? <p class="searchnote" role="status">{t("search.unknown", { filters: results.unknown.join(" ") })}</p> : null}
        <List q={q} results={results} error={error} retry={() => setAgain((times) => times + 1)} />
        <IndexState />
      </div>
    </>
  );
}

function List({ q, results, error, retry }: { q: string; results: Results | null; error: unknown; retry: () => void }): JSX.Element {
  if (q === "") return <Empty icon={<Search aria-hidden="true" />} title={t("search.start")} text={t("search.help")} />;
  if (error) return <Empty title={t("list.failed")} text={errorText(error)} action={<Button onClick={retry}>{t("retry")}</Button>} />;
  if (results === null) return <Skeleton lines={6} />;
  if (results.items.length === 0) return <Empty title={t("search.nothing", { q })} text={t("search.nothing_text")} />;
  return (
    <div class="searchlist" role="list" aria-label={t("search.results")}>
      {results.items.map((found) => <div role="listitem" key={`${found.kind} ${found.id}`}><Hit found={found} /></div>)}
    </div>
  );
}

function Hit({ found }: { found: Found }): JSX.Element {
  const info = kinds[found.kind];
  const Icon = info?.icon ?? Search;
  const project = found.project_id && found.kind !== "project" ? projects.slot(found.project_id).value : undefined;
  return (
    <Row entity={{ kind: found.kind, id: found.id }} start={<Icon aria-hidden="true" />} onOpen={() => open(found)}
      title={<><Marked text={found.title} marks={found.title_marks} /><span class="sr"> ({info ? t(info.name) : found.kind})</span></>}
      note={found.snippet ? <Marked text={found.snippet} marks={found.marks} /> : undefined}
      end={<>{project ? <span class="pill">{project.name}</span> : null}{found.by === "meaning" ? <span class="pill">{t("search.by_meaning")}</span> : null}{found.at ? <Moment at={found.at} /> : null}</>} />
  );
}
