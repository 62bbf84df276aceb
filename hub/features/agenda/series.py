"""Changing a series: all of it, one occurrence, or one and all that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from hub.features.agenda.documents import EventDocument
from hub.features.agenda.occurrences import Point, Series, local
from hub.features.agenda.schemas import Override, Source
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, invalid, not_found
from hub.storage.recurrence import check_rrule, check_zone, instant
from hub.storage.rrule import Rule

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LONGEST = 3660 * DAY
OVERRIDES = 500
NOT_CARRIED = frozenset(
    {
        *("id", "revision_id", "revision", "created_at", "updated_at", "uid", "import_hash"),
        *(
            "begins_at",
            "ends_at",
            "last_on_wall",
            "remind_at",
            "words",
            "start",
            "end",
            "rrule",
            "rdates",
            "exdates",
            "overrides",
        ),
    }
)
"""What the second half of a series does not have from the first as it is."""
OF_ONE = frozenset({"summary", "description", "location", "start", "end", "status", "color", "alarms", "attendees"})
"""What one occurrence may have of its own."""
WHEN = frozenset({"start", "end", "all_day", "time_zone", "rrule", "rdates", "exdates"})

REMINDING = WHEN | {"alarms", "status"}


def new_uid() -> str:
    """A UID that is unique wherever it goes (RFC 7986, section 5.3)."""
    return str(uuid4())


def check_times(start: Point, end: Point, all_day: bool, *, momentary: bool = False) -> None:
    """Start and end are both times, or both days of an event that takes all day, in that order.

    Other calendars have events that take no time (`momentary`); nobody makes one here.

    Raises:
        OperationError: `invalid`.
    """
    for name, point in (("start", start), ("end", end)):
        if isinstance(point, datetime) is all_day:
            must = "a day such as 2026-11-21" if all_day else "a time such as 2026-11-21T08:00:00Z"
            raise invalid(
                "Times and days do not mix.", **{name: f"must be {must}, as all_day is {str(all_day).lower()}"}
            )
    if momentary and end == start:
        return
    if end <= start:  # type: ignore[operator]  # both times, or both days
        more = " (for all day it is exclusive: one day long ends the next day)" if all_day else ""
        raise invalid("An event ends after it starts.", end=f"must be after start{more}")
    if end - start > LONGEST:  # type: ignore[operator]  # both times, or both days
        raise invalid("That is too long for an event.", end="must be at most ten years after start")


def check_series(event: EventDocument, *, momentary: bool = False) -> None:
    """All that says when an event happens fits together.

    Raises:
        OperationError: `invalid`.
    """
    check_times(event.start, event.end, event.all_day, momentary=momentary)
    check_zone(event.time_zone)
    if event.rrule:
        check_rrule(event.rrule)
        rule = Rule.parse(event.rrule)
        if rule.count is not None and rule.last(local(event.start, event.zone)) is None:
            raise invalid("The recurrence is not valid.", rrule="COUNT is never reached, or too far away")
    for name in ("rdates", "exdates"):
        if any(isinstance(point, datetime) is event.all_day for point in getattr(event, name)):
            raise invalid("Times and days do not mix.", **{name: "must be written as start is"})


def default_end(start: Point) -> Point:
    """An hour later, or the next day."""
    return start + (HOUR if isinstance(start, datetime) else DAY)


def change_all(ctx: Ctx, event: EventDocument, changes: Mapping[str, Any]) -> EventDocument:
    """Change an event as a whole. Its exceptions move along with its start, and go where they fit no longer.

    Raises:
        OperationError: `invalid`.
    """
    before = Series.of(event)
    ctx.work.update(event, **_with_times(event, before, changes))
    check_series(event, momentary=before.start == before.end)
    if WHEN & changes.keys():
        _carry_exceptions(ctx, event, before, given=changes.keys())
    return _reminding_from_now(ctx, event, changes)


def _with_times(event: EventDocument, before: Series, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes with what a new start brings along: whether it takes all day, and its end."""
    moved = {name: value for name, value in changes.items() if not (name in ("start", "end") and value is None)}
    if "start" not in moved:
        return moved
    start: Point = moved["start"]
    moved.setdefault("all_day", not isinstance(start, datetime))
    same_sort = isinstance(start, datetime) is isinstance(event.start, datetime)
    moved.setdefault("end", before.end_of(start) if same_sort else default_end(start))
    return moved


def change_one(ctx: Ctx, event: EventDocument, key: Point, changes: Mapping[str, Any]) -> EventDocument:
    """Change one occurrence of a series.

    Raises:
        OperationError: `invalid` for what belongs to the series; `not_found` for what is none of its occurrences.
    """
    whole = sorted(changes.keys() - OF_ONE)
    if whole:
        raise invalid("That belongs to the whole series.", **dict.fromkeys(whole, "cannot differ in one occurrence"))
    series = must_have(event, key)
    kept = [one for one in event.overrides if one.occurrence != key]
    override = next((one for one in event.overrides if one.occurrence == key), Override(occurrence=key))
    changed = override.model_copy(update=dict(changes))
    start = changed.start if changed.start is not None else key
    if "start" in changes and "end" not in changes:
        length = (override.end or series.end_of(override.start or key)) - (override.start or key)  # type: ignore[operator]  # both times, or both days
        changed = changed.model_copy(update={"end": start + length})
    check_times(
        start,
        changed.end if changed.end is not None else series.end_of(start),
        event.all_day,
        momentary=series.start == series.end,
    )
    if len(kept) >= OVERRIDES:
        raise conflict("This series has too many occurrences of their own. Start a new one.")
    ctx.work.update(event, overrides=sorted([*kept, changed], key=lambda one: str(one.occurrence)))
    return _reminding_from_now(ctx, event, changes)


