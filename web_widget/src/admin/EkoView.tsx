import { CircleCheck, CircleDashed, RefreshCw } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api, asApiError, on, type ApiError } from "@/connection";
import { Button } from "@/components/Button";
import { EkoFace } from "@/components/EkoFace";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import type { AgentStatus, Considered } from "@/contract/generated";
import { has, t } from "@/i18n";
import { errorText } from "@/store/toasts";
import { Prop, Props } from "@/app/modules/parts/Props";

const LAYERS = ["slash", "language", "model"] as const;

/** What Eko understands with: the layers, which model and why, and what would make another one work. */
export default function EkoView(): JSX.Element {
  const [status, setStatus] = useState<AgentStatus | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const load = async (): Promise<void> => {
    setBusy(true);
    try {
      setStatus(await api.get<AgentStatus>("/api/agent/status"));
      setFailure(null);
    } catch (error) {
      setFailure(asApiError(error));
    }
    setBusy(false);
  };
  useEffect(() => {
    void load();
    const stops = [on("run.started", () => void load()), on("run.finished", () => void load())];
    return () => stops.forEach((stop) => stop());
  }, []);
  if (failure && !status) return <Empty title={t("list.failed")} text={errorText(failure)} action={<Button onClick={() => void load()}>{t("retry")}</Button>} />;
  if (!status) return <Skeleton lines={6} />;
  return (
    <div class="viewbody ekoview">
      <section class="ekonow">
        <span class="av l eko"><EkoFace /></span>
        <div class="grow">
          <h2>{status.model ? t("eko.uses", { model: status.model }) : t("eko.no_model")}</h2>
          <p class="mute">{status.model ? reasonWords(status) : t("eko.no_model_text")}</p>
        </div>
        <Button small busy={busy} onClick={() => void load()}><RefreshCw aria-hidden="true" />{t("eko.again")}</Button>
      </section>
      <Props>
        <Prop label={t("eko.working")}>{status.working > 0 ? t("eko.runs", { count: status.working }) : t("eko.idle")}</Prop>
        {status.worker_pid ? <Prop label={t("eko.process")}><span class="num">{status.worker_pid}</span></Prop> : null}
        <Prop label={t("admin.runs")}><a href="/admin/runs">{t("eko.see_runs")}</a></Prop>
      </Props>
      <section>
        <h2>{t("eko.layers")}</h2>
        <p class="mute small">{t("eko.layers_text")}</p>
        <ol class="layers">
          {LAYERS.map((layer) => {
            const on = status.layers.includes(layer);
            return <li key={layer} class={on ? "on" : ""}><Mark on={on} /><div><b>{t(`eko.layer_${layer}`)}</b><p class="mute small">{t(`eko.layer_${layer}_text`)}</p></div></li>;
          })}
        </ol>
      </section>
      {status.considered?.length ? (
        <section>
          <h2>{t("eko.providers")}</h2>
          <p class="mute small">{t("eko.providers_text")}</p>
          <ul class="layers">{status.considered.map((one) => <Provider key={one.name} one={one} used={one.name === status.provider} />)}</ul>
        </section>
      ) : null}
    </div>
  );
}

function Mark({ on }: { on: boolean }): JSX.Element {
  const label = t(on ? "eko.there" : "eko.missing");
  return on ? <CircleCheck role="img" aria-label={label} class="yes" /> : <CircleDashed role="img" aria-label={label} class="no" />;
}

function reasonWords(status: AgentStatus): string {
  const provider = providerName(status.provider ?? "");
  return status.reason?.startsWith("first available") ? t("eko.first", { provider }) : [provider, status.reason].filter(Boolean).join(" · ");
}

function providerName(name: string): string {
  const key = `eko.provider_${name}`;
  return has(key) ? t(key) : name;
}

/** The advice that fits what is in the way; the reason itself is the hub's, with its addresses and commands. */
function advice(one: Considered): string {
  const key = one.name === "ollama" && /pull|no pulled/.test(one.reason) ? "eko.do_ollama_pull"
    : one.name === "openai" && !/not set/.test(one.reason) ? "eko.do_openai_answer"
      : one.name === "embedded" && /crashed/.test(one.reason) ? "eko.do_embedded_wait" : `eko.do_${one.name}`;
  return has(key) ? t(key) : "";
}

function Provider({ one, used }: { one: Considered; used: boolean }): JSX.Element {
  return (
    <li class={one.available ? "on" : ""}>
      <Mark on={one.available} />
      <div>
        <b>{providerName(one.name)}</b>{used ? <span class="pill inuse">{t("eko.in_use")}</span> : null}
        <p class="small">{one.model ? `${one.model} · ` : ""}{one.reason}</p>
        {one.available ? null : <p class="mute small">{advice(one)}</p>}
      </div>
    </li>
  );
}
