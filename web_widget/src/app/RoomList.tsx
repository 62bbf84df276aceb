import { BellOff, Plus, Search } from "lucide-preact";
import type { JSX } from "preact";
import type { Room } from "@/contract";
import { keysOf, showKeys } from "@/actions/keyboard";
import { action } from "@/actions/table";
import { IconButton } from "@/components/Button";
import { Badge } from "@/components/Chip";
import { Button } from "@/components/Button";
import { EkoFace } from "@/components/EkoFace";
import { Skeleton } from "@/components/Skeleton";
import { t, type Key } from "@/i18n";
import { drafted } from "@/store/drafts";
import { findPeople } from "@/store/people";
import { directRoom, directRooms, groupRooms, isEkoRoom, loadRooms, roomName, roomsState, siteRooms } from "@/store/rooms";
import { toastError } from "@/store/toasts";
import { RoomIcon } from "./chat/ChatView";
import { overlay } from "./overlay";
import { navigate, segment } from "./router";
import "./RoomList.css";

/** The list of the chat: search, rooms, people, sites. */
export function RoomList(): JSX.Element {
  const open = segment(1);
  return (
    <div class="roomlist">
      <SearchBox />
      <div class="scroll rest">
        {roomsState.value === "loading" || roomsState.value === "idle" ? <Skeleton /> : null}
        {roomsState.value === "error" ? <div class="oops"><p>{t("error.offline")}</p><Button small onClick={() => void loadRooms()}>{t("retry")}</Button></div> : null}
        <Group title="rooms.rooms" rooms={groupRooms.value} open={open} add="rooms.new" onAdd={() => (overlay.value = "new_room")} />
        <Group title="rooms.people" rooms={directRooms.value} open={open} add="rooms.new_direct" onAdd={() => (overlay.value = "new_direct")}>
          {roomsState.value === "ready" && !directRooms.value.some(isEkoRoom) ? <NewEko /> : null}
        </Group>
        {siteRooms.value.length > 0 ? <Group title="rooms.sites" rooms={siteRooms.value} open={open} /> : null}
      </div>
    </div>
  );
}

/** Looks like a search box; opens the palette. */
export function SearchBox(): JSX.Element {
  return (
    <button type="button" class="searchbox" onClick={() => action("palette").run()}>
      <Search aria-hidden="true" /><span class="ell">{t("palette.placeholder")}</span><kbd>{showKeys(keysOf(action("palette"))[0] ?? "", "")}</kbd>
    </button>
  );
}

interface GroupProps {
  title: Key;
  rooms: Room[];
  open: string | undefined;
  add?: Key;
  onAdd?: () => void;
  children?: JSX.Element | null;
}

function Group({ title, rooms, open, add, onAdd, children }: GroupProps): JSX.Element {
  return (
    <section aria-label={t(title)}>
      <div class="grouphead">
        <h2>{t(title)}</h2>
        {add ? <IconButton label={t(add)} onClick={onAdd}><Plus aria-hidden="true" /></IconButton> : null}
      </div>
      <ul>
        {rooms.map((room) => <li key={room.id}><RoomLink room={room} on={room.id === open} /></li>)}
        {children ? <li>{children}</li> : null}
      </ul>
    </section>
  );
}

/** Eko before the first word with it: always there to be spoken to. */
function NewEko(): JSX.Element {
  const talk = async (): Promise<void> => {
    const eko = (await findPeople("eko")).find((user) => user.kind === "bot");
    if (eko) navigate(`/rooms/${(await directRoom(eko.id)).id}`);
  };
  return <button type="button" class="room" onClick={() => void talk().catch(toastError)}><EkoFace /><span class="ell">Eko</span></button>;
}

function RoomLink({ room, on }: { room: Room; on: boolean }): JSX.Element {
  const unread = room.unread ?? 0;
  const mentions = room.kind === "direct" ? 0 : (room.mentions ?? 0);
  const loud = unread > 0 && !room.muted;
  const name = roomName(room);
  const counts = [unread ? t("nav.unread", { count: unread }) : "", mentions ? t("rooms.mentions", { count: mentions }) : ""].filter(Boolean).join(", ");
  return (
    <a href={`/rooms/${room.id}`} class={`room${on ? " on" : ""}${loud ? " un" : ""}`} aria-current={on ? "page" : undefined}>
      <RoomIcon room={room} />
      <span class="ell">{name}</span>
      {counts ? <span class="sr">{counts}</span> : null}
      {drafted.value.has(room.id) && !on ? <small>{t("rooms.draft")}</small> : null}
      {room.muted ? <BellOff class="muted" aria-label={t("rooms.muted")} /> : mentions > 0 ? <Badge count={mentions} /> : <Badge count={unread} tone={room.kind === "direct" ? "accent" : "quiet"} />}
    </a>
  );
}
