/** What Eko does: its runs step by step, and what it asks leave for. */
import type { Id, EntityKind, Instant } from "./wire";

export type RunStatus = "running" | "waiting" | "done" | "failed" | "cancelled";

export interface RunStep {
  index?: number;
  kind: "understanding" | "model" | "tool" | "approval" | "answer" | string;
  at?: Instant;
  /** A few words on what it does. */
  label?: string | null;
  operation?: string | null;
  arguments?: Record<string, unknown> | null;
  result?: unknown;
  error?: { code?: string; detail?: string } | null;
  text?: string | null;
  calls?: Call[] | null;
  approval_id?: Id | null;
  tokens_in?: number | null;
  tokens_out?: number | null;
  duration_ms?: number | null;
}

/** A call of an operation, as runs and approvals keep it. */
export interface Call {
  operation: string;
  arguments: Record<string, unknown>;
  label?: string | null;
}

export interface Run {
  id: Id;
  status: RunStatus;
  trigger?: string;
  room_id: Id | null;
  answer_room_id?: Id | null;
  message_id: Id | null;
  asked_by?: Id;
  /** What was asked, in the asker's words. */
  sentence?: string;
  model?: string | null;
  layer?: string | null;
  steps?: RunStep[];
  tokens_in?: number;
  tokens_out?: number;
  cost_microcents?: number | null;
  duration_ms?: number | null;
  outcome?: string | null;
  error?: { code?: string; detail?: string } | null;
  entities?: { kind: EntityKind; id: Id; change: string; label?: string }[];
  undone?: boolean;
  started_at?: Instant | null;
  finished_at?: Instant | null;
  created_at?: Instant;
}

export interface RunDelta {
  run_id: Id;
  room_id: Id;
  index: number;
  text: string;
}

export interface Approval {
  id: Id;
  run_id: Id;
  room_id: Id | null;
  message_id?: Id | null;
  /** A permission for a clear call, or a guess that wants a yes. */
  kind?: "permission" | "proposal";
  question?: string;
  tool: string | null;
  arguments: Record<string, unknown> | null;
  calls?: Call[];
  alternatives?: { label: string; calls: Call[] }[];
  /** Sent back with the decision, so that it is bound to what was shown. */
  calls_hash?: string;
  preview?: { label?: string; kind?: string; change?: string; fields?: Record<string, unknown> }[] | null;
  status?: "pending" | "approved" | "denied" | "expired" | "withdrawn";
  expires_at?: Instant;
  created_at?: Instant;
}
