import { ArrowLeft } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { Id, Message } from "@/contract";
import { Button, IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import { t } from "@/i18n";
import { openLog } from "@/store/messages";
import { ThreadLog } from "@/store/thread";
import { errorText } from "@/store/toasts";
import { MessageView } from "../chat/MessageView";
import { startReply } from "../chat/state";
import { paneThread } from "../panes";
import "../chat/MessageView.css";

/** The thread of a message: what it began with and every answer, however far back. */
export default function Thread({ room_id, message_id }: { room_id: Id; message_id: Id }): JSX.Element {
  const log = useMemo(() => openLog(room_id), [room_id]);
  const thread = useMemo(() => new ThreadLog(message_id), [message_id]);
  useEffect(() => thread.follow(), [thread]);
  // As the room shows it where it is here too: what one does oneself shows there at once.
  const shown = (message: Message): Message => {
    const here = log.find(message.id);
    return here && here.rev >= message.rev ? here : message;
  };
  const root = thread.root.value;
  const replies = thread.replies.value.map(shown);
  const count = replies.filter((message) => !message.deleted_at).length;
  return (
    <div class="thread">
      <div class="threadhead">
        <IconButton label={t("thread.all")} onClick={() => (paneThread.value = null)}><ArrowLeft aria-hidden="true" /></IconButton>
        <span>{t("thread.all")}</span>
      </div>
      {thread.state.value === "error" ? (
        <Empty title={thread.error.value?.code === "not_found" ? t("chat.message_gone") : t("chat.load_error")}
          action={thread.error.value?.code === "not_found" ? undefined : <Button onClick={() => void thread.load()}>{t("retry")}</Button>}
          text={thread.error.value?.code === "not_found" ? undefined : errorText(thread.error.value)} />
      ) : root ? (
        <>
          <MessageView message={shown(root)} cont={false} plain />
          <h2 class="menu-head">{count ? t("message.replies", { count }) : t("thread.none")}</h2>
          {replies.map((message) => <MessageView key={message.id} message={message} cont={false} plain />)}
          <div class="threadfoot">
            {thread.next.value ? <Button onClick={() => void thread.more().catch(() => undefined)}>{t("chat.gap_later")}</Button> : null}
            {root.deleted_at ? null : <Button onClick={() => startReply(root)}>{t("message.reply")}</Button>}
          </div>
        </>
      ) : <Skeleton />}
    </div>
  );
}
