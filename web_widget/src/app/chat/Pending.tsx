import { CircleAlert, Clock } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { connection } from "@/connection";
import { Avatar } from "@/components/Avatar";
import { Button } from "@/components/Button";
import { Markdown } from "@/components/Markdown";
import { has, t } from "@/i18n";
import { clock } from "@/i18n/format";
import { discard, retry, type OutboxItem } from "@/store/outbox";
import { me } from "@/store/session";
import { giveBack } from "@/store/uploads";
import { Attachments } from "./Attachments";
import { handed } from "./state";

/** Most are there before one would notice that they were on their way. */
const SLOW_MS = 1500;

/** What happened and what one can do about it. */
function why({ error }: OutboxItem): string {
  if (!error) return "";
  const key = `message.why_${error.code}`;
  const detail = /[.!?…]$/.test(error.detail) ? error.detail : `${error.detail}.`;
  return has(key) ? t(key, { detail }) : t("message.why_other", { detail });
}

/** A message on its way: sending, waiting for the connection, or refused with what one can do. */
export function Pending({ item, cont }: { item: OutboxItem; cont: boolean }): JSX.Element {
  const self = me.value;
  const failed = item.state === "failed";
  const [slow, setSlow] = useState(Date.now() - Date.parse(item.created_at) > SLOW_MS);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [item.client_msg_id]);
  const online = connection.value === "online";
  const late = !online || slow;
  const state = item.state === "sending" ? "message.sending" : online ? "message.held" : "message.waiting";
  const code = item.error?.code;
  const takeBack = (): void => {
    const taken = discard(item.client_msg_id);
    if (!taken) return;
    handed.value = { room: taken.room_id, text: taken.content };
    if (taken.attachments) giveBack(taken.room_id, taken.attachments);
  };
  return (
    <article class={`msg pending${cont ? " cont" : ""}${failed ? " failed" : ""}`}>
      <div class="side">{cont || !self ? null : <Avatar id={self.id} name={self.display_name} />}</div>
      <div class="what">
        {cont ? null : <div class="by"><b>{self?.display_name}</b><time>{clock(item.created_at)}</time></div>}
        {item.content ? <div class="text"><Markdown text={item.content} /></div> : null}
        <Attachments list={item.attachments ?? []} />
        {failed ? (
          <div class="state bad" role="alert">
            <CircleAlert aria-hidden="true" /><span>{t("message.failed")}. {why(item)}</span>
            {code === "too_large" || code === "invalid" ? null : <Button small onClick={() => retry(item.client_msg_id)}>{t("message.retry")}</Button>}
            <Button small tone="plain" onClick={takeBack}>{t("message.take_back")}</Button>
          </div>
        ) : late ? (
          <div class="state"><Clock aria-hidden="true" /><span>{t(state)}</span></div>
        ) : null}
      </div>
    </article>
  );
}
