"""Answers in the writer's language: what was done, or what was found."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from agents.language import cards
from agents.language.day_page import day_page
from agents.language.found import nothing_found, plain
from agents.language.kinds import KINDS
from agents.language.lines import line
from agents.language.outcome import (
    Asks,
    Call,
    Language,
    NothingToDo,
    NotUnderstood,
    Outcome,
    Speaker,
    Understood,
)
from agents.language.spelled import colon, day, joined, moment, money

_DONE: dict[Language, dict[str, tuple[str, str, str, str]]] = {
    # verb: English; French masculine, feminine, plural endings follow from the kind.
    "en": {
        "create": ("", "", "", ""),
        "update": ("changed", "changed", "changed", "changed"),
        "delete": ("deleted", "deleted", "deleted", "deleted"),
        "complete": ("completed", "completed", "completed", "completed"),
        "reopen": ("reopened", "reopened", "reopened", "reopened"),
        "snooze": ("snoozed", "snoozed", "snoozed", "snoozed"),
        "dismiss": ("stopped", "stopped", "stopped", "stopped"),
        "close": ("closed", "closed", "closed", "closed"),
        "send_now": ("sent", "sent", "sent", "sent"),
        "vote": ("answered", "answered", "answered", "answered"),
    },
    "fr": {
        "create": ("", "", "", ""),
        "update": ("modifié", "modifiée", "modifiés", "modifiées"),
        "delete": ("supprimé", "supprimée", "supprimés", "supprimées"),
        "complete": ("terminé", "terminée", "terminés", "terminées"),
        "reopen": ("rouvert", "rouverte", "rouverts", "rouvertes"),
        "snooze": ("repoussé", "repoussée", "repoussés", "repoussées"),
        "dismiss": ("arrêté", "arrêtée", "arrêtés", "arrêtées"),
        "close": ("clos", "close", "clos", "closes"),
        "send_now": ("envoyé", "envoyée", "envoyés", "envoyées"),
        "vote": ("rempli", "remplie", "remplis", "remplies"),
    },
}
_SHOWN = 12
_SEARCHED = frozenset({"note", "task", "link", "file", "situation", "journal", "note_session"})


THOUGHTS = frozenset({"summarize", "coach"})
"""A model has been asked; what it writes comes later, elsewhere."""
_SHOWN_APART = frozenset({"dashboard"})


def has_words(operation: str) -> bool:
    """Whether there is an answer for an operation."""
    feature = operation.partition(".")[0]
    return feature in KINDS["en"] or feature in _SHOWN_APART


def compose(outcome: Outcome, results: Sequence[object], speaker: Speaker) -> str:
    """The whole answer. `results` are those of the calls, in order, as on the wire."""
    language = outcome.language
    match outcome:
        case Asks():
            return outcome.question
        case NothingToDo():
            return outcome.text
        case NotUnderstood():
            return (
                "I did not understand. “help” says what I can do."
                if language == "en"
                else "Je n'ai pas compris. « aide » dit ce que je sais faire."
            )
        case Understood():
            return _understood(outcome, results, speaker)


def _understood(outcome: Understood, results: Sequence[object], speaker: Speaker) -> str:
    pairs = list(zip(outcome.calls, results, strict=False))
    answers = [
        _read(call, cast(Mapping[str, Any], result), speaker, outcome.language)
        for call, result in pairs
        if call.reads
    ]
    done = [(call, result) for call, result in pairs if not call.reads]
    answers += [cards.thinking(call, outcome.language) for call, _ in done if _verb(call) in THOUGHTS]
    done = [(call, result) for call, result in done if _verb(call) not in THOUGHTS]
    if any(call.operation == "activity.undo" for call, _ in done):
        return "Undone." if outcome.language == "en" else "C'est annulé."
    if done:
        start = "Done: " if outcome.language == "en" else "C'est fait : "
        answers.insert(0, start + joined(_groups(done, speaker, outcome.language), outcome.language) + ".")
    return "\n\n".join(answers)


def _verb(call: Call) -> str:
    return call.operation.rpartition(".")[2]


def _groups(done: Sequence[tuple[Call, object]], speaker: Speaker, language: Language) -> list[str]:
    """ "two tasks", "one event, on Monday 23 November at 15:00": like with like."""
    groups: dict[tuple[str, str, str], int] = {}
    for call, result in done:
        kind, _, verb = call.operation.partition(".")
        if verb == "add_line":
            kind, verb = "note_line", "create"
        entity = result if isinstance(result, Mapping) else call.arguments
        detail = _detail(kind, verb, cast(Mapping[str, Any], {**call.arguments, **entity}), speaker, language)
        groups[kind, verb, detail] = groups.get((kind, verb, detail), 0) + 1
    return [_group(kind, verb, detail, count, language) for (kind, verb, detail), count in groups.items()]


def _group(kind: str, verb: str, detail: str, count: int, language: Language) -> str:
    one, many, feminine = KINDS[language][kind]
    numbers = {"en": ("one", "two", "three"), "fr": ("une" if feminine else "un", "deux", "trois")}[language]
    number = numbers[count - 1] if count <= 3 else str(count)
    forms = _DONE[language].get(verb, _DONE[language]["update"])
    participle = forms[(1 if feminine else 0) + (2 if count > 1 else 0)]
    return " ".join(word for word in (number, many if count > 1 else one, participle) if word) + detail


def _detail(kind: str, verb: str, entity: Mapping[str, Any], speaker: Speaker, language: Language) -> str:
    """When or how much; never a title, since others may read the room."""
    if verb not in ("create", "update"):
        return ""
    if kind == "task" and entity.get("deadline"):
        return (", for " if language == "en" else ", pour le ") + day(
            date.fromisoformat(entity["deadline"]), language, speaker
        )
    if kind == "agenda" and entity.get("start"):
        return ", " + moment(entity["start"], bool(entity.get("all_day")), speaker, language)
    if kind == "alarm" and entity.get("next_trigger_at") and verb == "create":
        return ", " + moment(entity["next_trigger_at"], False, speaker, language)
    if kind == "scheduled" and entity.get("send_at") and verb == "create":
        return ", " + moment(entity["send_at"], False, speaker, language)
    if kind == "budget" and "amount_cents" in entity:
        return ", " + money(entity["amount_cents"], entity.get("currency", speaker.currency), language)
    return ""


def _read(call: Call, result: Mapping[str, Any], speaker: Speaker, language: Language) -> str:
    items = cast(Sequence[Mapping[str, Any]], result.get("items", [result] if "id" in result else []))
    match call.operation:
        case "budget.summary":
            return _summary(result, speaker, language)
        case "dashboard.get":
            return day_page(result, call, speaker, language)
        case "person.get":
            return cards.person(result, call, language)
        case "team.get":
            return cards.team(result, call, language)
        case "person.reports":
            return cards.reports(items, language)
        case "note_session.get":
            return cards.session(result, call, language)
        case "reception.history":
            return cards.history(result, speaker, language)
        case "message.list":
            return cards.said(result, call, speaker, language)
        case "room.threads":
            return cards.threads(items, call, speaker, language)
        case _:
            return _list(call, items, bool(result.get("next_cursor")), speaker, language)


def _list(call: Call, items: Sequence[Mapping[str, Any]], more: bool, speaker: Speaker, language: Language) -> str:
    kind = call.operation.partition(".")[0]
    one, many, feminine = KINDS[language][kind]
    if not items:
        if kind == "search":
            return nothing_found(call.arguments, language)
        if kind == "agenda":
            return "Nothing in the agenda." if language == "en" else "Rien dans l'agenda."
        none = "Aucune" if feminine else "Aucun"
        said = f"No {many}." if language == "en" else f"{none} {one}."
        return said + _elsewhere(kind, call.arguments, language)
    count = f"{len(items)}{'+' if more else ''} {one if len(items) == 1 else many}"
    head = f"{count}{colon(language)}"
    if kind == "budget":
        total = sum(int(item.get("amount_cents", 0)) for item in items)
        head = f"{count}, {money(total, str(items[0].get('currency', speaker.currency)), language)}{colon(language)}"
    lines = [f"- {line(kind, item, speaker, language)}" for item in items[:_SHOWN]]
    if len(items) > _SHOWN:
        lines.append(f"- … {len(items) - _SHOWN} " + ("more" if language == "en" else "de plus"))
    return "\n".join([head, "", *lines])


def _elsewhere(kind: str, arguments: Mapping[str, Any], language: Language) -> str:
    """Where words were looked for in one kind of thing, that search looks at them by meaning and everywhere."""
    q = plain(arguments.get("q", ""))
    if not q or kind not in _SEARCHED:
        return ""
    if language == "fr":
        return f" « cherche partout {q} » regarde aussi ailleurs."
    return f" “search everything for {q}” looks everywhere."


def _summary(result: Mapping[str, Any], speaker: Speaker, language: Language) -> str:
    """What was spent and received, then by category."""
    after = colon(language)
    groups = cast(Sequence[Mapping[str, Any]], result.get("by_category", []))
    currency = str(result.get("currency") or speaker.currency)
    spent, received = int(result.get("spent_cents", 0)), int(result.get("received_cents", 0))
    words = ("Spent", "Received") if language == "en" else ("Dépensé", "Reçu")
    lines = [f"{words[0]}{after} **{money(spent, currency, language)}**"]
    if received:
        lines.append(f"{words[1]}{after} **{money(received, currency, language)}**")
    lines.append("")
    for group in groups[:_SHOWN]:
        name = group.get("category") or ("other" if language == "en" else "autre")
        lines.append(f"- {name}{after} {money(int(group.get('total_cents', 0)), currency, language)}")
    return "\n".join(lines).strip()
