import { beforeAll, describe, expect, it } from "vitest";
import type { AgendaEvent } from "@/contract";
import { loadWords, timeZone } from "@/i18n";
import { barsOf, blocksOf } from "@/app/modules/agenda/layout";
import { addMonths, daysOfEvent, instantAt, minutesOf } from "@/app/modules/agenda/time";
import { readAmount } from "@/app/modules/budget/amounts";
import { readRule, ruleWords, writeRule } from "@/app/modules/parts/rrule";
import { quadrants, timeGroups } from "@/app/modules/tasks/groups";
import { minutesWords, readMinutes } from "@/app/modules/tasks/minutes";
import { understand } from "@/app/modules/tasks/QuickAdd";
import { task } from "./make";

const DAY = "2026-11-21";

function event(id: string, start: string, end: string, more: Partial<AgendaEvent> = {}): AgendaEvent {
  return {
    id, created_at: "", updated_at: "", revision: 1, owner_id: "", uid: id, summary: id, description: null, location: null, start, end, all_day: start.length === 10,
    rrule: null, exdates: [], status: null, color: null, source: null, calendar_id: null, ...more,
  } as AgendaEvent;
}

describe("amounts as people write them", () => {
  it.each([
    ["12,50", -1250], ["12.5", -1250], ["-12,50", -1250], ["+480", 48000], ["1 240,00", -124000], ["1,240.00", -124000], ["1.240,00", -124000],
    ["€ 3", -300], ["3 EUR", -300], ["1\u202f000", -100000], ["0", 0], ["1,000", -100000], ["\u22127", -700],
  ])("%s", (text, cents) => expect(readAmount(text)).toBe(cents));
  it.each(["", "abc", "12,50 per month", "--3", "1e3"])("refuses %s", (text) => expect(readAmount(text)).toBeNull());
  it("takes the sign of what is edited where none is written", () => expect(readAmount("480", 1)).toBe(48000));
});

describe("lengths of time", () => {
  it.each([["30", 30], ["1h", 60], ["1h30", 90], ["1 h 30", 90], ["1:15", 75], ["1.5h", 90], ["45 min", 45], ["", null], ["soon", undefined]])("%s", (text, minutes) => expect(readMinutes(text)).toBe(minutes));
  it("reads back what it writes", () => {
    for (const minutes of [1, 45, 60, 90, 125, 600]) expect(readMinutes(minutesWords(minutes))).toBe(minutes);
  });
});

