"""A thing as one line of a list: a link to it, and what matters of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from agents.language.found import found_line, linked, named, plain
from agents.language.outcome import Language, Speaker
from agents.language.spelled import colon, day, moment, money

Item = Mapping[str, Any]
_STATUSES = {"active": "actif", "paused": "en pause", "done": "terminé", "archived": "archivé"}
_TRANSFERS = {
    "queued": ("waiting", "en attente"),
    "running": ("under way", "en cours"),
    "done": ("done", "terminé"),
    "failed": ("failed", "en échec"),
    "cancelled": ("cancelled", "annulé"),
    "undoing": ("being undone", "en cours d'annulation"),
    "undone": ("undone", "défait"),
}
_SNIPPET = 200


def line(kind: str, item: Item, speaker: Speaker, language: Language) -> str:
    """One thing of a list; `kind` is the operation's feature."""
    match kind:
        case "task":
            return _task(item, speaker, language)
        case "agenda":
            return event(item, speaker, language)
        case "budget":
            return _budget(item, speaker, language)
        case "alarm":
            off = "" if item.get("enabled", True) else (" (off)" if language == "en" else " (désactivée)")
            when = moment(str(item["next_trigger_at"]), False, speaker, language)
            return f"{named('alarm', item['title'], item, language)}, {when}{off}"
        case "journal":
            return _dated(str(item["at"]), plain(item["text"]), "journal", item, speaker, language)
        case "scheduled":
            return _dated(
                str(item["send_at"]), plain(item["content"], _SNIPPET), "scheduled", item, speaker, language
            )
        case "message":
            return message(item, speaker, language)
        case "bookmark":
            return _bookmark(item, language)
        case "draft":
            return named(kind, plain(item.get("content"), 80), item, language)
        case "poll":
            return poll(item, language)
        case "search":
            return found_line(item, language)
        case "project":
            health = f", {item['health']}/100" if item.get("health") is not None else ""
            status = str(item.get("status", ""))
            said = _STATUSES.get(status, status) if language == "fr" else status
            return f"{named(kind, item['name'], item, language)} ({said}{health})"
        case "link":
            address = str(item["url"]).replace("(", "%28").replace(")", "%29")
            return linked(item["name"], address)
        case "lot" | "disk_session":
            return f"{named(kind, item['name'], item, language)} ({item['ready']}/{item['total']})"
        case "donation":
            when = moment(str(item["given_on"]), True, speaker, language)
            return f"{named(kind, item['name'], item, language)}, {when}"
        case "reception":
            return _piece(item, language)
        case "file":
            return _file(item, language)
        case "person":
            about = ", ".join(plain(item[name]) for name in ("role", "email") if item.get(name))
            return named(kind, full_name(item), item, language) + (f" ({about})" if about else "")
        case "user":
            return f"**{plain(item['display_name'])}** (@{plain(item['username'])})"
        case "contact":
            called = f" ({plain(item['display_name'])})" if item.get("nickname") else ""
            return named(kind, item.get("nickname") or item["display_name"], item, language) + called
        case "room":
            return room(item, language)
        case "transfer":
            return _transfer(item, language)
        case _:
            return named(kind, item.get("title") or item.get("name"), item, language)


def _piece(item: Item, language: Language) -> str:
    """Something that was traced: its serial number and the sheet that it is on; what has none, the sheet alone."""
    sheet = named(str(item["sheet_kind"]), item["sheet_name"], {"id": item["sheet_id"]}, language)
    what = plain(item.get("what"))
    if not item.get("serial"):
        return f"{sheet} ({what})" if what else sheet
    return named(str(item["kind"]), item["serial"], item, language) + (f" {what}" if what else "") + f", {sheet}"


def full_name(person: Item) -> str:
    """First and last name."""
    return f"{person.get('first_name') or ''} {person.get('last_name') or ''}".strip()


def event(item: Item, speaker: Speaker, language: Language) -> str:
    """An event, or one occurrence of it, with its day."""
    place = f", {plain(item['location'])}" if item.get("location") else ""
    start = str(item.get("occurrence") or item["start"])
    text = moment(start, bool(item.get("all_day")), speaker, language)
    return f"{text[0].upper()}{text[1:]}{colon(language)} {named('agenda', item['summary'], item, language)}{place}"


