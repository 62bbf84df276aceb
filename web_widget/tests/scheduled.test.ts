import { afterEach, describe, expect, it } from "vitest";
import { choices } from "@/app/modules/scheduled/later";
import { timeZone } from "@/i18n";

const before = timeZone.peek();
afterEach(() => (timeZone.value = before));

describe("what “send later” offers", () => {
  it("is nine tomorrow and nine on the next Monday, on the person's clock", () => {
    timeZone.value = "Europe/Paris";
    expect(choices(new Date("2026-11-18T10:00:00Z"))).toEqual({ tomorrow: "2026-11-19T08:00:00.000Z", monday: "2026-11-23T08:00:00.000Z" });
    timeZone.value = "America/New_York";
    expect(choices(new Date("2026-11-18T03:00:00Z")).tomorrow).toBe("2026-11-18T14:00:00.000Z");
  });

  it("keeps nine at nine through a clock change", () => {
    timeZone.value = "Europe/Paris";
    expect(choices(new Date("2026-10-24T10:00:00Z"))).toEqual({ tomorrow: "2026-10-25T08:00:00.000Z", monday: "2026-10-26T08:00:00.000Z" });
    expect(choices(new Date("2026-03-28T10:00:00Z")).tomorrow).toBe("2026-03-29T07:00:00.000Z");
  });

  it("has a Monday to come on a Monday, and one choice on a Sunday", () => {
    timeZone.value = "UTC";
    expect(choices(new Date("2026-11-23T07:00:00Z")).monday).toBe("2026-11-30T09:00:00.000Z");
    const sunday = choices(new Date("2026-11-22T07:00:00Z"));
    expect(sunday.monday).toBe(sunday.tomorrow);
  });
});
