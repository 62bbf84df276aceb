"""What the catalog tests ask of drafts; their schemas say the rest."""

from __future__ import annotations

from tests.catalog.world import Fill, Makers

MAKERS: Makers = {}
BY_HAND: dict[str, Fill] = {"draft.save": lambda world: {"content": "Half a thought"}}
