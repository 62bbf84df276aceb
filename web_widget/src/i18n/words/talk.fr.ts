import type { talk as english } from "./talk.en";
import type { Like } from "./shape";

export const talk: Like<typeof english> = {
  "bookmarks.none": "Aucun message gardé",
  "bookmarks.none_text": "Choisir « Garder » dans le menu d’un message pour y revenir plus tard.",
  "bookmarks.gone": "Seules les personnes présentes dans le salon voient ce qui a été dit.",
  "bookmarks.room_gone": "Un salon quitté depuis",
  "bookmarks.note": "Note",
  "bookmarks.note_placeholder": "Pourquoi le garder",
  "bookmarks.open": "Voir dans le salon",
  "bookmarks.remove": "Ne plus garder",
};
