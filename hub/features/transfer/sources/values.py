"""What other programs wrote where we have a day, an instant, a truth, an amount: read, or refused with the reason."""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from hub.storage.recurrence import known_zone
from hub.storage.wire import YEARS

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
PAIRS = tuple(high + low for high in DIGITS for low in DIGITS)
A_DAY = re.compile(r"\d{4}-\d\d-\d\d")
OTHER_WAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
A_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?([.,]\d{1,9})?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?", re.IGNORECASE
)
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
YES = frozenset({"true", "yes", "y", "1", "on", "t", "oui", "vrai"})
NO = frozenset({"false", "no", "n", "0", "off", "f", "non", "faux", ""})
AMOUNT = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
LARGEST_NUMBER = 10**15
MILLISECONDS_FROM = 10**11
"""Numbers from here on are milliseconds since 1970, smaller ones seconds."""
MIDNIGHTS = frozenset({time(21), time(22), time(23)})
"""What midnight in Europe is in UTC, for a person whose time zone nobody knows."""


class Unfit(Exception):
    """A value that cannot be what it should be; says why, in words that go into the report."""


@lru_cache(maxsize=4096)
def snake(name: str) -> str:
    """A field's name as ours are written: `isUrgent` and `is_urgent` are the same."""
    return CAMEL.sub("_", name).lower().replace("-", "_").replace(" ", "_")


def snaked(doc: Mapping[str, Any]) -> dict[str, Any]:
    """A document under names as ours; of two that become one name, the one that says something."""
    found = {snake(name): value for name, value in doc.items()}
    if len(found) == len(doc):
        return found
    found.clear()
    for name, value in doc.items():
        key = snake(name)
        if found.get(key) is None:
            found[key] = value
    return found


def plain(value: Any) -> Any:
    """A value without the wrapping of MongoDB's extended JSON (`{"$oid": …}`, `{"$numberLong": …}`)."""
    if type(value) is dict and len(cast("dict[str, Any]", value)) == 1:
        wrapped = cast("dict[str, Any]", value)
        name = next(iter(wrapped))
        if name in ("$oid", "$numberLong", "$numberInt", "$numberDouble", "$numberDecimal", "$date", "$uuid"):
            return plain(wrapped[name])
    return cast("Any", value)


def ident(value: Any) -> str | None:
    """An id as text; None where there is none. Panorama says `__none__` for no project.

    Raises:
        Unfit: It is no id.
    """
    if type(value) is not str:
        value = plain(value)
    if value is None or value == "" or value == "__none__":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Unfit("has an id that is neither text nor a number")
    found = str(value)
    if len(found) > 200 or not found.isprintable():
        raise Unfit("has an id that is too long or holds control characters")
    return found


def text(value: Any, most: int | None = None) -> str:
    """Text, whatever was put there: numbers as they are written, lists as lines, nothing as an empty text."""
    if type(value) is not str:
        value = plain(value)
        if value is None:
            return ""
        if isinstance(value, bool):
            value = "yes" if value else "no"
        elif isinstance(value, int | float):
            value = repr(value)
        elif isinstance(value, list):
            value = "\n".join(text(one) for one in cast("list[Any]", value))
        elif isinstance(value, dict):
            value = "\n".join(f"{name}: {text(one)}" for name, one in cast("dict[str, Any]", value).items())
        elif not isinstance(value, str):
            raise Unfit("holds something that is no text")
    if "\0" in value:
        value = value.replace("\0", "")
    return value if most is None else value[:most]


def words(value: Any, most: int) -> str:
    """Text on one line, without space around it, shortened to so many characters."""
    found = " ".join((value if type(value) is str else text(value)).replace("\0", "").split())
    return found if len(found) <= most else found[: most - 1].rstrip() + "…"


def truth(value: Any) -> bool:
    """Yes or no.

    Raises:
        Unfit: It is neither.
    """
    if type(value) is bool:
        return value
    value = plain(value)
    if value is None:
        return False
    if isinstance(value, int | float):
        return value != 0
    if isinstance(value, str):
        said = value.strip().lower()
        if said in YES:
            return True
        if said in NO:
            return False
    raise Unfit(f"says {str(value)[:40]!r} where yes or no is expected")


def number(value: Any) -> float | None:
    """A number; None where there is none.

    Raises:
        Unfit: It is no number, or none that can be kept.
    """
    value = plain(value)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        bare = value.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
        if not AMOUNT.fullmatch(bare) or len(bare) > 30:
            raise Unfit(f"says {value[:40]!r} where a number is expected")
        value = float(bare.replace(",", "."))
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Unfit("holds something else where a number is expected")
    if abs(value) > LARGEST_NUMBER:
        raise Unfit("holds a number that is too large")
    return value


def whole(value: Any, low: int, high: int) -> int | None:
    """A whole number, moved to the nearer end of what is allowed; None where there is none."""
    found = number(value)
    return None if found is None else max(low, min(high, round(found)))


def cents(whole_units: Any) -> int | None:
    """An amount in euros (or whatever the currency) as cents, rounded half away from zero."""
    found = number(whole_units)
    if found is None:
        return None
    return int(math.copysign(math.floor(abs(found) * 100 + 0.5 + 1e-9), found))


