"""What the journal feature hands over to the composition root."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.journal import operations, thinking
from hub.features.journal.access import audience, authorize, summaries, visible
from hub.features.journal.documents import JournalDocument, SummaryDocument
from hub.features.journal.present import present_lines, present_summaries
from hub.features.journal.schemas import JournalLine, JournalSummary
from hub.kernel.catalog import Entity, Feature, Searchable


async def _texts(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return [row["text"] for row in rows]


FEATURE = Feature(
    name="journal",
    operations=(
        operations.create_line,
        operations.list_lines,
        operations.get_line,
        operations.update_line,
        operations.delete_line,
        thinking.fix_line,
        thinking.keep_fix,
        thinking.summarize_journal,
        thinking.keep_summary,
        thinking.list_summaries,
        thinking.get_summary,
        thinking.delete_summary,
        thinking.make_task,
    ),
    entities=(
        Entity(
            kind="journal",
            document=JournalDocument,
            model=JournalLine,
            present=present_lines,
            audience=audience,
            authorize=authorize,
            visible=visible,
            label=lambda raw: str(raw.get("text", ""))[:80],
            unrecorded=frozenset({"words"}),
            search=Searchable(text=_texts, at="at"),
        ),
        Entity(
            kind="journal_summary",
            document=SummaryDocument,
            model=JournalSummary,
            present=present_summaries,
            audience=summaries.audience,
            authorize=summaries.authorize,
            label=lambda raw: str(raw.get("text", ""))[:80],
        ),
    ),
    thoughts=(thinking.FIX, thinking.SUMMARIZE),
)
