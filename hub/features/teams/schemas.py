"""The wire models of teams."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hub.storage.wire import ById, Color, EntityOut, Id, Input, PageInput, Title, UpdateInput, Wire


class Team(EntityOut):
    """A team that people are in."""

    name: str
    color: str | None


class CreateTeam(Input):
    """A new team."""

    name: Title
    color: Color | None = None


class UpdateTeam(UpdateInput):
    """Changes to a team; only what is sent is changed."""

    name: Title = ""
    color: Color | None = None


class ListTeams(PageInput):
    """Which teams to list, by name."""

    q: Annotated[str | None, Field(max_length=200, description="Words in the name.")] = None


class OfTeam(ById):
    """A team that is asked about."""


class CanRemove(Wire):
    """Whether a team can be deleted as it is."""

    can_remove: bool
    members: int = Field(description="How many stand in the way.")


class ReassignTeam(ById):
    """Where the members of a team go before it is removed: to another team of the same owner, or to none."""

    to_team_id: Id | None


class Reassigned(Wire):
    """What came of it."""

    id: Id
    deleted: bool = True
    moved: int = Field(description="How many were in the team.")
