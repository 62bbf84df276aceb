import type { search as english } from "./search.en";
import type { Like } from "./shape";

export const search: Like<typeof english> = {
  "search.ask": "Ce qu’il faut chercher",
  "search.placeholder": "Des mots, ou de quoi il s’agit ; de: dans: avec: avant: après:",
  "search.kinds": "Seulement",
  "search.all": "Tout",
  "search.everywhere": "Chercher à nouveau partout",
  "search.in": "Dans {place}",
  "search.count": { one: "{count} résultat", other: "{count} résultats" },
  "search.results": "Résultats",
  "search.start": "Chercher dans tout ce qu’on peut lire",
  "search.help": "Messages, notes, tâches, projets, événements, argent. Préciser avec de:marie dans:site avec:lien avant:2026-12-01 après:2026-11-01 type:note.",
  "search.nothing": "Rien trouvé pour « {q} »",
  "search.nothing_text": "Essayer moins de mots, ou d’autres, ou retirer un filtre.",
  "search.unknown": "Sans effet, car rien ne porte ce nom ici : {filters}",
  "search.by_meaning": "par le sens",
  "search.words_only": "La recherche se fait par les mots : aucun modèle de sens n’est installé.",
  "search.meaning_of": { one: "{done} texte sur {count} est compris par son sens.", other: "{done} textes sur {count} sont compris par leur sens." },
  "search.rebuild": "Tout réindexer",
  "search.rebuilding": "L’index est en cours de reconstruction",
  "search.rebuilt": "{done} sur {total}",
};
