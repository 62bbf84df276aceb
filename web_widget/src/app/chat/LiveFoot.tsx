/** What is going on in a room right now, below its last message: an answer being written, what Eko does, what it asks. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Approval, Room, Run } from "@/contract";
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
  const tool = step?.tool ?? step?.name;
  if (!tool) return t("run.thinking");
  const key = `run.doing_${tool.split(/[._]/)[0]}`;
  return has(key) ? t(key) : t("run.doing_other");
}

/** Something Eko may only do with a yes: exactly what, and the arguments can be changed first. */
export function ApprovalCard({ approval }: { approval: Approval }): JSX.Element {
  const [text, setText] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const answer = async (decision: "approve" | "deny"): Promise<void> => {
    let edited: Record<string, unknown> | undefined;
    if (text !== null && decision === "approve") {
      try {
        edited = JSON.parse(text) as Record<string, unknown>;
      } catch {
        return setWrong(true);
      }
    }
    setBusy(true);
    if (!(await decide(approval, decision, edited))) setBusy(false);
  };
  return (
    <section class="approval" aria-label={t("approval.title")}>
      <header><span class="av s eko"><EkoFace mood="listening" /></span><b>{t("approval.title")}</b><code>{approval.tool}</code></header>
      {text === null ? (
        <dl aria-label={t("approval.arguments")}>
          {Object.entries(approval.arguments ?? {}).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd></div>)}
        </dl>
      ) : (
        <label class="edit"><span class="sr">{t("approval.arguments")}</span>
          <textarea class="input" rows={6} spellcheck={false} value={text} aria-invalid={wrong} onInput={(event) => { setWrong(false); setText(event.currentTarget.value); }} />
        </label>
      )}
      {wrong ? <p class="bad" role="alert">{t("approval.invalid")}</p> : null}
      <footer>
        <Button small tone="primary" busy={busy} onClick={() => void answer("approve")}>{t("approval.approve")}</Button>
        <Button small busy={busy} onClick={() => void answer("deny")}>{t("approval.deny")}</Button>
        {text === null ? <Button small tone="plain" onClick={() => setText(JSON.stringify(approval.arguments, null, 2))}>{t("approval.edit")}</Button> : null}
      </footer>
    </section>
  );
}
