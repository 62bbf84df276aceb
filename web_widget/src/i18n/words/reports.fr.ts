import type { reports as english } from "./reports.en";
import type { Like } from "./shape";

export const reports: Like<typeof english> = {
  "reports.new": "Signaler un message",
  "reports.new_text": "Les administrateurs en sont informés et peuvent voir ce message. Son auteur n’en est pas informé.",
  "reports.reason": "Ce qui ne va pas",
  "reports.send": "Signaler",
  "reports.sent_toast": "Signalé. Un administrateur va regarder.",
  "reports.text": "Ce qui a été signalé. Regarder un message est noté ; les signalements de ses propres messages reviennent aux autres administrateurs.",
  "reports.open": "Ouverts",
  "reports.all": "Tous",
  "reports.none": "Rien à regarder",
  "reports.none_text": "Quand quelqu’un signale un message, il apparaît ici avec la raison.",
  "reports.reveal": "Afficher le message",
  "reports.reveal_hint": "Le regard est noté",
  "reports.dismiss": "Rejeter",
  "reports.delete": "Supprimer le message",
  "reports.dismissed": "rejeté",
  "reports.deleted": "message supprimé",
  "reports.dismissed_toast": "Signalement rejeté",
  "reports.deleted_toast": "Message supprimé",
  "reports.looked": "Message vu par {name} : {when}",
  "reports.settled": "Réglé par {name} : {when}",
  "reports.message_gone": "Le message n’est plus conservé.",
  "reports.direct": "Conversation directe",
  "reports.before": "Version précédente : {when}",
};
