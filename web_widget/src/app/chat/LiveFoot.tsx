/** What is going on in a room right now, below its last message: an answer being written, what Eko does, what it asks. */
import type { JSX } from "preact";
import type { Room, Run } from "@/contract";
import { EkoFace } from "@/components/EkoFace";
import { Markdown } from "@/components/Markdown";
import { has, t } from "@/i18n";
import { logOf } from "@/store/messages";
import { activeRuns, looseApprovals, runs, streams } from "@/store/runs";
import { ApprovalCard } from "./ApprovalCard";
import "./LiveFoot.css";

/** Questions whose message is not in view; the others stand under theirs. */
const loose = (room: Room): ReturnType<typeof looseApprovals> => looseApprovals(room.id, (id) => logOf(room.id).find(id) !== undefined);

export function hasLive(room: Room): boolean {
  void runs.value;
  return [...streams.value.values()].some((stream) => stream.room_id === room.id) || activeRuns(room.id).length > 0 || loose(room).length > 0;
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
      {loose(room).map((approval) => <ApprovalCard key={approval.id} approval={approval} />)}
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
