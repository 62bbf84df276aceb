import { CircleAlert, Clock } from "lucide-preact";
import type { JSX } from "preact";
import { connection } from "@/connection";
import { Avatar } from "@/components/Avatar";
import { Button } from "@/components/Button";
import { Markdown } from "@/components/Markdown";
import { t } from "@/i18n";
import { clock } from "@/i18n/format";
import { discard, retry, type OutboxItem } from "@/store/outbox";
import { me } from "@/store/session";
import { handed } from "./state";

/** A message on its way: sending, waiting for the connection, or refused with what one can do. */
export function Pending({ item, cont }: { item: OutboxItem; cont: boolean }): JSX.Element {
  const self = me.value;
  const failed = item.state === "failed";
  const late = connection.value !== "online" || Date.now() - Date.parse(item.created_at) > 1500;
  const takeBack = (): void => {
    const taken = discard(item.client_msg_id);
    if (taken) handed.value = { room: taken.room_id, text: taken.content };
  };
  return (
    <article class={`msg pending${cont ? " cont" : ""}${failed ? " failed" : ""}`}>
      <div class="side">{cont || !self ? null : <Avatar id={self.id} name={self.display_name} />}</div>
      <div class="what">
        {cont ? null : <div class="by"><b>{self?.display_name}</b><time>{clock(item.created_at)}</time></div>}
        <div class="text"><Markdown text={item.content} /></div>
        {failed ? (
          <div class="state bad" role="alert">
            <CircleAlert aria-hidden="true" /><span>{t("message.failed")}{item.error ? `: ${item.error.detail}` : ""}</span>
            <Button small onClick={() => retry(item.client_msg_id)}>{t("message.retry")}</Button>
            <Button small tone="plain" onClick={takeBack}>{t("message.take_back")}</Button>
          </div>
        ) : late ? (
          <div class="state"><Clock aria-hidden="true" /><span>{t(item.state === "sending" ? "message.sending" : "message.waiting")}</span></div>
        ) : null}
      </div>
    </article>
  );
}
