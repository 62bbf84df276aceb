import type { links as english } from "./links.en";
import type { Like } from "./shape";

export const links: Like<typeof english> = {
  "links.order": "Ordre",
  "links.newest": "Les plus récents",
  "links.most_opened": "Les plus ouverts",
  "links.search": "Chercher dans les liens",
  "links.none": "Aucun lien",
  "links.none_text": "Coller une adresse dans la ligne au-dessus pour la garder.",
  "links.none_found": "Aucun lien ne correspond",
  "links.add": "Enregistrer un lien",
  "links.add_placeholder": "Coller une adresse, par exemple example.org",
  "links.clicks": { one: "ouvert {count} fois", other: "ouvert {count} fois" },
  "links.open": "Ouvrir {name} dans un nouvel onglet",
  "links.detail": "Afficher le détail",
  "links.copy": "Copier l’adresse",
  "links.name": "Nom",
  "links.address": "Adresse",
  "links.opened": "Ouvert",
  "links.opened_times": { one: "{count} fois, {when}", other: "{count} fois, la dernière {when}" },
  "links.never": "Jamais",
};
