"""Fractional ranks: keys that sort as text, with always room for another between two."""

from __future__ import annotations

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
FIRST = "i"


def between(low: str | None, high: str | None) -> str:
    """A rank that sorts after `low` and before `high` (None: no bound there).

    Ranks are fractions in base 36 without trailing zeros, so there is always one in between.

    Raises:
        ValueError: `low` does not sort before `high`.
    """
    low, high = low or "", high or ""
    if high and low >= high:
        raise ValueError(f"no rank lies between {low!r} and {high!r}")
    shared = ""
    place = 0
    while True:
        floor = DIGITS.index(low[place]) if place < len(low) else 0
        ceiling = DIGITS.index(high[place]) if place < len(high) else (len(DIGITS) if not high else 0)
        if high and floor == ceiling:
            shared += DIGITS[floor]
            place += 1
            continue
        if ceiling - floor > 1:
            return shared + DIGITS[(floor + ceiling) // 2]
        shared += DIGITS[floor]
        place += 1
        high = ""


def before(first: str | None) -> str:
    """A rank at the top of a list, above its first.

    It counts down instead of halving what is left, so that keys stay short when things are put on
    top again and again; where it reaches zero it goes on with three times the digits.
    """
    if not first:
        return FIRST
    number = int(first, 36) - 1
    number -= number % 36 == 0
    if number < 1:
        return "0" * len(first) + DIGITS[-1] * len(first) * 2
    return _digits(number, len(first))


def after(last: str | None) -> str:
    """A rank at the bottom of a list, below its last; it counts up, as `before` counts down."""
    if not last:
        return FIRST
    number = int(last, 36) + 1
    number += number % 36 == 0
    if number >= 36 ** len(last):
        return last + "0" * (len(last) * 2 - 1) + "1"
    return _digits(number, len(last))


def _digits(number: int, length: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits.rjust(length, "0")
