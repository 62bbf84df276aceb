"""What the catalog tests make and ask of accounts."""

from __future__ import annotations

from tests.catalog.world import Fill, Makers

MAKERS: Makers = {
    "invitation": ("/api/invitations", {}),
    "token": ("/api/tokens", {"name": "bot", "scopes": ["read"]}),
}
ADMINS_ONLY = frozenset({"invitation"})
BY_HAND: dict[str, Fill] = {
    "account.update": lambda world: {"display_name": "Somebody else"},
    "token.create": lambda world: {"name": "second", "scopes": ["task:read"]},
    "user.create": lambda world: {"username": f"made_{world.id('task')[-12:]}", "password": "a good long password"},
    "user.get": lambda world: {"id": world.other.id},
    "user.update": lambda world: {"id": world.other.id, "display_name": "Renamed"},
    "user.disable": lambda world: {"id": world.other.id},
    "user.enable": lambda world: {"id": world.other.id},
}
