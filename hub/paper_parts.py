"""How the door for papers is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.doors.papers import PapersDoor
from hub.doors.rest import RestDoor

if TYPE_CHECKING:
    from hub.main import Hub


def add_papers(hub: Hub, rest: RestDoor) -> None:
    """Open the door; it knows a caller as REST does."""
    PapersDoor(hub.pipeline, rest.actor).add_to(hub.app)