def _reminding_from_now(ctx: Ctx, event: EventDocument, changes: Mapping[str, Any]) -> EventDocument:
    """A change of times or reminders does not ring for what would have rung before it."""
    if REMINDING & changes.keys():
        ctx.work.update(event, reminded_until=max(event.reminded_until, ctx.now))
    return event


def change_following(ctx: Ctx, event: EventDocument, key: Point, changes: Mapping[str, Any]) -> EventDocument:
    """Let a series end before an occurrence and go on as a new one with the changes.

    Raises:
        OperationError: `invalid`, or `not_found` for what is none of its occurrences.
    """
    series = must_have(event, key)
    if key == event.start:
        return change_all(ctx, event, changes)
    following = EventDocument(
        **event.model_dump(exclude=set(NOT_CARRIED)),
        uid=new_uid(),
        start=key,
        end=series.end_of(key),
        rrule=_rest_of_rule(event, series, key),
        rdates=[point for point in event.rdates if _later(point, key)],
        exdates=[point for point in event.exdates if _later(point, key)],
        overrides=[one for one in event.overrides if not _later(key, one.occurrence)],
    )
    following.source = Source.MANUAL
    end_before(ctx, event, key)
    ctx.work.insert(following)
    return change_all(ctx, following, changes)


def leave_out(ctx: Ctx, event: EventDocument, key: Point) -> None:
    """Take one occurrence out of a series.

    Raises:
        OperationError: `not_found` for what is none of its occurrences; `conflict` past the limit.
    """
    must_have(event, key)
    if len(event.exdates) >= 1000:
        raise conflict("This series leaves out too many occurrences. Start a new one.")
    ctx.work.update(
        event,
        exdates=sorted([*event.exdates, key]),  # type: ignore[type-var]  # all times, or all days
        overrides=[one for one in event.overrides if one.occurrence != key],
    )


def end_before(ctx: Ctx, event: EventDocument, key: Point) -> None:
    """Let a series end before an occurrence, which is not its first."""
    ctx.work.update(
        event,
        rrule=_with_until(event.rrule, key) if event.rrule else None,
        rdates=[point for point in event.rdates if _later(key, point)],
        exdates=[point for point in event.exdates if _later(key, point)],
        overrides=[one for one in event.overrides if _later(key, one.occurrence)],
    )


def must_have(event: EventDocument, key: Point) -> Series:
    """The series of an event that has an occurrence of that key.

    Raises:
        OperationError: `not_found`.
    """
    series = Series.of(event)
    if not series.recurring or not series.has(key):
        raise not_found("That occurrence")
    return series


def _carry_exceptions(ctx: Ctx, event: EventDocument, before: Series, *, given: Iterable[str]) -> None:
    """Move exceptions as the start moved on the wall clock; those that name no occurrence any more go."""
    after = Series.of(event)
    same_sort = isinstance(before.start, datetime) is isinstance(event.start, datetime)
    step = local(event.start, after.zone) - local(before.start, before.zone)

    def carried(point: Point) -> Point:
        moment = local(point, before.zone) + step
        return instant(moment, after.zone) if isinstance(point, datetime) else moment.date()

    exdates, rdates = event.exdates, event.rdates
    if "exdates" not in given:
        exdates = [carried(point) for point in exdates] if same_sort else []
    if "rdates" not in given:
        rdates = [carried(point) for point in rdates] if same_sort else []
    overrides: list[Override] = []
    for one in event.overrides if same_sort else ():
        moved = {name: carried(point) for name in ("start", "end") if (point := getattr(one, name)) is not None}
        overrides.append(one.model_copy(update={"occurrence": carried(one.occurrence), **moved}))
    ctx.work.update(event, rdates=rdates, exdates=[], overrides=[])
    bare = Series.of(event)
    ctx.work.update(
        event,
        exdates=[point for point in exdates if "exdates" in given or bare.has(point)],
        overrides=[one for one in overrides if one.occurrence not in exdates and bare.has(one.occurrence)],
    )


def _rest_of_rule(event: EventDocument, series: Series, key: Point) -> str | None:
    """The rule from an occurrence on: a COUNT is what is left of it."""
    count = Rule.parse(event.rrule).count if event.rrule else None
    if not event.rrule or series.rule is None or count is None:
        return event.rrule
    start, cut = local(event.start, series.zone), local(key, series.zone)
    passed = sum(1 for moment in series.rule.between(start, start, cut) if moment < cut)
    return _with_part(event.rrule, "COUNT", str(max(1, count - passed)))


def _with_until(rule: str, key: Point) -> str:
    """The rule ending before an occurrence; UNTIL is in UTC, or a day, as DTSTART is (RFC 5545, section 3.3.10)."""
    if isinstance(key, datetime):
        until = f"{(key - timedelta(seconds=1)).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    else:
        until = f"{key - DAY:%Y%m%d}"
    return _with_part(_without(rule, "COUNT"), "UNTIL", until)


def _with_part(rule: str, name: str, value: str) -> str:
    return f"{_without(rule, name)};{name}={value}"


def _without(rule: str, name: str) -> str:
    return ";".join(part for part in rule.split(";") if not part.startswith(f"{name}="))


def _later(point: Point, than: Point) -> bool:
    return point > than  # type: ignore[operator]  # both times, or both days
