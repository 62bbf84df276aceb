"""The agenda: what has a time, or a day of its own."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from agents.language.fold import fold
from agents.language.meaning.event_words import (
    ALL_DAY,
    BARE,
    BOUND,
    EVENT_NOUN,
    LENGTH,
    PLACES,
    SENTENCE,
    VERB,
)
from agents.language.outcome import Alternative, Call, Recent
from agents.language.reading import (
    Match,
    Reading,
    Talk,
    choose,
    instant,
    means_all,
    query,
    refer,
    starts_as_told,
    tidy,
)
from agents.language.references import PRONOUNS, Found
from agents.language.when.english import ENGLISH
from agents.language.when.french import FRENCH
from agents.language.when.model import PARTS, Period, Span, When
from agents.language.when.scan import read_together, scan

_HOUR = timedelta(hours=1)
_GRAMMARS = {"en": ENGLISH, "fr": FRENCH}


async def read(match: Match, talk: Talk) -> Reading | None:
    match match.verb:
        case "create":
            return _create(match, talk)
        case "list":
            return _list(match, talk)
        case _:
            return await _change(match, talk)


def _create(match: Match, talk: Talk) -> Reading | None:
    summary = tidy(match.slots.get("summary", ""))
    when = match.when()
    summary, all_day = _without(ALL_DAY, summary)
    summary, length = _without(LENGTH, summary)
    if length and when.duration is None:
        seconds = [span.value(match.clause.today) for span in scan(fold(length), _GRAMMARS[match.clause.language])]
        when = replace(when, duration=next((one for one in seconds if isinstance(one, timedelta)), None))
    if all_day:
        when = replace(when, clock=None, clock_end=None)
    guess = match.clause.language == "en"
    starts = when.starts(talk.here, guess_afternoon=guess)
    verbless = "verbless" in match.phrase.set
    named = _named_event(summary, when, starts, talk, bool(all_day))
    if verbless and (match.clause.commanding or named is None):
        return None
    if not starts_as_told(match, summary):
        return None
    if fold(summary).split(" ")[0] in PRONOUNS - {"la", "le", "les", "l"}:
        return None
    if not summary:
        return Reading(question=talk.say("event_title"), literal=match.literal, score=0.6)
    summary, place = _place(summary, match)
    arguments: dict[str, Any] = {"summary": summary}
    if place:
        arguments["location"] = place
    if starts:
        ends = _end(when, starts)
        arguments |= {"start": instant(starts), "end": instant(ends)}
    elif period := when.days or when.period:
        arguments |= _all_day(period.start, period.end)
    elif when.day:
        last = when.day + timedelta(days=max((when.duration or timedelta()).days - 1, 0))
        arguments |= _all_day(when.day, last)
    elif when.rrule:
        first = when.first_day(talk.here)
        arguments |= _all_day(first, first)
    if when.rrule:
        arguments["rrule"] = when.rrule
    if project := match.cut.project:
        # Events belong to no project: the words stay in the summary.
        arguments["summary"] += " " + match.clause.text[project.start : project.end].strip()
    call = Call(operation="agenda.create", arguments=arguments, label=summary)
    touched = [Recent(kind="agenda", id=f"${talk.calls + 1}.id", label=summary)]
    reading = Reading(calls=[call], literal=match.literal, touched=touched, score=0.6 if verbless else 1.0)
    if "start" not in arguments:
        return Reading(question=talk.say("event_when", title=summary), literal=match.literal, score=0.6)
    if match.phrase.set.get("ask") or (verbless and named == "ask"):
        reading.question = talk.say("event_propose", title=summary)
    return reading


def _named_event(
    summary: str, when: When, starts: datetime | None, talk: Talk, all_day: bool
) -> Literal["act", "ask"] | None:
    """Whether words with a date and no verb name an event: "dentist Tuesday at 3pm"."""
    dated = when.days or (when.day and all_day) or (starts and (when.day or when.rrule) and when.clock)
    past = when.day is not None and when.day < talk.here.date()
    folded = fold(summary)
    if not dated or past or not 0 < len(folded.split()) <= 8 or SENTENCE.search(folded) or VERB.match(folded):
        return None
    certain = EVENT_NOUN.match(folded) or re.search(r"\b(?:with|avec)\b", folded) or when.rrule or when.days
    if certain:
        return "act"
    return "ask" if len(folded.split()) <= 5 else None


def _without(pattern: re.Pattern[str], summary: str) -> tuple[str, str]:
    """The summary without what the pattern finds, and that."""
    found = pattern.search(summary)
    if not found or not (rest := tidy(summary[: found.start()] + " " + summary[found.end() :])):
        return summary, ""
    return rest, found["said"]


def _all_day(first: date, last: date) -> dict[str, Any]:
    return {"start": first.isoformat(), "end": (last + timedelta(days=1)).isoformat(), "all_day": True}


def _end(when: When, starts: datetime) -> datetime:
    if when.clock_end:
        at = when.clock_end.at(when.part, guess_afternoon=starts.hour >= 12)
        ends = starts.replace(hour=at.hour, minute=at.minute)
        return ends if ends > starts else ends + timedelta(days=1)
    return starts + (when.duration or _HOUR)


def _place(summary: str, match: Match) -> tuple[str, str]:
    if BOUND.match(fold(summary)):
        return summary, ""
    for pattern in PLACES[match.clause.language]:
        found = pattern.search(summary)
        if found and found.start() > 0:
            return summary[: found.start()].strip(), tidy(found["place"])
    return summary, ""


async def _change(match: Match, talk: Talk) -> Reading | None:
    deleting = match.verb == "delete"
    target = [span for span in match.cut.spans if not (deleting or _source(span, match))]
    source = read_together([span for span in match.cut.spans if span not in target], match.clause.today)
    when = read_together(target, match.clause.today)
    on = source.day
    if when.days and not deleting:
        on, when = _from_to(match, when, talk)
    if fold(match.slots.get("event", "")).strip(" '\".!?") in PRONOUNS and not talk.recent:
        return Reading(question=talk.say("which"), literal=match.literal, score=0.5)
    if "when" in match.phrase.needs and not when and match.clause.spans and match.cut.text == match.clause.text:
        return None  # matched without its dates, the sentence says something else
    if "time" in match.phrase.needs and not (when.clock or when.day or when.moment):
        return None
    words = match.slots.get("event", "")

    def use(found: Found) -> list[Call] | str:
        if deleting:
            return [Call(operation="agenda.delete", arguments={"id": found.id}, label=found.label)]
        changes = _changes(match, found.entity, when, talk)
        if isinstance(changes, str):
            return changes
        return [Call(operation="agenda.update", arguments={"id": found.id, **changes}, label=found.label)]

    def fits(event: Mapping[str, Any]) -> bool:
        if on:
            return _start(event, talk)[0].date() == on
        return bool(event.get("rrule")) or _start(event, talk)[1] > talk.here

    if deleting and means_all("agenda", words) and (period := source.span()):
        return await _all_in(match, talk, period)
    if BARE.fullmatch(fold(words).strip(" .!?'\"")):
        reading = await _on_day(match, talk, on, use)
    else:
        reading = await refer(talk, "agenda", match, words, use, prefer=fits, many=deleting)
    if not reading or len(reading.calls) != 1 or reading.question:
        return reading
    if deleting or "start" in reading.calls[0].arguments:
        return await _occurrence(reading, match, when, on, talk)
    return reading


def _source(span: Span, match: Match) -> bool:
    """Whether a date says which event is meant ("tomorrow's meeting"), not where it goes."""
    dates = [one for one in match.cut.spans if one.kind == "day"]
    return span.kind == "day" and (span.held or (len(dates) > 1 and span is dates[0]))


def _from_to(match: Match, when: When, talk: Talk) -> tuple[date | None, When]:
    """ "From Tuesday to Thursday": the first day is where the event is, the second where it goes."""
    assert when.days
    start, end = when.days.start, when.days.end
    said = next(match.clause.folded[s.start : s.end] for s in match.cut.spans if s.kind == "days")
    if not re.search(r"\d", said) and end - timedelta(days=7) > talk.here.date():
        end -= timedelta(days=7)
    return start, replace(when, day=end, days=None)


async def _on_day(match: Match, talk: Talk, on: date | None, use: Callable[[Found], list[Call] | str]) -> Reading:
    """ "My meeting on Monday": the only event of that day."""
    if on is None:
        return Reading(question=talk.say("which"), literal=match.literal, score=0.5)
    events = await talk.items("agenda.list", _day_range(on, talk))
    found = [Found("agenda", event, 0.9) for event in events if _start(event, talk)[0].date() == on]
    if not found:
        return Reading(missing=match.slots["event"], literal=match.literal, score=0.0)
    return choose(found, use, match, talk)


async def _all_in(match: Match, talk: Talk, period: Period) -> Reading:
    """ "Everything on Thursday": asked first, with each event of those days in the proposal."""
    asked = {"from": _day_range(period.start, talk)["from"], "to": _day_range(period.end, talk)["to"]}
    calls: list[Call] = []
    for event in await talk.items("agenda.list", asked):
        arguments: dict[str, Any] = {"id": event["id"]}
        if event.get("rrule"):
            arguments["occurrence"] = event.get("occurrence") or event["start"]
        calls.append(Call(operation="agenda.delete", arguments=arguments, label=str(event.get("summary", ""))))
    if not calls:
        return Reading(missing=match.slots["event"], literal=match.literal, score=0.0)
    return Reading(calls=calls, question=talk.say("all", count=len(calls)), literal=match.literal, score=0.5)


def _day_range(on: date, talk: Talk) -> dict[str, Any]:
    midnight = datetime.combine(on, time(), talk.here.tzinfo)
    return {
        "from": instant(midnight),
        "to": instant(datetime.combine(on + timedelta(days=1), time(), talk.here.tzinfo)),
    }


async def _occurrence(reading: Reading, match: Match, when: When, on: date | None, talk: Talk) -> Reading:
    """Of a repeating event, the occurrence that is meant; asked if it was not said."""
    call = reading.calls[0]
    id = call.arguments["id"]
    event = next((e for e in await talk.items("agenda.list") if e["id"] == id), None) if id not in talk.made else None
    if not event:
        return reading
    if not event.get("rrule"):
        if on and _start(event, talk)[0].date() != on:
            reading.question = talk.say("event_other_day", title=call.label or "")
        return reading
    asked = (
        _day_range(on, talk) if on else {"from": instant(talk.here), "to": instant(talk.here + timedelta(days=60))}
    )
    occurrence = next((e for e in await talk.items("agenda.list", asked) if e["id"] == event["id"]), None)
    if on and not occurrence:
        return Reading(missing=call.label or "", literal=match.literal, score=0.0)
    series = call if match.verb == "delete" else replace(call, arguments=_onto_first(call.arguments, event, talk))
    alternatives = [Alternative(label=talk.say("series"), calls=(series,))]
    if occurrence:
        changes = {} if match.verb == "delete" else _changes(match, occurrence, when, talk)
        at = occurrence.get("occurrence") or occurrence["start"]
        one = replace(
            call, arguments={"id": event["id"], "occurrence": at, **(changes if isinstance(changes, dict) else {})}
        )
        if on:
            return replace(reading, calls=[one])
        alternatives.insert(0, Alternative(label=talk.say("next_one"), calls=(one,)))
    reading.calls = list(alternatives[0].calls)
    reading.question = talk.say("event_repeats", title=call.label or "")
    reading.alternatives = alternatives
    return reading


def _onto_first(arguments: Mapping[str, Any], event: Mapping[str, Any], talk: Talk) -> dict[str, Any]:
    """The series keeps its first day; only the time of day moves."""
    zone = ZoneInfo(talk.speaker.time_zone)
    if "T" not in str(arguments["start"]):
        return dict(arguments)
    start, end = (datetime.fromisoformat(arguments[k]).astimezone(zone) for k in ("start", "end"))
    first = _start(event, talk)[0]
    moved = first.replace(hour=start.hour, minute=start.minute)
    return {**arguments, "start": instant(moved), "end": instant(moved + (end - start))}


def _start(event: Mapping[str, Any], talk: Talk) -> tuple[datetime, datetime]:
    """Start and end on the speaker's clock; an all-day event begins at midnight."""
    zone = ZoneInfo(talk.speaker.time_zone)
    if "start" not in event:
        return talk.here, talk.here + _HOUR
    if event.get("all_day"):
        ends = [datetime.combine(date.fromisoformat(str(event[k])[:10]), time(), zone) for k in ("start", "end")]
        return ends[0], ends[1]
    return (
        datetime.fromisoformat(str(event["start"])).astimezone(zone),
        datetime.fromisoformat(str(event["end"])).astimezone(zone),
    )


