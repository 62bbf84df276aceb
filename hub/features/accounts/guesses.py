"""How often a password may be guessed, beyond the rate limit of the sign-in operation itself."""

from __future__ import annotations

import time
from collections import OrderedDict

from hub.features.accounts.setup import setup
from hub.kernel.errors import Code, OperationError
from hub.settings import RateLimits

PER_ADDRESS = 10
"""Wrong guesses at one name from one address at once; one more every ten seconds."""
PER_NAME = 60
"""Wrong guesses at one name from everywhere. Higher, so that one stranger cannot easily lock a person out."""
PER_SECOND = 0.1
KEPT = 20_000

_wrong: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()


def check(username: str, address: str) -> None:
    """Refuse to look at yet another guess.

    Raises:
        OperationError: `rate_limited`.
    """
    if setup().settings.rate_limits is RateLimits.OFF:
        return
    for key, allowed in _keys(username, address):
        over = _level(key) - allowed + 1
        if over > 0:
            raise OperationError(
                Code.RATE_LIMITED,
                "Too many wrong passwords. Wait a moment, then try again.",
                retry_after=round(over / PER_SECOND, 1),
            )


def wrong(username: str, address: str) -> None:
    """Count a wrong guess, whether or not the name exists."""
    now = time.monotonic()
    for key, _ in _keys(username, address):
        _wrong[key] = (_level(key) + 1, now)
        _wrong.move_to_end(key)
    while len(_wrong) > KEPT:
        _wrong.popitem(last=False)


def right(username: str, address: str) -> None:
    """Forget the wrong guesses from where the right one came."""
    _wrong.pop((username, address), None)


def _keys(username: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
    return ((username, address), PER_ADDRESS), ((username, ""), PER_NAME)


def _level(key: tuple[str, str]) -> float:
    level, at = _wrong.get(key, (0.0, 0.0))
    return max(0.0, level - (time.monotonic() - at) * PER_SECOND)
