"""Stored sessions and lines to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.note_sessions.documents import LineDocument, SessionDocument
from hub.features.note_sessions.schemas import Coaching, NoteLine, NoteSession
from hub.storage.documents import encode, to_wire
from hub.storage.plain import Plain, Shape

Raw = Mapping[str, Any]
SESSION = Shape(NoteSession, SessionDocument, made={"coach"})
COACHING = Shape(Coaching, SessionDocument)
LINE = Shape(NoteLine, LineDocument)


async def present_sessions(rows: Sequence[Raw]) -> list[NoteSession]:
    """Public sessions."""
    return SESSION.models(rows, await made_of_sessions(rows))


async def made_of_sessions(rows: Sequence[Raw]) -> list[Plain]:
    """What sessions show beside what is stored as it is shown."""
    return [{"coach": COACHING.plain(row)} for row in rows]


async def present_session(doc: SessionDocument) -> NoteSession:
    """The public form of one session."""
    return (await present_sessions([encode(doc)]))[0]


async def present_lines(rows: Sequence[Raw]) -> list[NoteLine]:
    """Public lines."""
    return [NoteLine.model_validate(to_wire(row)) for row in rows]


async def present_line(doc: LineDocument) -> NoteLine:
    """The public form of one line."""
    return (await present_lines([encode(doc)]))[0]
