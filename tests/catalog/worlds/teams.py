"""What the catalog tests make and ask of teams."""

from __future__ import annotations

from tests.catalog.world import Fill, Makers

MAKERS: Makers = {
    "team": ("/api/teams", {"name": "Sales"}),
    "second_team": ("/api/teams", {"name": "Support"}),
}
BY_HAND: dict[str, Fill] = {
    "team.update": lambda world: {"name": "Sales and more", "color": "#123456"},
    "team.reassign": lambda world: {"to_team_id": world.id("second_team")},
}
