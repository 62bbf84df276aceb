"""What the catalog tests make and ask of projects."""

from __future__ import annotations

from collections.abc import Collection

from tests.catalog.world import Fill, Makers, World

MAKERS: Makers = {
    "project": ("/api/projects", {"name": "Website"}),
    "second_project": ("/api/projects", {"name": "Moving house"}),
}
BY_HAND: dict[str, Fill] = {
    "project.move": lambda world: {"after_id": world.id("second_project")},
    "project.update": lambda world: {"name": "New website", "risk": "high"},
    "project.set_member": lambda world: {"user_id": world.other.id, "role": "editor"},
    "project.remove_member": lambda world: {"user_id": world.other.id},
}


async def prepare(world: World, kinds: Collection[str]) -> None:
    """What takes more than one request."""
    if "project" in kinds:
        path = f"/api/projects/{world.ids['project']}/members/{world.other.id}"
        (await world.owner("PUT", path, {"role": "viewer"})).ok()
