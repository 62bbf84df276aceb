import { describe, expect, it } from "vitest";
import { byReason, canBringIn, canCancel, canUndo, doing, present, sourceOf, sourcesFor, totals } from "@/app/modules/transfers/report";
import type { Transfer } from "@/app/modules/transfers/store";

const tasks = { collection: "tasks", read: 5, written: 3, unchanged: 1, skipped: [{ line: 4, why: "no title" }], skipped_count: 1 };
function transfer(more: Partial<Transfer> = {}): Transfer {
  return { direction: "import", dry_run: false, status: "done", phase: "writing", file_id: "f", report: [tasks], ...more } as Transfer;
}

describe("what may be brought in", () => {
  it("is what holds other people only for administrators", () => {
    expect(sourcesFor(false)).toEqual(["archive", "panorama"]);
    expect(sourcesFor(true)).toEqual(["archive", "panorama", "organizer", "workspace"]);
  });

  it("is guessed from a file's name, within what is offered", () => {
    expect(sourceOf("Panorama-2025.ndjson.gz", sourcesFor(false))).toBe("panorama");
    expect(sourceOf("panoramix-anna-2026-11-22.ndjson.gz", sourcesFor(false))).toBe("archive");
    expect(sourceOf("organizer.json", sourcesFor(true))).toBe("organizer");
    expect(sourceOf("organizer.json", sourcesFor(false))).toBeNull();
    expect(sourceOf("backup.gz", sourcesFor(true))).toBeNull();
  });
});

describe("what can be done with a transfer", () => {
  it("is to take back what an import wrote, once it is over", () => {
    expect(canUndo(transfer())).toBe(true);
    for (const status of ["cancelled", "failed"] as const) expect(canUndo(transfer({ status })), status).toBe(true);
    for (const status of ["queued", "running", "undoing", "undone"] as const) expect(canUndo(transfer({ status })), status).toBe(false);
    expect(canUndo(transfer({ dry_run: true }))).toBe(false);
    expect(canUndo(transfer({ direction: "export" }))).toBe(false);
  });

  it("is not to take back what wrote nothing, unless it was lost half way", () => {
    const report = [{ collection: "tasks", read: 5, unchanged: 5 }];
    expect(canUndo(transfer({ report }))).toBe(false);
    expect(canUndo(transfer({ report, status: "failed", phase: "" }))).toBe(false);
    expect(canUndo(transfer({ report, status: "failed", phase: "reading" }))).toBe(true);
    expect(canUndo(transfer({ report: [], status: "failed", phase: "undoing" }))).toBe(true);
    expect(canUndo(transfer({ report: [{ collection: "tasks", updated: 1 }] }))).toBe(true);
  });

  it("is to bring in what was only looked at, where there is something and its file is there", () => {
    expect(canBringIn(transfer({ dry_run: true }))).toBe(true);
    expect(canBringIn(transfer())).toBe(false);
    expect(canBringIn(transfer({ dry_run: true, file_id: null }))).toBe(false);
    expect(canBringIn(transfer({ dry_run: true, status: "failed" }))).toBe(false);
    expect(canBringIn(transfer({ dry_run: true, report: [{ collection: "tasks", read: 1, unchanged: 1 }] }))).toBe(false);
  });

  it("is to stop it while it waits or runs, but no undoing", () => {
    expect((["queued", "running", "undoing", "done"] as const).filter((status) => canCancel(transfer({ status })))).toEqual(["queued", "running"]);
  });
});

describe("a report", () => {
  it("counts what the transfer did last", () => {
    expect([transfer(), transfer({ dry_run: true }), transfer({ direction: "export" }), transfer({ status: "undone", phase: "undoing" })].map(doing)).toEqual(["came", "looked", "went", "taken_back"]);
  });

  it("adds up, and takes what is not said for nothing", () => {
    expect(totals([tasks, { collection: "notes", read: 2, updated: 2, noted_count: 1 }])).toEqual({ read: 7, written: 3, updated: 2, unchanged: 1, skipped: 1, noted: 1 });
    expect(totals([])).toEqual({ read: 0, written: 0, updated: 0, unchanged: 0, skipped: 0, noted: 0 });
  });

  it("leaves out what there was none of, and counts no pieces of files", () => {
    const pieces = { collection: "fs.chunks", read: 9, written: 9 };
    expect(present([{ collection: "rooms", read: 0, written: 0, skipped: [] }, tasks, pieces])).toEqual([tasks, pieces]);
    expect(totals([tasks, pieces]).written).toBe(3);
  });

  it("says each reason once, with all of its lines; what stands on none is counted", () => {
    expect(byReason([{ line: 4, why: "no title" }, { line: 9, why: "too long" }, { line: 7, why: "no title" }, { line: 0, why: "no title" }])).toEqual([
      { why: "no title", lines: [4, 7], count: 3 },
      { why: "too long", lines: [9], count: 1 },
    ]);
  });
});
