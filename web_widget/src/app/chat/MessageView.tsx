import { CornerUpLeft, Ellipsis, Pencil, Pin, Reply, SmilePlus } from "lucide-preact";
import type { JSX } from "preact";
import { memo } from "./memo";
import type { Message } from "@/contract";
import type { Mood } from "@/components/EkoFace";
import { Avatar } from "@/components/Avatar";
import { IconButton } from "@/components/Button";
import { Markdown } from "@/components/Markdown";
import { openMenu } from "@/components/Menu";
import { openThread } from "@/app/panes";
import { t } from "@/i18n";
import { clock, fullMoment } from "@/i18n/format";
import { deleteMessage, isPinned, logOf, pinMessage, toggleReaction } from "@/store/messages";
import { nameOf } from "@/store/people";
import { me } from "@/store/session";
import { toast, toastError } from "@/store/toasts";
import { approvalOf } from "@/store/runs";
import { ApprovalCard } from "./ApprovalCard";
import { Attachments } from "./Attachments";
import { Card } from "./Card";
import { pickEmoji } from "./EmojiPicker";
import { reportItem } from "./report";
import { reveal, startEdit, startReply } from "./state";
import "./MessageView.css";

interface MessageProps {
  message: Message;
  /** Continues the one above: same sender, within five minutes. */
  cont: boolean;
  /** In a thread: no reply quote, no thread line. */
  plain?: boolean;
  replies?: number;
}

/** Glad when something got done, puzzled while it asks. */
function moodOf(message: Message): Mood {
  if (message.card?.approval_id) return "puzzled";
  return message.card?.entities.length ? "glad" : "calm";
}

export function copyText(text: string): void {
  const copied = navigator.clipboard ? navigator.clipboard.writeText(text) : copyByHand(text);
  void copied.then(() => toast(t("copied")), () => toast(t("error.forbidden"), { tone: "bad" }));
}

/** Without https browsers have no clipboard to write to, only the old way. */
function copyByHand(text: string): Promise<void> {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "sr";
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done ? Promise.resolve() : Promise.reject(new Error("refused"));
}

export function mayEdit(message: Message): boolean {
  return message.sender.id === me.peek()?.id && message.kind === "text" && !message.deleted_at;
}

export function messageMenu(message: Message, anchor: Element): void {
  const mine = message.sender.id === me.peek()?.id || message.sender.on_behalf_of === me.peek()?.id;
  openMenu(anchor, t("message.actions"), [
    { label: t("message.reply"), run: () => startReply(message) },
    { label: t("message.thread"), run: () => openThread(message.room_id, message.id) },
    mayEdit(message) && { label: t("message.edit"), keys: "↑", run: () => startEdit(message) },
    { label: t("message.copy"), run: () => copyText(message.content) },
    { label: t("chat.copy_link"), run: () => copyText(`${window.location.origin}/rooms/${message.room_id}?message=${message.id}`) },
    { label: t("message.keep"), run: () => void import("../modules/talk/keep").then(({ keep }) => keep(message)).catch(toastError) },
    { label: t(isPinned(message) ? "message.unpin" : "message.pin"), run: () => void pinMessage(message, !isPinned(message)) },
    "line",
    reportItem(message, mine),
    (mine || me.peek()?.role === "admin") && { label: t("message.delete"), bad: true, run: () => void deleteMessage(message) },
  ]);
}

export const MessageView = memo(function MessageView({ message, cont, plain, replies = 0 }: MessageProps): JSX.Element {
  const { sender } = message;
  const bot = sender.kind === "agent" || sender.kind === "bot";
  if (message.kind === "system") return <p class="system">{message.content}<time>{clock(message.created_at)}</time></p>;
  return (
    <article class={`msg${cont ? " cont" : ""}`} data-message={message.id} aria-label={`${sender.display_name}, ${clock(message.created_at)}`}>
      {!plain && message.reply_to ? <ReplyQuote message={message} /> : null}
      <div class="side">{cont ? <time dateTime={message.created_at} title={fullMoment(message.created_at)}>{clock(message.created_at)}</time> : <Avatar id={sender.id} name={sender.display_name} bot={bot} mood={moodOf(message)} />}</div>
      <div class="what">
        {cont ? null : (
          <div class="by">
            <b>{sender.display_name}</b>
            {bot ? <span class="agent">{t("rooms.agent")}</span> : null}
            <time dateTime={message.created_at} title={fullMoment(message.created_at)}>{clock(message.created_at)}</time>
          </div>
        )}
        {message.deleted_at ? <p class="gone">{t("message.deleted")}</p> : <><Content message={message} /><Attachments list={message.attachments ?? []} /></>}
        {message.card && !message.deleted_at ? <Card card={message.card} runId={message.run_id ?? null} asker={message.sender.on_behalf_of ?? null} /> : null}
        {message.kind === "agent" && !message.deleted_at ? <Asked message={message} /> : null}
        <Reactions message={message} />
        {!plain && replies > 0 ? <button type="button" class="replies" onClick={() => openThread(message.room_id, message.id)}>{t("message.replies", { count: replies })}</button> : null}
      </div>
      {message.deleted_at ? null : <Actions message={message} />}
    </article>
  );
});

