"""Sessions that another process has ended (another hub, or `panoramix user disable`), told by the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from hub.features.accounts.documents import Account, PersonalToken, Session
from hub.storage.ending import end
from hub.storage.following import Change, Following, Wanted

log = logging.getLogger(__name__)

Cut = Callable[[str, str], Awaitable[None]]
"""`(id, reason)`: cuts the sockets of a session, a token or an account, if there are any here."""


class EndedElsewhere:
    """Cuts the sockets of sessions and tokens that have ended. Those that this process ended have been cut before."""

    def __init__(self, following: Following, *, cut_session: Cut, cut_person: Cut) -> None:
        self._cut_session = cut_session
        self._cut_person = cut_person
        self._ended: asyncio.Queue[tuple[Cut, str, str]] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        deleted = {"operationType": "delete"}
        disabled = {"updateDescription.updatedFields.disabled": True}
        following.want(
            Wanted(collection=Session.collection_name(), when=deleted, told=self._session),
            Wanted(collection=PersonalToken.collection_name(), when=deleted, told=self._session),
            Wanted(collection=Account.collection_name(), when=disabled, told=self._account),
        )

    def start(self) -> None:
        """Start cutting."""
        self._task = asyncio.create_task(self._cut(), name="ended elsewhere")

    async def stop(self) -> None:
        """Stop cutting."""
        if self._task is not None:
            await end(self._task)

    def _session(self, change: Change) -> None:
        if change["operationType"] == "delete":
            self._ended.put_nowait((self._cut_session, str(change["documentKey"]["_id"]), "ended"))

    def _account(self, change: Change) -> None:
        if change.get("updateDescription", {}).get("updatedFields", {}).get("disabled") is True:
            reason = "the account was disabled"
            self._ended.put_nowait((self._cut_person, str(change["documentKey"]["_id"]), reason))

    async def _cut(self) -> None:
        while True:
            cut, id, reason = await self._ended.get()
            try:
                await cut(id, reason)
            except Exception:
                log.exception("the sockets of an ended session could not be cut")
