"""The Socket.IO door: an event with an operation's name and one object, always acknowledged."""

from __future__ import annotations

import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
from pydantic import BaseModel

from hub.kernel.context import Actor, Call, Origin
from hub.kernel.errors import Code, OperationError, invalid, not_found
from hub.kernel.operation import Door, Effect
from hub.kernel.pipeline import Pipeline
from hub.realtime.server import Connection, Turn
from hub.storage.wire import as_json

log = logging.getLogger(__name__)
MOST_WAITING = 2_000
"""Operations of one connection that may be under way; each holds what it carries."""
Ephemeral = Callable[[Connection, Mapping[str, Any]], Awaitable[Mapping[str, Any]]]


class SocketDoor:
    """Admits one connection's operations in the order sent, and answers each.

    A read is admitted at once; a write when it is done, unless the operation says earlier that its
    place in the order is taken (`Call.admitted`), as sending a message does.
    """

    def __init__(self, pipeline: Pipeline, current: Callable[[Actor], Awaitable[Actor]] | None = None) -> None:
        self._pipeline = pipeline
        self._current = current
        """The caller as of now: a socket outlives what was true when it connected (role, time zone)."""
        self.ephemeral: dict[str, Ephemeral] = {}
        """Events that are never stored (typing), by name."""

    async def receive(self, connection: Connection, event: str, data: Any) -> Mapping[str, Any]:
        """Run what an event asks for; returns the ack."""
        request_id = os.urandom(8).hex()
        if connection.waiting >= MOST_WAITING:
            refusal = OperationError(Code.RATE_LIMITED, "Too much at once. Wait for answers.", retry_after=1)
            return {"ok": False, "error": refusal.envelope(request_id)}
        connection.waiting += 1
        before, connection.lane = connection.lane, (mine := Turn())
        try:
            if before is not None and not before.taken:
                await before.wait()
            return {"ok": True, "data": await self._run(connection, event, data, request_id, mine.take)}
        except OperationError as refusal:
            return {"ok": False, "error": refusal.envelope(request_id)}
        except Exception:
            log.exception("event failed", extra={"request_id": request_id})
            refusal = OperationError(Code.INTERNAL, "Something went wrong here. It has been logged.")
            return {"ok": False, "error": refusal.envelope(request_id)}
        finally:
            connection.waiting -= 1
            mine.take()

    async def _run(
        self, connection: Connection, event: str, data: Any, request_id: str, admitted: Callable[[], None]
    ) -> Any:
        if data is not None and not isinstance(data, dict):
            raise invalid("An event carries one object.")
        fields: dict[str, Any] = dict(data or {})
        if self._current is not None:
            connection.actor = await self._current(connection.actor)
        if event in self.ephemeral:
            admitted()
            return await self.ephemeral[event](connection, fields)
        operation = self._pipeline.catalog.operation(event)
        if operation is None or Door.SOCKET not in operation.doors:
            raise not_found(f"The operation {event[:100]!r}")
        if operation.effect is Effect.READ:
            admitted()
        key = fields.pop("idempotency_key", None) if operation.effect is not Effect.READ else None
        if key is not None and not (isinstance(key, str) and 1 <= len(key) <= 200):
            raise OperationError(
                Code.INVALID, "The input is not valid.", errors={"idempotency_key": "a text of 1 to 200 characters"}
            )
        outcome = await self._pipeline.run(
            event,
            fields,
            Call(
                actor=connection.actor,
                origin=Origin.SOCKET,
                request_id=request_id,
                idempotency_key=key,
                address=connection.address,
                user_agent=connection.user_agent,
                admitted=admitted,
            ),
        )
        result = outcome.result
        return orjson.Fragment(as_json(result)) if isinstance(result, BaseModel) else dict(result)
