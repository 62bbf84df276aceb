"""Alarms: "remind me" or "wake me" with a time."""

# ruff: noqa: E501 - a pattern is easier to read whole than cut to pieces

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from agents.language.fold import fold
from agents.language.outcome import Call, Recent
from agents.language.reading import Match, Reading, Talk, choose, instant, refer, tidy
from agents.language.references import Found
from agents.language.when.english import read_clock
from agents.language.when.model import Clock, When

_MORNING = time(9)
_WAKING = re.compile(r"\b(?:wake|reveil|lever|get up)")
_BARE = re.compile(
    r"(?:(?:the|my|this|that|le|la|l'|mon|ma|cette?)\s*)*(?:alarms?(?: clock)?|reminders?|timers?|alarmes?|rappels?|reveils?(?:-matin)?|minuteurs?)(?: de| d')?"
)


async def read(match: Match, talk: Talk) -> Reading | None:
    match match.verb:
        case "create":
            return _create(match, talk)
        case "list":
            return Reading(calls=[Call(operation="alarm.list", arguments={})], literal=match.literal)
        case _:
            return await _change(match, talk)


def _create(match: Match, talk: Talk) -> Reading | None:
    when = match.when()
    if "clock" in match.slots:
        # "Set an alarm for 7": a number that only an alarm makes a time.
        if when.clock or not (clock := read_clock(fold(match.slots["clock"]))):
            return None
        when = replace(when, clock=clock)
    title = tidy(match.slots.get("title", "")) or talk.say(match.phrase.set.get("title", "reminder"))
    waking = match.phrase.set.get("title") in ("wake", "alarm")
    guess = match.clause.language == "en" and not waking
    # A day without a time is reminded of in the morning.
    dated = when.day or when.days or when.period or when.rrule
    starts = when.starts(talk.here, default=_MORNING if dated else None, guess_afternoon=guess)
    if (
        starts is None
        and match.phrase.set.get("title") == "timer"
        and (length := when.duration or _as_duration(when))
    ):
        starts = (talk.here + length).replace(microsecond=0)
    if starts is None:
        return Reading(question=talk.say("alarm_when"), literal=match.literal, score=0.6)
    if starts <= talk.here and not when.rrule:
        return Reading(question=talk.say("alarm_past"), literal=match.literal, score=0.6)
    arguments: dict[str, Any] = {"title": title, "next_trigger_at": instant(starts)}
    if when.rrule:
        arguments["rrule"] = when.rrule
    touched = [Recent(kind="alarm", id=f"${talk.calls + 1}.id", label=title)]
    return Reading(
        calls=[Call(operation="alarm.create", arguments=arguments, label=title)],
        literal=match.literal,
        touched=touched,
    )


async def _change(match: Match, talk: Talk) -> Reading | None:
    when = match.when()
    words = match.slots.get("alarm", "")
    source: Clock | None = None
    if when.clock_end and match.verb == "update":
        source, when = when.clock, replace(when, clock=when.clock_end, clock_end=None)  # "from 7 to 8"
    if "length" in match.phrase.needs and not (when.duration or when.shift or when.moment):
        return None
    if when.shift and not when.clock and "time" in match.phrase.needs and match.clause.language == "fr":
        return None  # « reporte l'alarme de 10 minutes » snoozes
    if "time" in match.phrase.needs and not (when.clock or when.day or when.moment or when.shift):
        return None

    def use(found: Found) -> list[Call] | str:
        arguments: dict[str, Any] = {"id": found.id}
        if match.verb == "snooze":
            moment = when.moment - talk.here.replace(second=0, microsecond=0) if when.moment else None
            length = when.duration or moment or _as_duration(when) or timedelta(minutes=10)
            arguments["minutes"] = max(1, int(length.total_seconds() // 60))
        elif match.verb == "update":
            arguments |= match.phrase.set
            if "title" in match.slots:
                arguments["title"] = tidy(match.slots["title"])
            elif "time" in match.phrase.needs:
                arguments["next_trigger_at"] = instant(_moved(found.entity, when, talk))
                if when.rrule:
                    arguments["rrule"] = when.rrule
        return [Call(operation=match.phrase.operation, arguments=arguments, label=found.label)]

    if not words:
        if talk.recent and talk.recent[0].kind == "alarm":
            words = "it"
        else:
            return await _only(match, talk, use)
    reading = await refer(talk, "alarm", match, words, use, many=match.verb == "delete")
    if reading and reading.missing and _BARE.fullmatch(fold(words).strip(" .!?'\"")):
        return await _bare(match, talk, when, use, source)
    return reading


async def _bare(
    match: Match, talk: Talk, when: When, use: Callable[[Found], list[Call] | str], source: Clock | None
) -> Reading:
    """ "My alarm", "my 7am alarm": the only one, or the one at that time."""
    alarms = [alarm for alarm in await talk.items("alarm.list") if not alarm.get("done")]
    held = next(
        (span for span in match.cut.spans if span.kind == "time" and (span.held or match.verb != "update")), None
    )
    clock = source or (held.value(match.clause.today) if held else None)
    if clock is None and match.verb != "update" and when.shift and when.shift.hours:
        clock = Clock(when.shift.hours, when.shift.minutes)  # « mon alarme de 7h »
    if clock:
        zone = ZoneInfo(talk.speaker.time_zone)
        times = {clock.at(when.part), clock.at("afternoon")}
        alarms = [
            a for a in alarms if datetime.fromisoformat(str(a["next_trigger_at"])).astimezone(zone).time() in times
        ]
    elif _WAKING.search(fold(match.slots["alarm"])):
        alarms = [a for a in alarms if _WAKING.search(fold(str(a["title"])))] or alarms
    if not alarms:
        return Reading(missing=match.slots["alarm"], literal=match.literal, score=0.0)
    return choose([Found("alarm", alarm, 0.9) for alarm in alarms], use, match, talk)


async def _only(match: Match, talk: Talk, use: Any) -> Reading:
    """No alarm named: the one that is due, or the only one."""
    alarms = [
        alarm for alarm in await talk.items("alarm.list") if alarm.get("enabled", True) and not alarm.get("done")
    ]
    due = [a for a in alarms if datetime.fromisoformat(str(a["next_trigger_at"])) <= talk.here] or alarms
    if len(due) == 1:
        return Reading(calls=use(Found("alarm", due[0], 1.0)), literal=match.literal)
    return Reading(question=talk.say("which"), literal=match.literal, score=0.5)


def _as_duration(when: When) -> timedelta | None:
    if when.shift is None:
        return None
    return timedelta(days=when.shift.days, hours=when.shift.hours, minutes=when.shift.minutes)


def _moved(alarm: Mapping[str, Any], when: When, talk: Talk) -> datetime:
    zone = ZoneInfo(talk.speaker.time_zone)
    current = (
        datetime.fromisoformat(str(alarm["next_trigger_at"])).astimezone(zone)
        if "next_trigger_at" in alarm
        else talk.here
    )
    if when.moment:
        return when.moment
    if when.shift:
        return current + when.shift
    at = when.at() or current.time()
    moved = datetime.combine(when.day or current.date(), at, zone)
    return moved if moved > talk.here or when.day else moved + timedelta(days=1)
