import { beforeAll, describe, expect, it, vi } from "vitest";
import { loadWords } from "@/i18n";
import { beside, Order, type OrderSpec } from "@/app/modules/parts/reorder";
import { taskOrder } from "@/app/modules/tasks/drag";
import type { Group } from "@/app/modules/tasks/groups";
import { tasks } from "@/store/kinds";
import { task } from "./make";

beforeAll(() => loadWords("work"));

const LISTS: Record<string, string[]> = { a: ["1", "2", "3"], b: ["4"] };

function made(more: Partial<OrderSpec> = {}): { order: Order; move: ReturnType<typeof vi.fn<OrderSpec["move"]>> } {
  const move = vi.fn<OrderSpec["move"]>();
  return { move, order: new Order({ rows: (group) => (LISTS[group] ?? []).map((id) => ({ id, title: `Row ${id}` })), move, ...more }) };
}

function key(name: string, how: KeyboardEventInit = { altKey: true, shiftKey: true }): KeyboardEvent {
  return new KeyboardEvent("keydown", { key: name, cancelable: true, bubbles: true, ...how });
}

describe("an order", () => {
  it("moves a row by the keys, and says where it stands then", () => {
    const { order, move } = made();
    const down = key("ArrowDown");
    expect(order.onKey(down, "1", "a")).toBe(true);
    expect(down.defaultPrevented).toBe(true);
    expect(move).toHaveBeenLastCalledWith("1", { group: "a", id: "2", edge: "bottom" }, "a");
    expect(order.said.value).toBe("Row 1: 2 of 3");
    order.onKey(key("ArrowUp"), "3", "a");
    expect(move).toHaveBeenLastCalledWith("3", { group: "a", id: "2", edge: "top" }, "a");
    expect(order.said.value).toBe("Row 3: 2 of 3");
  });

  it("says at the ends that there is no further place, and moves nothing", () => {
    const { order, move } = made();
    order.onKey(key("ArrowUp"), "1", "a");
    expect(order.said.value).toBe("It is the first already.");
    order.onKey(key("ArrowDown"), "3", "a");
    expect(order.said.value).toBe("It is the last already.");
    expect(order.step("nobody", "a", -1)).toBe(false);
    expect(move).not.toHaveBeenCalled();
  });

  it("leaves other keys to others", () => {
    const { order } = made();
    for (const how of [{ altKey: true }, { shiftKey: true }, { altKey: true, shiftKey: true, ctrlKey: true }]) {
      const event = key("ArrowDown", how);
      expect(order.onKey(event, "1", "a")).toBe(false);
      expect(event.defaultPrevented).toBe(false);
    }
    expect(order.onKey(key("Enter"), "1", "a")).toBe(false);
  });

  it("keeps rows in their group unless it says otherwise, and drops none on itself or nowhere", () => {
    const { order, move } = made();
    order.held.value = "1";
    order.drop("1", "a", { group: "b", id: "4", edge: "top" });
    order.drop("1", "a", { group: "a", id: "1", edge: "top" });
    order.drop("1", "a", null);
    expect(move).not.toHaveBeenCalled();
    expect(order.held.value).toBeNull();
    const wide = made({ across: true });
    wide.order.drop("1", "a", { group: "b", id: "4", edge: "top" });
    expect(wide.move).toHaveBeenCalledWith("1", { group: "b", id: "4", edge: "top" }, "a");
  });
});

describe("a place beside a row", () => {
  const rows = [{ id: "1", rank: "a" }, { id: "2", rank: "b" }, { id: "3", rank: "c" }];
  it.each([
    ["1", { id: "2", edge: "bottom" }, { after_id: "2" }, "b0"],
    ["3", { id: "2", edge: "top" }, { before_id: "2" }, "a0"],
    ["3", { id: "1", edge: "top" }, { before_id: "1" }, ""],
    ["1", { id: "3", edge: "bottom" }, { after_id: "3" }, "c0"],
  ] as const)("of %s by %o is %o", (id, to, body, rank) => {
    const found = beside(rows, id, to);
    expect(found).toEqual({ body, rank });
    const order = rows.map((row) => (row.id === id ? { ...row, rank } : row)).sort((a, b) => (a.rank < b.rank ? -1 : 1)).map((row) => row.id);
    expect(order.indexOf(id)).toBe(order.indexOf(to.id) + (to.edge === "bottom" ? 1 : -1));
  });
});

describe("tasks", () => {
  it("take what their new heading stands for, and the place beside one another", () => {
    const one = task("1", { id: "1", rank: "a" }), two = task("2", { id: "2", rank: "b" });
    for (const each of [one, two]) tasks.apply(each);
    const update = vi.spyOn(tasks, "update").mockResolvedValue(one);
    const act = vi.spyOn(tasks, "act").mockResolvedValue(one);
    const group: Group = { key: "urgent", title: "Urgent", tasks: [two], accept: () => ({ urgent: true }) };
    const closed: Group = { key: "closed", title: "Closed", tasks: [], accept: null };
    const spec = taskOrder(() => [group, closed]);
    spec.move("1", { group: "urgent", id: "2", edge: "bottom" }, "other");
    expect(update).toHaveBeenCalledWith("1", { urgent: true });
    expect(act).toHaveBeenCalledWith("1", "move", { after_id: "2" }, { rank: "b0" });
    update.mockClear();
    act.mockClear();
    spec.move("1", { group: "closed", id: null, edge: "top" }, "other");
    spec.move("1", { group: "gone", id: null, edge: "top" }, "other");
    spec.move("1", { group: "urgent", id: null, edge: "top" }, "other");
    expect(update).toHaveBeenCalledTimes(1);
    expect(act).not.toHaveBeenCalled();
  });
});
