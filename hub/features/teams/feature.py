"""What the teams feature hands over to the composition root."""

from __future__ import annotations

from hub.features.teams import operations
from hub.features.teams.access import audience, authorize, visible
from hub.features.teams.documents import TeamDocument
from hub.features.teams.present import present_teams, text_of
from hub.features.teams.schemas import Team
from hub.kernel.catalog import Entity, Feature, Searchable

FEATURE = Feature(
    name="teams",
    operations=(
        operations.create_team,
        operations.list_teams,
        operations.get_team,
        operations.update_team,
        operations.can_remove_team,
        operations.delete_team,
        operations.reassign_team,
    ),
    entities=(
        Entity(
            kind="team",
            document=TeamDocument,
            model=Team,
            present=present_teams,
            audience=audience,
            authorize=authorize,
            visible=visible,
            search=Searchable(text=text_of),
            unrecorded=frozenset({"words", "turn"}),
        ),
    ),
)
