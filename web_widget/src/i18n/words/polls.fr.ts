import type { polls as english } from "./polls.en";
import type { Like } from "./shape";

export const polls: Like<typeof english> = {
  "polls.new": "Créer un sondage",
  "polls.ask": "Demander",
  "polls.question": "Question",
  "polls.options": "Choix",
  "polls.option": "Choix {n}",
  "polls.drop_option": "Retirer le choix {n}",
  "polls.options_wrong": "Deux choix sont identiques.",
  "polls.multiple": "Plusieurs choix possibles",
  "polls.lasts": "Se clôt",
  "polls.lasts_never": "Quand on le clôt à la main",
  "polls.lasts_hour": "Dans une heure",
  "polls.lasts_day": "Dans un jour",
  "polls.lasts_week": "Dans une semaine",
  "polls.votes": { one: "vote", other: "votes" },
  "polls.voters": { one: "{count} personne a voté", other: "{count} personnes ont voté" },
  "polls.several": "plusieurs choix",
  "polls.closed": "sondage clos",
  "polls.closes": "se clôt {when}",
  "polls.close": "Clore",
  "polls.closed_toast": "Le sondage est clos",
  "polls.gone": "Ce sondage n’est plus là.",
};
