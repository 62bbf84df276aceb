"""Answers in the writer's language: what was done, or what was found."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from agents.language.found import found_line, linked, nothing_found, place_of
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

# Singular, plural, and whether French makes it feminine.
KINDS: dict[Language, dict[str, tuple[str, str, bool]]] = {
    "en": {
        "task": ("task", "tasks", False),
        "note": ("note", "notes", False),
        "note_label": ("label", "labels", False),
        "project": ("project", "projects", False),
        "agenda": ("event", "events", False),
        "budget": ("budget line", "budget lines", False),
        "alarm": ("alarm", "alarms", False),
        "journal": ("journal line", "journal lines", False),
        "link": ("link", "links", False),
        "donation": ("donation", "donations", False),
        "disk_session": ("disk session", "disk sessions", False),
        "lot": ("lot", "lots", False),
        "person": ("person", "people", False),
        "poll": ("poll", "polls", False),
        "reception": ("piece of hardware", "pieces of hardware", False),
        "scheduled": ("scheduled message", "scheduled messages", False),
        "search": ("result", "results", False),
        "situation": ("situation", "situations", False),
    },
    "fr": {
        "task": ("tâche", "tâches", True),
        "note": ("note", "notes", True),
        "note_label": ("étiquette", "étiquettes", True),
        "project": ("projet", "projets", False),
        "agenda": ("événement", "événements", False),
        "budget": ("ligne de budget", "lignes de budget", True),
        "alarm": ("alarme", "alarmes", True),
        "journal": ("ligne du journal", "lignes du journal", True),
        "link": ("lien", "liens", False),
        "donation": ("don", "dons", False),
        "disk_session": ("séance de disques", "séances de disques", True),
        "lot": ("lot", "lots", False),
        "person": ("personne", "personnes", True),
        "poll": ("sondage", "sondages", False),
        "reception": ("matériel", "matériels", False),
        "scheduled": ("message programmé", "messages programmés", False),
        "search": ("résultat", "résultats", False),
        "situation": ("situation", "situations", True),
    },
}
_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
_MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
}
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
    },
    "fr": {
        "create": ("", "", "", ""),
        "update": ("modifié", "modifiée", "modifiés", "modifiées"),
        "delete": ("supprimé", "supprimée", "supprimés", "supprimées"),
        "complete": ("terminé", "terminée", "terminés", "terminées"),
        "reopen": ("rouvert", "rouverte", "rouverts", "rouvertes"),
        "snooze": ("repoussé", "repoussée", "repoussés", "repoussées"),
        "dismiss": ("arrêté", "arrêtée", "arrêtés", "arrêtées"),
    },
}
_SHOWN = 12


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
    if any(call.operation == "activity.undo" for call, _ in done):
        return "Undone." if outcome.language == "en" else "C'est annulé."
    if done:
        start = "Done: " if outcome.language == "en" else "C'est fait : "
        answers.insert(0, start + _joined(_groups(done, speaker, outcome.language), outcome.language) + ".")
    return "\n\n".join(answers)


def _groups(done: Sequence[tuple[Call, object]], speaker: Speaker, language: Language) -> list[str]:
    """ "two tasks", "one event, on Monday 23 November at 15:00": like with like."""
    groups: dict[tuple[str, str, str], int] = {}
    for call, result in done:
        kind, _, verb = call.operation.partition(".")
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


def _joined(parts: Sequence[str], language: Language) -> str:
    if len(parts) == 1:
        return parts[0]
    return (
        "; ".join(parts)
        if any("," in part for part in parts)
        else ", ".join(parts[:-1]) + (" and " if language == "en" else " et ") + parts[-1]
    )


def day(value: date, language: Language, speaker: Speaker) -> str:
    """ "Friday 27 November", « vendredi 27 novembre »; the year when it is not this one."""
    year = f" {value.year}" if value.year != speaker.here.year else ""
    number = "1er" if language == "fr" and value.day == 1 else str(value.day)
    return f"{_DAYS[language][value.weekday()]} {number} {_MONTHS[language][value.month - 1]}{year}"


def moment(value: str, all_day: bool, speaker: Speaker, language: Language) -> str:
    """A wire time on the speaker's clock."""
    lead = "on " if language == "en" else "le "
    if all_day:
        return lead + day(date.fromisoformat(value[:10]), language, speaker)
    local = datetime.fromisoformat(value).astimezone(ZoneInfo(speaker.time_zone))
    at = f" at {local:%H:%M}" if language == "en" else f" à {local.hour} h" + (f" {local:%M}" if local.minute else "")
    return lead + day(local.date(), language, speaker) + at


def money(cents: int, currency: str, language: Language) -> str:
    """ "-€1,234.50", « -1 234,50 € », as Intl.NumberFormat writes it."""
    symbol = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}.get(currency, currency)
    whole, part = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    if language == "en":
        gap = "" if len(symbol) == 1 else "\u00a0"
        return f"{sign}{symbol}{gap}{whole:,}.{part:02d}"
    symbol = "$US" if currency == "USD" else "£GB" if currency == "GBP" else symbol
    return f"{sign}{whole:,}".replace(",", "\u202f") + f",{part:02d}\u00a0{symbol}"


