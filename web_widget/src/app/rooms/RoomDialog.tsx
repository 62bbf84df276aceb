import { UserMinus } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Id, Room, User } from "@/contract";
import { api, asApiError, type ApiError } from "@/connection";
import { Avatar } from "@/components/Avatar";
import { Button, IconButton } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field, Select } from "@/components/Field";
import { Row } from "@/components/Row";
import { Tabs } from "@/components/Tabs";
import { t } from "@/i18n";
import { loadMembers, membersOf } from "@/store/people";
import { patchRoom, roomName, rooms, takeRoom } from "@/store/rooms";
import { me } from "@/store/session";
import { toast, toastError } from "@/store/toasts";
import { closeOverlay } from "../overlay";
import { navigate } from "../router";
import { PeoplePicker } from "./PeoplePicker";

type Tab = "members" | "settings";

/** A room's members and settings. */
export default function RoomDialog({ room: id, tab: first }: { room: Id; tab: Tab }): JSX.Element | null {
  const [tab, setTab] = useState<Tab>(first);
  const room = rooms.value.get(id);
  if (!room) return null;
  return (
    <Dialog title={roomName(room)} onClose={closeOverlay}>
      <Tabs label={roomName(room)} value={tab} onValue={setTab} options={[{ value: "members", label: t("rooms.members"), count: membersOf(id).length }, { value: "settings", label: t("rooms.settings") }]} />
      {tab === "members" ? <Members room={room} /> : <Settings room={room} />}
    </Dialog>
  );
}

function mayChange(room: Room): boolean {
  return me.value?.role === "admin" || room.owner_id === me.value?.id || room.role === "owner";
}

function Members({ room }: { room: Room }): JSX.Element {
  const [adding, setAdding] = useState(false);
  useEffect(() => void loadMembers(room.id).catch(toastError), [room.id]);
  const list = membersOf(room.id);
  const add = async (user: User): Promise<void> => {
    try {
      await api.post(`/api/rooms/${room.id}/members`, { user_id: user.id });
      await loadMembers(room.id);
      setAdding(false);
    } catch (error) {
      toastError(error);
    }
  };
  const remove = async (user: Id): Promise<void> => {
    try {
      await api.delete(`/api/rooms/${room.id}/members/${user}`);
      await loadMembers(room.id);
    } catch (error) {
      toastError(error);
    }
  };
  if (adding) return <><PeoplePicker onPick={(user) => void add(user)} without={new Set(list.map((member) => member.user.id))} /><div><Button onClick={() => setAdding(false)}>{t("cancel")}</Button></div></>;
  const fixed = room.kind === "lobby" || room.kind === "direct";
  return (
    <div>
      {list.map(({ user, role }) => (
        <Row key={user.id} start={<Avatar id={user.id} name={user.display_name} size="s" bot={user.kind === "bot"} presence={user.kind !== "bot"} />} title={user.display_name}
          end={<>
            {role === "owner" && !fixed ? <span>{t("rooms.owner")}</span> : user.username ? <span>@{user.username}</span> : null}
            {!fixed && mayChange(room) && user.id !== me.value?.id ? <IconButton label={t("rooms.remove_member", { name: user.display_name })} onClick={() => void remove(user.id)}><UserMinus aria-hidden="true" /></IconButton> : null}
          </>} />
      ))}
      {fixed ? null : <Button class="addmember" onClick={() => setAdding(true)}>{t("rooms.add_member")}</Button>}
    </div>
  );
}

function Settings({ room }: { room: Room }): JSX.Element {
  const [name, setName] = useState(room.name ?? "");
  const [description, setDescription] = useState(room.description ?? "");
  const [sure, setSure] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const mine = mayChange(room);
  const save = async (): Promise<void> => {
    setRefusal(null);
    try {
      const written = await api.patch<Room>(`/api/rooms/${room.id}`, { ...(name.trim() !== room.name ? { name: name.trim() } : {}), ...(description !== room.description ? { description } : {}) });
      takeRoom({ ...rooms.peek().get(room.id), ...written });
      toast(t("saved"));
    } catch (error) {
      setRefusal(asApiError(error));
      toastError(error);
    }
  };
  const prefer = async (notify: NonNullable<Room["notify"]>): Promise<void> => {
    const before = room.notify ?? "all";
    patchRoom(room.id, { notify });
    try {
      await api.put(`/api/rooms/${room.id}/preferences`, { notify });
    } catch (error) {
      patchRoom(room.id, { notify: before });
      toastError(error);
    }
  };
  const remove = async (): Promise<void> => {
    try {
      await api.delete(`/api/rooms/${room.id}`);
      closeOverlay();
      navigate("/rooms", { replace: true });
    } catch (error) {
      toastError(error);
    }
  };
  const changed = name.trim() !== (room.name ?? "") || description !== (room.description ?? "");
  return (
    <>
      <Select label={t("rooms.notify")} value={room.notify ?? "all"} onValue={(value) => void prefer(value)}
        options={[["all", t("rooms.notify_all")], ["mentions", t("rooms.notify_mentions")], ["nothing", t("rooms.notify_nothing")]] as const} />
      {mine && room.kind !== "direct" ? (
        <>
          {room.kind === "lobby" ? null : <Field label={t("rooms.name")} value={name} onValue={setName} maxLength={80} error={refusal?.field("name")} />}
          <Field label={t("rooms.topic")} value={description} onValue={setDescription} maxLength={1000} error={refusal?.field("description")} />
          <div><Button tone="primary" disabled={!changed || !name.trim()} onClick={() => void save()}>{t("save")}</Button></div>
        </>
      ) : null}
      {mine && room.kind !== "lobby" && room.kind !== "direct" ? (
        sure ? (
          <div style={{ display: "grid", gap: "8px" }}>
            <p>{t("rooms.delete_text")}</p>
            <div style={{ display: "flex", gap: "8px" }}><Button onClick={() => setSure(false)}>{t("cancel")}</Button><Button tone="bad" onClick={() => void remove()}>{t("rooms.delete")}</Button></div>
          </div>
        ) : <div><Button tone="bad" onClick={() => setSure(true)}>{t("rooms.delete")}</Button></div>
      ) : null}
    </>
  );
}
