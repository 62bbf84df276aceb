"""Sessions that another process has ended (another hub, or `panoramix user disable`), told by the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from pymongo.errors import PyMongoError

from hub.features.accounts.documents import Account, PersonalToken, Session
from hub.features.accounts.recognition import doubt, forget
from hub.storage.ending import end

log = logging.getLogger(__name__)
PAUSE_S = 2.0
AWAIT_MS = 10_000
FOLLOWED = [
    {
        "$match": {
            "$or": [
                {
                    "operationType": "delete",
                    "ns.coll": {"$in": [Session.Settings.name, PersonalToken.Settings.name]},
                },
                {"ns.coll": Account.Settings.name, "updateDescription.updatedFields.disabled": True},
            ]
        }
    }
]

Cut = Callable[[str, str], Awaitable[None]]
"""`(id, reason)`: cuts the sockets of a session, a token or an account, if there are any here."""


class EndedElsewhere:
    """Follows the ends of sessions and tokens. Those that this process ended have been cut before."""

    def __init__(self, *, cut_session: Cut, cut_person: Cut) -> None:
        self._cut_session = cut_session
        self._cut_person = cut_person
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start following."""
        self._task = asyncio.create_task(self._follow(), name="ended elsewhere")

    async def stop(self) -> None:
        """Stop following."""
        if self._task is not None:
            await end(self._task)

    async def _follow(self) -> None:
        after: Mapping[str, Any] | None = None
        while True:
            try:
                database = Session.rows().database
                async with await database.watch(FOLLOWED, resume_after=after, max_await_time_ms=AWAIT_MS) as changes:
                    async for change in changes:
                        after = changes.resume_token
                        await self._ended(change["ns"]["coll"], str(change["documentKey"]["_id"]))
            except PyMongoError as fault:
                # The database is away; what ended meanwhile is told after the pause, from where we were.
                log.warning("ends of sessions are not followed just now: %s", fault)
                after = None if _cannot_resume(fault) else after
                await asyncio.sleep(PAUSE_S)

    async def _ended(self, collection: str, id: str) -> None:
        try:
            if collection == Account.Settings.name:
                doubt(id)
                await self._cut_person(id, "the account was disabled")
            else:
                forget(id)
                await self._cut_session(id, "ended")
        except Exception:
            log.exception("the sockets of an ended session could not be cut")


def _cannot_resume(fault: PyMongoError) -> bool:
    return fault.has_error_label("NonResumableChangeStreamError") or getattr(fault, "code", None) in (260, 280, 286)
