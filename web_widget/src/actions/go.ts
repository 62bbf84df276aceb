import { navigate } from "@/app/router";
import { places } from "@/app/places";
import type { Key } from "@/i18n";
import type { Action } from "./types";

const WORDS: Record<string, string> = {
  chat: "messages discussion rooms salons", tasks: "tasks tâches todo", agenda: "calendar calendrier agenda", notes: "notes",
  projects: "projects projets", budget: "money argent budget dépenses", alarms: "alarms alarmes réveil",
  settings: "settings réglages préférences profile profil", admin: "admin administration users",
};

/** One action per place that has a letter: G, then the letter. */
export const goActions: Action[] = places
  .filter((place) => place.letter !== undefined)
  .map((place) => ({
    id: `go.${place.id}`,
    title: `action.go_${place.id}` as Key,
    group: "go",
    icon: place.icon,
    keys: `g ${place.letter}`,
    ...(place.when ? { when: place.when } : {}),
    run: () => navigate(`/${place.path}`),
    words: place.words ?? WORDS[place.id] ?? "",
  }));
