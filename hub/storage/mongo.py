"""The connection to MongoDB, to a server elsewhere or to one of our own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pymongo
from pymongo import AsyncMongoClient, MongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.database import Database
from pymongo.errors import ConfigurationError, OperationFailure, PyMongoError
from pymongo.uri_parser import parse_uri

from hub.cannot_start import CannotStart
from hub.log import get_log
from hub.settings import Settings
from hub.storage.data_folder import DataFolderInUse
from hub.storage.ending import end
from hub.storage.mongod import EmbeddedMongo, url_of_running

log = get_log(__name__)

DATABASE = "panoramix"
OPTIONS: dict[str, Any] = {"tz_aware": True, "appname": "panoramix", "w": "majority"}

Client = AsyncMongoClient[dict[str, Any]]


@dataclass(kw_only=True)
class MongoHandle:
    """An open connection, with the server behind it when that is ours.

    Attributes:
        url: Connection string; it holds a password, so it is not for the log.
        client: Belongs to the event loop that opened it. Writes are acknowledged by a majority.
        database_name: `panoramix`, unless an external URL names another.
        embedded: The server of our own, None for an external one.
    """

    url: str = field(repr=False)
    client: Client
    database_name: str = DATABASE
    embedded: EmbeddedMongo | None = None
    _watching: asyncio.Task[None] | None = field(default=None, repr=False)

    @property
    def database(self) -> AsyncDatabase[dict[str, Any]]:
        """The database that holds everything of ours."""
        return self.client[self.database_name]

    def blocking(self) -> Database[dict[str, Any]]:
        """The same database for a thread, over a connection of its own; whoever asks closes its client."""
        client: MongoClient[dict[str, Any]] = MongoClient(_with_timeouts(self.url), **OPTIONS)
        return client[self.database_name]

    async def is_up(self, timeout_s: float = 1.0) -> bool:
        """Whether the server answers now; for `/health/ready`.

        The driver itself is told how long it may take. It is not cancelled: a wait for a server that is cancelled
        at the moment at which it ends by itself leaves the driver's lock taken for ever (PyMongo 4, Python 3.11).
        """
        try:
            with pymongo.timeout(timeout_s):
                await self.client.admin.command("ping")
        except PyMongoError:
            return False
        return True

    async def stop(self) -> None:
        """Close the connection, and shut down the server if it is ours."""
        await self.client.close()
        if self._watching is not None:
            await end(self._watching)
        if self.embedded is not None:
            await self.embedded.stop()


async def open_mongo(settings: Settings) -> MongoHandle:
    """Connect to `PANORAMIX_MONGO_URL`, or start a server of our own, watched until `stop`.

    Raises:
        CannotStart: there is no usable server; the text says what to do.
    """
    if settings.mongo_url is not None:
        return await _open_external(settings.mongo_url.get_secret_value())
    embedded = await EmbeddedMongo.start(settings.data_dir)
    return MongoHandle(
        url=embedded.url,
        client=_client(embedded.url),
        embedded=embedded,
        _watching=asyncio.create_task(embedded.watch(), name="watch mongod"),
    )


async def open_or_join_mongo(settings: Settings) -> MongoHandle:
    """As `open_mongo`, but beside a running hub on this data folder use that one's server."""
    try:
        return await open_mongo(settings)
    except DataFolderInUse:
        url = url_of_running(settings.data_dir)
        if url is None:
            raise
        return MongoHandle(url=url, client=_client(url))


async def _open_external(url: str) -> MongoHandle:
    try:
        name = parse_uri(url)["database"] or DATABASE
        client = _client(url)
    except (ConfigurationError, ValueError) as error:
        raise CannotStart(
            f"PANORAMIX_MONGO_URL is not a MongoDB URL: {error}.", "mongodb://user:password@host:27017/"
        ) from error
    handle = MongoHandle(url=url, client=client, database_name=name)
    try:
        await _check_external(client)
    except BaseException:
        await handle.stop()
        raise
    log.info("mongo.connected", database=name)
    return handle


async def _check_external(client: Client) -> None:
    try:
        hello = await client.admin.command("hello")
        await client.admin.command("ping")
    except OperationFailure as error:
        raise CannotStart(f"MongoDB refused the connection: {_reason(error)}.", "Check user and password.") from error
    except PyMongoError as error:
        raise CannotStart(
            f"MongoDB at PANORAMIX_MONGO_URL does not answer: {error}.",
            "Is it running, and reachable from here?",
        ) from error
    # Transactions and change streams, which everything rests on, need one of the two.
    if "setName" not in hello and hello.get("msg") != "isdbgrid":
        raise CannotStart(
            "MongoDB at PANORAMIX_MONGO_URL is a lone server, without transactions.",
            "Make it a replica set: start it with --replSet NAME, then run rs.initiate() once.",
        )


def _reason(error: OperationFailure) -> str:
    return str((error.details or {}).get("errmsg", error))


def _client(url: str) -> Client:
    return AsyncMongoClient(_with_timeouts(url), **OPTIONS)


def _with_timeouts(url: str) -> str:
    # Long enough for our own server to come back after a crash, short enough for a caller to hear of it; a server
    # that hangs must not hold its callers for ever.
    for name, milliseconds in (("serverSelectionTimeoutMS", 8000), ("socketTimeoutMS", 20000)):
        if name.lower() not in url.lower():
            url += f"{'&' if '?' in url else '?'}{name}={milliseconds}"
    return url
