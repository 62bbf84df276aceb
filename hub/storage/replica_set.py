"""Making a lone MongoDB server a replica set of one, with a user, wherever it listens today."""

from __future__ import annotations

import asyncio
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.errors import ConnectionFailure, OperationFailure

from hub.cannot_start import CannotStart

NAME = "panoramix"
USER = "panoramix"
# `__system` because `root` may not write the replica set's own record, which `rewrite_address` must.
_ROLES = ["root", "__system"]

# MongoDB's error codes, from src/mongo/base/error_codes.yml.
_UNAUTHORIZED, _AUTHENTICATION_FAILED, _ALREADY_INITIALISED, _NOT_YET_INITIALISED = 13, 18, 23, 94

Client = AsyncMongoClient[dict[str, Any]]


def connection_url(port: int, password: str) -> str:
    """Return the connection string of the server; it waits for a primary through a restart."""
    return f"mongodb://{USER}:{password}@127.0.0.1:{port}/?authSource=admin&replicaSet={NAME}"


async def make_writable(port: int, password: str, *, fresh: bool) -> str:
    """Bring the listening server to where it takes writes from our user; return its `major.minor`.

    Every step may have been cut short by a crash, so each looks at what is there before it acts.

    Args:
        port: Where the server listens on 127.0.0.1.
        password: Our user's password.
        fresh: Whether the server had no data when it started.
    """
    if fresh or not await _can_sign_in(port, password):
        await _create_user(port, password)
    async with _client(port, password) as client:
        await _agree_on_address(client, port)
        await _wait_until_primary(client)
        info = await client.admin.command("buildInfo")
    return ".".join(str(part) for part in info["versionArray"][:2])


async def rewrite_address(port: int, password: str) -> None:
    """On a server started alone, without its replica set, write the port that it will have from now on.

    `replSetReconfig` would do while nobody answers on the old port. If another program listens there and says
    nothing, the server spends half a minute asking it "are you me?" before it takes any command.
    """
    async with _client(port, password) as client:
        await client.local["system.replset"].update_one(
            {"_id": NAME}, {"$set": {"members.0.host": _one_member(port)["members"][0]["host"]}}
        )


def _client(port: int, password: str | None) -> Client:
    if password is None:
        return AsyncMongoClient("127.0.0.1", port, directConnection=True)
    return AsyncMongoClient(
        "127.0.0.1", port, directConnection=True, username=USER, password=password, authSource="admin"
    )


async def _can_sign_in(port: int, password: str) -> bool:
    async with _client(port, password) as client:
        try:
            await client.admin.command("ping")
        except OperationFailure as failure:
            if failure.code == _AUTHENTICATION_FAILED:
                return False
            raise
    return True


async def _create_user(port: int, password: str) -> None:
    # The server lets a caller from its own machine in while it has no user: the localhost exception.
    async with _client(port, None) as client:
        try:
            await client.admin.command("replSetInitiate", _one_member(port))
        except OperationFailure as failure:
            if failure.code == _UNAUTHORIZED:
                raise CannotStart(
                    "The MongoDB data in this folder has another password than the one kept beside it.",
                    "Put back the file mongodb/password that belongs to this data.",
                ) from failure
            if failure.code != _ALREADY_INITIALISED:
                raise
        await _wait_until_primary(client)
        await client.admin.command("createUser", USER, pwd=password, roles=_ROLES)


async def _agree_on_address(client: Client, port: int) -> None:
    """Write today's port into the replica set: a member that does not find itself there takes no writes."""
    config = await _config(client)
    here = _one_member(port)["members"]
    if [member["host"] for member in config["members"]] != [member["host"] for member in here]:
        config |= {"members": here, "version": config["version"] + 1}
        await client.admin.command("replSetReconfig", config, force=True)


async def _config(client: Client) -> dict[str, Any]:
    while True:
        try:
            return (await client.admin.command("replSetGetConfig"))["config"]
        except OperationFailure as failure:
            # It listens a moment before it has read its configuration. There is one: our user came after it.
            if failure.code != _NOT_YET_INITIALISED:
                raise
        await asyncio.sleep(0.01)


async def _wait_until_primary(client: Client) -> None:
    while True:
        try:
            if (await client.admin.command("hello")).get("isWritablePrimary"):
                return
        except ConnectionFailure:
            pass  # a change of role closes connections; the caller's time limit ends this
        await asyncio.sleep(0.01)


def _one_member(port: int) -> dict[str, Any]:
    return {"_id": NAME, "members": [{"_id": 0, "host": f"127.0.0.1:{port}"}]}
