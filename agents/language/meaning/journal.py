"""The journal: what is written is taken word for word; what is asked about is a stretch of time."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from agents.language.outcome import Call, Recent
from agents.language.reading import Match, Reading, Talk, instant, tidy
from agents.language.when.model import PARTS

_STRETCHES = (1, 3, 24, 168)
"""Hours that a model may sum up."""


async def read(match: Match, talk: Talk) -> Reading | None:
    """What is said of the journal."""
    match match.verb:
        case "create":
            return _create(match, talk)
        case "summarize":
            return _summarize(match)
        case "delete":
            return await _delete(talk, match)
        case _:
            return _list(match, talk)


def _summarize(match: Match) -> Reading:
    """The stretch that is said, as near as there is one; the last day if none is."""
    when = match.when(past=True)
    hours = float(match.phrase.set.get("hours", 24))
    if "hours" in match.phrase.set:
        pass
    elif when.duration:
        hours = when.duration.total_seconds() / 3600
    elif span := when.span():
        hours = 24.0 * ((span.end - span.start).days + 1)
    stretch = next((one for one in _STRETCHES if one >= hours), _STRETCHES[-1])
    return Reading(calls=[Call(operation="journal.summarize", arguments={"hours": stretch})], literal=match.literal)


async def _delete(talk: Talk, match: Match) -> Reading | None:
    """The newest line: what was just written."""
    newest = (await talk.look("journal.list", {"limit": 1})).get("items", [])
    if not newest:
        return Reading(question=talk.say("no_line"), literal=match.literal, score=0.6)
    label = str(newest[0]["text"])[:80]
    return Reading(
        calls=[Call(operation="journal.delete", arguments={"id": newest[0]["id"]}, label=label)],
        literal=match.literal,
    )


def _create(match: Match, talk: Talk) -> Reading | None:
    text = " ".join(tidy(match.slots["text"]).split())
    if not text:
        return None
    touched = [Recent(kind="journal", id=f"${talk.calls + 1}.id", label=text[:80])]
    return Reading(
        calls=[Call(operation="journal.create", arguments={"text": text}, label=text[:80])],
        literal=match.literal,
        touched=touched,
    )


def _list(match: Match, talk: Talk) -> Reading | None:
    arguments: dict[str, Any] = {}
    if "q" in match.slots:
        arguments["q"] = tidy(match.slots["q"])
    when = match.when(past=True)
    today = talk.here.date()
    span = when.span()
    first, last = (span.start, span.end) if span else (today, today)
    if first > today:
        return None  # Nothing was written on a day to come: it is the agenda that is meant.
    if span or when.part:
        hours = PARTS[when.part] if when.part else (0, 24)
        zone = ZoneInfo(talk.speaker.time_zone)
        arguments |= {
            "from": instant(_hour(first, hours[0], zone)),
            "to": instant(_hour(last, hours[1], zone)),
        }
    elif "when" in match.phrase.needs:
        return None
    return Reading(calls=[Call(operation="journal.list", arguments=arguments)], literal=match.literal)


def _hour(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=hour // 24), time(hour % 24), zone)
