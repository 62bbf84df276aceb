import { describe, expect, it } from "vitest";
import { withVote, type Poll } from "@/app/modules/polls/store";

const poll = { id: "p", options: [{ id: "1", text: "a", user_ids: ["anna", "paul"] }, { id: "2", text: "b", user_ids: [] }], voters: 2 } as unknown as Poll;
const chosen = (changed: Pick<Poll, "options" | "voters">): unknown[] => [...changed.options.map((option) => option.user_ids), changed.voters];

describe("a vote that is heard of", () => {
  it("stands in place of what its voter chose before", () => {
    expect(chosen(withVote(poll, "paul", ["2"]))).toEqual([["anna"], ["paul"], 2]);
    expect(chosen(withVote(poll, "zoe", ["1", "2"]))).toEqual([["anna", "paul", "zoe"], ["zoe"], 3]);
    expect(chosen(withVote(poll, "anna", []))).toEqual([["paul"], [], 1]);
  });

  it("changes nothing when it is heard twice, nor the poll it is about", () => {
    const once = { ...poll, ...withVote(poll, "zoe", ["1"]) };
    expect(chosen(withVote(once, "zoe", ["1"]))).toEqual(chosen(once));
    expect(poll.voters).toBe(2);
  });
});
