/** Rooms, as one sees them from inside and at the greeting. */
import type { MemberRole, Notify, RoomKind } from "./generated";
import type { PresenceStatus, User, Peer } from "./people";
import type { Id, Instant } from "./wire";

// As the hub has them.
export type { RoomKind } from "./generated";

export interface Room {
  id: Id;
  kind: RoomKind;
  name: string | null;
  description?: string | null;
  /** Of a direct room: the two people. */
  peers?: Peer[];
  member_count?: number | null;
  seq: number;
  rev: number;
  last_read_seq?: number;
  unread?: number;
  mentions?: number;
  muted?: boolean;
  notify?: Notify;
  /** Whether I am in it; false for one that I may only join. */
  member?: boolean;
  role?: MemberRole | null;
  owner_id?: Id | null;
  created_at?: Instant;
  updated_at?: Instant;
  revision?: number;
}

export interface RoomMember {
  user: Peer & { status?: PresenceStatus };
  role: MemberRole;
  last_read_seq: number;
  joined_at: Instant;
}

export interface RoomHead {
  seq: number;
  rev: number;
}

export type ReadyRoom = Room & { last_read_seq: number; unread: number; mentions: number; muted: boolean };

export interface Ready {
  user: User;
  rooms: ReadyRoom[];
  server: { name: string; version: string; time: Instant };
}
