"""Who may see and change a line of a journal: whose journal it is, and nobody else."""

from __future__ import annotations

from hub.features.journal.documents import JournalDocument, SummaryDocument
from hub.storage.shares import Access

_lines = Access(JournalDocument, "The journal line")
authorize, access_line, visible, audience = _lines.authorize, _lines.fetch, _lines.visible, _lines.audience

summaries = Access(SummaryDocument, "The summary")
