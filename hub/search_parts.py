"""Puts search into the hub: the engine in its process, and what keeps it up with what is stored."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit, urlunsplit

from hub.features.files.things import KINDS, attached_to
from hub.features.search.access import configure, setup
from hub.log import get_log
from hub.settings import Embeddings, Settings
from hub.storage.search.embedding import Wish
from hub.storage.search.engine_client import SearchEngine, SearchOptions
from hub.subscribers.index_feed import Attached, IndexFeed

if TYPE_CHECKING:
    from hub.main import Hub

log = get_log(__name__)


async def attach_search(hub: Hub, stops: AsyncExitStack) -> None:
    """Have what is stored found. The engine itself starts when there is something to put in or somebody asks."""
    engine = SearchEngine(options_for(hub.settings))
    configure(engine, hub.catalog)
    stops.push_async_callback(engine.close)
    if engine.missing:
        log.info("search.missing", why=engine.missing)
        return
    feed = IndexFeed(
        database=hub.mongo.database,
        catalog=hub.catalog,
        engine=engine,
        holding=hub.scheduler.holding,
        clock=hub.clock,
        attached=Attached(kind="file", things=KINDS, to=attached_to),
    )
    feed.start()
    stops.push_async_callback(feed.stop)


def state() -> dict[str, Any]:
    """The part of `/health/ready`: asks nothing, starts nothing."""
    engine = setup().engine
    why = engine.missing or engine.fault
    return {
        "up": engine.missing is None and engine.fault is None,
        "running": engine.up,
        **({"why": why} if why else {}),
    }


def options_for(settings: Settings) -> SearchOptions:
    """What the settings say about search."""
    url, key = _without_key(settings.qdrant_url or "")
    return SearchOptions(folder=settings.data_dir / "search", wish=wish_for(settings), qdrant_url=url, qdrant_key=key)


def wish_for(settings: Settings) -> Wish:
    """Which model of meaning the settings ask for."""
    kind = settings.embeddings
    if kind is Embeddings.OLLAMA:
        return Wish(kind="ollama", url=settings.ollama_url, model=settings.embeddings_model or "")
    if kind is Embeddings.OPENAI:
        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
        url = settings.openai_base_url or "https://api.openai.com/v1"
        return Wish(kind="openai", url=url, key=key, model=settings.embeddings_model or "")
    return Wish(kind=kind.value)


def _without_key(url: str) -> tuple[str, str]:
    """A URL and the key that stands in it as a password: `https://:KEY@host:6333`."""
    parts = urlsplit(url)
    if parts.password is None:
        return url, ""
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])), unquote(parts.password)
