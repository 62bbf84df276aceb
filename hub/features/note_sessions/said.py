"""What sessions say, for search: a session with all of its lines and what a model made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.note_sessions.documents import LineDocument

Raw = Mapping[str, Any]


async def texts(rows: Sequence[Raw]) -> list[str]:
    """The whole text of each session."""
    lines: dict[str, list[str]] = {row["_id"]: [] for row in rows}
    found = LineDocument.rows().find({"session_id": {"$in": list(lines)}}, {"session_id": 1, "text": 1})
    async for line in found.sort([("session_id", 1), ("rank", 1), ("_id", 1)]):
        lines[line["session_id"]].append(line["text"])
    return ["\n".join([row["title"], *_summary(row), *lines[row["_id"]]]) for row in rows]


async def line_texts(rows: Sequence[Raw]) -> list[str]:
    """The text of each line."""
    return [row["text"] for row in rows]


def _summary(row: Raw) -> list[str]:
    summary = row.get("summary")
    if not summary:
        return []
    points = (point["text"] for name in ("decisions", "risks", "next_steps") for point in summary[name])
    return [summary["text"], *points]
