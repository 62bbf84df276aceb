import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Id, Run, RunStep } from "@/contract";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import { has, t } from "@/i18n";
import { dayAndClock, duration, number } from "@/i18n/format";
import { nameOf } from "@/store/people";
import { cancelRun, fetchRun, runs, undoRun } from "@/store/runs";
import { commands, titleIn } from "@/store/commands";

/** A run, step by step: what was understood, what was called with what, what came back, what it cost. */
export default function RunSteps({ id }: { id: Id }): JSX.Element {
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    setMissing(false);
    void fetchRun(id).catch(() => setMissing(true));
  }, [id]);
  const run = runs.value.get(id);
  if (!run) return missing ? <Empty title={t("error.not_found")} /> : <Skeleton />;
  const status = `run.status_${run.status}`;
  const asker = run.asked_by ? nameOf(run.asked_by) : "";
  const facts: [string, string][] = [
    [t("run.status"), run.undone ? t("card.undone") : has(status) ? t(status) : run.status],
    [t("run.asked_by"), [asker, run.created_at ? dayAndClock(run.created_at) : ""].filter(Boolean).join(", ")],
    [t("run.model"), run.layer === "model" ? (run.model ?? "") : run.layer === "slash" ? t("run.command") : run.layer ? t("run.offline") : ""],
    [t("run.duration"), run.duration_ms === null || run.duration_ms === undefined ? "" : duration(run.duration_ms)],
    [t("run.tokens"), (run.tokens_in ?? 0) + (run.tokens_out ?? 0) > 0 ? `${number(run.tokens_in ?? 0)} + ${number(run.tokens_out ?? 0)}` : ""],
    [t("run.cost"), run.cost_microcents ? `${number(run.cost_microcents / 1_000_000, { maximumFractionDigits: 4 })} ¢` : ""],
  ];
  return (
    <section class="sec">
      <dl class="facts">{facts.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {run.error ? <p role="alert" style={{ color: "var(--bad)" }}>{run.error.detail ?? run.error.code}</p> : null}
      <h2>{t("run.steps")}</h2>
      {run.steps?.length ? <ol class="steps">{run.steps.map((step, index) => <Step key={index} step={step} />)}</ol> : <p class="mute">{t("run.no_steps")}</p>}
      <Tools run={run} />
    </section>
  );
}

function Tools({ run }: { run: Run }): JSX.Element | null {
  if (run.status === "running" || run.status === "waiting") return <Button onClick={() => void cancelRun(run.id)}>{t("run.cancel")}</Button>;
  if (run.undone || run.status !== "done") return null;
  return <Button onClick={() => void undoRun(run.id)}>{t("run.undo")}</Button>;
}

function Step({ step }: { step: RunStep }): JSX.Element {
  const key = `run.step_${step.kind}`;
  const command = step.operation ? commands.value.find((one) => one.name === step.operation) : undefined;
  const name = (command ? titleIn(command) : step.label) || step.operation || (has(key) ? t(key) : step.kind);
  const show = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value, null, 2));
  return (
    <li>
      {typeof step.duration_ms === "number" ? <span class="when">{duration(step.duration_ms)}</span> : null}
      <b>{name}</b>{step.operation && step.operation !== name ? <code class="mute small"> {step.operation}</code> : null}
      {step.text ? <p class="small">{step.text}</p> : null}
      {step.error ? <p class="bad small">{step.error.detail ?? step.error.code}</p> : null}
      {step.arguments && Object.keys(step.arguments).length > 0 ? <details><summary>{t("run.arguments")}</summary><pre>{show(step.arguments)}</pre></details> : null}
      {step.calls?.length ? <details><summary>{t("run.calls")}</summary><pre>{show(step.calls)}</pre></details> : null}
      {step.result !== undefined && step.result !== null ? <details><summary>{t("run.result")}</summary><pre>{show(step.result)}</pre></details> : null}
    </li>
  );
}
