"""What is up for somebody today, as the dashboard reads it, in words with links."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from agents.language.found import linked, named, plain
from agents.language.lines import event, line, room
from agents.language.outcome import Call, Language, Speaker
from agents.language.spelled import clock, colon, day, money

Part = Mapping[str, Any]
_SHOWN = 8


def day_page(result: Part, call: Call, speaker: Speaker, language: Language) -> str:
    """The whole answer; of an empty day, that it is."""
    asked = call.arguments.get("parts")
    if asked == ["unread"]:
        return unread(result.get("unread"), language)
    blocks = [
        _agenda(result.get("agenda"), speaker, language),
        *_tasks(result.get("tasks"), speaker, language),
        _alarms(result.get("alarms"), speaker, language),
        _projects(result.get("projects"), language),
        _notes(result.get("notes"), language),
        _unread_block(result.get("unread"), language),
        _money(result.get("money"), language),
        _suggestions(result.get("suggestions") or (), language),
        _failed(result.get("failed") or {}, language),
    ]
    said = [block for block in blocks if block]
    title = day(date.fromisoformat(str(result["day"])), language, speaker)
    page = "Dashboard" if language == "en" else "Tableau de bord"
    head = f"**{title[0].upper()}{title[1:]}** · {linked(page, '/dashboard')}"
    nothing = "Nothing is planned." if language == "en" else "Rien n'est prévu."
    return "\n\n".join([head, *(said or [nothing])])


def unread(part: Part | None, language: Language) -> str:
    """What has been said since the speaker last looked."""
    if part is None:
        return "The rooms cannot be read now." if language == "en" else "Les salons ne peuvent pas être lus."
    rooms: Sequence[Part] = part.get("rooms") or ()
    if not rooms:
        return "Nothing unread." if language == "en" else "Rien de non lu."
    return "\n".join(
        [f"{_total(part, language)}{colon(language)}", "", *(f"- {room(one, language)}" for one in rooms)]
    )


def _total(part: Part, language: Language) -> str:
    messages, mentions = int(part.get("messages") or 0), int(part.get("mentions") or 0)
    if language == "en":
        total = f"{messages} unread message{'s' if messages != 1 else ''}"
        return total + (f", {mentions} of them to you" if mentions else "")
    total = f"{messages} message{'s' if messages > 1 else ''} non lu{'s' if messages > 1 else ''}"
    return total + (f", dont {mentions} pour toi" if mentions else "")


def _block(title: tuple[str, str], lines: Sequence[str], more: bool, language: Language) -> str:
    if not lines:
        return ""
    rest = ["- …"] if more else []
    return "\n".join([f"**{title[0 if language == 'en' else 1]}**", *(f"- {one}" for one in lines), *rest])


def _agenda(part: Part | None, speaker: Speaker, language: Language) -> str:
    if part is None:
        return ""
    lines: list[str] = []
    for item in part.get("items") or ():
        if item.get("all_day"):
            name = named("agenda", item["summary"], item, language)
            lines.append(name + (" (all day)" if language == "en" else " (toute la journée)"))
        else:
            start = str(item.get("occurrence") or item["start"])
            place = f", {plain(item['location'])}" if item.get("location") else ""
            lines.append(
                f"{clock(start, speaker, language)} {named('agenda', item['summary'], item, language)}{place}"
            )
    return _block(("Agenda", "Agenda"), lines, bool(part.get("more")), language)


def _tasks(part: Part | None, speaker: Speaker, language: Language) -> list[str]:
    if part is None:
        return []
    late = [line("task", item, speaker, language) for item in part.get("overdue") or ()]
    due = [named("task", item["title"], item, language) for item in part.get("due") or ()]
    return [
        _block(("Overdue", "En retard"), late, bool(part.get("overdue_more")), language),
        _block(("To do today", "À faire aujourd'hui"), due, bool(part.get("due_more")), language),
    ]


def _alarms(part: Part | None, speaker: Speaker, language: Language) -> str:
    if part is None:
        return ""
    lines: list[str] = []
    for item in part.get("items") or ():
        name = named("alarm", item["title"], item, language)
        if item.get("ringing"):
            lines.append(name + (" is ringing" if language == "en" else " sonne"))
        else:
            lines.append(f"{clock(str(item.get('due_at') or item['next_trigger_at']), speaker, language)} {name}")
    return _block(("Alarms", "Alarmes"), lines, bool(part.get("more")), language)


def _projects(part: Part | None, language: Language) -> str:
    items: Sequence[Part] = part.get("items") or () if part else ()
    lines = [f"{named('project', one['name'], one, language)} ({one['health']}/100)" for one in items[:4]]
    more = len(items) > 4 or bool(part and part.get("more"))
    return _block(("Projects", "Projets"), lines, more, language)


def _notes(part: Part | None, language: Language) -> str:
    items: Sequence[Part] = part.get("items") or () if part else ()
    lines = [named("note", one["title"], one, language) for one in items[:4]]
    return _block(("Recent notes", "Notes récentes"), lines, False, language)


def _unread_block(part: Part | None, language: Language) -> str:
    rooms: Sequence[Part] = part.get("rooms") or () if part else ()
    return _block(("Unread", "Non lus"), [room(one, language) for one in rooms[:_SHOWN]], False, language)


def _money(part: Part | None, language: Language) -> str:
    if part is None or not part.get("count"):
        return ""
    currency = str(part["currency"])
    spent, received = money(int(part["spent_cents"]), currency, language), int(part["received_cents"])
    words = ("spent", "received") if language == "en" else ("dépensé", "reçu")
    text = f"{words[0]} {spent}" + (f", {words[1]} {money(received, currency, language)}" if received else "")
    title = linked("This month" if language == "en" else "Ce mois-ci", "/budget")
    return f"{title}{colon(language)} {text}"


def _suggestions(items: Sequence[Part], language: Language) -> str:
    lines = [said for one in items if (said := _suggestion(one, language))]
    return _block(("Worth a look", "À regarder"), lines, False, language)


def _suggestion(item: Part, language: Language) -> str:
    """What is not said by the parts above already."""
    match item.get("kind"):
        case "unwell_project":
            name = named("project", item.get("label"), item, language)
            health = f"{item.get('count')}/100"
            return f"{name} is not well ({health})" if language == "en" else f"{name} ne va pas bien ({health})"
        case "envelope_exceeded":
            name = f"**{plain(item.get('label'))}**"
            return f"The envelope {name} is exceeded" if language == "en" else f"L'enveloppe {name} est dépassée"
        case _:
            return ""


def _failed(failed: Mapping[str, Any], language: Language) -> str:
    if not failed:
        return ""
    names = {
        "agenda": ("agenda", "agenda"),
        "tasks": ("tasks", "tâches"),
        "alarms": ("alarms", "alarmes"),
        "projects": ("projects", "projets"),
        "notes": ("notes", "notes"),
        "unread": ("rooms", "salons"),
        "money": ("budget", "budget"),
    }
    said = ", ".join(names.get(part, (part, part))[0 if language == "en" else 1] for part in failed)
    return f"*Not read: {said}.*" if language == "en" else f"*Non lus : {said}.*"


__all__ = ["day_page", "event", "unread"]
