"""One of something for the database that is in use, such as what a process remembers of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from pymongo.asynchronous.collection import AsyncCollection

from hub.storage.documents import Stored

V = TypeVar("V")


class PerDatabase(Generic[V]):
    """Makes one of something when it is first asked for, and another once the documents are bound elsewhere.

    What a hub remembers of its database is wrong for the next hub of the same process, as in tests.

    Args:
        kind: Documents of the database.
        make: Makes one.
    """

    def __init__(self, kind: type[Stored], make: Callable[[], V]) -> None:
        self._kind = kind
        self._make = make
        self._made: tuple[AsyncCollection[dict[str, Any]], V] | None = None

    def __call__(self) -> V:
        """The one of the database that the documents are bound to."""
        bound = self._kind.rows()
        if self._made is None or self._made[0] is not bound:
            self._made = bound, self._make()
        return self._made[1]