def _changes(match: Match, event: Mapping[str, Any], when: When, talk: Talk) -> dict[str, Any] | str:
    if "title" in match.slots:
        return {"summary": tidy(match.slots["title"])}
    if "place" in match.slots:
        return {"location": tidy(match.slots["place"])}
    start, end = _start(event, talk)
    length = end - start
    if "long" in match.phrase.set:
        return {"end": instant(start + when.duration)} if when.duration else talk.say("to_when")
    if when.shift:
        shift = -when.shift if match.phrase.set.get("earlier") else when.shift
        if event.get("all_day"):
            return {"start": (start.date() + shift).isoformat(), "end": (end.date() + shift).isoformat()}
        return {"start": instant(start + shift), "end": instant(end + shift)}
    day = when.day or (when.period and when.period.start)
    at = when.at(guess_afternoon=match.clause.language == "en")
    if day is None and at is None and when.moment is None:
        return talk.say("to_when")
    if event.get("all_day") and at is None:
        first = day or start.date()
        last = first + (end.date() - start.date())
        return {"start": first.isoformat(), "end": last.isoformat()}
    if event.get("all_day"):
        length = _HOUR
    moved = when.moment or datetime.combine(day or start.date(), at or start.time(), start.tzinfo)
    changes = {
        "start": instant(moved),
        "end": instant(_end(when, moved) if when.clock_end or when.duration else moved + length),
    }
    return {**changes, "all_day": False} if event.get("all_day") else changes


