"""Slash commands: exact names, then the same words as in a plain sentence."""

# ruff: noqa: E501 - a table

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.language.fold import clean, detect, fold
from agents.language.outcome import (
    Asks,
    Call,
    Language,
    Lookup,
    NothingToDo,
    NotUnderstood,
    Outcome,
    Speaker,
    Understood,
)
from agents.language.texts import say

if TYPE_CHECKING:
    from agents.language.understanding import Understanding


@dataclass(frozen=True)
class _Command:
    """How sentences that mean the same are written ("…" for what follows), and what they may come to."""

    english: tuple[str, ...]
    french: tuple[str, ...]
    operations: tuple[str, ...]
    bare: tuple[str, str] = ("", "")  # without anything that follows


_COMMANDS: dict[str, _Command] = {
    "task": _Command(("task: …",), ("tâche : …",), ("task.create",), ("create a task", "crée une tâche")),
    "note": _Command(("note: …",), ("note : …",), ("note.create",), ("create a note", "crée une note")),
    "project": _Command(
        ("create a project called …",),
        ("crée un projet qui s'appelle …",),
        ("project.create",),
        ("create a project", "crée un projet"),
    ),
    "event": _Command(
        ("create an event …",), ("crée un événement …",), ("agenda.create",), ("create an event", "crée un événement")
    ),
    "spend": _Command(
        ("I spent …",), ("j'ai dépensé …",), ("budget.create",), ("add an expense", "ajoute une dépense")
    ),
    "receive": _Command(("I received …",), ("j'ai reçu …",), ("budget.create",)),
    "alarm": _Command(
        ("set an alarm at …", "set an alarm …", "remind me at …", "remind me …"),
        ("mets une alarme à …", "mets une alarme …", "rappelle-moi à …", "rappelle-moi …"),
        ("alarm.create",),
        ("set an alarm", "mets une alarme"),
    ),
    "remind": _Command(("remind me to …",), ("rappelle-moi de …",), ("alarm.create",), ("remind me", "rappelle-moi")),
    "done": _Command(("complete …",), ("termine …",), ("task.complete",)),
    "delete": _Command(
        ("delete …",),
        ("supprime …",),
        tuple(f"{k}.delete" for k in ("task", "note", "project", "agenda", "budget", "alarm")),
    ),
    "move": _Command(("move …",), ("déplace …",), ("task.update", "agenda.update", "alarm.update", "project.update")),
    "tasks": _Command(
        ("my tasks …", "my … tasks", "which tasks are …", "find tasks about …"),
        ("mes tâches …", "mes … tâches", "quelles tâches sont …", "cherche les tâches sur …"),
        ("task.list",),
        ("my tasks", "mes tâches"),
    ),
    "agenda": _Command(
        ("agenda for …", "when is …"),
        ("agenda de …", "c'est quand …"),
        ("agenda.list",),
        ("agenda for today", "agenda d'aujourd'hui"),
    ),
    "budget": _Command(
        ("my budget …", "my budget for …"),
        ("mon budget …", "mon budget de …"),
        ("budget.summary",),
        ("my budget", "mon budget"),
    ),
    "expenses": _Command(
        ("my expenses …", "my expenses for …", "show my expenses at …"),
        ("mes dépenses …", "mes dépenses de …", "mes dépenses chez …"),
        ("budget.list",),
        ("my expenses", "mes dépenses"),
    ),
    "notes": _Command(
        ("search my notes about …",), ("cherche dans mes notes sur …",), ("note.list",), ("my notes", "mes notes")
    ),
    "search": _Command(
        ("search everything for …",),
        ("cherche partout …",),
        ("search.find",),
        ("search everything", "cherche partout"),
    ),
    "projects": _Command(
        ("my … projects", "find project …"),
        ("mes projets …", "trouve le projet …"),
        ("project.list",),
        ("my projects", "mes projets"),
    ),
    "alarms": _Command(("my alarms",), ("mes alarmes",), ("alarm.list",), ("my alarms", "mes alarmes")),
    "journal": _Command(
        ("journal: …",),
        ("journal : …",),
        ("journal.create", "journal.list"),
        ("show my journal", "montre mon journal"),
    ),
    "link": _Command(
        ("save the link …", "open the link to …"),
        ("enregistre le lien …", "ouvre le lien vers …"),
        ("link.create", "link.list"),
        ("my links", "mes liens"),
    ),
    "links": _Command(
        ("find … in my links",), ("cherche … dans mes liens",), ("link.list",), ("my links", "mes liens")
    ),
    "person": _Command(
        ("add a person called …",),
        ("ajoute une personne …",),
        ("person.create", "person.list"),
        ("my people", "mes personnes"),
    ),
    "people": _Command(
        ("find the person …", "who works in the team …"),
        ("trouve la personne …", "qui travaille dans l'équipe …"),
        ("person.list", "person.get", "team.get", "user.list"),
        ("my people", "mes personnes"),
    ),
    "team": _Command(
        ("create a team called …",),
        ("crée une équipe appelée …",),
        ("team.create", "team.list"),
        ("my teams", "mes équipes"),
    ),
    "teams": _Command(("find the team …",), ("trouve l'équipe …",), ("team.list",), ("my teams", "mes équipes")),
    "files": _Command(
        ("find … in my files",),
        ("cherche … dans mes fichiers",),
        ("search.find", "file.list"),
        ("my files", "mes fichiers"),
    ),
    "session": _Command(
        ("start a session called …",),
        ("commence une séance appelée …",),
        ("note_session.create", "note_session.list"),
        ("my sessions", "mes séances"),
    ),
    "sessions": _Command(
        ("find the session called …",),
        ("trouve la séance appelée …",),
        ("note_session.list",),
        ("my sessions", "mes séances"),
    ),
    "situation": _Command(
        ("create a situation called …",),
        ("crée une situation appelée …",),
        ("situation.create", "situation.list"),
        ("my situations", "mes situations"),
    ),
    "situations": _Command(
        ("find … in my situations",),
        ("cherche … dans mes situations",),
        ("situation.list",),
        ("my situations", "mes situations"),
    ),
    "lot": _Command(
        ("create a lot called …",), ("crée un lot appelé …",), ("lot.create", "lot.list"), ("my lots", "mes lots")
    ),
    "lots": _Command(
        ("show the … lots", "find the lot called …"),
        ("montre les lots …", "trouve le lot appelé …"),
        ("lot.list",),
        ("my lots", "mes lots"),
    ),
    "disks": _Command(
        ("begin a disk session called …",),
        ("commence une séance de disques …",),
        ("disk_session.create", "disk_session.list"),
        ("my disk sessions", "mes séances de disques"),
    ),
    "donation": _Command(
        ("record a donation to …",),
        ("enregistre un don pour …",),
        ("donation.create", "donation.list"),
        ("my donations", "mes dons"),
    ),
    "serial": _Command(
        ("find the serial number …",),
        ("trouve le numéro de série …",),
        ("reception.trace", "lot.list"),
        ("my lots", "mes lots"),
    ),
}
_ALIASES = {
    "tache": "task", "todo": "task", "projet": "project", "evenement": "event", "rdv": "event", "depense": "spend",
    "depenser": "spend", "recu": "receive", "alarme": "alarm", "rappel": "remind", "rappelle": "remind", "fait": "done",
    "fini": "done", "supprime": "delete", "deplace": "move", "taches": "tasks", "calendar": "agenda", "calendrier": "agenda",
    "aide": "help", "annule": "undo", "annuler": "undo", "projets": "projects", "alarmes": "alarms", "expense": "spend",
    "meeting": "event", "reminder": "remind", "depenses": "expenses", "received": "receive",
    "chercher": "search", "cherche": "search", "find": "search",
    "j": "journal", "lien": "link", "liens": "links", "personne": "person", "personnes": "people", "equipe": "team",
    "equipes": "teams", "fichiers": "files", "seance": "session", "seances": "sessions", "disques": "disks",
    "don": "donation", "serie": "serial",
}  # fmt: skip
_FRENCH_NAMES = frozenset(
    [
        "tache",
        "projet",
        "evenement",
        "rdv",
        "depense",
        "depenser",
        "recu",
        "alarme",
        "rappel",
        "rappelle",
        "fait",
        "fini",
        "supprime",
        "deplace",
        "taches",
        "calendrier",
        "aide",
        "annule",
        "annuler",
        "projets",
        "alarmes",
        "depenses",
        "chercher",
        "cherche",
        "lien",
        "liens",
        "personne",
        "personnes",
        "equipe",
        "equipes",
        "fichiers",
        "seance",
        "seances",
        "disques",
        "don",
        "serie",
    ]
)


