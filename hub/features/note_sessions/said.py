"""What sessions say of themselves, for search: their titles and what a model made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Raw = Mapping[str, Any]


async def texts(rows: Sequence[Raw]) -> list[str]:
    """The text of each session, without its lines."""
    return ["\n".join([row["title"], *_summary(row)]) for row in rows]


def _summary(row: Raw) -> list[str]:
    summary = row.get("summary")
    if not summary:
        return []
    points = (point["text"] for name in ("decisions", "risks", "next_steps") for point in summary[name])
    return [summary["text"], *points]
