/** Something that a model is asked from a button: it streams, can be stopped, and ends with the entity's own event. */
import { signal, type Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { api, asApiError, newKey } from "@/connection";
import type { Id, Run } from "@/contract";
import { t } from "@/i18n";
import { cancelRun, fetchRun, runs, streams } from "@/store/runs";
import { errorText } from "@/store/toasts";

interface Started {
  run_id: Id;
  passages: number;
  left_out: number;
}

export class Thought {
  readonly run: Signal<Id | null> = signal(null);
  readonly busy = signal(false);
  readonly refused = signal<string | null>(null);
  /** How it was asked, for asking again. */
  private last: (() => Promise<void>) | null = null;

  /** Asks. What the hub refuses (no model is there, say) is shown in its own words. */
  ask(path: string, body: object = {}): Promise<void> {
    this.last = async () => {
      if (this.thinking) return;
      this.refused.value = null;
      this.run.value = null;
      this.busy.value = true;
      try {
        const started = await api.post<Started>(path, body, { key: newKey() });
        this.run.value = started.run_id;
        // It may have ended before its id was known here.
        if (!runs.peek().has(started.run_id)) await fetchRun(started.run_id).catch(() => undefined);
      } catch (error) {
        const refusal = asApiError(error);
        this.refused.value = refusal.code === "unavailable" && refusal.detail ? refusal.detail : errorText(refusal);
      } finally {
        this.busy.value = false;
      }
    };
    return this.last();
  }

  again(): void {
    void this.last?.();
  }

  dismiss(): void {
    this.refused.value = null;
    this.run.value = null;
  }

  stop(): void {
    const id = this.run.peek();
    if (id) void cancelRun(id);
  }

  get current(): Run | undefined {
    const id = this.run.value;
    return id ? runs.value.get(id) : undefined;
  }

  get thinking(): boolean {
    if (this.busy.value) return true;
    const id = this.run.value;
    const status = this.current?.status;
    return id !== null && (status === undefined || status === "running" || status === "waiting");
  }

  /** What it has written so far. */
  get text(): string {
    const id = this.run.value;
    return (id && streams.value.get(id)?.parts.join("")) || "";
  }

  /** Why it came to nothing; null if it did not. */
  get failed(): string | null {
    if (this.refused.value) return this.refused.value;
    const run = this.current;
    if (run?.status !== "failed") return null;
    return run.error?.detail || t("thought.failed");
  }
}

export function useThought(): Thought {
  return useMemo(() => new Thought(), []);
}
