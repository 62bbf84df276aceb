"""One of something per database, and another after the documents were bound anew."""

from __future__ import annotations

from hub.storage.database import bind
from hub.storage.per_database import PerDatabase
from tests.house import House


async def test_there_is_one_until_the_documents_are_bound_anew(house: House) -> None:
    kept = PerDatabase(list[str])
    first = kept()
    assert kept() is first
    await bind(house.hub.mongo.database, house.hub.catalog)
    second = kept()
    assert second is not first and kept() is second
