"""A client that stays connected as well as it can, and catches up as wire.md says."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp

from tests.faults.cable import Cable
from tests.faults.journal import Heard, Journal, Skipped
from tests.faults.line import Gone, Line, Refused, WayIn
from tests.faults.room_view import RoomView

HOLE_S = 0.15
"""How long a hole may stay open before we ask: another process may be about to tell what fills it."""
COME_AGAIN_S = (0.1, 0.4)
ASK_EVERY_S = 0.03
OVERLAP = 5
ANSWER_S = 45.0
TEMPORARY = frozenset({"unavailable", "rate_limited"})


class Listener:
    """Somebody who is in rooms, through a cable of their own.

    Attributes:
        views: What each room looks like from here.
        here: Set while connected and caught up.
        lines: Why the connections so far ended, counted.
    """

    def __init__(
        self,
        name: str,
        *,
        user_id: str,
        token: str,
        rooms: Sequence[str],
        cable: Cable,
        journal: Journal,
        rng: random.Random,
        way_in: WayIn = WayIn.WEBSOCKET,
    ) -> None:
        self.name = name
        self.user_id = user_id
        self.rooms = tuple(rooms)
        self.cable = cable
        self.journal = journal
        self.rng = rng
        self.way_in = way_in
        self.active = asyncio.Event()
        """Set while something is to be going on; a listener then keeps asking for the latest."""
        self.views = {room_id: RoomView() for room_id in rooms}
        self.here = asyncio.Event()
        self.lines: Counter[str] = Counter()
        self.upgrades = 0
        self.connection = 0
        self.line: Line | None = None
        self.token = token
        self._answer = 0
        self._syncs = {room_id: asyncio.Lock() for room_id in rooms}
        self._ready: asyncio.Future[Mapping[str, Any]] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._holes: set[str] = set()
        self._living: asyncio.Task[None] | None = None
        journal.views[name] = {room_id: view.messages for room_id, view in self.views.items()}

    def start(self) -> None:
        """Connect, and come again after every end."""
        self._living = asyncio.create_task(self._live(), name=f"listener {self.name}")

    async def pry(self) -> None:
        """While something is going on, ask again and again for the latest of a room, some of it known already.

        What an answer holds must be there for ever too, also if the database dies right behind it.
        """
        while True:
            await self.active.wait()
            room_id = self.rng.choice(self.rooms)
            view = self.views[room_id]
            after = max(0, view.seq - self.rng.randint(0, OVERLAP))
            question = {"room_id": room_id, "after_seq": after, "after_rev": view.rev}
            try:
                ack = await self.ask("room.sync", question)
                if ack["ok"]:
                    self._take_in(room_id, after, ack["data"])
            except Gone:
                pass  # the next connection is asked
            await asyncio.sleep(ASK_EVERY_S)

    async def stop(self) -> None:
        """Leave; nothing of this listener runs afterwards."""
        tasks = {*self._tasks, *([self._living] if self._living else [])}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        if self.line is not None:
            await self.line.close()
            self.line = None

    def state(self) -> str:
        """Where this listener is, for who has to find out why."""
        line = "no line" if self.line is None else f"line ended: {self.line.ended.done()}"
        views = {room_id[-4:]: (view.seq, view.rev) for room_id, view in self.views.items()}
        return f"connection {self.connection}, {line}, here: {self.here.is_set()}, {views}"

    def complain(self, what: str) -> None:
        """Note something that the wire page does not allow."""
        self.journal.complaints.append(f"{self.name}, connection {self.connection}: {what}")

    async def ask(self, event: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Ask on the connection that there is; returns the ack.

        Raises:
            Gone: It ended first.
        """
        line = self.line
        if line is None:
            raise Gone("not connected")
        return await self.answered(line, event, line.call(event, data))

    async def answered(self, line: Line, event: str, answer: asyncio.Future[dict[str, Any]]) -> Mapping[str, Any]:
        """Wait for an ack; one that does not come is against the rules, and the connection is given up."""
        try:
            return await asyncio.wait_for(answer, ANSWER_S)
        except TimeoutError:
            self.complain(f"{event} was not answered in {ANSWER_S:.0f} s")
            await line.close("an answer did not come")
            raise Gone("an answer did not come") from None

    async def greeted(self) -> None:
        """Called when the hub has said `ready` on a new connection, before catching up."""

    def spawn(self, work: Any) -> None:
        """Run something that ends with this listener."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _live(self) -> None:
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=10)
        for self.connection in itertools.count(1):
            # A session a connection: what the last one left half-read is not met again.
            async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as http:
                # aiohttp would ask a second time when a poll is cut, and nobody would know that the hub had answered
                # the first one: what it said then is lost. A poll that failed is the end of its connection.
                http._retry_connection = False
                try:
                    await self._one_line(http)
                except Refused as refusal:
                    if str(refusal) not in TEMPORARY:
                        self.complain(f"refused with {refusal}")
                    self.lines["refused"] += 1
                except Gone as gone:
                    self.lines[_short(gone)] += 1
            self.here.clear()
            await asyncio.sleep(self.rng.uniform(*COME_AGAIN_S))

    async def _one_line(self, http: aiohttp.ClientSession) -> None:
        self._ready = asyncio.get_running_loop().create_future()
        self._answer = 0
        self.line = await Line.open(http, self.cable.base, self.token, self._hear, self.way_in)
        try:
            ready = asyncio.ensure_future(self._ready)
            await asyncio.wait({ready, self.line.ended}, return_when=asyncio.FIRST_COMPLETED, timeout=ANSWER_S)
            if not ready.done():
                if not self.line.ended.done():
                    self.complain("no `ready` came")
                raise Gone(self.line.ended.result() if self.line.ended.done() else "no ready")
            for room in ready.result()["rooms"]:
                if room["id"] in self.views:
                    self.views[room["id"]].stands_at(room["seq"], room["rev"])
            await self.greeted()
            await asyncio.gather(*(self.catch_up(room_id) for room_id in self.rooms))
            self.here.set()
            for room_id in self.rooms:
                self._look_for_holes(room_id)
            raise Gone(await asyncio.shield(self.line.ended))
        finally:
            self.here.clear()
            self.upgrades += self.line.upgraded
            line, self.line = self.line, None
            await line.close()

    async def catch_up(self, room_id: str) -> None:
        """Ask for what was missed until there is no more; while the database is away, again and again."""
        async with self._syncs[room_id]:
            after, after_rev = self.views[room_id].seq, self.views[room_id].rev
            while True:
                question = {"room_id": room_id, "after_seq": after, "after_rev": after_rev}
                ack = await self.ask("room.sync", question)
                if not ack["ok"]:
                    if not passes(ack["error"]):
                        self.complain(f"room.sync: {ack['error']}")
                    await asyncio.sleep(0.2)
                    continue
                answer = ack["data"]
                self._take_in(room_id, after, answer)
                if not answer["more"]:
                    return
                after, after_rev = (answer["items"][-1]["seq"] if answer["items"] else after), answer["rev"]

    def _take_in(self, room_id: str, after: int, data: Mapping[str, Any]) -> None:
        self._answer += 1
        for message in data["items"]:
            self._note(room_id, message, self._answer)
        for seq in self.views[room_id].synced(after, data):
            self.journal.skipped.append(Skipped(self.name, room_id, seq))

    def _note(self, room_id: str, message: Mapping[str, Any], answer: int) -> None:
        self.journal.heard.append(
            Heard(self.name, self.connection, answer, room_id, int(message["seq"]), message["id"])
        )

    def _hear(self, event: str, data: Any) -> None:
        if event == "ready":
            if self._ready is not None and not self._ready.done():
                self._ready.set_result(data)
            return
        if event == "room.heads":
            for room_id, head in data["heads"].items():
                if room_id in self.views:
                    self.views[room_id].stands_at(head["seq"], head["rev"])
                    self._look_for_holes(room_id)
            return
        room_id = data.get("room_id") if isinstance(data, dict) else None
        view = self.views.get(room_id or "")
        if view is None or room_id is None:
            return
        match event:
            case "message.created":
                self._note(room_id, data["message"], 0)
                view.created(data["message"])
            case "message.updated" | "message.deleted":
                view.changed(data["message"])
            case "reaction.added" | "reaction.removed":
                view.reacted(data, event == "reaction.added")
            case _:
                return
        self._look_for_holes(room_id)

    def _look_for_holes(self, room_id: str) -> None:
        if self.views[room_id].behind and room_id not in self._holes and self.here.is_set():
            self._holes.add(room_id)
            self.spawn(self._fill(room_id))

    async def _fill(self, room_id: str) -> None:
        """Wait a moment for what is missing, then ask."""
        try:
            await asyncio.sleep(HOLE_S)
            if self.views[room_id].behind:
                await self.catch_up(room_id)
        except Gone:
            pass  # the next connection catches up anyway
        finally:
            self._holes.discard(room_id)


def passes(error: Mapping[str, Any]) -> bool:
    """Whether a refusal says that it will pass: by its code, or by when to come again.

    A hub that was killed may leave a transaction open, which others run into until the database ends it.
    """
    return error["code"] in TEMPORARY or error.get("retry_after") is not None


def _short(gone: Gone) -> str:
    return str(gone).partition("(")[0][:60]
