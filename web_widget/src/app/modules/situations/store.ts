import type { Entity } from "@/contract";
import type { Situation as WireSituation, SituationActor, SituationNote, SituationQuestion, SituationSummary } from "@/contract/generated";
import { fold } from "@/i18n/fold";
import { EntityStore } from "@/store/entities";

export type Situation = WireSituation & Entity;
export type Actor = SituationActor;
export type Note = SituationNote;
export type Question = SituationQuestion;
export type Summary = SituationSummary;

/** One's own alone: nobody else ever hears of them. */
export const situations = new EntityStore<Situation>({
  kind: "situation",
  path: "/api/situations",
  match: (situation, params) => fold(`${situation.title} ${situation.description}`).includes(fold(String(params["q"] ?? ""))),
  compare: (a, b) => (a.updated_at === b.updated_at ? (a.id < b.id ? 1 : -1) : a.updated_at < b.updated_at ? 1 : -1),
});
