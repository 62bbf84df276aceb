"""What the catalog tests make and ask of reports."""

from __future__ import annotations

from collections.abc import Collection

from tests.catalog.world import Fill, Makers, World

LOBBY = "000000000000000000000001"
NOTHING = "0123456789abcdef01234567"
MAKERS: Makers = {}
BY_HAND: dict[str, Fill] = {
    "report.create": lambda world: {"message_id": world.ids.get("reportable", NOTHING), "reason": "Rude"},
}


async def prepare(world: World, kinds: Collection[str]) -> None:
    """Two messages of somebody else's, one of them reported: a report is of what another has written."""
    if kinds and "message" not in kinds:
        return
    said = [
        (await world.other("POST", f"/api/rooms/{LOBBY}/messages", {"content": text})).ok()["id"]
        for text in ("Nonsense", "More nonsense")
    ]
    body = {"message_id": said[0], "reason": "Nonsense"}
    world.ids["report"] = (await world.owner("POST", "/api/reports", body)).ok()["id"]
    world.ids["reportable"] = said[1]
