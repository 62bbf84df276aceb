"""Hearing and speaking through the operations of the rooms and messages features."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from agents.runtime.hands import as_json
from agents.runtime.ports import Heard
from hub.kernel.context import Actor, ActorKind, Call, Origin
from hub.kernel.errors import Code, OperationError
from hub.kernel.pipeline import Pipeline
from hub.storage.documents import new_id

_log = logging.getLogger(__name__)
# The room is gone, or the asker has left it: there is nobody to answer, and the run says what it did.
_NOBODY_THERE = frozenset({Code.NOT_FOUND, Code.FORBIDDEN})


class PipelineRooms:
    """The rooms as an asker sees them, and Eko's voice in them."""

    def __init__(self, pipeline: Pipeline, eko_id: str, eko_name: str = "Eko") -> None:
        self._pipeline = pipeline
        self._eko_id = eko_id
        self._eko_name = eko_name

    async def post(
        self,
        *,
        room_id: str,
        run_id: str,
        asker: Actor,
        content: str,
        key: str,
        card: Mapping[str, Any] | None = None,
    ) -> str | None:
        """Say something as Eko; None where nobody can be reached there any more."""
        payload = {
            "room_id": room_id,
            "run_id": run_id,
            "content": content,
            "client_msg_id": key,
            "card": None if card is None else dict(card),
        }
        try:
            done = await self._pipeline.run("message.answer", payload, self._call(self._agent(asker)))
        except OperationError as refusal:
            if refusal.code not in _NOBODY_THERE:
                raise
            _log.info("an answer has no room any more", extra={"run_id": run_id, "room_id": room_id})
            return None
        return str(as_json(done.result)["id"])

    async def direct_room(self, asker: Actor) -> str:
        """The asker's direct room with Eko, made if there is none yet."""
        payload = {"kind": "direct", "user_id": self._eko_id}
        done = await self._pipeline.run("room.create", payload, self._call(self._agent(asker)))
        return str(as_json(done.result)["id"])

    async def recent(self, *, room_id: str, asker: Actor, before_id: str, limit: int) -> Sequence[Heard]:
        """What was said before a message, oldest first."""
        call = self._call(self._agent(asker))
        message = as_json((await self._pipeline.run("message.get", {"id": before_id}, call)).result)
        payload = {"room_id": room_id, "before_seq": message["seq"], "limit": limit}
        page = as_json((await self._pipeline.run("message.list", payload, call)).result)
        heard = [
            Heard(
                id=item["id"],
                sender_id=item["sender"]["id"],
                by_eko=item["kind"] == "agent",
                said_to=item["sender"].get("on_behalf_of"),
                run_id=item.get("run_id"),
                content=item["content"],
            )
            for item in page["items"]
            if item["content"] and not item.get("deleted_at")
        ]
        return list(reversed(heard))

    def _agent(self, asker: Actor) -> Actor:
        # Speaking is not one of the asker's powers: a token that may only write messages still gets answers.
        return replace(
            asker,
            kind=ActorKind.AGENT,
            id=self._eko_id,
            display_name=self._eko_name,
            on_behalf_of=asker.person_id,
            scopes=None,
        )

    def _call(self, actor: Actor) -> Call:
        return Call(actor=actor, origin=Origin.AGENT, request_id=new_id())
