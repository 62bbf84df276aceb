/** Polls, kept up to date vote by vote: each event says all that one person chose. */
import { on } from "@/connection";
import type { Entity, EntityEvent, Id } from "@/contract";
import type { Poll as Wire, PollVote } from "@/contract/generated";
import { EntityStore } from "@/store/entities";

export type Poll = Wire & Entity;
type Vote = PollVote & Entity;

export const polls = new EntityStore<Poll>({ kind: "poll", path: "/api/polls" });

/** A poll as it is once somebody has chosen that, whatever they chose before. */
export function withVote(poll: Poll, person: Id, chosen: readonly string[]): Pick<Poll, "options" | "voters"> {
  const options = poll.options.map((option) => {
    const others = option.user_ids.filter((id) => id !== person);
    const user_ids = !chosen.includes(option.id) ? others : option.user_ids.includes(person) ? option.user_ids : [...others, person];
    return { ...option, user_ids };
  });
  return { options, voters: new Set(options.flatMap((option) => option.user_ids)).size };
}

/** The polls on the page or that were: a vote that came while one was being fetched may not be in the answer. */
const shown = new Set<Id>();
export function show(id: Id): void {
  shown.add(id);
}

function heard({ entity }: EntityEvent<Vote>, chosen: readonly string[]): void {
  const poll = polls.peek(entity.poll_id);
  if (poll) polls.apply({ ...poll, ...withVote(poll, entity.owner_id, chosen) });
  else if (shown.has(entity.poll_id)) void polls.fetch(entity.poll_id).then(() => polls.fetch(entity.poll_id), () => undefined);
}
on<EntityEvent<Vote>>("poll_vote.created", (told) => heard(told, told.entity.option_ids));
on<EntityEvent<Vote>>("poll_vote.updated", (told) => heard(told, told.entity.option_ids));
on<EntityEvent<Vote>>("poll_vote.deleted", (told) => heard(told, []));