def message(item: Item, speaker: Speaker, language: Language) -> str:
    """What somebody said; the time leads to it."""
    sender: Item = item.get("sender") or {}
    said = plain(item.get("content"), _SNIPPET)
    files: list[Item] = list(item.get("attachments") or [])
    said = " ".join([said, *(f"📎 {plain(one['name'])}" for one in files[:3])]).strip()
    when = linked(moment(str(item["created_at"]), False, speaker, language), f"/messages/{item['id']}")
    return f"**{plain(sender.get('display_name'))}**, {when}{colon(language)} {said}"


def poll(item: Item, language: Language) -> str:
    """A question with its choices, and how many chose each."""
    options: list[Item] = list(item.get("options") or [])
    counts = ", ".join(f"{plain(one['text'])} {len(one.get('user_ids') or [])}" for one in options)
    closed = "" if not item.get("closed_at") else (" (closed)" if language == "en" else " (clos)")
    return named("poll", item["question"], item, language) + closed + (f" — {counts}" if counts else "")


def room(item: Item, language: Language) -> str:
    """A room, with what is unread in it."""
    name = named("room", item.get("name") or item.get("kind"), item, language)
    unread, mentions = int(item.get("unread") or 0), int(item.get("mentions") or 0)
    if not unread and not mentions:
        return name
    if language == "en":
        return f"{name}: {unread} unread" + (f", {_many(mentions, 'mention')}" if mentions else "")
    return f"{name} : {unread} non lu{'s' if unread > 1 else ''}" + (
        f", {_many(mentions, 'mention')}" if mentions else ""
    )


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("s" if count > 1 else "")


def _task(item: Item, speaker: Speaker, language: Language) -> str:
    flags = [word for word, on in (("urgent", item.get("urgent")), ("important", item.get("important"))) if on]
    if item.get("deadline"):
        flags.insert(0, day(date.fromisoformat(item["deadline"]), language, speaker))
    return named("task", item["title"], item, language) + (f" ({', '.join(flags)})" if flags else "")


def _budget(item: Item, speaker: Speaker, language: Language) -> str:
    name = item.get("vendor") or item.get("label") or ""
    about = f" ({plain(item['label'])})" if item.get("label") and item.get("vendor") else ""
    spent = money(int(item["amount_cents"]), str(item.get("currency", "EUR")), language)
    on = day(date.fromisoformat(str(item["date"])), language, speaker)
    return f"{on}{colon(language)} {named('budget', name, item, language)}{about} {spent}"


def _dated(at: str, text: str, kind: str, item: Item, speaker: Speaker, language: Language) -> str:
    when = moment(at, False, speaker, language)
    return f"{named(kind, when[0].upper() + when[1:], item, language)}{colon(language)} {text}"


def _bookmark(item: Item, language: Language) -> str:
    said: Item = item.get("message") or {}
    if item.get("gone") or not said:
        left = "a message of a room that you have left" if language == "en" else "un message d'un salon quitté"
        return f"*{left}*" + (f" — {plain(item['note'])}" if item.get("note") else "")
    sender: Item = said.get("sender") or {}
    note = f" — {plain(item['note'])}" if item.get("note") else ""
    name = f"**{plain(sender.get('display_name'))}**{colon(language)} " if sender.get("display_name") else ""
    return name + named("bookmark", plain(said.get("content"), 120), item, language) + note


def _file(item: Item, language: Language) -> str:
    return f"{named('file', item['name'], item, language)} ({size(int(item.get('size') or 0), language)})"


def size(count: int, language: Language) -> str:
    """Bytes as a person reads them: "1.4 MB", « 1,4 Mo »."""
    amount, unit = float(count), 0
    while amount >= 1000 and unit < 3:
        amount, unit = amount / 1000, unit + 1
    number = f"{amount:.1f}" if unit and amount < 100 else f"{amount:.0f}"
    if language == "en":
        return f"{number} {('B', 'KB', 'MB', 'GB')[unit]}"
    return f"{number.replace('.', ',')} {('o', 'Ko', 'Mo', 'Go')[unit]}"


def _transfer(item: Item, language: Language) -> str:
    place = 0 if language == "en" else 1
    way = ("import", "import") if item.get("direction") == "import" else ("export", "export")
    status = _TRANSFERS.get(str(item.get("status")), (str(item.get("status")),) * 2)[place]
    name = item.get("file_name") or way[place]
    return f"{named('transfer', name, item, language)} ({way[place]}, {status})"
