import type { dashboard as english } from "./dashboard.en";
import type { Like } from "./shape";

export const dashboard: Like<typeof english> = {
  "dashboard.failed": "Le tableau de bord n’a pas pu être chargé",
  "dashboard.stale": "Ceci n’a pas pu être relu à l’instant et peut avoir changé.",
  "dashboard.part_failed": "Cette partie n’a pas pu être lue.",
  "dashboard.all": "Tout voir",
  "dashboard.all_of": "Tout voir : {place}",
  "dashboard.next": "Suggestions",
  "dashboard.unread": "Non lus",
  "dashboard.no_unread": "Tout est lu.",
  "dashboard.no_alarms": "Aucune alarme ne sonne aujourd’hui.",
  "dashboard.no_projects": "Aucun projet actif.",
  "dashboard.no_notes": "Aucune note pour l’instant.",
  "dashboard.no_money": "Rien de saisi ce mois-ci.",
  "dashboard.rings": "sonne",
  "dashboard.other_currencies": "Aussi en {list}.",
  "dashboard.next_ringing": { one: "« {label} » sonne", other: "{count} alarmes sonnent" },
  "dashboard.next_mentions": { one: "Une mention non lue", other: "{count} mentions non lues" },
  "dashboard.next_overdue": { one: "{count} tâche en retard", other: "{count} tâches en retard" },
  "dashboard.next_overdue_more": { one: "Plus de {count} tâche en retard", other: "Plus de {count} tâches en retard" },
  "dashboard.next_unwell": "{label} va mal : santé {health} sur 100",
  "dashboard.next_envelope": "{label} : plus de dépenses que prévu ce mois-ci",
  "dashboard.next_nothing": "Rien à rendre aujourd’hui : un bon moment pour prévoir la suite",
};
