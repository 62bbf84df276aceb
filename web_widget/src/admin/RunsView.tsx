import { Bot } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useEffect } from "preact/hooks";
import { on } from "@/connection";
import { Empty } from "@/components/Empty";
import { Tabs } from "@/components/Tabs";
import type { EntityRef, Run, RunStatus } from "@/contract";
import { has, t } from "@/i18n";
import { clock, dateWords, dayOf, duration, fullMoment, number } from "@/i18n/format";
import { commands, titleIn } from "@/store/commands";
import { fetchRun, runs } from "@/store/runs";
import { current, isCurrent, useRows } from "@/store/selection";
import RunSteps from "@/app/panes/RunSteps";
import { isNarrow, openRun } from "@/app/panes";
import { location, navigate, setQuery } from "@/app/router";
import { WithDetail } from "./Narrow";
import { usePages } from "./pages";
import { PagesState } from "./PagesState";

const STATUSES: readonly RunStatus[] = ["running", "waiting", "done", "failed", "cancelled"];

export default function RunsView(): JSX.Element {
  return <WithDetail tab="runs" kind="run" detail={(id) => <RunSteps id={id} />}><RunList /></WithDetail>;
}

function RunList(): JSX.Element {
  const status = STATUSES.find((one) => one === location.value.query.get("status")) ?? null;
  const pages = usePages<Run>("/api/runs", { status, limit: 50 });
  useEffect(() => {
    const stops = [
      on<{ run: Run }>("run.started", ({ run }) => (!status || run.status === status) && pages.put(run)),
      // The event has no steps: the whole run says what it did.
      on<{ run: Run }>("run.finished", ({ run }) => void fetchRun(run.id).then((whole) => (!status || whole.status === status ? pages.put(whole) : pages.drop(whole.id)), () => undefined)), // the next look shows it
    ];
    return () => stops.forEach((stop) => stop());
  }, [pages, status]);
  useRows(useCallback((): EntityRef[] => pages.items.peek().map(({ id }) => ({ kind: "run", id })), [pages]));
  return (
    <>
      <div class="adminbar">
        <Tabs label={t("run.status")} value={status ?? "all"} onValue={(next) => setQuery({ status: next === "all" ? null : next })}
          options={[{ value: "all" as const, label: t("runs.all") }, ...STATUSES.map((value) => ({ value, label: t(`run.status_${value}`) }))]} />
      </div>
      <div class="viewbody">
        <PagesState pages={pages} empty={<Empty icon={<Bot aria-hidden="true" />} title={t(status ? "runs.none_here" : "runs.none")} text={status ? undefined : t("runs.none_text")} />}>
          <div class="admintable runs" role="table" aria-label={t("admin.runs")}>
            <div class="trow heads" role="row">
              <span role="columnheader">{t("runs.when")}</span><span role="columnheader">{t("runs.asked")}</span><span role="columnheader" class="wide">{t("run.model")}</span>
              <span role="columnheader" class="wide right">{t("run.tokens")}</span><span role="columnheader" class="right">{t("run.duration")}</span><span role="columnheader" class="wide right cost">{t("run.cost")}</span><span role="columnheader">{t("run.status")}</span>
            </div>
            {pages.items.value.map((run) => <RunRow key={run.id} run={{ ...run, ...runs.value.get(run.id) }} />)}
          </div>
          <p class="adminnote">{t("runs.own")}</p>
        </PagesState>
      </div>
    </>
  );
}

/** What was asked; where the hub does not tell it, what was done. */
function subject(run: Run): string {
  if (run.sentence) return run.sentence;
  const labels = (run.entities ?? []).map((entity) => entity.label).filter(Boolean);
  if (labels.length > 0) return labels.join(", ");
  const operation = run.steps?.find((step) => step.kind === "tool")?.operation;
  const command = operation ? commands.value.find((one) => one.name === operation) : undefined;
  if (command) return titleIn(command);
  const key = `runs.outcome_${run.outcome}`;
  return operation ?? (has(key) ? t(key) : run.outcome ?? "…");
}

export function understoodBy(run: Run): string {
  if (run.layer === "model") return run.model ?? t("runs.model");
  if (run.layer === "slash") return t("run.command");
  return run.layer ? t("run.offline") : "";
}

function cost(run: Run): string {
  if (run.cost_microcents === null || run.cost_microcents === undefined) return t("runs.cost_unknown");
  return run.cost_microcents === 0 ? "–" : `${number(run.cost_microcents / 1_000_000, { maximumFractionDigits: 3 })} ¢`;
}

function RunRow({ run }: { run: Run }): JSX.Element {
  const ref: EntityRef = { kind: "run", id: run.id };
  const at = run.created_at ?? run.started_at;
  const tokens = (run.tokens_in ?? 0) + (run.tokens_out ?? 0);
  const open = (): void => (isNarrow() ? navigate(`/admin/runs/${run.id}`) : openRun(run.id));
  return (
    <div role="row" class={`trow${isCurrent(ref) ? " on" : ""}`} data-row={`run:${run.id}`} tabIndex={-1} onFocus={() => (current.value = ref)}>
      <span role="cell" class="at num">{at ? <time dateTime={at} title={fullMoment(at)}><span class="wide">{dateWords(dayOf(at))} </span>{clock(at)}</time> : null}</span>
      <span role="cell" class="name"><button type="button" class="title ell" title={subject(run)} onClick={open}>{subject(run)}</button></span>
      <span role="cell" class="wide ell" title={understoodBy(run)}>{understoodBy(run)}</span>
      <span role="cell" class="wide right num">{tokens > 0 ? `${number(run.tokens_in ?? 0)} + ${number(run.tokens_out ?? 0)}` : "–"}</span>
      <span role="cell" class="right num">{run.duration_ms ? duration(run.duration_ms) : "–"}</span>
      <span role="cell" class="wide right num cost">{cost(run)}</span>
      <span role="cell"><Status run={run} /></span>
    </div>
  );
}

function Status({ run }: { run: Run }): JSX.Element {
  const tone = run.undone ? "" : run.status === "failed" ? "bad" : run.status === "waiting" ? "warn" : run.status === "running" ? "busy" : run.status === "done" ? "ok" : "";
  return <span class={`state ${tone}`} title={run.error?.detail}><i aria-hidden="true" />{run.undone ? t("card.undone") : t(`run.status_${run.status}`)}</span>;
}
