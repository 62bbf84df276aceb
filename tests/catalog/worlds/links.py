"""What the catalog tests make and ask of links."""

from __future__ import annotations

from tests.catalog.world import Fill, Makers

MAKERS: Makers = {"link": ("/api/links", {"name": "Panorama", "url": "example.org/panorama"})}
BY_HAND: dict[str, Fill] = {
    "link.create": lambda world: {"url": "https://example.org/x"},
    "link.update": lambda world: {"url": "example.org/y", "name": "Another"},
}
