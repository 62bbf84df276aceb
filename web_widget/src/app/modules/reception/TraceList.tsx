import { ChevronRight, ScanSearch } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import { api, ApiError } from "@/connection";
import type { Page } from "@/contract";
import type { SerialHistory, Traced } from "@/contract/generated";
import { t } from "@/i18n";
import { dayAndClock } from "@/i18n/format";
import { errorText, toastError } from "@/store/toasts";
import { kinds } from "../../entity_kinds";
import { location, setQuery } from "../../router";
import { word } from "./fields";

const PAUSE_MS = 200;

/** Everything with a serial number in one list, and orders; a press tells what became of a number. */
export function TraceList(): JSX.Element {
  const asked = location.value.query.get("q") ?? "";
  const [text, setText] = useState(asked);
  const [found, setFound] = useState<Traced[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [fault, setFault] = useState<ApiError | null>(null);
  const turn = useRef(0);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    const timer = setTimeout(() => setQuery({ q: text.trim() || null }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const load = async (cursor?: string): Promise<void> => {
    const mine = ++turn.current;
    try {
      const page = await api.get<Page<Traced>>("/api/traceability", { q: asked, limit: 50, cursor });
      if (mine !== turn.current) return;
      setFound((now) => (cursor ? [...(now ?? []), ...page.items] : page.items));
      setNext(page.next_cursor ?? null);
      setFault(null);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (mine === turn.current) cursor ? toastError(error) : setFault(error);
    }
  };
  useEffect(() => void load(), [asked]);
  return (
    <>
      <form class="scanfield tracefield" role="search" onSubmit={(event) => { event.preventDefault(); setQuery({ q: text.trim() || null }); field.current?.select(); }}>
        <ScanSearch aria-hidden="true" />
        <input ref={field} data-quickadd type="search" autocomplete="off" spellcheck={false} maxLength={200} aria-label={t("reception.trace_find")} placeholder={t("reception.trace_find")} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </form>
      {fault && !found ? <Empty title={t("list.failed")} text={errorText(fault)} action={<Button onClick={() => void load()}>{t("retry")}</Button>} />
        : !found ? <Skeleton lines={6} />
        : found.length === 0 ? <Empty icon={<ScanSearch aria-hidden="true" />} title={t(asked ? "reception.trace_none_found" : "reception.trace_none")} text={asked ? undefined : t("reception.trace_none_text")} />
        : <ul class="rlist" aria-label={t("reception.trace")}>{found.map((one) => one.serial ? <TraceRow key={one.id} one={one} /> : <WholeRow key={one.id} one={one} />)}</ul>}
      {next ? <p class="loadmore"><Button small onClick={() => void load(next)}>{t("show_more")}</Button></p> : null}
    </>
  );
}

function TraceRow({ one }: { one: Traced }): JSX.Element {
  const [open, setOpen] = useState(false);
  const [history, setHistory] = useState<SerialHistory | null>(null);
  const toggle = (): void => {
    setOpen(!open);
    if (!open) api.get<SerialHistory>("/api/traceability/history", { serial: one.serial }).then(setHistory, (error: unknown) => { setOpen(false); toastError(error); });
  };
  const about = [one.what, one.type ? word(one.type) : "", one.state ? word(one.state) : "", one.technician].filter(Boolean).join(" · ");
  return (
    <li class="tracerow">
      <div class="rrow">
        <button type="button" class="title" aria-expanded={open} onClick={toggle}>
          <b class="ell serial"><ChevronRight aria-hidden="true" class={open ? "open" : ""} />{one.serial}</b>
          <span class="ell">{about || "–"}</span>
        </button>
        {one.in_stock ? <span class="pill wide">{t("reception.in_stock")}</span> : null}
        <a class="ell where" href={sheetOf(one)}>{one.sheet_name}</a>
      </div>
      {open ? (history ? (
        <ol class="rsteps">
          {history.steps.map((step, place) => (
            <li key={place}><time>{dayAndClock(step.at)}</time><span>{t(`reception.step_${step.what}`)} <a href={sheetOf(step.of)}>{step.of.sheet_name}</a>{step.what === "ready" || step.what === "wiped" ? ` · ${[step.of.state ? word(step.of.state) : "", step.of.technician].filter(Boolean).join(" · ")}` : ""}</span></li>
          ))}
        </ol>
      ) : <Skeleton lines={2} />) : null}
    </li>
  );
}

/** What has no serial number: it leads to where it stands. */
function WholeRow({ one }: { one: Traced }): JSX.Element {
  const { icon: Icon, name } = kinds[one.sheet_kind];
  return (
    <li class="tracerow">
      <div class="rrow">
        <a class="title" href={sheetOf(one)}>
          <b class="ell serial whole"><Icon aria-hidden="true" />{one.sheet_name}</b>
          <span class="ell">{one.what || "–"}</span>
        </a>
        <span class="pill wide">{t(name)}</span>
      </div>
    </li>
  );
}

function sheetOf(one: Traced): string {
  return kinds[one.sheet_kind].href(one.sheet_id);
}
