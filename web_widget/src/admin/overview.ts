/** How the instance does, read every quarter of a minute while somebody looks. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { api, onReady } from "@/connection";
import type { Id, Instant } from "@/contract";
import type { ActivityOut, ClientError } from "@/contract/generated";

export interface Cost { runs: number; failed: number; tokens_in: number; tokens_out: number; cost_microcents: number; unpriced: number }
export interface Hour { at: Instant; messages: number; runs: number }

export interface Overview {
  at: Instant;
  people: { count: number; items: { id: Id; display_name: string; connections: number }[] } | null;
  activity: { count: number; items: { id: Id; display_name: string; actions: number; messages: number; last_at: Instant }[] } | null;
  hours: Hour[] | null;
  refusals: { code: string; count: number }[] | null;
  lag: { worker: string; messages_waiting: number; batches_untold: number; changes_up: boolean; changes_silent_seconds: number; search_waiting: number | null; runs_waiting: number } | null;
  storage: { documents: number; data_bytes: number; index_bytes: number; file_count: number; file_bytes: number; disk_free_bytes: number | null } | null;
  versions: { panoramix: string; python: string; mongodb: string; started_at: Instant } | null;
  agent: { day: Cost; month: Cost } | null;
  client_errors: { items: ClientError[]; more: boolean } | null;
  feed: { items: ActivityOut[] } | null;
  failed: Record<string, string>;
}
export type Part = Exclude<keyof Overview, "at" | "failed">;

const EVERY_MS = 15_000;

export function useOverview(): { found: Overview | null; error: unknown; read: () => void } {
  const [found, setFound] = useState<Overview | null>(null);
  const [error, setError] = useState<unknown>(null);
  const asked = useRef<AbortController | null>(null);
  const read = useCallback((): void => {
    asked.current?.abort();
    const abort = new AbortController();
    asked.current = abort;
    api.get<Overview>("/api/dashboard/admin", {}, abort.signal).then(
      (next) => {
        if (abort.signal.aborted) return;
        setFound(next);
        setError(null);
      },
      (failure: unknown) => abort.signal.aborted || setError(failure),
    );
  }, []);
  useEffect(() => {
    read();
    // A page in the background asks nothing; seen again it asks at once.
    const seen = (): void => { if (!document.hidden) read(); };
    const timer = setInterval(seen, EVERY_MS);
    document.addEventListener("visibilitychange", seen);
    const stop = onReady((_, again) => again && seen());
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", seen);
      stop();
      asked.current?.abort();
    };
  }, [read]);
  return { found, error, read };
}
