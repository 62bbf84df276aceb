import { beforeEach, describe, expect, it } from "vitest";
import type { Approval, Run } from "@/contract";
import { deliver } from "@/connection";
import { activeRuns, approvals, looseApprovals, runs, streams } from "@/store/runs";
import { rooms } from "@/store/rooms";
import { retype } from "@/app/chat/ApprovalCard";
import { message, room, ROOM } from "./make";

const RUN = "d".repeat(24);
const run = (more: Partial<Run> = {}): Run => ({ id: RUN, status: "running", room_id: ROOM, answer_room_id: null, message_id: "e".repeat(24), ...more });

beforeEach(() => {
  runs.value = new Map();
  streams.value = new Map();
  approvals.value = new Map();
  rooms.value = new Map([[ROOM, room()]]);
});

describe("runs", () => {
  it("gather their steps, which come one by one", () => {
    deliver("run.started", { run: run() });
    deliver("run.step", { run: run(), step: { kind: "understanding" } });
    deliver("run.step", { run: run(), step: { kind: "tool", operation: "task.create" } });
    expect(activeRuns(ROOM)[0]?.steps?.map((step) => step.kind)).toEqual(["understanding", "tool"]);
    deliver("run.finished", { run: run({ status: "done", duration_ms: 6 }) });
    expect(activeRuns(ROOM)).toEqual([]);
    expect(runs.value.get(RUN)).toMatchObject({ status: "done", duration_ms: 6 });
    expect(runs.value.get(RUN)?.steps).toHaveLength(2);
  });

  it("put an answer together as it is written, whatever the order, until the message is there", () => {
    deliver("run.delta", { run_id: RUN, room_id: ROOM, index: 0, text: "Looking " });
    deliver("run.delta", { run_id: RUN, room_id: ROOM, index: 2, text: "agenda" });
    deliver("run.delta", { run_id: RUN, room_id: ROOM, index: 1, text: "at your " });
    expect(streams.value.get(RUN)?.parts.join("")).toBe("Looking at your agenda");
    deliver("message.created", { message: message(1, { run_id: RUN, kind: "agent" }) });
    expect(streams.value.size).toBe(0);
  });
});

describe("approvals", () => {
  const asked: Approval = { id: "f".repeat(24), run_id: RUN, room_id: ROOM, message_id: "1".repeat(24), tool: "task.delete", arguments: {} };

  it("wait until they are decided, here or elsewhere, or their run ends", () => {
    deliver("approval.requested", asked);
    expect(looseApprovals(ROOM, () => false)).toHaveLength(1);
    expect(looseApprovals(ROOM, () => true)).toHaveLength(0); // it stands under its message
    deliver("approval.decided", { ...asked, status: "denied" });
    expect(approvals.value.size).toBe(0);
    deliver("approval.requested", asked);
    deliver("run.finished", { run: run({ status: "cancelled" }) });
    expect(approvals.value.size).toBe(0);
  });

  it("send changed arguments in the shape that they had", () => {
    expect(retype("a", "1")).toBe("1");
    expect(retype(1, "2")).toBe(2);
    expect(retype(["a"], '["b"]')).toEqual(["b"]);
    expect(() => retype(true, "yes")).toThrow();
  });
});
