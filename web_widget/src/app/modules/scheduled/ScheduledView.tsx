import { CalendarClock, CircleAlert, Pencil, SendHorizontal, Trash2 } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { removeWithUndo } from "@/actions/rows";
import { Button, IconButton } from "@/components/Button";
import { Chip } from "@/components/Chip";
import { Empty } from "@/components/Empty";
import { Area } from "@/components/Field";
import { Markdown } from "@/components/Markdown";
import type { EntityRef, Instant } from "@/contract";
import { t } from "@/i18n";
import { dayAndClock, fullMoment } from "@/i18n/format";
import { useQuery } from "@/store/queries";
import { roomName, rooms } from "@/store/rooms";
import { current, isCurrent, useRows } from "@/store/selection";
import { errorText, toast, toastError } from "@/store/toasts";
import { navigate } from "../../router";
import { pickWhen } from "../alarms/When";
import { ListState } from "../parts/ListState";
import { scheduled, type Scheduled } from "./store";
import "../alarms/alarms.css";
import "./scheduled.css";

/** What waits to be sent, the next one first; what could not be sent stands above it until it is dealt with. */
export default function ScheduledView(): JSX.Element {
  const waiting = useQuery(useMemo(() => scheduled.query({ limit: 100, status: "scheduled" }), []));
  const failed = useQuery(useMemo(() => scheduled.query({ limit: 100, status: "failed" }), []));
  const items = [...failed.items.value, ...waiting.items.value];
  const latest = useRef(items);
  latest.current = items;
  useRows(useCallback((): EntityRef[] => latest.current.map((one) => ({ kind: "scheduled_message", id: one.id })), []));
  const none = <Empty icon={<CalendarClock aria-hidden="true" />} title={t("scheduled.none")} text={t("scheduled.none_text")} />;
  return (
    <>
      <header class="head"><h1>{t("place.scheduled")}</h1></header>
      <div class="viewbody scheduled">
        {failed.items.value.length > 0 ? (
          <section aria-labelledby="scheduled-failed">
            <h2 id="scheduled-failed">{t("scheduled.failed")}</h2>
            <ul class="schedlist">{failed.items.value.map((one) => <Line key={one.id} one={one} />)}</ul>
          </section>
        ) : null}
        <ListState query={waiting} empty={failed.items.value.length > 0 ? <p class="schednone">{t("scheduled.none")}</p> : none}>
          <ul class="schedlist" aria-label={t("place.scheduled")}>{waiting.items.value.map((one) => <Line key={one.id} one={one} />)}</ul>
        </ListState>
      </div>
    </>
  );
}

function Line({ one }: { one: Scheduled }): JSX.Element {
  const [editing, setEditing] = useState(false);
  const [busy, setBusy] = useState(false);
  const ref: EntityRef = { kind: "scheduled_message", id: one.id };
  const room = rooms.value.get(one.room_id);
  const where = room ? roomName(room) : t("scheduled.room_gone");
  const move = (send_at: Instant): void => void scheduled.update(one.id, { send_at }).catch(() => undefined); // said in a toast
  const send = async (): Promise<void> => {
    setBusy(true);
    try {
      await scheduled.act(one.id, "send-now", {}, {}, { quiet: true });
      toast(t("scheduled.sent_toast", { room: where }));
    } catch (error) {
      // That it failed is told by the event, and stands in the list.
      if (scheduled.peek(one.id)?.status !== "failed") toastError(error);
    }
    setBusy(false);
  };
  return (
    <li class={`schedrow${isCurrent(ref) ? " on" : ""}`} data-row={`scheduled_message:${one.id}`} tabIndex={-1} onFocus={() => (current.value = ref)}>
      <div class="about">
        {room ? <a class="ell" href={`/rooms/${room.id}`} onClick={(event) => { event.preventDefault(); navigate(`/rooms/${room.id}`); }}>{where}</a> : <span class="ell">{where}</span>}
        <Chip title={`${t("scheduled.change_time")}: ${fullMoment(one.send_at)}`} onClick={(event) => pickWhen(event.currentTarget as Element, one.send_at, move)}>{dayAndClock(one.send_at)}</Chip>
        <span class="verbs">
          <IconButton label={t("scheduled.send_now")} disabled={busy || !room} onClick={() => void send()}><SendHorizontal aria-hidden="true" /></IconButton>
          <IconButton label={t("scheduled.edit")} onClick={() => setEditing(true)}><Pencil aria-hidden="true" /></IconButton>
          <IconButton label={t("delete")} keys="#" onClick={() => removeWithUndo(ref)}><Trash2 aria-hidden="true" /></IconButton>
        </span>
      </div>
      {editing ? <Edit one={one} onClose={() => setEditing(false)} /> : <div class="said"><Markdown text={one.content} /></div>}
      {one.status === "failed" ? <p class="why"><CircleAlert aria-hidden="true" />{room ? t("scheduled.why", { why: one.error }) : t("scheduled.why_gone")}</p> : null}
    </li>
  );
}

function Edit({ one, onClose }: { one: Scheduled; onClose: () => void }): JSX.Element {
  const [content, setContent] = useState(one.content);
  const [said, setSaid] = useState<string | null>(null);
  const save = (event?: Event): void => {
    event?.preventDefault();
    if (!content.trim()) return;
    scheduled.update(one.id, { content }, { quiet: true }).then(onClose, (error: unknown) => setSaid(errorText(error)));
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) save(event);
  };
  return (
    <form class="schededit" onSubmit={save} onKeyDown={keys}>
      <Area bare label={t("scheduled.content")} value={content} onValue={setContent} error={said ?? undefined} autofocus />
      <div class="buttons">
        <Button small onClick={onClose}>{t("cancel")}</Button>
        <Button small tone="primary" type="submit" disabled={!content.trim()}>{t("save")}</Button>
      </div>
    </form>
  );
}
