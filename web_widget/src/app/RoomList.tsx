import type { JSX } from "preact";
import { groupRooms, roomName } from "@/store/rooms";

export function RoomList(): JSX.Element {
  return <ul>{groupRooms.value.map((room) => <li key={room.id}><a href={`/rooms/${room.id}`}>{roomName(room)}</a></li>)}</ul>;
}
