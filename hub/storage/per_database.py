"""One of something for the database that is in use, such as what a process remembers of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

V = TypeVar("V")
_times = 0
"""How often the documents have been bound to a database."""


def bound_anew() -> None:
    """The documents have just been bound to a database: what is remembered of another is no longer of use."""
    global _times
    _times += 1


class PerDatabase(Generic[V]):
    """Makes one of something when it is first asked for, and another once the documents are bound anew.

    What a hub remembers of its database is wrong for the next hub of the same process, as in tests.

    Args:
        make: Makes one.
    """

    def __init__(self, make: Callable[[], V]) -> None:
        self._make = make
        self._made: V | None = None
        self._at = 0

    def __call__(self) -> V:
        """The one of the database that the documents are bound to."""
        if self._made is None or self._at != _times:
            self._made, self._at = self._make(), _times
        return self._made
