"""Slash commands: exact names, then the same words as in a plain sentence."""

# ruff: noqa: E501 - a table

import re
from typing import TYPE_CHECKING

from agents.language.fold import clean, detect, fold
from agents.language.outcome import Call, Language, Lookup, NothingToDo, NotUnderstood, Outcome, Speaker, Understood
from agents.language.texts import say

if TYPE_CHECKING:
    from agents.language.understanding import Understanding

# Command: how the sentence begins that means the same, in English and French.
_SENTENCES: dict[str, tuple[str, str]] = {
    "task": ("task: ", "tâche : "),
    "note": ("note: ", "note : "),
    "project": ("create a project called ", "crée un projet qui s'appelle "),
    "event": ("create an event ", "crée un événement "),
    "spend": ("I spent ", "j'ai dépensé "),
    "receive": ("I received ", "j'ai reçu "),
    "alarm": ("set an alarm to ", "mets une alarme pour "),
    "remind": ("remind me to ", "rappelle-moi de "),
    "done": ("complete ", "termine "),
    "delete": ("delete ", "supprime "),
    "move": ("move ", "déplace "),
    "tasks": ("my tasks ", "mes tâches "),
    "agenda": ("agenda for ", "agenda de "),
    "budget": ("my budget ", "mon budget "),
    "notes": ("search my notes about ", "cherche dans mes notes sur "),
    "projects": ("my projects ", "mes projets "),
    "alarms": ("my alarms ", "mes alarmes "),
}
_ALIASES = {
    "tache": "task", "todo": "task", "projet": "project", "evenement": "event", "rdv": "event", "depense": "spend",
    "depenser": "spend", "recu": "receive", "alarme": "alarm", "rappel": "remind", "rappelle": "remind", "fait": "done",
    "fini": "done", "supprime": "delete", "deplace": "move", "taches": "tasks", "calendar": "agenda", "calendrier": "agenda",
    "aide": "help", "annule": "undo", "annuler": "undo", "projets": "projects", "alarmes": "alarms", "expense": "spend",
    "meeting": "event", "reminder": "remind", "depenses": "budget",
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
    ]
)
_EMPTY = {"tasks": "task.list", "notes": "note.list", "projects": "project.list", "alarms": "alarm.list"}


async def understand(grammar: "Understanding", text: str, speaker: Speaker, lookup: Lookup) -> Outcome:
    """The outcome of a slash command; NotUnderstood for a name that is not known here."""
    match = re.fullmatch(r"/([\w-]+)\s*(.*)", clean(text), re.S)
    if not match:
        return NotUnderstood(language="en")
    name, rest = fold(match[1]), match[2].strip()
    command = _ALIASES.get(name, name)
    language = _language(name, rest, speaker)
    if command == "help":
        return NothingToDo(reason="question", language=language, text=say(language, "help"))
    if command == "undo":
        return await undo(language, lookup)
    if command not in _SENTENCES:
        return NotUnderstood(language=language)
    if not rest and command in _EMPTY:
        arguments = {"open": True} if command == "tasks" else {}
        return Understood(calls=(Call(operation=_EMPTY[command], arguments=arguments),), language=language)
    if not rest and command == "agenda":
        rest = "today" if language == "en" else "aujourd'hui"
    if command == "alarm" and re.match(r"\d", rest):
        # "/alarm 8:00 wake up": the time comes first.
        time, _, title = rest.partition(" ")
        meridiem = re.match(r"(?i)(am|pm)\b\s*", title)
        if meridiem:
            time, title = f"{time} {meridiem[1]}", title[meridiem.end() :]
        at = "at " if language == "en" else "à "
        if not title:
            return await _plain(
                grammar,
                ("set an alarm " if language == "en" else "mets une alarme ") + at + time,
                language,
                speaker,
                lookup,
            )
        sentence = (
            ("remind me " if language == "en" else "rappelle-moi ")
            + at
            + time
            + (" to " if language == "en" else " : ")
            + title
        )
        return await _plain(grammar, sentence, language, speaker, lookup)
    sentence = _SENTENCES[command][0 if language == "en" else 1] + rest
    return await _plain(grammar, sentence.strip(), language, speaker, lookup)


def _language(name: str, rest: str, speaker: Speaker) -> Language:
    if name in _FRENCH_NAMES:
        return "fr"
    return detect(fold(rest), speaker.locale)


async def _plain(
    grammar: "Understanding", sentence: str, language: Language, speaker: Speaker, lookup: Lookup
) -> Outcome:
    return await grammar.exact(sentence, language, speaker, lookup)


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
