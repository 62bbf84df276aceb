"""One of something per database, and another after the documents were bound elsewhere."""

from __future__ import annotations

import pytest

from hub.features.notes.documents import NoteDocument
from hub.storage.per_database import PerDatabase
from tests.house import House


async def test_there_is_one_until_the_documents_are_bound_elsewhere(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = PerDatabase(NoteDocument, list[str])
    first = kept()
    assert kept() is first
    elsewhere = NoteDocument.rows().database.client["elsewhere"]["notes"]
    with monkeypatch.context() as bound:
        bound.setattr(NoteDocument, "rows", lambda: elsewhere)
        second = kept()
        assert second is not first and kept() is second
    assert kept() is not second
