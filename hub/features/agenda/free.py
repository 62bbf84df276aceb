"""When nothing is in the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hub.features.agenda.access import visible
from hub.features.agenda.occurrences import starts_at
from hub.features.agenda.ranges import occurrences_within
from hub.features.agenda.schemas import FindFree, FreeTime, Status, Stretch
from hub.kernel.context import Ctx
from hub.kernel.errors import invalid
from hub.kernel.operation import EVERYWHERE, GET, Effect, operation
from hub.kernel.policies import member
from hub.storage.recurrence import instant

LONGEST = timedelta(days=60)
Span = tuple[datetime, datetime]


@operation("agenda.free", effect=Effect.READ, policy=member, route=GET("/api/agenda/free"), doors=EVERYWHERE)
async def find_free_time(ctx: Ctx, command: FindFree) -> FreeTime:
    """Say when the caller is busy and when free, by day within the hours asked for.

    What takes all day does not count as busy, nor does what is cancelled.
    """
    if not timedelta(0) < command.to - command.from_ <= LONGEST:
        raise invalid("That is no time to look at.", to="must be after from, at most 60 days")
    if command.day_ends <= command.day_begins:
        raise invalid("A day ends after it begins.", day_ends="must be after day_begins")
    low, high = max(command.from_, ctx.now), command.to
    standing = {**await visible(ctx), "all_day": False, "status": {"$ne": Status.CANCELLED.value}}
    found = await occurrences_within(standing, command.from_, high, ctx.zone)
    busy = list(
        joined((starts_at(one.start, ctx.zone), starts_at(one.end, ctx.zone)) for one in found if not one.cancelled)
    )
    days = _days(low, high, command.day_begins, command.day_ends, ctx.zone)
    free = [
        Stretch(start=start, end=end)
        for day in days
        for start, end in gaps(busy, *day)
        if end - start >= timedelta(minutes=command.minutes)
    ]
    return FreeTime(busy=[Stretch(start=start, end=end) for start, end in busy], free=free)


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans in order, those that meet or overlap made one."""
    current: Span | None = None
    for start, end in sorted(spans):
        if current is not None and start <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current is not None:
            yield current
        current = (start, end)
    if current is not None:
        yield current


def gaps(busy: Iterable[Span], low: datetime, high: datetime) -> Iterator[Span]:
    """What joined spans leave of a time."""
    for start, end in busy:
        if end <= low:
            continue
        if start >= high:
            break
        if start > low:
            yield low, start
        low = end
    if low < high:
        yield low, high


def _days(low: datetime, high: datetime, begins: int, ends: int, zone: ZoneInfo) -> Iterator[Span]:
    """The hours asked for of each local day between two times."""
    day = low.astimezone(zone).date()
    while (opening := instant(datetime.combine(day, time(begins)), zone)) < high:
        day += timedelta(days=1)
        last = datetime.combine(day - timedelta(days=1), time()) + timedelta(hours=ends)
        start, end = max(opening, low), min(instant(last, zone), high)
        if start < end:
            yield start, end
