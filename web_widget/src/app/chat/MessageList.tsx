import { ArrowDown } from "lucide-preact";
import type { JSX } from "preact";
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Id, Room } from "@/contract";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import { VirtualList, type VirtualHandle } from "@/components/VirtualList";
import { t } from "@/i18n";
import { dateWords, longDay, today } from "@/i18n/format";
import { onArrival, openLog } from "@/store/messages";
import { outbox } from "@/store/outbox";
import { atEnd, isEkoRoom, looking, markRead, roomName } from "@/store/rooms";
import { me } from "@/store/session";
import { errorText, toast } from "@/store/toasts";
import { Gap } from "./Gap";
import { MessageView, plainText } from "./MessageView";
import { Pending } from "./Pending";
import { chatRows, type ChatRow } from "./rows";
import { reveal } from "./state";
import "./MessageList.css";

/** A room's messages: opens at the end, or at the first unread; older pages come as one scrolls up. */
export function MessageList({ room, footer }: { room: Room; footer: JSX.Element | null }): JSX.Element {
  const log = useMemo(() => openLog(room.id), [room.id]);
  const handle = useRef<VirtualHandle>(null);
  const isAtEnd = useSignal(true);
  /** The last row that stands in the window. */
  const lowest = useRef(-1);
  // Where reading stopped when the room was opened; it does not move while one is here.
  const readSeq = useMemo(() => ((room.unread ?? 0) > 0 ? (room.last_read_seq ?? 0) : null), [room.id]);
  const rows = useComputed(() => {
    const far = log.far.value;
    const self = me.value?.id ?? "";
    if (far) return chatRows({ messages: far.messages.value, pending: [], readSeq: null, complete: far.earlier.value === "end", self, far: { earlier: far.earlier.value !== "end", replies: far.replies.value } });
    return chatRows({
      messages: log.messages.value,
      pending: outbox.value.filter((item) => item.room_id === room.id),
      readSeq,
      complete: log.older.value === "end" && log.state.value === "ready",
      self,
    });
  });
  // Opens at the first unread message, if it is here with something read before it; otherwise at the end.
  const firstUnread = useMemo(() => {
    if (log.state.value !== "ready" || readSeq === null) return -1;
    if (log.older.peek() !== "end" && !log.messages.peek().some((message) => message.seq <= readSeq)) return -1;
    return rows.peek().findIndex((row) => row.type === "unread");
  }, [room.id, log.state.value]);

  // Read is what stands on a screen that someone looks at.
  const seen = (): void => {
    if (!looking() || log.state.peek() !== "ready") return;
    if (isAtEnd.peek()) markRead(room.id, log.messages.peek().at(-1)?.seq);
    else {
      const row = rows.peek().slice(0, lowest.current + 1).findLast((one) => one.type === "message");
      if (row) markRead(room.id, row.message.seq);
    }
  };
  useSignalEffect(() => {
    atEnd.value = isAtEnd.value;
    if (log.state.value === "ready" && log.messages.value.length > 0) seen();
  });
  useEffect(() => {
    window.addEventListener("focus", seen);
    document.addEventListener("visibilitychange", seen);
    return () => {
      window.removeEventListener("focus", seen);
      document.removeEventListener("visibilitychange", seen);
      atEnd.value = false;
    };
  }, [room.id]);

  const said = useSignal("");
  useEffect(() => onArrival((message) => {
    if (message.room_id === room.id && message.sender.id !== me.peek()?.id) said.value = t("chat.arrived", { name: message.sender.display_name, text: plainText(message.content).slice(0, 300) });
  }), [room.id]);

  // Follow a quote, a permalink or a pin, however far back it leads.
  const target = useSignal<Id | null>(null);
  useSignalEffect(() => {
    const id = reveal.value;
    if (!id || log.state.value !== "ready") return;
    reveal.value = null;
    void log.reach(id).then((there) => (there ? (target.value = id) : toast(t("chat.message_gone"), { tone: "bad" })));
  });
  const wanted = target.value;
  const shown = rows.value;
  useLayoutEffect(() => {
    const index = wanted ? shown.findIndex((row) => row.type === "message" && row.message.id === wanted) : -1;
    if (index === -1) return;
    target.value = null;
    handle.current?.toIndex(index, "center");
    setTimeout(() => flash(wanted!), 120);
  }, [wanted, shown]);
  const toEnd = (): void => {
    log.leaveFar();
    handle.current?.toEnd();
  };
  // One's own new message brings one to the end.
  const sent = outbox.value.filter((item) => item.room_id === room.id).at(-1)?.client_msg_id;
  useEffect(() => {
    if (sent) toEnd();
  }, [sent]);
  // Who comes back to the room comes back to its end.
  useEffect(() => () => log.leaveFar(), [log]);

  if (log.state.value === "error") {
    return <div class="grow"><Empty title={t("chat.load_error")} text={log.error.value ? errorText(log.error.value) : undefined} action={<Button onClick={() => void log.open(room)}>{t("retry")}</Button>} /></div>;
  }
  if (log.state.value !== "ready") return <div class="grow loglist"><Skeleton lines={8} /></div>;

  const far = log.far.value;
  const list = shown;
  const foot = far ? null : footer;
  const count = list.length + (foot ? 1 : 0);
  if (list.length <= 1 && list.every((row) => row.type === "start") && !footer) {
    return <div class="grow loglist blank"><Empty title={t("chat.empty")} text={t(isEkoRoom(room) ? "chat.empty_eko" : "chat.empty_text")} /></div>;
  }
  const draw = (index: number): JSX.Element | null => {
    const row = list[index];
    return row ? <RowView row={row} room={room} /> : foot;
  };
  const unread = room.unread ?? 0;
  return (
    <div class="loglist grow">
      <VirtualList key={room.id} class="log" role="log" live="off" label={t("chat.messages")} anchor="end" open={far !== null} handle={handle} count={count}
        keyOf={(index) => list[index]?.key ?? "footer"} render={draw} estimate={(index) => estimate(list[index])} paddingStart={12} paddingEnd={8}
        initialIndex={firstUnread > 0 && list.length - firstUnread > 8 ? firstUnread : undefined}
        onView={(view) => {
          lowest.current = view.bottom;
          isAtEnd.value = view.atEnd;
          if (!view.atEnd) seen();
          if (!far) {
            if (view.first < 12) void log.loadOlder();
            return;
          }
          if (view.first < 12) void far.loadEarlier();
          if (view.last >= list.length - 12) void log.loadLater();
        }} />
      <div class="sr" aria-live="polite">{said.value}</div>
      {isAtEnd.value ? null : (
        <Button class="latest" onClick={toEnd}><ArrowDown aria-hidden="true" />{unread > 0 ? t("chat.new_below", { count: unread }) : t("chat.latest")}</Button>
      )}
    </div>
  );
}

