"""Stored sessions and lines to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.note_sessions.documents import LineDocument, SessionDocument
from hub.features.note_sessions.schemas import NoteLine, NoteSession
from hub.storage.documents import encode, to_wire

Raw = Mapping[str, Any]


async def present_sessions(rows: Sequence[Raw]) -> list[NoteSession]:
    """Public sessions."""
    return [
        NoteSession.model_validate(
            {**to_wire(row), "coach": {"questions": row["questions"], "ideas": row["ideas"]}},
        )
        for row in rows
    ]


async def present_session(doc: SessionDocument) -> NoteSession:
    """The public form of one session."""
    return (await present_sessions([encode(doc)]))[0]


async def present_lines(rows: Sequence[Raw]) -> list[NoteLine]:
    """Public lines."""
    return [NoteLine.model_validate(to_wire(row)) for row in rows]


async def present_line(doc: LineDocument) -> NoteLine:
    """The public form of one line."""
    return (await present_lines([encode(doc)]))[0]
