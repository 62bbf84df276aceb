"""Who is here: never stored, and told in a way that thousands who come at once can bear.

What changes within a moment is told in one go. While few are here everyone hears of everyone, and who
comes is told in one event who is there. Beyond `WIDE` people that would be a storm that grows with the
square of the crowd: then a change is told to those who share a direct room with the person, and to who
asked for it with `presence.watch`. `presence.people` says which of the two it is.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from hub.kernel.context import Role
from hub.kernel.errors import forbidden, invalid
from hub.kernel.events import Publish
from hub.realtime.fanout import event_frames
from hub.realtime.server import EVERYONE, Connection, Realtime

log = logging.getLogger(__name__)
GRACE_S = 4.0
"""A page that reloads is not a person who left."""
WINDOW_S = 0.25
"""What changes within it is told together."""
AT_FIRST_S = 0.02
"""How long the first change after a quiet time waits for others."""
AGAIN_S = 2.0
WIDE = 300
"""Beyond so many people not everyone hears of everyone."""
NARROW = 240
"""Below so many they do again."""
FEW = 5
"""So many changes are told one by one, as `presence`; more in one `presence.people`."""
MOST_WATCHED = 300
ID = re.compile(r"[0-9a-f]{24}")
TOO_MANY = event_frames(["presence.people", {"people": [], "everyone": False}])
GUESTS = f"role:{Role.GUEST}"
MEMBERS = frozenset(f"role:{role}" for role in (Role.ADMIN, Role.MEMBER, Role.BOT))


class Standing(Protocol):
    """How somebody says they are, and who may know."""

    @property
    def shown(self) -> Mapping[str, Any]:
        """`{status, text, until}`."""
        ...

    @property
    def to_guests(self) -> bool:
        """Whether guests may know of this person."""
        ...


@dataclass(frozen=True, kw_only=True)
class _NotKnown:
    shown: Mapping[str, Any]
    to_guests: bool = False


NOT_KNOWN: Standing = _NotKnown(shown={"status": "available", "text": "", "until": None})
Standings = Callable[[Collection[str]], Awaitable[Mapping[str, Standing]]]
Circles = Callable[[Collection[str]], Awaitable[Mapping[str, Collection[str]]]]
"""User ids to the ids of those who share a direct room with them."""
Left = Callable[[Sequence[str]], Awaitable[None]]
"""Notes that people were here until now."""


class Elsewhere(Protocol):
    """The people who are connected to other processes of this instance."""

    def people(self) -> Collection[str]:
        """Who they are."""
        ...

    def moved(self, came: Collection[str], left: Collection[str]) -> None:
        """Who has come to this process and who has left it, for the others to know."""
        ...


class Nowhere:
    """There is no other process."""

    def people(self) -> Collection[str]:
        """Nobody."""
        return ()

    def moved(self, came: Collection[str], left: Collection[str]) -> None:
        """Nobody needs to know."""


class Presence:
    """Follows connections as they come and go, and tells who cares."""

    def __init__(self, realtime: Realtime, *, standings: Standings, circles: Circles, left: Left) -> None:
        self._realtime = realtime
        self._standings = standings
        self._circles = circles
        self._left = left
        self.elsewhere: Elsewhere = Nowhere()
        self._here: set[str] = set()
        """Who has a socket here, or had one a moment ago."""
        self._leaving: dict[str, float] = {}
        """Who has lost their last socket: until when they are believed to come back, soonest first."""
        self._changed: set[str] = set()
        self._came: dict[str, Connection] = {}
        """Connections that have not been told yet who is here."""
        self._watched: dict[str, frozenset[str]] = {}
        self._wide = False
        self._told_at = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._sweeper: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._telling: asyncio.Task[None] | None = None
        realtime.came.append(self._moved)

    def online(self, user_id: str) -> bool:
        """Whether a person is connected to any process, or was a moment ago."""
        return user_id in self._here or user_id in self.elsewhere.people()

    def people(self) -> set[str]:
        """Everyone who is."""
        return self._here.union(self.elsewhere.people())

    def here(self) -> Collection[str]:
        """Who is connected to this process, or was a moment ago."""
        return self._here

    def look_again(self, user_ids: Iterable[str]) -> None:
        """Tell how these people are now: something may have changed."""
        self._changed.update(user_ids)
        self._soon()

    async def watch(self, connection: Connection, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        """`presence.watch {user_ids}`: hear of these people from now on, instead of those of the last time.

        Returns:
            `{people}`: how they are now; those whom the caller cannot see are left out.

        Raises:
            OperationError: `invalid`, or `forbidden` for a token that may not read of people and rooms.
        """
        asked = fields.get("user_ids")
        if not isinstance(asked, list) or len(fields) != 1 or len(asked) > MOST_WATCHED:
            raise invalid("The input is not valid.", user_ids=f"a list of at most {MOST_WATCHED} ids is expected")
        ids = {id for id in asked if isinstance(id, str) and ID.fullmatch(id)}
        if len(ids) < len(set(map(str, asked))):
            raise invalid("The input is not valid.", user_ids="ids are 24 hex digits")
        if not connection.may_hear(EVERYONE):
            raise forbidden("This token may not hear of people.")
        standings = await self._standings(ids)
        seen = frozenset(id for id in ids if id in standings and _may_see(connection, id, standings[id]))
        before = self._watched.get(connection.sid, frozenset())
        if connection.sid not in self._realtime.connections:
            return {"people": []}
        self._watched[connection.sid] = seen
        for id in before - seen:
            await self._realtime.io.leave_room(connection.sid, f"presence:{id}")
        for id in seen - before:
            await self._realtime.io.enter_room(connection.sid, f"presence:{id}")
        return {"people": [self._state(id, standings) for id in sorted(seen)]}

    async def stop(self) -> None:
        """End the timers."""
        for timer in (self._timer, self._sweeper):
            if timer is not None:
                timer.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _moved(self, connection: Connection, came: bool) -> None:
        user_id = connection.actor.person_id
        if came:
            if not self._wide:
                self._came[connection.sid] = connection
            elif connection.may_hear(EVERYONE):
                # Nobody is named to a newcomer, so there is nothing to gather: it goes with the greeting.
                self._realtime.hand(connection.sid, TOO_MANY)
            if user_id not in self._here:
                self._here.add(user_id)
                if user_id not in self.elsewhere.people():
                    self._changed.add(user_id)
                self.elsewhere.moved((user_id,), ())
            self._leaving.pop(user_id, None)
            self._soon()
            return
        self._watched.pop(connection.sid, None)
        self._came.pop(connection.sid, None)
        if user_id in self._here and not self._realtime.online(user_id):
            self._leaving.pop(user_id, None)
            self._leaving[user_id] = asyncio.get_running_loop().time() + GRACE_S
            self._sweep_at_the_first()

    def _sweep_at_the_first(self) -> None:
        if self._sweeper is None and self._leaving:
            loop = asyncio.get_running_loop()
            self._sweeper = loop.call_at(next(iter(self._leaving.values())), self._sweep)

    def _sweep(self) -> None:
        """Those who have not come back in time have left."""
        self._sweeper = None
        now = asyncio.get_running_loop().time()
        gone: list[str] = []
        for user_id, until in self._leaving.items():
            if until > now:
                break
            gone.append(user_id)
        for user_id in gone:
            del self._leaving[user_id]
        gone = [user_id for user_id in gone if not self._realtime.online(user_id)]
        if gone:
            self._here.difference_update(gone)
            self.elsewhere.moved((), gone)
            self._run(self._note(gone))
            # Also who seems to be elsewhere: they may be leaving there at this very moment.
            self.look_again(gone)
        self._sweep_at_the_first()

    async def _note(self, gone: Sequence[str]) -> None:
        try:
            await self._left(gone)
        except Exception:
            log.exception("when people left could not be noted")

    def _soon(self) -> None:
        if self._timer is None and self._telling is None:
            loop = asyncio.get_running_loop()
            at = max(loop.time() + AT_FIRST_S, self._told_at + WINDOW_S)
            self._timer = loop.call_at(at, self._begin)

    def _begin(self) -> None:
        self._timer = None
        self._telling = self._run(self._tell_all())
        self._telling.add_done_callback(self._told)

    def _told(self, task: asyncio.Task[None]) -> None:
        self._telling = None
        self._told_at = task.get_loop().time()
        if (self._changed or self._came) and not task.cancelled():
            self._soon()

    def _run(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.create_task(work, name="presence")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _tell_all(self) -> None:
        """Tell what has changed since the last time, and newcomers who is here."""
        changed, self._changed = self._changed, set()
        came, self._came = self._came, {}
        try:
            people = self.people()
            turned = len(people) > WIDE if not self._wide else len(people) < NARROW
            if turned:
                self._wide = not self._wide
            everyone = [one.sid for one in self._realtime.connections.values() if one.greeted]
            told = everyone if turned else list(came)
            introduced = [self._realtime.connections[sid] for sid in told if sid in self._realtime.connections]
            introduced = [one for one in introduced if one.may_hear(EVERYONE)]
            if self._wide:
                await self._send_people([], [one.sid for one in introduced])
                await self._tell_circles(changed)
            else:
                standings = await self._standings(people | changed if introduced else changed)
                await self._introduce(introduced, people, standings)
                await self._tell_everyone(changed, standings)
        except Exception:
            # The database is away: nobody misses anything, it is told when it is back.
            log.exception("who is here could not be told; it will be tried again")
            self._changed |= changed
            self._came = {**came, **self._came}
            await asyncio.sleep(AGAIN_S)

    async def _introduce(
        self, connections: Sequence[Connection], people: Collection[str], standings: Mapping[str, Standing]
    ) -> None:
        """Tell newcomers who is here: the same bytes for all of them, or for all guests."""
        guests = [one.sid for one in connections if one.actor.role is Role.GUEST]
        members = [one.sid for one in connections if one.actor.role is not Role.GUEST]
        if members:
            await self._send_people([self._state(id, standings) for id in people], members)
        if guests:
            known = [id for id in people if standings.get(id, NOT_KNOWN).to_guests]
            await self._send_people([self._state(id, standings) for id in known], guests)

    async def _tell_everyone(self, changed: Collection[str], standings: Mapping[str, Standing]) -> None:
        """Everyone hears of everyone whom they may know of."""
        if len(changed) <= FEW:
            for id in changed:
                topics = MEMBERS | {f"user:{id}"}
                if standings.get(id, NOT_KNOWN).to_guests:
                    topics |= {GUESTS}
                await self._tell(id, topics, standings)
            return
        states = {id: self._state(id, standings) for id in changed}
        await self._send_people(list(states.values()), sorted(MEMBERS), here=False)
        shared = [state for id, state in states.items() if standings.get(id, NOT_KNOWN).to_guests]
        if shared:
            await self._send_people(shared, [GUESTS], here=False)

    async def _tell_circles(self, changed: Collection[str]) -> None:
        """Only those for whom it matters hear of somebody."""
        if not changed:
            return
        circles = await self._circles(changed)
        heard: dict[str, set[str]] = {}
        for id in changed:
            topics = {f"presence:{id}", f"user:{id}", *(f"user:{other}" for other in circles.get(id, ()))}
            if any(topic != f"user:{id}" and self._is_heard(topic) for topic in topics):
                heard[id] = topics
        if not heard:
            return
        standings = await self._standings(heard)
        for id, topics in heard.items():
            await self._tell(id, frozenset(topics), standings)

    def _is_heard(self, topic: str) -> bool:
        return not isinstance(self.elsewhere, Nowhere) or self._realtime.is_heard(topic)

    async def _tell(self, id: str, topics: frozenset[str], standings: Mapping[str, Standing]) -> None:
        payload = self._state(id, standings)
        await self._realtime.publish(Publish(name="presence", audience=topics, payload=payload))

    async def _send_people(
        self, people: Sequence[Mapping[str, Any]], to: Sequence[str], *, here: bool = True
    ) -> None:
        if to:
            payload = {"people": people, "everyone": not self._wide}
            await self._realtime.io.emit("presence.people", payload, room=list(to), ignore_queue=here)

    def _state(self, id: str, standings: Mapping[str, Standing]) -> dict[str, Any]:
        return {"user_id": id, **standings.get(id, NOT_KNOWN).shown, "online": self.online(id)}


def _may_see(connection: Connection, id: str, standing: Standing) -> bool:
    return connection.actor.role is not Role.GUEST or standing.to_guests or id == connection.actor.person_id
