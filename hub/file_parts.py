"""How the door for file bytes is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.doors.files import FilesDoor
from hub.doors.rest import RestDoor
from hub.features.accounts.access import actor_for

if TYPE_CHECKING:
    from hub.main import Hub


def add_files(hub: Hub, rest: RestDoor) -> None:
    """Open the door; it knows a caller as REST does."""
    FilesDoor(hub.pipeline, rest.actor, actor_for).add_to(hub.app)