function flash(id: Id): void {
  const element = document.querySelector(`.log [data-message="${id}"]`);
  element?.classList.add("flash");
  setTimeout(() => element?.classList.remove("flash"), 2000);
}

function estimate(row: ChatRow | undefined): number {
  if (!row) return 60;
  if (row.type === "message" || row.type === "pending") {
    const text = row.type === "message" ? row.message.content : row.item.content;
    return (row.cont ? 27 : 60) + Math.floor(text.length / 80) * 23 + (row.type === "message" && row.message.card ? 48 + 40 * row.message.card.entities.length : 0);
  }
  return row.type === "start" ? 72 : 36;
}

function RowView({ row, room }: { row: ChatRow; room: Room }): JSX.Element {
  switch (row.type) {
    case "start": return <p class="beginning">{t("chat.beginning", { name: roomName(room) })}</p>;
    case "day": return <div class="day" role="separator"><span>{Math.abs(Date.parse(row.day) - Date.parse(today())) <= 86_400_000 ? dateWords(row.day) : longDay(row.day)}</span></div>;
    case "unread": return <div class="day unread" role="separator"><span>{t("chat.unread_line")}</span></div>;
    case "gap": return <Gap room={room.id} side={row.side} />;
    case "message": return <MessageView message={row.message} cont={row.cont} replies={row.replies} />;
    case "pending": return <Pending item={row.item} cont={row.cont} />;
  }
}
