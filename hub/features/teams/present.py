"""Stored teams to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.teams.documents import TeamDocument
from hub.features.teams.schemas import Team
from hub.storage.documents import encode, to_wire
from hub.storage.plain import Shape

TEAM = Shape(Team, TeamDocument)


async def present_teams(rows: Sequence[Mapping[str, Any]]) -> list[Team]:
    """Public teams."""
    return [Team.model_validate(to_wire(row)) for row in rows]


async def present_team(doc: TeamDocument) -> Team:
    """The public form of one team."""
    return (await present_teams([encode(doc)]))[0]


async def text_of(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What teams are searched by."""
    return [row["name"] for row in rows]