def _list(match: Match, talk: Talk) -> Reading | None:
    if match.due:
        return None
    when = match.when()
    arguments: dict[str, Any] = {}
    zone = ZoneInfo(talk.speaker.time_zone)

    def midnight(day: date) -> datetime:
        return datetime.combine(day, time(), zone)

    today = talk.here.date()
    if "q" in match.slots:
        if (words := query(match.slots["q"])) is None:
            return None
        arguments |= {"q": words} if words else {}
    if span := when.span():
        starts, ends = midnight(span.start), midnight(span.end + timedelta(days=1))
        if when.part:
            first, last = PARTS[when.part]
            starts, ends = starts.replace(hour=first), midnight(span.start) + timedelta(hours=last)
        if when.clock:
            at = when.at(guess_afternoon=True) or time()
            starts = datetime.combine(span.start, at, zone)
            ends = _end(when, starts) if when.clock_end or when.duration else starts + _HOUR
    elif when.part:
        first, last = PARTS[when.part]
        starts, ends = midnight(today).replace(hour=first), midnight(today) + timedelta(hours=last)
    elif "q" in arguments:
        starts, ends = midnight(today), midnight(today.replace(year=today.year + 1))
    elif "when" in match.phrase.needs:
        return None
    else:
        starts, ends = midnight(today), midnight(today + timedelta(days=7))
    # Midnight by the calendar, not by adding hours: a day may have 23 or 25 of them.
    if (ends - starts) % timedelta(days=1) == timedelta() and ends.hour != 0:
        ends = midnight(ends.date())
    arguments |= {"from": instant(starts), "to": instant(ends)}
    return Reading(calls=[Call(operation="agenda.list", arguments=arguments)], literal=match.literal)
