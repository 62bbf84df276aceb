"""Stored lines and summaries to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.journal.documents import JournalDocument, SummaryDocument
from hub.features.journal.schemas import JournalLine, JournalSummary
from hub.storage.documents import encode, to_wire
from hub.storage.plain import Shape

Raw = Mapping[str, Any]
LINE = Shape(JournalLine, JournalDocument)
SUMMARY = Shape(JournalSummary, SummaryDocument)


async def present_lines(rows: Sequence[Raw]) -> list[JournalLine]:
    """Public lines."""
    return [JournalLine.model_validate(to_wire(row)) for row in rows]


async def present_line(doc: JournalDocument) -> JournalLine:
    """The public form of one line."""
    return (await present_lines([encode(doc)]))[0]


async def present_summaries(rows: Sequence[Raw]) -> list[JournalSummary]:
    """Public summaries."""
    return [JournalSummary.model_validate(to_wire(row)) for row in rows]


async def present_summary(doc: SummaryDocument) -> JournalSummary:
    """The public form of one summary."""
    return (await present_summaries([encode(doc)]))[0]
