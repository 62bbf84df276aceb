import type { scheduled as english } from "./scheduled.en";
import type { Like } from "./shape";

export const scheduled: Like<typeof english> = {
  "scheduled.pick": "Choisir une heure…",
  "scheduled.show_all": "Afficher les messages programmés",
  "scheduled.kept_toast": "Sera envoyé {when}",
  "scheduled.none": "Aucun message en attente",
  "scheduled.none_text": "Écrire un message dans un salon et choisir l’horloge à côté d’Envoyer pour l’envoyer plus tard.",
  "scheduled.failed": "Non envoyés",
  "scheduled.why": "Non envoyé : {why} Choisir une autre heure, ou le supprimer.",
  "scheduled.why_gone": "Non envoyé : seuls ceux qui sont dans un salon y écrivent.",
  "scheduled.room_gone": "Un salon quitté",
  "scheduled.change_time": "Changer l’heure",
  "scheduled.send_now": "Envoyer maintenant",
  "scheduled.edit": "Modifier le texte",
  "scheduled.content": "Texte du message",
  "scheduled.sent_toast": "Envoyé à {room}",
};