def _read(call: Call, result: Mapping[str, Any], speaker: Speaker, language: Language) -> str:
    kind = call.operation.partition(".")[0]
    if call.operation == "budget.summary":
        return _summary(result, speaker, language)
    items = cast(Sequence[Mapping[str, Any]], result.get("items", []))
    one, many, feminine = KINDS[language][kind]
    if not items:
        if kind == "search":
            return nothing_found(call.arguments, language)
        if kind == "agenda":
            return "Nothing in the agenda." if language == "en" else "Rien dans l'agenda."
        none = "Aucune" if feminine else "Aucun"
        return f"No {many}." if language == "en" else f"{none} {one}."
    more = bool(result.get("next_cursor"))
    count = f"{len(items)}{'+' if more else ''} {one if len(items) == 1 else many}"
    head = f"{count}{_colon(language)}"
    if kind == "budget":
        total = sum(int(item.get("amount_cents", 0)) for item in items)
        head = f"{count}, {money(total, str(items[0].get('currency', speaker.currency)), language)}{_colon(language)}"
    lines = [f"- {_line(kind, item, speaker, language)}" for item in items[:_SHOWN]]
    if len(items) > _SHOWN:
        lines.append(f"- … {len(items) - _SHOWN} " + ("more" if language == "en" else "de plus"))
    return "\n".join([head, "", *lines])


def _line(kind: str, item: Mapping[str, Any], speaker: Speaker, language: Language) -> str:
    match kind:
        case "task":
            flags = [
                word for word, on in (("urgent", item.get("urgent")), ("important", item.get("important"))) if on
            ]
            if item.get("deadline"):
                flags.insert(0, day(date.fromisoformat(item["deadline"]), language, speaker))
            return f"**{item['title']}**" + (f" ({', '.join(flags)})" if flags else "")
        case "agenda":
            place = f", {item['location']}" if item.get("location") else ""
            start = str(item.get("occurrence") or item["start"])
            text = moment(start, bool(item.get("all_day")), speaker, language)
            return f"{text[0].upper()}{text[1:]}{_colon(language)} **{item['summary']}**{place}"
        case "budget":
            name = item.get("vendor") or item.get("label") or ""
            about = f" ({item['label']})" if item.get("label") and item.get("vendor") else ""
            spent = money(int(item["amount_cents"]), str(item.get("currency", "EUR")), language)
            on = day(date.fromisoformat(str(item["date"])), language, speaker)
            return f"{on}{_colon(language)} **{name}**{about} {spent}"
        case "alarm":
            off = "" if item.get("enabled", True) else (" (off)" if language == "en" else " (désactivée)")
            when = moment(str(item["next_trigger_at"]), False, speaker, language)
            return f"**{item['title']}**, {when}{off}"
        case "journal":
            text = moment(str(item["at"]), False, speaker, language)
            return f"{text[0].upper()}{text[1:]}{_colon(language)} {item['text']}"
        case "scheduled":
            text = moment(str(item["send_at"]), False, speaker, language)
            return f"{text[0].upper()}{text[1:]}{_colon(language)} {item['content'][:200]}"
        case "poll":
            return linked(str(item["question"]), f"/messages/{item['message_id']}")
        case "search":
            return found_line(item, language)
        case "note":
            return linked(item["title"], f"/notes/{item['id']}") if item.get("id") else f"**{item.get('title', '')}**"
        case "situation":
            return linked(str(item["title"]), f"/situations/{item['id']}")
        case "note_label":
            return f"**{item['name']}**"
        case "project":
            health = f", {item['health']}/100" if item.get("health") is not None else ""
            return f"**{item['name']}** ({_status(str(item.get('status', '')), language)}{health})"
        case "link":
            return linked(str(item["name"]), str(item["url"]).replace("(", "%28").replace(")", "%29"))
        case "lot" | "disk_session":
            sheet = linked(str(item["name"]), place_of(kind, item["id"]))
            return f"{sheet} ({item['ready']}/{item['total']})"
        case "donation":
            when = moment(str(item["given_on"]), True, speaker, language)
            return f"{linked(str(item['name']), place_of(kind, item['id']))}, {when}"
        case "reception":
            where = linked(str(item["sheet_name"]), place_of(item["sheet_kind"], item["sheet_id"]))
            what = str(item.get("what") or "")
            if not item["serial"]:
                return f"{where} ({what})" if what else where
            return f"**{item['serial']}**" + (f" {what}" if what else "") + f", {where}"
        case "person":
            about = ", ".join(str(item[name]) for name in ("role", "email") if item.get(name))
            return f"**{item['first_name']} {item['last_name']}**".replace(" **", "**") + (
                f" ({about})" if about else ""
            )
        case _:
            return f"**{item.get('title', '')}**"


def _colon(language: Language) -> str:
    return ":" if language == "en" else " :"


def _status(status: str, language: Language) -> str:
    french = {"active": "actif", "paused": "en pause", "done": "terminé", "archived": "archivé"}
    return french.get(status, status) if language == "fr" else status


def _summary(result: Mapping[str, Any], speaker: Speaker, language: Language) -> str:
    """What was spent and received, then by category."""
    colon = _colon(language)
    groups = cast(Sequence[Mapping[str, Any]], result.get("by_category", []))
    currency = str(result.get("currency") or speaker.currency)
    spent, received = int(result.get("spent_cents", 0)), int(result.get("received_cents", 0))
    words = ("Spent", "Received") if language == "en" else ("Dépensé", "Reçu")
    lines = [f"{words[0]}{colon} **{money(spent, currency, language)}**"]
    if received:
        lines.append(f"{words[1]}{colon} **{money(received, currency, language)}**")
    lines.append("")
    for group in groups[:_SHOWN]:
        name = group.get("category") or ("other" if language == "en" else "autre")
        lines.append(f"- {name}{colon} {money(int(group.get('total_cents', 0)), currency, language)}")
    return "\n".join(lines).strip()
