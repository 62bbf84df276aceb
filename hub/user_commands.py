"""`panoramix user …`: accounts from the command line, through the same operations as everywhere else.

Works beside a running hub (it uses that one's database) and without one (it starts the database for a moment).
Whoever may read the data folder is trusted, as with any such command.
"""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from typing import Any

from pydantic import BaseModel

from hub.cannot_start import CannotStart
from hub.kernel.context import SYSTEM, Call, Origin
from hub.kernel.errors import OperationError
from hub.kernel.pipeline import Pipeline
from hub.log import configure_logging
from hub.main import build
from hub.settings import Settings
from hub.storage.documents import new_id
from hub.storage.mongo import open_or_join_mongo

Answer = Mapping[str, Any]


def run(given: Namespace, settings: Settings) -> int:
    """Run one of the commands; return its exit status."""
    configure_logging(settings.log_format, "warning")
    try:
        asyncio.run(_with_hub(settings, given))
    except OperationError as refusal:
        details = "".join(f"\n  {name}: {what}" for name, what in (refusal.errors or {}).items())
        sys.stderr.write(f"{refusal.detail}{details}\n")
        return 1
    return 0


async def _with_hub(settings: Settings, given: Namespace) -> None:
    mongo = await open_or_join_mongo(settings)
    try:
        hub = await build(settings, mongo=mongo)
        try:
            await _COMMANDS[given.command](hub.pipeline, given)
        finally:
            await hub.stop()
    finally:
        await mongo.stop()


async def _create(pipeline: Pipeline, given: Namespace) -> None:
    wanted = {
        "username": given.username,
        "display_name": given.display_name,
        "email": given.email,
        "role": given.role,
        "password": _password(given),
    }
    made = await _run(pipeline, "user.create", {name: value for name, value in wanted.items() if value is not None})
    _say(f"{made['user']['username']} ({made['user']['role']}) was created.")
    _show_password(made)


async def _list(pipeline: Pipeline, given: Namespace) -> None:
    _say(f"{'username':<32}{'role':<10}{'state':<10}name")
    async for user in _users(pipeline, given.search):
        state = "disabled" if user["disabled"] else "active"
        _say(f"{user['username']:<32}{user['role']:<10}{state:<10}{user['display_name']}")


async def _role(pipeline: Pipeline, given: Namespace) -> None:
    user = await _user(pipeline, given.username)
    changed = await _run(pipeline, "user.update", {"id": user["id"], "role": given.role})
    _say(f"{changed['username']} is now {changed['role']}.")


async def _disable(pipeline: Pipeline, given: Namespace) -> None:
    user = await _user(pipeline, given.username)
    await _run(pipeline, "user.enable" if given.undo else "user.disable", {"id": user["id"]})
    _say(f"{user['username']} {'may sign in again' if given.undo else 'is locked out'}.")


async def _reset_password(pipeline: Pipeline, given: Namespace) -> None:
    user = await _user(pipeline, given.username)
    password = _password(given)
    wanted = {"id": user["id"]} | ({} if password is None else {"password": password})
    done = await _run(pipeline, "user.reset_password", wanted)
    _say(f"{user['username']} has a new password, and is signed out everywhere.")
    _show_password(done)


_COMMANDS: Mapping[str, Callable[[Pipeline, Namespace], Coroutine[Any, Any, None]]] = {
    "create": _create,
    "list": _list,
    "role": _role,
    "disable": _disable,
    "reset-password": _reset_password,
}


async def _run(pipeline: Pipeline, operation: str, wanted: Mapping[str, Any]) -> Answer:
    call = Call(actor=SYSTEM, origin=Origin.CLI, request_id=new_id())
    result = (await pipeline.run(operation, wanted, call)).result
    return result.model_dump(mode="json") if isinstance(result, BaseModel) else result


async def _users(pipeline: Pipeline, search: str | None) -> AsyncIterator[Answer]:
    wanted: dict[str, Any] = {"limit": 200} | ({"q": search} if search else {})
    while True:
        page = await _run(pipeline, "user.list", wanted)
        for user in page["items"]:
            yield user
        if page["next_cursor"] is None:
            return
        wanted["cursor"] = page["next_cursor"]


async def _user(pipeline: Pipeline, username: str) -> Answer:
    async for user in _users(pipeline, username):
        if user["username"] == username.lower():
            return user
    raise CannotStart(f"There is no account {username!r}.", "panoramix user list")


def _password(given: Namespace) -> str | None:
    """Return what is on standard input, if it is to come from there; else one is made."""
    return sys.stdin.readline().rstrip("\r\n") if given.password_stdin else None


def _show_password(answer: Answer) -> None:
    if answer["password"] is not None:
        _say(f"Password (shown this once): {answer['password']}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
