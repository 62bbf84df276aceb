"""The one way in which lists are filtered, ordered and paged."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar, cast

import orjson
from pydantic import BaseModel
from pymongo.asynchronous.collection import AsyncCollection

from hub.kernel.errors import invalid
from hub.storage.documents import Stored
from hub.storage.wire import Page

M = TypeVar("M", bound=BaseModel)
Filter = dict[str, Any]
Order = Sequence[tuple[str, int]]
NEWEST: Order = (("_id", -1),)


async def page(
    kind: type[Stored],
    where: Filter,
    present: Callable[[Sequence[Mapping[str, Any]]], Awaitable[list[M]]],
    *,
    limit: int,
    cursor: str | None,
    order: Order = NEWEST,
    fields: Mapping[str, Any] | None = None,
) -> Page[M]:
    """One page of a collection.

    Args:
        kind: What is listed.
        where: A filter made on our side from typed scalars.
        present: Stored forms to public ones.
        limit: Items at most.
        cursor: Where the page before ended.
        order: Fields and directions; `_id` is added to make it total.
        fields: A projection, for lists that need not read everything.

    Raises:
        OperationError: `invalid` for a cursor that is not one of ours.
    """
    rows, further = await rows_of(kind.rows(), where, limit=limit, cursor=cursor, order=order, fields=fields)
    return Page(items=await present(rows), next_cursor=further)


async def rows_of(
    rows: AsyncCollection[dict[str, Any]],
    where: Filter,
    *,
    limit: int,
    cursor: str | None,
    order: Order = NEWEST,
    fields: Mapping[str, Any] | None = None,
    times: Collection[str] = (),
) -> tuple[list[dict[str, Any]], str | None]:
    """The stored forms of one page, and the cursor of the next one.

    Arguments and errors are those of `page`; `times` are fields that the projection shows as text.
    """
    if order[-1][0] != "_id":
        order = (*order, ("_id", order[-1][1]))
    condition = {"$and": [where, beyond(order, cursor)]} if cursor else where
    asked = rows.find(condition, dict(fields) if fields else None).sort(list(order)).limit(limit + 1)
    found = await asked.to_list(limit + 1)
    more = len(found) > limit
    found = found[:limit]
    return found, cursor_of(order, found[-1], times) if more else None


def between(low: Any, high: Any) -> Filter | None:
    """The filter for a closed range whose ends may be missing; dates become what is stored."""
    bounds: Filter = {}
    if low is not None:
        bounds["$gte"] = stored_scalar(low)
    if high is not None:
        bounds["$lte"] = stored_scalar(high)
    return bounds or None


def stored_scalar(value: Any) -> Any:
    """A typed scalar as it is stored: a date is a string, a time is UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return value.isoformat() if isinstance(value, date) else value


def where(**conditions: Any) -> Filter:
    """A filter of the conditions that are given (None leaves one out)."""
    return {name: stored_scalar(value) for name, value in conditions.items() if value is not None}


def cursor_of(order: Order, row: Mapping[str, Any], times: Collection[str] = ()) -> str:
    """Where a list in that order goes on after a row; `times` are fields that hold a time as text."""
    values: list[Any] = []
    for name, _ in order:
        value = row.get(name)
        if isinstance(value, datetime):
            value = {"t": value.isoformat()}
        elif name in times and value is not None:
            value = {"t": value}
        values.append(value)
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def beyond(order: Order, cursor: str) -> Filter:
    """The filter for what comes after where a page ended.

    Raises:
        OperationError: `invalid` for a cursor that is not one of ours.
    """
    values = _decoded(cursor, len(order))
    branches: list[Filter] = []
    for place, (name, direction) in enumerate(order):
        equal: Filter = {order[before][0]: values[before] for before in range(place)}
        value = values[place]
        if value is None and direction < 0:
            continue
        if value is None:
            beyond: Any = {"$ne": None}
        elif direction > 0:
            beyond = {"$gt": value}
        else:
            beyond = {"$lt": value}
        branches.append({**equal, name: beyond})
        if value is not None and direction < 0:
            branches.append({**equal, name: None})
    return {"$or": branches}


def _decoded(cursor: str, length: int) -> list[Any]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        found: Any = orjson.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        if not isinstance(found, list) or len(cast("list[Any]", found)) != length:
            raise ValueError("not a cursor of this list")
        return [_scalar(value) for value in cast("list[Any]", found)]
    except (ValueError, binascii.Error, UnicodeEncodeError) as fault:
        raise invalid("The cursor is not valid.", cursor="not a cursor of this list") from fault


def _scalar(value: Any) -> Any:
    if isinstance(value, dict):
        time = cast("dict[str, Any]", value).get("t")
        if not isinstance(time, str):
            raise ValueError("not a time")
        return datetime.fromisoformat(time)
    if isinstance(value, list):
        raise ValueError("not a scalar")
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError("not a number of the database")
    return value
