"""What one person has made, from what each feature says of itself in `worlds`."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

from tests.catalog import worlds
from tests.house import Person

Makers = dict[str, tuple[str, Any]]
"""Kind to the path that it is posted to, with `{kind}` for the ids of others, and the body.

A body that is a function is made each time, for what there can only be one of.
"""


@dataclass
class World:
    """What one person has made, so that every operation has something to work on."""

    owner: Person
    other: Person
    ids: dict[str, str] = field(default_factory=dict)

    @classmethod
    async def make(cls, owner: Person, other: Person) -> World:
        """One entity of each kind, made through the doors."""
        world = cls(owner, other)
        for kind in makers():
            await world._make(kind)
        await world._prepare(makers())
        return world

    async def renew(self, feature: str) -> None:
        """Make what an operation of that feature works on anew, and what hangs on it."""
        if feature == "user":
            self.other = await self.owner.house.person("other")
        kinds = [kind for kind, (path, _) in makers().items() if kind == feature or f"{{{feature}}}" in path]
        if feature == "room":
            kinds.append("second_room")
        for kind in kinds:
            await self._make(kind)
        await self._prepare(kinds)

    async def _make(self, kind: str) -> None:
        path, body = makers()[kind]
        if kind not in admins_only() or self.owner.user["role"] == "admin":
            given = body() if callable(body) else body
            self.ids[kind] = (await self.owner("POST", path.format(**self.ids), given)).ok()["id"]

    async def _prepare(self, kinds: Collection[str]) -> None:
        """What takes more than one request."""
        for found in features():
            if hasattr(found, "prepare"):
                await found.prepare(self, kinds)

    def id(self, kind: str) -> str:
        """The id of the world's entity of that kind."""
        return self.ids[kind]


Fill = Callable[[World], dict[str, Any]]
"""What to add to an operation's input."""


@cache
def features() -> tuple[ModuleType, ...]:
    """What each feature says of itself."""
    return tuple(
        importlib.import_module(f"{worlds.__name__}.{one.name}") for one in pkgutil.iter_modules(worlds.__path__)
    )


@cache
def makers() -> Makers:
    """How to make one of each kind, in an order in which each finds what it hangs on."""
    left: Makers = {kind: made for found in features() for kind, made in found.MAKERS.items()}
    ordered: Makers = {}
    while left:
        ready = [kind for kind, (path, _) in left.items() if set(re.findall(r"{(\w+)}", path)) <= ordered.keys()]
        assert ready, f"nothing makes what these hang on: {sorted(left)}"
        ordered.update((kind, left.pop(kind)) for kind in ready)
    return ordered


@cache
def admins_only() -> frozenset[str]:
    """Kinds that only administrators make."""
    return frozenset[str]().union(*(getattr(found, "ADMINS_ONLY", ()) for found in features()))


@cache
def by_hand() -> dict[str, Fill]:
    """What schemas cannot tell of an operation's input."""
    return {name: fill for found in features() for name, fill in found.BY_HAND.items()}
