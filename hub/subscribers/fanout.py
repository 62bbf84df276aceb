"""What happens to a commit: every changed entity is published to its audience."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from hub.kernel.catalog import Entity
from hub.kernel.context import Call
from hub.kernel.events import Publish, Signal
from hub.kernel.operation import Operation
from hub.kernel.pipeline import Committed
from hub.storage.activity import Change

log = logging.getLogger(__name__)


class Carrier(Protocol):
    """Carries signals to the sockets."""

    async def carry(self, signals: Sequence[Signal]) -> None:
        """Carry signals out, in order."""
        ...


Follower = Callable[[Operation, Call, Committed], None]


class Fanout:
    """Turns committed changes into events. Only this is best effort; the client catches up."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self.followers: list[Follower] = []

    async def committed(self, operation: Operation, call: Call, done: Committed) -> None:
        """Publish what a commit changed, then carry out its signals."""
        try:
            for follower in self.followers:
                follower(operation, call, done)
            told = [signal for change in done.changes for signal in await _signals(change, call)]
            await self._carrier.carry([*told, *done.signals])
        except Exception:
            log.exception("a commit could not be told", extra={"operation": operation.name})


async def _signals(change: Change, call: Call) -> list[Signal]:
    entity = change.entity
    if entity is None or entity.silent:
        return []
    public = (await entity.present([change.stored]))[0]
    by = call.actor.public()
    now = await entity.audience(change.stored)
    if entity.announce is not None:
        return list(entity.announce(change.before, change.after, public, by, now))
    events: list[Signal] = []
    if change.change == "updated" and change.before is not None:
        # First those who lose it: who is in both circles has it in the end.
        lost = await entity.audience(change.before) - now
        if lost:
            events.append(_event(entity, "deleted", lost, None, by, change.stored["revision"], change.id))
    events.append(_event(entity, change.change, now, public, by, change.stored["revision"]))
    return events


def _event(
    entity: Entity,
    happened: str,
    audience: frozenset[str],
    public: Any,
    by: dict[str, Any],
    revision: int,
    id: str | None = None,
) -> Publish:
    shown = public.model_dump(mode="json", by_alias=True) if public is not None else {"id": id}
    return Publish(
        name=f"{entity.kind}.{happened}",
        audience=audience,
        payload={"entity": shown, "revision": revision, "by": by},
    )
