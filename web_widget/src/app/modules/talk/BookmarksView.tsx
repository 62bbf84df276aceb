import { Bookmark as BookmarkIcon, Trash2 } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useMemo, useRef } from "preact/hooks";
import { removeWithUndo } from "@/actions/rows";
import { Avatar } from "@/components/Avatar";
import { IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Markdown } from "@/components/Markdown";
import type { EntityRef } from "@/contract";
import { t } from "@/i18n";
import { dayAndClock, fullMoment } from "@/i18n/format";
import { useQuery } from "@/store/queries";
import { roomName, rooms } from "@/store/rooms";
import { current, isCurrent, useRows } from "@/store/selection";
import { InlineText } from "../parts/InlineText";
import { ListState } from "../parts/ListState";
import { bookmarks, type Bookmark } from "./store";
import "./talk.css";

/** The messages that one keeps, with why; each leads to its place in its room. */
export default function BookmarksView(): JSX.Element {
  const list = useQuery(useMemo(() => bookmarks.query({ limit: 100 }), []));
  const items = list.items.value;
  const latest = useRef(items);
  latest.current = items;
  useRows(useCallback((): EntityRef[] => latest.current.map((one) => ({ kind: "bookmark", id: one.id })), []));
  return (
    <>
      <header class="head"><h1>{t("place.bookmarks")}</h1></header>
      <div class="viewbody bookmarks">
        <ListState query={list} empty={<Empty icon={<BookmarkIcon aria-hidden="true" />} title={t("bookmarks.none")} text={t("bookmarks.none_text")} />}>
          <ul aria-label={t("place.bookmarks")}>{items.map((one) => <Kept key={one.id} one={one} />)}</ul>
        </ListState>
      </div>
    </>
  );
}

function Kept({ one }: { one: Bookmark }): JSX.Element {
  const ref: EntityRef = { kind: "bookmark", id: one.id };
  const room = rooms.value.get(one.room_id);
  const { message } = one;
  const files = (message?.attachments ?? []).map((file) => String(file["name"] ?? "")).filter(Boolean).join(", ");
  return (
    <li class={`kept${isCurrent(ref) ? " on" : ""}`} data-row={`bookmark:${one.id}`} tabIndex={-1} onFocus={() => (current.value = ref)}>
      <div class="about">
        {message ? <><Avatar id={message.sender.id} name={message.sender.display_name} size="s" bot={message.sender.kind === "agent" || message.sender.kind === "bot"} /><b class="ell">{message.sender.display_name}</b></> : null}
        <span class="ell">{room ? roomName(room) : t("bookmarks.room_gone")}</span>
        {message ? <time dateTime={message.created_at} title={fullMoment(message.created_at)}>{dayAndClock(message.created_at)}</time> : null}
        <IconButton label={t("bookmarks.remove")} keys="#" onClick={() => removeWithUndo(ref)}><Trash2 aria-hidden="true" /></IconButton>
      </div>
      {one.gone || !message ? <p class="gone">{t("bookmarks.gone")}</p> : message.deleted_at ? <p class="gone">{t("message.deleted")}</p> : <div class="said">{message.content ? <Markdown text={message.content} /> : files}</div>}
      <div class="foot">
        <InlineText label={t("bookmarks.note")} value={one.note} placeholder={t("bookmarks.note_placeholder")} onSave={(note) => void bookmarks.update(one.id, { note }).catch(() => undefined)} />
        {message ? <a href={`/rooms/${one.room_id}?message=${one.message_id}`}>{t("bookmarks.open")}</a> : null}
      </div>
    </li>
  );
}
