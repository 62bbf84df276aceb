import { beforeEach, describe, expect, it, vi } from "vitest";
import { backoff, connection, signedIn } from "@/connection";
import { away } from "@/store/away";

describe("the wait before a try", () => {
  it("is anywhere within a second at first, so that pages do not come all at once", () => {
    expect(backoff(0, () => 0)).toBe(0);
    expect(backoff(0, () => 1)).toBe(1000);
  });

  it("grows, is never two pages' same, and ends at 20 s", () => {
    for (let attempt = 1; attempt < 60; attempt += 1) {
      const [least, most] = [backoff(attempt, () => 0), backoff(attempt, () => 1)];
      expect(least).toBe(most / 2);
      expect(most).toBeLessThanOrEqual(20_000);
      expect(most).toBeGreaterThanOrEqual(backoff(attempt - 1, () => 1));
    }
  });
});

describe("the word about the connection", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    connection.value = "idle";
    signedIn.value = true;
    connection.value = "online";
    vi.advanceTimersByTime(10_000);
  });

  it("is not said for a short gap", () => {
    connection.value = "offline";
    vi.advanceTimersByTime(1900);
    connection.value = "online";
    vi.advanceTimersByTime(60_000);
    expect(away.value).toBe("no");
  });

  it("is said after two seconds, through every failed try, and once more when it is over", () => {
    connection.value = "offline";
    vi.advanceTimersByTime(1000);
    connection.value = "connecting";
    vi.advanceTimersByTime(1100);
    expect(away.value).toBe("yes");
    connection.value = "offline";
    vi.advanceTimersByTime(6000);
    expect(away.value).toBe("long");
    connection.value = "online";
    expect(away.value).toBe("back");
    vi.advanceTimersByTime(4100);
    expect(away.value).toBe("no");
  });

  it("is not said to who is signed out: that has a word of its own", () => {
    signedIn.value = false;
    connection.value = "offline";
    vi.advanceTimersByTime(60_000);
    expect(away.value).toBe("no");
  });
});