/** What the message asks of me, while it waits for the answer. */
function Asked({ message }: { message: Message }): JSX.Element | null {
  const approval = approvalOf(message);
  return approval ? <ApprovalCard key={approval.id} approval={approval} under /> : null;
}

function Content({ message }: { message: Message }): JSX.Element | null {
  if (!message.content && !isPinned(message)) return null;
  return (
    <div class="text">
      <Markdown text={message.content} />
      {message.edited_at || isPinned(message) ? (
        <span class="marks">
          {message.edited_at ? <small title={fullMoment(message.edited_at)}>({t("message.edited")})</small> : null}
          {isPinned(message) ? <small><Pin aria-hidden="true" />{t("message.pinned")}</small> : null}
        </span>
      ) : null}
    </div>
  );
}

/** Markdown's marks taken off, for a line that quotes it. */
export function plainText(text: string): string {
  return text.replace(/[*_`~>#]+/g, "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/\s+/g, " ").trim();
}

function ReplyQuote({ message }: { message: Message }): JSX.Element {
  const original = message.reply_to ? logOf(message.room_id).find(message.reply_to) : undefined;
  return (
    <button type="button" class="quote" onClick={() => (reveal.value = message.reply_to ?? null)}>
      <CornerUpLeft aria-hidden="true" />
      {original ? <><b>{original.sender.display_name}</b><span class="ell">{original.deleted_at ? t("message.deleted") : plainText(original.content) || original.attachments?.[0]?.name}</span></> : <span>{t("message.reply_gone")}</span>}
    </button>
  );
}

function Reactions({ message }: { message: Message }): JSX.Element | null {
  const self = me.value?.id ?? "";
  if (!message.reactions?.length || message.deleted_at) return null;
  return (
    <div class="reactions">
      {message.reactions.map((reaction) => {
        const mine = reaction.user_ids.includes(self);
        const names = reaction.user_ids.map(nameOf).join(", ");
        return (
          <button key={reaction.emoji} type="button" class={mine ? "mine" : ""} aria-pressed={mine} title={names} onClick={() => void toggleReaction(message, reaction.emoji)}>
            <span aria-hidden="true">{reaction.emoji} <span class="num">{reaction.user_ids.length}</span></span>
            <span class="sr">{t("message.reaction", { emoji: reaction.emoji, names })}</span>
          </button>
        );
      })}
      <button type="button" class="plus" aria-label={t("message.add_reaction")} onClick={(event) => pickEmoji(event.currentTarget, (emoji) => void toggleReaction(message, emoji))}><SmilePlus aria-hidden="true" /></button>
    </div>
  );
}

function Actions({ message }: { message: Message }): JSX.Element {
  return (
    <div class="actions" role="group" aria-label={t("message.actions")}>
      <IconButton label={t("message.react")} onClick={(event) => pickEmoji(event.currentTarget, (emoji) => void toggleReaction(message, emoji))}><SmilePlus aria-hidden="true" /></IconButton>
      <IconButton label={t("message.reply")} onClick={() => startReply(message)}><Reply aria-hidden="true" /></IconButton>
      {mayEdit(message) ? <IconButton label={t("message.edit")} onClick={() => startEdit(message)}><Pencil aria-hidden="true" /></IconButton> : null}
      <IconButton label={t("message.more")} aria-haspopup="menu" onClick={(event) => messageMenu(message, event.currentTarget)}><Ellipsis aria-hidden="true" /></IconButton>
    </div>
  );
}
