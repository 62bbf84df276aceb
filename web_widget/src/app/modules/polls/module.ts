import { Vote } from "lucide-preact";
import { stored, type Module } from "../registry";
import { polls, type Poll } from "./store";

export const pollsModule: Module = {
  id: "polls",
  kinds: {
    poll: { icon: Vote, name: "kind.poll", title: (poll: Poll) => poll.question, href: (id) => `/messages/${polls.peek(id)?.message_id ?? id}` },
    poll_vote: { icon: Vote, name: "kind.poll_vote", title: () => "", href: () => "/rooms" },
  },
  stores: [stored(polls)],
};
