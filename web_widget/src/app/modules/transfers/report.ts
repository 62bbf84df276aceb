/** What is to be said of a transfer, from what the hub tells of it. */
import type { CollectionReport, ReportLine } from "@/contract/generated";
import type { Transfer } from "./store";

export const SOURCES = ["archive", "panorama", "organizer", "workspace"] as const;
export type Source = (typeof SOURCES)[number];
/** They hold people and what they said to each other: they come in for everybody, and only for administrators. */
export const OF_EVERYBODY: readonly string[] = ["organizer", "workspace"];

/** What somebody may bring in. */
export function sourcesFor(admin: boolean): readonly Source[] {
  return SOURCES.filter((source) => admin || !OF_EVERYBODY.includes(source));
}

/** The format that a file is likely to have, from its name; `null` where its name says nothing. */
export function sourceOf(name: string, offered: readonly Source[]): Source | null {
  const lower = name.toLowerCase();
  return offered.find((source) => source !== "archive" && lower.includes(source)) ?? (lower.includes("panoramix") ? "archive" : null);
}

export type Doing = "looked" | "came" | "went" | "taken_back";
/** What the numbers of its report count. */
export function doing(transfer: Transfer): Doing {
  if (transfer.phase === "undoing") return "taken_back";
  return transfer.direction === "export" ? "went" : transfer.dry_run ? "looked" : "came";
}

export interface Totals {
  read: number;
  written: number;
  updated: number;
  unchanged: number;
  skipped: number;
  noted: number;
}
/** The bytes of files come as lines of their own, which are no things. */
const PIECES = "fs.chunks";
export function totals(report: readonly CollectionReport[]): Totals {
  const things = report.filter((one) => one.collection !== PIECES);
  const sum = (of: (one: CollectionReport) => number | undefined): number => things.reduce((all, one) => all + (of(one) ?? 0), 0);
  return {
    read: sum((one) => one.read), written: sum((one) => one.written), updated: sum((one) => one.updated),
    unchanged: sum((one) => one.unchanged), skipped: sum((one) => one.skipped_count), noted: sum((one) => one.noted_count),
  };
}

export function isUnderWay({ status }: Transfer): boolean {
  return status === "queued" || status === "running" || status === "undoing";
}
/** What is being undone cannot be stopped half way. */
export function canCancel({ status }: Transfer): boolean {
  return status === "queued" || status === "running";
}

/** Whether there is something to take back. One that was lost may have written more than it could tell. */
export function canUndo(transfer: Transfer): boolean {
  const { direction, dry_run, status, phase, report } = transfer;
  if (direction !== "import" || dry_run || isUnderWay(transfer) || status === "undone") return false;
  const { written, updated } = totals(report);
  return written + updated > 0 || phase === "undoing" || (status === "failed" && phase !== "");
}

/** Whether what was only looked at can now be brought in. */
export function canBringIn({ direction, dry_run, status, file_id, report }: Transfer): boolean {
  if (direction !== "import" || !dry_run || status !== "done" || !file_id) return false;
  const { written, updated } = totals(report);
  return written + updated > 0;
}

/** Without what there was none of: an archive names every collection. */
export function present(report: readonly CollectionReport[]): CollectionReport[] {
  return report.filter((one) => [one.read, one.written, one.updated, one.unchanged, one.skipped_count, one.noted_count].some((count) => (count ?? 0) > 0));
}

/** Lines with the same reason beside each other are one: a thousand of a kind would hide the one that differs. */
export function byReason(lines: readonly ReportLine[]): { why: string; lines: number[]; count: number }[] {
  const found = new Map<string, { lines: number[]; count: number }>();
  for (const { why, line } of lines) {
    const one = found.get(why) ?? { lines: [], count: 0 };
    found.set(why, one);
    one.count += 1;
    if (line > 0) one.lines.push(line);
  }
  return [...found].map(([why, one]) => ({ why, ...one }));
}
