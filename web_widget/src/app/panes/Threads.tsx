import { MessagesSquare } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Id } from "@/contract";
import type { ThreadPage, ThreadSummary } from "@/contract/generated";
import { afterReady, api, asApiError, on, type ApiError } from "@/connection";
import { Avatar } from "@/components/Avatar";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import { t } from "@/i18n";
import { dayAndClock } from "@/i18n/format";
import { errorText } from "@/store/toasts";
import { plainText } from "../chat/MessageView";
import { openThread } from "../panes";
import "./Threads.css";

const SOON_MS = 400;

/** The threads of a room, the one that was answered last first. */
export default function Threads({ room }: { room: Id }): JSX.Element {
  const [threads, setThreads] = useState<readonly ThreadSummary[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const load = (before: string | null): Promise<void> =>
    api.get<ThreadPage>(`/api/rooms/${room}/threads`, before ? { before_seq: before } : {}).then(
      (page) => {
        setError(null);
        setNext(page.next_cursor ?? null);
        setThreads((known) => (before ? [...(known ?? []), ...page.items] : page.items));
      },
      (fault: unknown) => setError(asApiError(fault)),
    );
  useEffect(() => {
    setThreads(null);
    void load(null);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = ({ message }: { message: { room_id: Id; thread_id?: Id | null } }): void => {
      if (message.room_id !== room || !message.thread_id) return;
      clearTimeout(timer);
      timer = setTimeout(() => void load(null), SOON_MS);
    };
    const stops = [on("message.created", soon), on("message.deleted", soon), afterReady((again) => void (again && load(null)))];
    return () => {
      clearTimeout(timer);
      stops.forEach((stop) => stop());
    };
  }, [room]);
  if (error && !threads) return <Empty title={t("chat.load_error")} text={errorText(error)} action={<Button onClick={() => void load(null)}>{t("retry")}</Button>} />;
  if (!threads) return <Skeleton lines={6} />;
  if (threads.length === 0) return <Empty icon={<MessagesSquare aria-hidden="true" />} title={t("thread.empty")} text={t("thread.empty_text")} />;
  return (
    <div class="threads">
      {threads.map(({ root, replies, last_reply }) => (
        <button key={root.id} type="button" class="menu-item" onClick={() => openThread(room, root.id)}>
          <Avatar id={root.sender.id} name={root.sender.display_name} size="s" bot={root.sender.kind === "agent" || root.sender.kind === "bot"} />
          <span>
            <b>{root.sender.display_name}</b> <small>{dayAndClock(root.created_at)}</small>
            <span class="said">{root.deleted_at ? t("message.deleted") : plainText(root.content) || String(root.attachments?.[0]?.["name"] ?? "")}</span>
            <small>{t("message.replies", { count: replies })} · {t("thread.last", { name: last_reply.sender.display_name, when: dayAndClock(last_reply.created_at) })}</small>
          </span>
        </button>
      ))}
      {next ? <div class="threadfoot"><Button onClick={() => void load(next)}>{t("chat.gap_earlier")}</Button></div> : null}
    </div>
  );
}
