"""What the catalog tests make and ask of people."""

from __future__ import annotations

from tests.catalog.world import Fill, Makers

MAKERS: Makers = {
    "manager": ("/api/people", {"first_name": "Ada", "last_name": "Lovelace"}),
    "person": ("/api/people", {"first_name": "Paul", "last_name": "Durand"}),
}
BY_HAND: dict[str, Fill] = {
    "person.create": lambda world: {"first_name": "Élodie", "last_name": "Martin", "aliases": ["Lo"]},
    "person.update": lambda world: {"role": "Sales", "manager_id": world.id("manager"), "email": "paul@example.org"},
}
