/** The agenda and the alarms. */
import type { Id, Entity, Instant, DateOnly } from "./wire";

export interface AgendaEvent extends Entity {
  uid: string;
  summary: string;
  description: string | null;
  location: string | null;
  start: Instant | DateOnly;
  end: Instant | DateOnly;
  all_day: boolean;
  rrule: string | null;
  exdates: string[];
  status: string | null;
  color: string | null;
  source: string | null;
  calendar_id: Id | null;
  alarms?: unknown[];
  attendees?: unknown[];
  /** The start of this occurrence; only in lists asked with `from` and `to`. */
  occurrence?: Instant | DateOnly | null;
}

export interface Alarm extends Entity {
  title: string;
  next_trigger_at: Instant | null;
  rrule: string | null;
  enabled: boolean;
  snoozed_until: Instant | null;
  done: boolean;
  time_zone: string;
  acknowledged: boolean;
  ringing: boolean;
  due_at: Instant | null;
}
