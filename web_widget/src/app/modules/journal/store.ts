import type { JournalLine, JournalSummary } from "@/contract/generated";
import { EntityStore } from "@/store/entities";

export type { JournalLine, JournalSummary } from "@/contract/generated";

export const lines = new EntityStore<JournalLine>({ kind: "journal", path: "/api/journal" });
export const summaries = new EntityStore<JournalSummary>({ kind: "journal_summary", path: "/api/journal-summaries" });
