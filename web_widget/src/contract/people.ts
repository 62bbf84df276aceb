/** People: accounts, where they are signed in, and their tokens. */
import type { Id, Instant } from "./wire";

export type PresenceStatus = "available" | "busy" | "away" | "dnd";

export interface User {
  id: Id;
  username: string;
  display_name: string;
  kind: "user" | "bot";
  role: "admin" | "member" | "guest" | "bot";
  avatar_url?: string | null;
  email?: string | null;
  locale?: string | null;
  time_zone?: string | null;
  status?: PresenceStatus;
  status_text?: string | null;
  status_until?: Instant | null;
  disabled?: boolean;
  last_seen_at?: Instant | null;
  created_at?: Instant;
  updated_at?: Instant;
  revision?: number;
}

export interface Peer {
  id: Id;
  display_name: string;
  username?: string;
  kind?: string;
}

export interface AuthAnswer {
  access_token: string;
  token_type: string;
  expires_in: number;
  user: User;
}

export interface Session {
  id: Id;
  created_at: Instant;
  last_used_at?: Instant | null;
  user_agent?: string | null;
  address?: string | null;
  current?: boolean;
}

export interface AccessToken {
  id: Id;
  name: string;
  scopes: string[];
  created_at: Instant;
  expires_at?: Instant | null;
  last_used_at?: Instant | null;
  token?: string;
}