async def understand(grammar: "Understanding", text: str, speaker: Speaker, lookup: Lookup) -> Outcome:
    """The outcome of a slash command; NotUnderstood for a name that is not known here."""
    match = re.fullmatch(r"/([\w-]+)\s*(.*)", clean(text), re.S)
    if not match:
        return NotUnderstood(language=detect(fold(text), speaker.locale))
    name, rest = fold(match[1]), match[2].strip()
    alias = _ALIASES.get(name, name)
    language = _language(name, rest, speaker)
    if alias == "help":
        return NothingToDo(reason="question", language=language, text=say(language, "help"))
    if alias == "undo":
        return await undo(language, lookup)
    command = _COMMANDS.get(alias)
    if command is None:
        return NotUnderstood(language=language)
    written = command.english if language == "en" else command.french
    if not rest:
        written = (command.bare[0 if language == "en" else 1],)
    question: Outcome | None = None
    for sentence in written:
        outcome = await grammar.exact(sentence.replace("…", rest), language, speaker, lookup)
        if isinstance(outcome, Understood) and all(call.operation in command.operations for call in outcome.calls):
            return outcome
        if question is None and isinstance(outcome, Asks | NothingToDo):
            question = outcome
    return question or NotUnderstood(language=language)


def _language(name: str, rest: str, speaker: Speaker) -> Language:
    if name in _FRENCH_NAMES:
        return "fr"
    return detect(fold(rest), speaker.locale)


async def undo(language: Language, lookup: Lookup) -> Outcome:
    """The asker's newest change that still stands."""
    found = await lookup("activity.list", {"limit": 20})
    for entry in found.get("items", []):
        undoable = entry.get("outcome", "ok") == "ok" and not entry.get("undone_by") and entry.get("changes", True)
        if (
            undoable
            and entry.get("effect", "write").lower() in ("write", "destroy")
            and entry.get("operation") != "activity.undo"
        ):
            call = Call(operation="activity.undo", arguments={"id": entry["id"]}, label=entry.get("operation"))
            return Understood(calls=(call,), language=language)
    text = "There is nothing to undo." if language == "en" else "Il n'y a rien à annuler."
    return NothingToDo(reason="not_found", language=language, text=text)
