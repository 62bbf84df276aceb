import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { Id, Message } from "@/contract";
import { api } from "@/connection";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import { t } from "@/i18n";
import { signal } from "@preact/signals";
import { openLog } from "@/store/messages";
import { MessageView } from "../chat/MessageView";
import { startReply } from "../chat/state";
import "../chat/MessageView.css";

/** A message and what was answered to it, and to the answers. */
export default function Thread({ room_id, message_id }: { room_id: Id; message_id: Id }): JSX.Element {
  const log = useMemo(() => openLog(room_id), [room_id]);
  const fetched = useMemo(() => signal<Message | null | undefined>(undefined), [message_id]);
  const root = log.find(message_id) ?? fetched.value;
  useEffect(() => {
    if (log.find(message_id)) return;
    void api.get<Message>(`/api/messages/${message_id}`).then((message) => (fetched.value = message), () => (fetched.value = null));
  }, [message_id]);
  if (root === null) return <Empty title={t("error.not_found")} />;
  if (root === undefined) return <Skeleton />;
  const inside = new Set([message_id]);
  const replies = log.messages.value.filter((message) => {
    if (!message.reply_to || !inside.has(message.reply_to)) return false;
    inside.add(message.id);
    return true;
  });
  return (
    <div class="thread">
      <MessageView message={root} cont={false} plain />
      <h2 class="menu-head">{replies.length ? t("message.replies", { count: replies.length }) : t("thread.none")}</h2>
      {replies.map((message) => <MessageView key={message.id} message={message} cont={false} plain />)}
      <div class="threadfoot"><Button onClick={() => startReply(root)}>{t("message.reply")}</Button></div>
    </div>
  );
}
