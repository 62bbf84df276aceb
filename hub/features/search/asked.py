"""Filters among the words of a search, English or French: `from:marie in:"web site" has:link before:2026-12-01`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hub.storage.words import folded

NAMES = {
    **dict.fromkeys(("from", "de", "by", "par"), "from"),
    **dict.fromkeys(("in", "dans"), "in"),
    **dict.fromkeys(("has", "avec"), "has"),
    **dict.fromkeys(("before", "avant"), "before"),
    **dict.fromkeys(("after", "apres"), "after"),
    **dict.fromkeys(("kind", "type", "is"), "kind"),
}
"""Every filter by the names that it goes by, folded."""
HAS = {
    **dict.fromkeys(("link", "links", "url", "lien", "liens"), "link"),
    **dict.fromkeys(("file", "files", "attachment", "fichier", "fichiers", "piece"), "file"),
    **dict.fromkeys(("image", "images", "photo", "photos", "picture"), "image"),
    **dict.fromkeys(("checklist", "list", "liste", "items"), "checklist"),
    **dict.fromkeys(("task", "tache"), "task"),
}
KINDS = {
    **dict.fromkeys(("note", "notes", "memo", "memos"), "note"),
    **dict.fromkeys(("task", "tasks", "todo", "todos", "tache", "taches"), "task"),
    **dict.fromkeys(("project", "projects", "projet", "projets"), "project"),
    **dict.fromkeys(("message", "messages", "chat"), "message"),
    **dict.fromkeys(("agenda", "event", "events", "evenement", "evenements"), "agenda"),
    **dict.fromkeys(("budget", "expense", "expenses", "depense", "depenses"), "budget"),
    **dict.fromkeys(("person", "people", "personne", "personnes"), "person"),
    **dict.fromkeys(("link", "links", "lien", "liens"), "link"),
    **dict.fromkeys(("file", "files", "fichier", "fichiers"), "file"),
}
_FILTER = re.compile(r'(?<!\S)([^\W\d_]+):(?:"([^"]*)"|(\S+))')
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(kw_only=True)
class Words:
    """A search taken apart."""

    text: str
    """What is left to look for."""
    people: list[str] = field(default_factory=list[str])
    """Names after `from:`, as they were typed."""
    places: list[str] = field(default_factory=list[str])
    """Names after `in:`."""
    kinds: list[str] = field(default_factory=list[str])
    has: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    unknown: list[str] = field(default_factory=list[str])
    """Filters whose value says nothing."""


def take_apart(q: str, now: datetime, zone: ZoneInfo) -> Words:
    """Find the filters in a search. What only looks like one (`note: this`, `10:30`, a URL) stays text.

    `after:` is from that day on, `before:` up to the day before; of a month or a year, its first day.
    """
    found = Words(text="")

    def take(match: re.Match[str]) -> str:
        name = NAMES.get(folded(match.group(1)))
        value = (match.group(2) if match.group(2) is not None else match.group(3)).strip()
        if name is None or value.startswith("//"):
            return match.group()
        if not value or not _use(found, name, value, now.astimezone(zone).date(), zone):
            found.unknown.append(match.group())
        return " "

    found.text = " ".join(_FILTER.sub(take, q).split())
    return found


def _use(found: Words, name: str, value: str, today: date, zone: ZoneInfo) -> bool:
    plain = folded(value)
    match name:
        case "from":
            found.people.append(value)
        case "in":
            found.places.append(value)
        case "has":
            found.has = HAS.get(plain, found.has)
            return plain in HAS
        case "kind":
            kind = KINDS.get(plain, plain if re.fullmatch("[a-z_]{1,40}", plain) else None)
            if kind is None:
                return False
            found.kinds.append(kind)
        case _:
            day = _day(plain, today)
            if day is None:
                return False
            begin = datetime.combine(day, time(), zone).astimezone(UTC)
            if name == "before":
                found.until = begin - timedelta(milliseconds=1)
            else:
                found.since = begin
    return True


def _day(value: str, today: date) -> date | None:
    ago = {"today": 0, "aujourd'hui": 0, "yesterday": 1, "hier": 1}.get(value)
    if ago is not None:
        return today - timedelta(days=ago)
    match = _DAY.fullmatch(value)
    if match is None:
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None
