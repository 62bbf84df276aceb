import { ChevronLeft, Ellipsis, Hash, Lock, MessageSquare, MessagesSquare, PanelRight, Pin, Users } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Room } from "@/contract";
import { Avatar, PresenceDot } from "@/components/Avatar";
import { IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { openMenu } from "@/components/Menu";
import { Skeleton } from "@/components/Skeleton";
import { t } from "@/i18n";
import { api } from "@/connection";
import { navigate, segment, location, back } from "@/app/router";
import { phone } from "@/app/media";
import { overlay } from "@/app/overlay";
import { paneThread, showPane, togglePane } from "@/app/panes";
import { loadMembers, nameOf } from "@/store/people";
import { typing } from "@/store/presence";
import { groupRooms, openRoom, otherMember, patchRoom, refreshRoom, roomName, rooms, roomsState } from "@/store/rooms";
import { toast, toastError } from "@/store/toasts";
import { Composer } from "./Composer";
import { hasLive, LiveFoot } from "./LiveFoot";
import { MessageList } from "./MessageList";
import { openPins } from "./Pins";
import { reveal } from "./state";
import "./ChatView.css";

const LAST = "panoramix.last_room";

/** The conversation of the room in the address. */
export function ChatView(): JSX.Element {
  const id = segment(1);
  const room = id ? rooms.value.get(id) : undefined;
  const wide = !phone.value;
  useEffect(() => {
    // With room for both, a place without a room opens the last one.
    if (id || !wide || rooms.value.size === 0) return;
    const last = localStorage.getItem(LAST);
    const first = (last && rooms.peek().get(last)) || groupRooms.peek()[0];
    if (first) navigate(`/rooms/${first.id}`, { replace: true });
  }, [id, wide, rooms.value.size]);
  useEffect(() => {
    openRoom.value = id ?? null;
    if (id && rooms.peek().has(id)) localStorage.setItem(LAST, id);
    if (id && roomsState.peek() === "ready" && !rooms.peek().has(id)) void refreshRoom(id);
    return () => {
      openRoom.value = null;
    };
  }, [id, room !== undefined, roomsState.value]);
  const wanted = location.value.query.get("message");
  useEffect(() => {
    if (wanted) reveal.value = wanted;
  }, [wanted, id]);

  if (!room) {
    if (roomsState.value !== "ready") return <Skeleton lines={8} />;
    return <Empty icon={<MessageSquare aria-hidden="true" />} title={id ? t("rooms.gone") : t("rooms.none")} text={id ? undefined : t("rooms.none_text")} />;
  }
  return <Conversation key={room.id} room={room} />;
}

function Conversation({ room }: { room: Room }): JSX.Element {
  return (
    <section class="chat" aria-label={roomName(room)}>
      <RoomHead room={room} />
      <MessageList room={room} footer={hasLive(room) ? <LiveFoot room={room} /> : null} />
      <TypingLine room={room} />
      {room.member === false ? <JoinBar room={room} /> : <Composer room={room} />}
    </section>
  );
}

function JoinBar({ room }: { room: Room }): JSX.Element {
  const [busy, setBusy] = useState(false);
  const join = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.post(`/api/rooms/${room.id}/join`);
      await refreshRoom(room.id);
    } catch (error) {
      toastError(error);
    }
    setBusy(false);
  };
  return <div class="joinbar"><span class="grow">{roomName(room)}</span><button type="button" class="btn primary" disabled={busy} onClick={() => void join()}>{t("rooms.join")}</button></div>;
}

export function RoomIcon({ room }: { room: Room }): JSX.Element {
  const other = room.kind === "direct" ? otherMember(room) : undefined;
  if (other) return <PresenceDot id={other.id} bot={other.kind === "bot"} />;
  if (room.kind === "private") return <Lock aria-hidden="true" />;
  if (room.kind === "site") return <MessageSquare aria-hidden="true" />;
  return <Hash aria-hidden="true" />;
}

export async function setMuted(room: Room, muted: boolean): Promise<void> {
  patchRoom(room.id, { muted });
  try {
    await api.put(`/api/rooms/${room.id}/preferences`, { muted });
  } catch (error) {
    patchRoom(room.id, { muted: !muted });
    toastError(error);
  }
}

export async function leaveRoom(room: Room): Promise<void> {
  try {
    await api.post(`/api/rooms/${room.id}/leave`);
    navigate("/rooms", { replace: true });
    toast(t("rooms.left", { name: roomName(room) }));
  } catch (error) {
    toastError(error);
  }
}

function RoomHead({ room }: { room: Room }): JSX.Element {
  useEffect(() => void loadMembers(room.id).catch(() => undefined), [room.id]);
  const other = room.kind === "direct" ? otherMember(room) : undefined;
  const menu = (event: MouseEvent): void =>
    openMenu(event.currentTarget as Element, t("rooms.more"), [
      { label: t("thread.title"), icon: MessagesSquare, run: () => { paneThread.value = null; showPane("thread"); } },
      room.kind !== "direct" && { label: t("rooms.members"), icon: Users, run: () => (overlay.value = { room: room.id, tab: "members" }) },
      room.kind !== "direct" && { label: t("rooms.settings"), run: () => (overlay.value = { room: room.id, tab: "settings" }) },
      { label: t(room.muted ? "rooms.unmute" : "rooms.mute"), run: () => void setMuted(room, !room.muted) },
      room.kind !== "lobby" && room.kind !== "direct" && ("line" as const),
      room.kind !== "lobby" && room.kind !== "direct" && { label: t("rooms.leave"), run: () => void leaveRoom(room) },
    ]);
  return (
    <header class="head">
      <IconButton class="backbutton" label={t("back")} onClick={() => back("/rooms")}><ChevronLeft aria-hidden="true" /></IconButton>
      {other ? <Avatar id={other.id} name={other.display_name} size="s" bot={other.kind === "bot"} presence={other.kind !== "bot"} /> : <RoomIcon room={room} />}
      <h1>{roomName(room)}</h1>
      <p>{room.description}</p>
      <div class="tools">
        <IconButton label={t("rooms.pinned")} onClick={(event) => openPins(event.currentTarget, room)}><Pin aria-hidden="true" /></IconButton>
        {room.kind === "direct" ? null : <IconButton label={t("rooms.members")} onClick={() => (overlay.value = { room: room.id, tab: "members" })}><Users aria-hidden="true" /></IconButton>}
        <IconButton label={t("pane.toggle")} keys="]" onClick={togglePane}><PanelRight aria-hidden="true" /></IconButton>
        <IconButton label={t("rooms.more")} aria-haspopup="menu" onClick={menu}><Ellipsis aria-hidden="true" /></IconButton>
      </div>
    </header>
  );
}

function TypingLine({ room }: { room: Room }): JSX.Element {
  const people = [...(typing.value.get(room.id)?.keys() ?? [])].map(nameOf);
  const text =
    people.length === 0 ? "" : people.length === 1 ? t("chat.typing_one", { name: people[0]! }) : people.length === 2 ? t("chat.typing_two", { a: people[0]!, b: people[1]! }) : t("chat.typing_many");
  return <div class="typing" aria-live="polite">{text}</div>;
}
