"""How often Python looks for garbage that refers to itself."""

from __future__ import annotations

import gc

YOUNG = 50_000
"""New objects, less those that went by themselves, before the young are looked through. Someone who comes back leaves
some sixty: in a crowd each look finds nothing but people who stay."""
GENERATIONS = (50, 20)


def calm_collector() -> None:
    """Look for cycles rarely, and never again through what the start has made; call it once all is put together.

    The hub makes few cycles and keeps many objects: with Python's own thresholds (700, 10, 10) a quarter of
    what it costs when a thousand clients come back was looking through all connections again and again, in
    pauses that everyone waited for.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *GENERATIONS)
