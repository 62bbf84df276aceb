"""Lists of occurrences: what happens in a time, in order, a page at a time, at a bounded cost."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from hub.features.agenda.documents import EventDocument
from hub.features.agenda.occurrences import FIELDS, Occurrence, Series, only_occurrence
from hub.features.agenda.present import present_occurrences
from hub.features.agenda.schemas import Event
from hub.kernel.errors import invalid, too_large
from hub.storage.recurrence import instant
from hub.storage.wire import Page

LONGEST = timedelta(days=732)
MOST = 20_000
"""Events that one question may touch."""
Place = tuple[datetime, int, str, str]


def window(low: datetime | date | None, high: datetime | date | None, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A question's `from` and `to` as instants: days are whole ones of the caller's, the last one included.

    Raises:
        OperationError: `invalid` for a range without one end, backwards, or too long.
    """
    if low is None or high is None:
        missing = "from" if low is None else "to"
        raise invalid("A range has two ends.", **{missing: "is missing"})
    if not isinstance(low, datetime):
        low = instant(datetime.combine(low, time()), zone)
    if not isinstance(high, datetime):
        high = instant(datetime.combine(high + timedelta(days=1), time()), zone)
    if high <= low:
        raise invalid("A range ends after it begins.", to="must be after from")
    if high - low > LONGEST:
        raise invalid("That is too long a time.", to="at most two years after from")
    return low, high


def spanning(low: datetime, high: datetime) -> dict[str, Any]:
    """The filter for events that may happen in a time, and a few more."""
    return {"begins_at": {"$lt": high}, "$or": [{"ends_at": None}, {"ends_at": {"$gte": low}}]}


async def occurrences_within(
    where: Mapping[str, Any], low: datetime, high: datetime, zone: ZoneInfo
) -> Iterator[Occurrence]:
    """What happens in a time, in order; a series without end is walked only as far as somebody reads.

    Args:
        where: A filter made on our side from typed scalars.
        low: From when, inclusive.
        high: Until when, exclusive.
        zone: The caller's; where their days begin.

    Raises:
        OperationError: `too_large` where that touches more events than one question should.
    """
    rows = (
        await EventDocument.rows().find({"$and": [where, spanning(low, high)]}, FIELDS).limit(MOST + 1).to_list(None)
    )
    if len(rows) > MOST:
        raise too_large("That touches too many events. Ask for a shorter time.")
    once: list[Occurrence] = []
    series: list[Iterator[Occurrence]] = []
    for row in rows:
        single = only_occurrence(row)
        if single is None:
            series.append(Series.read(row).between(low, high, zone))
        elif single.overlaps(low, high, zone):
            once.append(single)
    once.sort(key=lambda one: one.order(zone))
    return merge(once, *series, key=lambda one: one.order(zone))


async def page_of_occurrences(
    where: Mapping[str, Any],
    low: datetime,
    high: datetime,
    zone: ZoneInfo,
    *,
    limit: int,
    cursor: str | None,
) -> Page[Event]:
    """One page of what happens in a time.

    Args:
        where: A filter made on our side from typed scalars.
        low: From when, inclusive.
        high: Until when, exclusive.
        zone: The caller's; where their days begin.
        limit: Items at most.
        cursor: Where the page before ended.

    Raises:
        OperationError: `invalid` for a cursor that is not one of ours, `too_large` for too much.
    """
    after = _place(cursor) if cursor else None
    if after is not None:
        low = max(low, after[0])  # what began before was on the pages before
    found = await occurrences_within(where, low, high, zone)
    rest = found if after is None else (one for one in found if one.order(zone) > after)
    items = list(islice(rest, limit + 1))
    more = len(items) > limit
    items = items[:limit]
    return Page(
        items=await present_occurrences(items),
        next_cursor=_cursor(items[-1].order(zone)) if more else None,
    )


def _cursor(place: Place) -> str:
    at, *rest = place
    return base64.urlsafe_b64encode(orjson.dumps([at.isoformat(), *rest])).decode().rstrip("=")


def _place(cursor: str) -> Place:
    try:
        read: Any = orjson.loads(base64.urlsafe_b64decode((cursor + "=" * (-len(cursor) % 4)).encode("ascii")))
        match read:
            case [str(at), int(timed), str(id), str(key)]:
                return datetime.fromisoformat(at).astimezone(UTC), timed, id, key
            case _:
                raise ValueError("not a cursor of this list")
    except (ValueError, OverflowError, binascii.Error, UnicodeEncodeError) as fault:
        raise invalid("The cursor is not valid.", cursor="not a cursor of this list") from fault