def tags(value: Any) -> list[str]:
    """Tags, from a list or from text with commas; each once, at most 50 of 60 characters."""
    value = plain(value)
    if not value:
        return []
    parts = cast("list[Any]", value) if isinstance(value, list) else re.split(r"[,;\n]", text(value))
    found: dict[str, None] = {}
    for part in parts:
        named = text(part.get("name")) if isinstance(part, dict) else text(part)
        if one := words(named.strip().lstrip("#"), 60):
            found[one] = None
    return list(found)[:50]


def listed(value: Any) -> list[Any]:
    """A list, also where one thing stands alone; empty where there is nothing."""
    if value is None or value == "":
        return []
    return cast("list[Any]", value) if isinstance(value, list) else [value]


def instant(value: Any, zone: ZoneInfo) -> datetime | None:
    """An instant: ISO 8601 with or without a zone, seconds or milliseconds since 1970, or `{"$date": …}`.

    Args:
        value: What stands there.
        zone: Where a clock without a zone hangs.

    Raises:
        Unfit: It is none, or of a year that cannot be meant.
    """
    if type(value) is not str:
        value = plain(value)
    if value is None or value == "":
        return None
    found = _written(value, zone) if isinstance(value, str) else _counted(value)
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise Unfit(f"is of the year {found.year}, outside {YEARS[0]} to {YEARS[1]}")
    return found


def day(value: Any, zone: ZoneInfo) -> date | None:
    """A day. Programs in browsers store it as an instant, midnight where the person was: that is undone here.

    Raises:
        Unfit: It is none.
    """
    if type(value) is not str:
        value = plain(value)
    if value is None or value == "":
        return None
    if isinstance(value, str) and not (len(value) == 24 and value[23] == "Z"):
        written = value.strip()
        if A_DAY.fullmatch(written):
            return _of_years(_date(written))
        if other := OTHER_WAY.fullmatch(written):
            return _of_years(_date(f"{other[3]}-{other[2]:0>2}-{other[1]:0>2}"))
        found = A_TIME.fullmatch(written)
        if found and (not found[5] or found[5][0] in "+-"):
            return _of_years(_date(found[1]))  # as the clock on the wall shows it there
    at = cast("datetime", instant(value, zone)).astimezone(UTC)
    clock = at.time().replace(microsecond=0)
    if clock == time(0):
        return at.date()
    if zone.key != "UTC":
        return at.astimezone(zone).date()
    return at.date() + timedelta(days=clock in MIDNIGHTS)


def zone_of(name: Any, otherwise: ZoneInfo) -> ZoneInfo:
    """The time zone of an IANA name; the other one where there is none of that name."""
    return (known_zone(name) if isinstance(name, str) else None) or otherwise


def rank(place: float, id: str) -> str:
    """A fractional rank (`hub/storage/ranks.py`) for a place that a number says; the id sets equal places apart.

    Ranks of the same numbers are the same, and sort as the numbers do.

    Args:
        place: Any number up to 10^13, such as milliseconds since 1970.
        id: Of what has that place.
    """
    shifted = int(max(-(10**13), min(10**13, place)) * 4) + 4 * 10**13
    return f"{_base36(shifted, 9)}{_base36(zlib.crc32(id.encode()) % 36**4, 4)}i"


def first_line(*texts: str) -> str:
    """The first line that says something, to call a thing by; empty if there is none."""
    return next((line for one in texts for line in (line.strip(" #*->\t") for line in one.splitlines()) if line), "")


def says_nothing(value: Any) -> bool:
    """Whether a field says nothing: it need not be mentioned that it is not taken along."""
    return value is None or value is False or value in ("", [], {}, 0)


def _counted(value: Any) -> datetime:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Unfit("holds something that is no time")
    seconds = value / 1000 if abs(value) >= MILLISECONDS_FROM else value
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        raise Unfit("holds a time that does not exist") from None


def _written(value: str, zone: ZoneInfo) -> datetime:
    if len(value) == 24 and value[23] == "Z":  # as JavaScript writes it: nearly all of them
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass  # said below
    value = value.strip()
    if A_DAY.fullmatch(value):
        return datetime.combine(_date(value), time(), zone).astimezone(UTC)
    if value.isdecimal() and 9 <= len(value) <= 14:
        return _counted(int(value))
    found = A_TIME.fullmatch(value)
    if found is None:
        raise Unfit(f"says {value[:40]!r} where a time is expected")
    offset = (found[5] or "").upper()
    offset = "+00:00" if offset in ("Z", "UTC", "GMT") else f"{offset}:00" if len(offset) == 3 else offset
    try:
        at = datetime.fromisoformat(
            f"{found[1]}T{found[2]}{found[3] or ':00'}{(found[4] or '').replace(',', '.')[:7]}{offset}"
        )
    except ValueError:
        raise Unfit(f"says {value[:40]!r} where a time is expected") from None
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Unfit(f"says {value!r} where a day is expected") from None


def _of_years(found: date) -> date:
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise Unfit(f"is of the year {found.year}, outside {YEARS[0]} to {YEARS[1]}")
    return found


def _base36(value: int, length: int) -> str:
    digits = ""
    while value:
        value, pair = divmod(value, 36 * 36)
        digits = PAIRS[pair] + digits
    return digits.rjust(length, "0")[-length:]


def sequence_of(value: Any) -> Sequence[Mapping[str, Any]]:
    """The objects in a list; what is no object is left out."""
    return [cast("Mapping[str, Any]", one) for one in listed(value) if isinstance(one, dict)]
