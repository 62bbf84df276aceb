"""What the language layer says itself, in both languages."""

from typing import Any

from agents.language.outcome import Language

_TEXTS: dict[str, dict[Language, str]] = {
    "which": {"en": "Which one?", "fr": "Lequel ou laquelle ?"},
    "which_of": {"en": "Which one: {names}?", "fr": "Lequel ou laquelle : {names} ?"},
    "all": {"en": "All of them ({count})?", "fr": "Tout sans exception ({count}) ?"},
    "not_found": {"en": "I find nothing called “{name}”.", "fr": "Je ne trouve rien qui s'appelle « {name} »."},
    "task_title": {"en": "What is the task?", "fr": "Quelle est la tâche ?"},
    "task_propose": {"en": "Create the task “{title}”?", "fr": "Créer la tâche « {title} » ?"},
    "note_text": {"en": "What should the note say?", "fr": "Que doit dire la note ?"},
    "project_name": {"en": "What is the project called?", "fr": "Comment s'appelle le projet ?"},
    "project_unknown": {
        "en": "There is no project “{name}”. Create it too?",
        "fr": "Il n'y a pas de projet « {name} ». Le créer aussi ?",
    },
    "with_project": {"en": "Create the project too", "fr": "Créer aussi le projet"},
    "without_project": {"en": "Without a project", "fr": "Sans projet"},
    "event_when": {"en": "When is “{title}”?", "fr": "Quand a lieu « {title} » ?"},
    "event_title": {"en": "What is the event?", "fr": "Quel est l'événement ?"},
    "event_propose": {"en": "Put “{title}” in the agenda?", "fr": "Mettre « {title} » dans l'agenda ?"},
    "event_repeats": {
        "en": "“{title}” repeats. Only the next one, or the whole series?",
        "fr": "« {title} » se répète. Le prochain seulement, ou toute la série ?",
    },
    "event_other_day": {
        "en": "“{title}” is on another day. Is it the one?",
        "fr": "« {title} » est un autre jour. Est-ce bien celui-là ?",
    },
    "next_one": {"en": "The next one", "fr": "Le prochain"},
    "series": {"en": "The whole series", "fr": "Toute la série"},
    "to_when": {"en": "To when?", "fr": "À quand ?"},
    "alarm_when": {"en": "When should I remind you?", "fr": "Quand faut-il le rappeler ?"},
    "alarm_past": {"en": "That time has passed. When instead?", "fr": "Ce moment est passé. Quand, alors ?"},
    "send_when": {"en": "When should it be sent?", "fr": "Quand faut-il l'envoyer ?"},
    "poll_choices": {
        "en": "What are the choices? For example “Where to eat? Here, there or nowhere”.",
        "fr": "Quels sont les choix ? Par exemple « Où manger ? Ici, là-bas ou nulle part ».",
    },
    "send_what": {
        "en": "What should it say? For example “send a message to Bob tomorrow at 9: hello”.",
        "fr": "Que doit-il dire ? Par exemple « envoie un message à Bob demain à 9h : bonjour ».",
    },
    "poll_where": {
        "en": "In which room? For example “make a poll in Lunch: Where to eat? Here or there”.",
        "fr": "Dans quel salon ? Par exemple « fais un sondage dans Midi : Où manger ? Ici ou là-bas ».",
    },
    "no_poll": {"en": "There is no such open poll.", "fr": "Il n'y a pas de tel sondage ouvert."},
    "no_choice": {"en": "“{name}” is none of its choices.", "fr": "« {name} » n'est pas un de ses choix."},
    "which_message": {
        "en": "Which message? Answer it, and say it again there.",
        "fr": "Quel message ? Répondez-y en le redisant.",
    },
    "not_kept": {"en": "That message has no bookmark.", "fr": "Ce message n'a pas de signet."},
    "no_session": {
        "en": "There are no notes of a meeting under way. “start a session Kick-off” begins some.",
        "fr": "Aucune séance de notes n'est en cours. « commence une séance Lancement » en ouvre une.",
    },
    "no_line": {"en": "The journal is empty.", "fr": "Le journal est vide."},
    "no_manager": {
        "en": "Nobody is noted as the manager of {name}.",
        "fr": "Personne n'est noté comme responsable de {name}.",
    },
    "manager": {"en": "Manager", "fr": "Responsable"},
    "report_how": {
        "en": "A message is reported in its own menu, with the reason; that is for a person to do.",
        "fr": "Un message se signale dans son propre menu, avec la raison ; c'est à une personne de le faire.",
    },
    "transfer_how": {
        "en": "What comes in and goes out is begun on the page [Import and export](/transfers).",
        "fr": "Les imports et les exports se lancent sur la page [Import et export](/transfers).",
    },
    "how_much": {"en": "How much was it?", "fr": "Quel était le montant ?"},
    "understood_part": {
        "en": "I did not understand “{rest}”. Do the rest?",
        "fr": "Je n'ai pas compris « {rest} ». Faire le reste ?",
    },
    "missing_part": {
        "en": "I find nothing called “{rest}”. Do the rest?",
        "fr": "Je ne trouve rien qui s'appelle « {rest} ». Faire le reste ?",
    },
    "wake": {"en": "Wake up", "fr": "Réveil"},
    "alarm": {"en": "Alarm", "fr": "Alarme"},
    "timer": {"en": "Timer", "fr": "Minuteur"},
    "reminder": {"en": "Reminder", "fr": "Rappel"},
    "negation": {"en": "All right, nothing was changed.", "fr": "D'accord, rien n'a été changé."},
    "unknown_question": {
        "en": "I cannot answer that one. “help” says what I can do.",
        "fr": "Je ne sais pas répondre à cela. « aide » dit ce que je sais faire.",
    },
    "thanks": {"en": "You're welcome.", "fr": "De rien."},
    "greeting": {"en": "Hello. {help}", "fr": "Bonjour. {help}"},
    "help": {
        "en": "Plain sentences work, in English or French:\n\n"
        "- **Tasks**: “add a task buy milk for Friday”, “mark buy milk as done”, “what are my overdue tasks?”\n"
        "- **Notes**: “note: the door code is 4512”, “search my notes about Berlin”\n"
        "- **Projects**: “create a project called Garden”, “set the progress of Garden to 40%”\n"
        "- **Agenda**: “schedule a meeting with Paul tomorrow at 3pm”, “what's on my agenda on Monday?”\n"
        "- **Budget**: “I paid 42.50 € at Lidl yesterday”, “how much did I spend in November?”\n"
        "- **Alarms**: “remind me to call Paul tomorrow at 9”, “wake me up at 7”\n"
        "- **Today**: “my day”, “what did I miss in #general?”, “bookmark that”\n"
        "- **People**: “who is Marie?”, “who is in the design team?”\n"
        "- **Files and links**: “find the contract PDF”, “my links”\n"
        "- **Meetings and journal**: “summarise this session”, “note in my journal: called the bank”\n"
        "- **Messages**: “send a message to Bob tomorrow at 9: hello”, “make a poll in Lunch: Where? Here or there”\n"
        "- **Hardware**: “where is serial PF2X9ABC?”\n"
        "- **Everything**: “search for Berlin”\n\n"
        "Several things in one sentence are fine, and everything can be undone.",
        "fr": "Des phrases simples suffisent, en français ou en anglais :\n\n"
        "- **Tâches** : « ajoute une tâche acheter du lait pour vendredi », « quelles sont mes tâches en retard ? »\n"
        "- **Notes** : « note : le code de la porte est 4512 », « cherche dans mes notes sur Berlin »\n"
        "- **Projets** : « crée un projet Jardin », « passe l'avancement de Jardin à 40 % »\n"
        "- **Agenda** : « planifie une réunion avec Paul demain à 15h », « qu'est-ce que j'ai lundi ? »\n"
        "- **Budget** : « j'ai payé 42,50 € chez Lidl hier », « combien j'ai dépensé en novembre ? »\n"
        "- **Alarmes** : « rappelle-moi d'appeler Paul demain à 9h », « réveille-moi à 7h »\n"
        "- **Aujourd'hui** : « ma journée », « qu'est-ce que j'ai raté dans #général ? », "
        "« ajoute ça à mes signets »\n"
        "- **Personnes** : « qui est Marie ? », « qui est dans l'équipe design ? »\n"
        "- **Fichiers et liens** : « trouve le PDF du contrat », « mes liens »\n"
        "- **Réunions et journal** : « résume cette séance », « note dans mon journal : banque appelée »\n"
        "- **Messages** : « envoie un message à Bob demain à 9h : bonjour », "
        "« fais un sondage dans Midi : Où ? Ici ou là »\n"
        "- **Matériel** : « où est le numéro de série PF2X9ABC ? »\n"
        "- **Tout** : « cherche Berlin partout »\n\n"
        "On peut demander plusieurs choses en une phrase, et tout peut être annulé.",
    },
}


def say(language: Language, text: str, **values: Any) -> str:
    """A text by name, in the writer's language."""
    return _TEXTS[text][language].format(**values)
