"""Who may see and change a note, and the one way to fetch one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hub.features.notes.documents import LabelDocument, NoteDocument
from hub.storage.by_project import count_by_project, newest_by_project
from hub.storage.shares import Access

_access = Access(NoteDocument, "The note")
authorize, access_note, visible, audience = _access.authorize, _access.fetch, _access.visible, _access.audience
labels = Access(LabelDocument, "The label")
access_label, labels_visible = labels.fetch, labels.visible


async def count_new_notes(project_ids: Sequence[str], since: datetime) -> dict[str, int]:
    """How many notes each project got since then."""
    return await count_by_project(NoteDocument, project_ids, {"created_at": {"$gte": since}})


async def newest_notes(project_ids: Sequence[str]) -> dict[str, datetime]:
    """When a note of each project was last changed."""
    return await newest_by_project(NoteDocument, project_ids)
