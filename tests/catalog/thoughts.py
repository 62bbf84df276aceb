"""What the agent does for a person once a model has answered; no door leads there."""

from __future__ import annotations

from typing import Any

from hub.kernel.context import Actor, ActorKind, Call, Origin, Role
from hub.storage.documents import new_id
from tests.house import Person


async def think(person: Person, operation: str, payload: dict[str, Any]) -> Any:
    """Keep an answer as the agent does, on behalf of a person; returns what the operation answers."""
    hub = person.house.hub
    eko = Actor(
        kind=ActorKind.AGENT,
        id=hub.agent.house.eko_id,
        display_name="Eko",
        role=Role.MEMBER,
        on_behalf_of=person.id,
    )
    call = Call(actor=eko, origin=Origin.AGENT, request_id=new_id(), run_id=new_id())
    return (await hub.pipeline.run(operation, payload, call)).result
