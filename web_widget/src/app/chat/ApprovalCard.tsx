/** Something Eko may only do with a yes: exactly what; the arguments can be changed first, or another reading chosen. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Approval, Call } from "@/contract";
import { Button } from "@/components/Button";
import { EkoFace } from "@/components/EkoFace";
import { Field } from "@/components/Field";
import { t } from "@/i18n";
import { commands, titleIn } from "@/store/commands";
import { decide } from "@/store/runs";
import "./ApprovalCard.css";

const say = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
const nameOf = (argument: string): string => argument.replaceAll("_", " ");

/** What was typed, in the shape that the argument had. */
export function retype(before: unknown, text: string): unknown {
  if (typeof before === "string" || before === null) return text;
  return JSON.parse(text) as unknown;
}

interface Props {
  approval: Approval;
  /** Under the message that asks: the question is not said twice. */
  under?: boolean;
}

export function ApprovalCard({ approval, under = false }: Props): JSX.Element {
  const [typed, setTyped] = useState<Record<string, string> | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const calls: Call[] = approval.calls ?? (approval.tool ? [{ operation: approval.tool, arguments: approval.arguments ?? {} }] : []);
  const only = calls.length === 1 ? calls[0] : undefined;
  const send = async (decision: "approve" | "deny", extra: { arguments?: Record<string, unknown>; choice?: number } = {}): Promise<void> => {
    setBusy(true);
    if (!(await decide(approval, decision, extra))) setBusy(false);
  };
  const approve = (): void => {
    if (!typed || !only) return void send("approve");
    const edited: Record<string, unknown> = {};
    for (const [name, before] of Object.entries(only.arguments)) {
      try {
        edited[name] = retype(before, typed[name] ?? say(before));
      } catch {
        return setWrong(name);
      }
    }
    void send("approve", { arguments: edited });
  };
  const change = (name: string) => (value: string): void => {
    setWrong(null);
    setTyped({ ...typed, [name]: value });
  };
  return (
    <section class={`approval${under ? " under" : ""}`} aria-label={approval.question || t("approval.title")}>
      {under ? null : <header><span class="av s eko"><EkoFace mood={approval.kind === "proposal" ? "puzzled" : "listening"} /></span><b>{approval.question || t("approval.title")}</b></header>}
      {typed && only ? (
        <div class="edit">{Object.entries(only.arguments).map(([name, value]) => <Field key={name} label={nameOf(name)} value={typed[name] ?? say(value)} error={wrong === name ? t("approval.invalid") : null} onValue={change(name)} />)}</div>
      ) : calls.map((call, index) => <CallView key={index} call={call} />)}
      <footer>
        {(approval.alternatives ?? []).map((choice, index) => <Button key={index} small busy={busy} onClick={() => void send("approve", { choice: index })}>{choice.label}</Button>)}
        {calls.length > 0 ? <Button small tone="primary" busy={busy} onClick={approve}>{t("approval.approve")}</Button> : null}
        <Button small busy={busy} onClick={() => void send("deny")}>{t("approval.deny")}</Button>
        {typed === null && only && Object.keys(only.arguments).length > 0 ? <Button small tone="plain" onClick={() => setTyped({})}>{t("approval.edit")}</Button> : null}
      </footer>
    </section>
  );
}

/** The exact call: the operation by its title and name, each argument as it is. */
function CallView({ call }: { call: Call }): JSX.Element {
  const command = commands.value.find((one) => one.name === call.operation);
  return (
    <dl aria-label={t("approval.arguments")}>
      <div class="op"><dt>{command ? titleIn(command) : call.operation}</dt><dd><code>{call.operation}</code></dd></div>
      {Object.entries(call.arguments).map(([name, value]) => <div key={name}><dt>{nameOf(name)}</dt><dd>{say(value)}</dd></div>)}
    </dl>
  );
}
