/** What is going on in a room right now, below its last message: an answer being written, what Eko does, what it asks. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Approval, Call, Room, Run } from "@/contract";
import { Button } from "@/components/Button";
import { EkoFace } from "@/components/EkoFace";
import { Markdown } from "@/components/Markdown";
import { has, t } from "@/i18n";
import { activeRuns, approvals, decide, roomApprovals, runs, streams } from "@/store/runs";
import "./LiveFoot.css";

export function hasLive(room: Room): boolean {
  void runs.value;
  return [...streams.value.values()].some((stream) => stream.room_id === room.id) || activeRuns(room.id).length > 0 || [...approvals.value.values()].some((approval) => approval.room_id === room.id);
}

export function LiveFoot({ room }: { room: Room }): JSX.Element {
  const writing = [...streams.value.values()].filter((stream) => stream.room_id === room.id);
  const silent = activeRuns(room.id).filter((run) => run.status === "running" && !writing.some((stream) => stream.run_id === run.id));
  return (
    <div class="live">
      {writing.map((stream) => (
        <article key={stream.run_id} class="msg">
          <div class="side"><span class="av m eko"><EkoFace mood="working" /></span></div>
          <div class="what"><div class="by"><b>Eko</b><span class="agent">{t("rooms.agent")}</span></div><Markdown text={stream.parts.join("")} /></div>
        </article>
      ))}
      {silent.map((run) => (
        <div key={run.id} class="doing" role="status"><span class="av m eko"><EkoFace mood={run.steps?.length ? "working" : "thinking"} /></span><span>{doing(run)}</span></div>
      ))}
      {roomApprovals(room.id).map((approval) => <ApprovalCard key={approval.id} approval={approval} />)}
    </div>
  );
}

/** "Looking at the agenda…": the last tool called, in words. */
export function doing(run: Run): string {
  const step = run.steps?.at(-1);
  const tool = step?.operation;
  if (!tool) return t("run.thinking");
  const key = `run.doing_${tool.split(/[._]/)[0]}`;
  return has(key) ? t(key) : t("run.doing_other");
}

/** Something Eko may only do with a yes: exactly what; the arguments can be changed, or another reading chosen. */
export function ApprovalCard({ approval }: { approval: Approval }): JSX.Element {
  const [text, setText] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const calls: Call[] = approval.calls ?? (approval.tool ? [{ operation: approval.tool, arguments: approval.arguments ?? {} }] : []);
  const choices = approval.alternatives ?? [];
  const send = async (decision: "approve" | "deny", extra: { arguments?: Record<string, unknown>; choice?: number } = {}): Promise<void> => {
    setBusy(true);
    if (!(await decide(approval, decision, extra))) setBusy(false);
  };
  const approve = (): void => {
    if (text === null) return void send("approve");
    try {
      void send("approve", { arguments: JSON.parse(text) as Record<string, unknown> });
    } catch {
      setWrong(true);
    }
  };
  return (
    <section class="approval" aria-label={approval.question || t("approval.title")}>
      <header><span class="av s eko"><EkoFace mood={approval.kind === "proposal" ? "puzzled" : "listening"} /></span><b>{approval.question || t("approval.title")}</b></header>
      {text === null ? calls.map((call, index) => (
        <dl key={index} aria-label={t("approval.arguments")}>
          <div><dt>{t("approval.call")}</dt><dd><code>{call.operation}</code></dd></div>
          {Object.entries(call.arguments).map(([name, value]) => <div key={name}><dt>{name.replaceAll("_", " ")}</dt><dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd></div>)}
        </dl>
      )) : (
        <label class="edit"><span class="sr">{t("approval.arguments")}</span>
          <textarea class="input" rows={6} spellcheck={false} value={text} aria-invalid={wrong} onInput={(event) => { setWrong(false); setText(event.currentTarget.value); }} />
        </label>
      )}
      {wrong ? <p class="bad" role="alert">{t("approval.invalid")}</p> : null}
      <footer>
        {choices.map((choice, index) => <Button key={index} small busy={busy} onClick={() => void send("approve", { choice: index })}>{choice.label}</Button>)}
        {calls.length > 0 ? <Button small tone="primary" busy={busy} onClick={approve}>{t("approval.approve")}</Button> : null}
        <Button small busy={busy} onClick={() => void send("deny")}>{t("approval.deny")}</Button>
        {text === null && calls.length === 1 ? <Button small tone="plain" onClick={() => setText(JSON.stringify(calls[0]?.arguments ?? {}, null, 2))}>{t("approval.edit")}</Button> : null}
      </footer>
    </section>
  );
}
