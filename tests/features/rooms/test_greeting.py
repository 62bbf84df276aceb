"""What a new connection is told, and that nothing falls between that and what it hears."""

from __future__ import annotations

from typing import Any

import pytest

from hub.features.rooms import ready
from tests.house import Person


async def test_a_message_sent_while_somebody_is_being_greeted_reaches_them(
    alice: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "direct", "user_id": bob.id})).ok()
    (await alice("POST", f"/api/rooms/{room['id']}/messages", {"content": "Hello!"})).ok()
    read = ready.news

    async def and_then_alice_writes(*asked: Any) -> Any:
        news = await read(*asked)
        if asked[0] == bob.id:
            (await alice("POST", f"/api/rooms/{room['id']}/messages", {"content": "Are you there?"})).ok()
        return news

    monkeypatch.setattr(ready, "news", and_then_alice_writes)
    async with bob.socket() as socket:
        told = await socket.hear("ready")
        stood = next(one for one in told["rooms"] if one["id"] == room["id"])
        heard = await socket.hear("message.created", lambda event: event["room_id"] == room["id"])
        assert stood["seq"] == 1 and heard["message"]["seq"] == 2