describe("recurrence rules", () => {
  beforeAll(() => loadWords("work"));
  it.each(["FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "FREQ=MONTHLY;BYMONTHDAY=3", "FREQ=MONTHLY;BYDAY=2MO;COUNT=5", "FREQ=YEARLY;UNTIL=20271231T235959Z"])("keeps %s", (rule) => expect(writeRule(readRule(rule)!)).toBe(rule));
  it("says them in words", () => {
    expect(ruleWords(null)).toBe("Never");
    expect(ruleWords("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")).toBe("Monday to Friday");
    expect(ruleWords("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=3")).toBe("Every 2 weeks, Mon and Wed, 3 times");
  });
  it("does not claim a rule it cannot read", () => {
    expect(readRule("FREQ=SECONDLY")).toBeNull();
    expect(readRule("nonsense")).toBeNull();
  });
});

describe("the agenda's clock", () => {
  it("finds the instant of a wall-clock time, also across a clock change", () => {
    timeZone.value = "Europe/Paris";
    expect(instantAt(DAY, 9 * 60)).toBe("2026-11-21T08:00:00.000Z");
    expect(instantAt("2026-07-01", 9 * 60)).toBe("2026-07-01T07:00:00.000Z");
    expect(instantAt("2026-10-25", 12 * 60)).toBe("2026-10-25T11:00:00.000Z");
    expect(instantAt(DAY, 25 * 60)).toBe("2026-11-22T00:00:00.000Z");
    for (const zone of ["Europe/Paris", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]) {
      timeZone.value = zone;
      for (const minutes of [0, 61, 725, 1439]) expect(minutesOf(instantAt(DAY, minutes))).toBe(minutes);
    }
    timeZone.value = "Europe/Paris";
  });
  it("ends an all-day event the day before its exclusive end, and one at midnight the day before", () => {
    expect(daysOfEvent(event("a", "2026-11-21", "2026-11-23"))).toEqual({ first: "2026-11-21", last: "2026-11-22" });
    expect(daysOfEvent(event("b", "2026-11-21T19:00:00.000Z", "2026-11-21T23:00:00.000Z"))).toEqual({ first: DAY, last: DAY });
  });
  it("stays in the month when the day does not exist", () => expect(addMonths("2026-01-31", 1)).toBe("2026-02-28"));
});

describe("events side by side", () => {
  it("gives those that overlap columns of their own, and the others the whole width", () => {
    const blocks = blocksOf([event("a", `${DAY}T09:00:00Z`, `${DAY}T10:00:00Z`), event("b", `${DAY}T09:30:00Z`, `${DAY}T11:00:00Z`), event("c", `${DAY}T10:00:00Z`, `${DAY}T10:30:00Z`), event("d", `${DAY}T13:00:00Z`, `${DAY}T14:00:00Z`)], DAY);
    const of = (id: string): number[] => { const block = blocks.find((one) => one.event.id === id)!; return [block.column, block.columns]; };
    expect(of("a")).toEqual([0, 2]);
    expect(of("b")).toEqual([1, 2]);
    expect(of("c")).toEqual([0, 2]);
    expect(of("d")).toEqual([0, 1]);
    for (const one of blocks) for (const other of blocks) if (one !== other && one.column === other.column) expect(one.to <= other.from || other.to <= one.from).toBe(true);
  });
  it("puts bars that meet in different lanes, cut at the edges of the week", () => {
    const week = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22"];
    const bars = barsOf([event("a", "2026-11-10", "2026-11-19"), event("b", "2026-11-18", "2026-11-20"), event("c", "2026-11-20", "2026-12-01")], week);
    expect(bars.map((bar) => [bar.event.id, bar.start, bar.span, bar.lane, bar.before, bar.after])).toEqual([["a", 0, 3, 0, true, false], ["b", 2, 2, 1, false, false], ["c", 4, 3, 0, false, true]]);
  });
});

describe("groups of tasks", () => {
  const list = [task("1", { deadline: "2026-11-18" }), task("2", { deadline: DAY }), task("3", { scheduled_date: "2026-11-01" }), task("4", { deadline: "2026-11-28" }), task("5", { deadline: "2026-12-24" }), task("6")];
  it("every task stands in exactly one", () => {
    const groups = timeGroups(list, DAY);
    expect(groups.map((group) => [group.key, group.tasks.map((one) => one.title)])).toEqual([["overdue", ["1"]], ["today", ["2", "3"]], ["week", ["4"]], ["later", ["5"]], ["none", ["6"]]]);
    expect(quadrants(list).flatMap((group) => group.tasks)).toHaveLength(list.length);
  });
  it("what a drop changes puts the task where it was dropped", () => {
    for (const group of timeGroups(list, DAY)) {
      const patch = group.accept?.(list[5]!, null);
      if (!patch) continue;
      expect(timeGroups([{ ...list[5]!, ...patch }], DAY).find((one) => one.tasks.length > 0)?.key).toBe(group.key);
    }
  });
  it("nothing becomes overdue by being dropped", () => expect(timeGroups(list, DAY)[0]!.accept?.(list[5]!, null)).toBeNull());
});

it("a quick line gives its day, labels and urgency", () => {
  expect(understand("Send the report friday #client !", DAY)).toEqual({ title: "Send the report", deadline: "2026-11-27", tags: ["client"], urgent: true });
  expect(understand("Buy #2 pencils", DAY)).toMatchObject({ tags: ["2"] });
});
