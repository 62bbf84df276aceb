"""What a run did, in words that hold counts and dates and nothing else: fit for a shared room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from agents.runtime.documents import Run
from agents.runtime.texts import counted
from hub.kernel.catalog import Catalog
from hub.storage.activity import Activity, changes_of

_DATES = ("deadline", "start", "next_trigger_at", "date", "target_date", "scheduled_date")
_LEAD = {
    "created": ("", ""),
    "updated": ("changed ", "modifié : "),
    "deleted": ("deleted ", "supprimé : "),
}
_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
_MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
        "novembre", "décembre",
    ),
}  # fmt: skip


async def changed_by(run: Run, catalog: Catalog) -> list[dict[str, Any]]:
    """What a run has changed and that still stands: `{kind, id, change, label, date}`, in order.

    Read from the activity, not from memory: it is true after a restart as well.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    entries = Activity.rows().find({"run_id": run.id, "outcome": "ok", "undone_by": None}).sort("_id", 1)
    async for entry in entries:
        if entry.get("undoes"):
            continue
        for change in await changes_of(entry):
            entity = catalog.entities.get(change["kind"])
            if entity is not None and not entity.silent:
                _merge(found, change)
    return list(found.values())


async def standing(run_ids: Sequence[str]) -> frozenset[str]:
    """The runs among these of which something still stands, undone by nobody."""
    where: dict[str, Any] = {"run_id": {"$in": list(run_ids)}, "outcome": "ok", "undone_by": None, "undoes": []}
    return frozenset(await Activity.rows().distinct("run_id", where))


async def can_be_undone(run: Run) -> bool:
    """Whether anything that the run did can be taken back."""
    where = {"run_id": run.id, "outcome": "ok", "undone_by": None, "undoable": True}
    return await Activity.rows().find_one(where, {"_id": 1}) is not None


def summary(entities: Sequence[Mapping[str, Any]], locale: str, zone: str) -> str:
    """`Done: one task, for Friday 27 November.`"""
    place = 1 if locale.lower().startswith("fr") else 0
    parts: list[str] = []
    groups = Counter((entity["change"], entity["kind"]) for entity in entities)
    for (change, kind), count in groups.items():
        part = _LEAD[change][place] + counted(kind, count, locale)
        dates = [
            entity["date"]
            for entity in entities
            if entity["change"] == change and entity["kind"] == kind and entity.get("date")
        ]
        if count == 1 and dates:
            part += (", for " if place == 0 else ", pour ") + date_in_words(dates[0], locale, zone)
        parts.append(part)
    lead = "C’est fait : " if place else "Done: "
    return lead + "; ".join(parts) + "."


def date_in_words(value: str | datetime, locale: str, zone: str) -> str:
    """`Friday 27 November`, with the time where there is one: `lundi 23 novembre à 9:00`."""
    language = "fr" if locale.lower().startswith("fr") else "en"
    clock = ""
    if isinstance(value, datetime):
        there = value.astimezone(ZoneInfo(zone))
        day = there.date()
        clock = f" à {there:%H:%M}" if language == "fr" else f" at {there:%H:%M}"
    else:
        day = date.fromisoformat(value[:10])
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{_WEEKDAYS[language][day.weekday()]} {number} {_MONTHS[language][day.month - 1]}{clock}"


def _merge(found: dict[tuple[str, str], dict[str, Any]], change: Mapping[str, Any]) -> None:
    key = (str(change["kind"]), str(change["id"]))
    before = found.pop(key, None)
    kind_of_change = str(change["change"])
    if before is not None and before["change"] == "created":
        if kind_of_change == "deleted":
            return
        kind_of_change = "created"
    found[key] = {
        "kind": key[0],
        "id": key[1],
        "change": kind_of_change,
        "label": change.get("label"),
        "date": _date_in(change) or (before or {}).get("date"),
    }


def _date_in(change: Mapping[str, Any]) -> Any:
    if change["change"] == "deleted":
        return None
    fields: Mapping[str, Any] = change.get("fields") or {}
    for name in _DATES:
        field: Mapping[str, Any] = fields.get(name) or {}
        value = field.get("after")
        if isinstance(value, datetime):
            return value
        if isinstance(value, str) and len(value) >= 10 and value[4] == "-":
            return value
    return None
