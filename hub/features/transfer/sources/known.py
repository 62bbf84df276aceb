"""The formats that can be read."""

from __future__ import annotations

from collections.abc import Mapping

from hub.features.transfer.sources import Source
from hub.features.transfer.sources.organizer import Organizer
from hub.features.transfer.sources.panorama import Panorama
from hub.features.transfer.sources.workspace import Workspace

ARCHIVE = "archive"
"""Our own; `archive.py` reads it."""
SOURCES: Mapping[str, type[Source]] = {"organizer": Organizer, "panorama": Panorama, "workspace": Workspace}
"""By the name that a person gives: `panoramix import NAME FILE`."""
INSTANCE = frozenset({"organizer", "workspace"})
"""Those that hold people and what they said to each other: only for administrators."""
