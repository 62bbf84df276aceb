"""What main hands to this feature, and how the feed that fills the index remembers where it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hub.features.search.documents import STATE, SearchStateDocument
from hub.features.search.texts import Texts
from hub.kernel.catalog import Catalog
from hub.storage.search.engine_client import SearchEngine

COLLECTION = SearchStateDocument.collection_name()


@dataclass(frozen=True, kw_only=True)
class Setup:
    """The parts of this process that search is made of."""

    engine: SearchEngine
    catalog: Catalog
    texts: Texts


_current: Setup | None = None


def configure(engine: SearchEngine, catalog: Catalog) -> None:
    """Set up the feature; main calls it before the first operation."""
    global _current
    _current = Setup(engine=engine, catalog=catalog, texts=Texts(catalog))


def setup() -> Setup:
    """What was configured.

    Raises:
        RuntimeError: Main has not called `configure`.
    """
    if _current is None:
        raise RuntimeError("hub.features.search.access.configure was not called")
    return _current


async def read_state() -> SearchStateDocument:
    """How far the index follows what is stored."""
    raw = await SearchStateDocument.rows().find_one({"_id": STATE})
    return SearchStateDocument.model_validate(raw or {"_id": STATE})


async def write_state(**fields: Any) -> None:
    """Remember it. Not part of anything that can be undone."""
    await SearchStateDocument.rows().update_one({"_id": STATE}, {"$set": fields}, upsert=True)


async def remember_later(id: str) -> None:
    """Remember an import's entry in the activity: what it names is to be put in when there is time."""
    await SearchStateDocument.rows().update_one({"_id": STATE}, {"$addToSet": {"later": id}}, upsert=True)


async def forget_later(id: str) -> None:
    """What that entry names has been put in."""
    await SearchStateDocument.rows().update_one({"_id": STATE}, {"$pull": {"later": id}})


async def want_rebuild() -> None:
    """Have whoever fills the index put everything in anew."""
    await SearchStateDocument.rows().update_one({"_id": STATE}, {"$inc": {"wanted": 1}}, upsert=True)
