"""Many cycles of harm against one installation, and what came of them."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hub.features.rooms.access import LOBBY_ID
from tests.faults.cable import Cable
from tests.faults.checker import Kind, Violation, check
from tests.faults.installation import Installation
from tests.faults.journal import Journal
from tests.faults.kinds import BACK_S, FAULTS, FaultKind, Scene, during, plan
from tests.faults.line import WayIn
from tests.faults.listener import Listener
from tests.faults.talker import Talker

ACKNOWLEDGED_S = 60.0
CAUGHT_UP_S = 20.0
TOLD_S = 2.0
"""A broadcast that has not come in this time will not come."""
HEALED_S = 40.0
"""`room.heads` comes every 30 s, to rooms that changed."""
SPARE_FILES, SPARE_TASKS = 12, 40
"""How many more than at its first calm a hub may have later: connections of its database client come and go."""
MANY_MORE = 20
"""File descriptors of those who may come to one of several workers."""
FULL_CHECK_EVERY = 25


@dataclass
class Campaign:
    """One run: who takes part, what happened, and what was broken."""

    installation: Installation
    seed: int
    say: Callable[[str], None]
    journal: Journal = field(default_factory=Journal)
    violations: list[Violation] = field(default_factory=list[Violation])
    cycles: Counter[FaultKind] = field(default_factory=Counter[FaultKind])
    recovery_s: dict[FaultKind, list[float]] = field(default_factory=lambda: defaultdict(list))
    untold: int = 0
    """How often somebody who was connected had to be told by the next message that one was missing."""
    files: list[int] = field(default_factory=list[int])
    tasks: list[int] = field(default_factory=list[int])
    stored: int = 0
    endings: Counter[str] = field(default_factory=Counter[str])
    """Why connections ended."""
    _seen: dict[tuple[str, int], list[int]] = field(default_factory=dict[tuple[str, int], list[int]])
    _cables: list[Cable] = field(default_factory=list[Cable])

    @classmethod
    def on(cls, folder: Path, seed: int, say: Callable[[str], None], *, workers: int = 0) -> Campaign:
        """A campaign on a new installation in a folder, with several processes or with one."""
        return cls(installation=Installation(data_dir=folder / "data", workers=workers), seed=seed, say=say)

    async def run(self, cycles: int, only: FaultKind | None = None) -> None:
        """Do so many cycles, of all kinds or of one, check everything at the end, and leave nothing running."""
        rng = random.Random(self.seed)
        try:
            await self.installation.start()
            scene = await self._gather(rng)
            kinds = [only] * cycles if only else plan(cycles, rng, workers=bool(self.installation.workers))
            try:
                for number, kind in enumerate(kinds, start=1):
                    await self._cycle(number, cycles, kind, scene)
                await self._late_comer(scene)
                await self._check(scene)
            except Exception as fault:
                # What was found until then is told all the same.
                self._broken(Kind.MISTAKEN, f"the campaign broke off: {fault!r}\n{traceback.format_exc()}")
            finally:
                await asyncio.gather(*(one.stop() for one in scene.everyone))
                for one in scene.everyone:
                    self.endings += one.lines
        finally:
            for cable in self._cables:
                await cable.stop()
            await self.installation.stop()

    def report(self) -> dict[str, Any]:
        """What happened, in numbers."""
        broken = Counter(violation.kind for violation in self.violations)
        return {
            "seed": self.seed,
            "cycles": {kind.value: self.cycles[kind] for kind in FaultKind if self.cycles[kind]},
            "attempts": len(self.journal.sent),
            "acknowledged": self.acknowledged,
            "changes_acknowledged": sum(change.rev is not None for change in self.journal.changed),
            "stored": self.stored,
            "received": len(self.journal.heard),
            **{kind.name.lower(): broken[kind] for kind in Kind},
            "untold": self.untold,
            "violations": [str(violation) for violation in self.violations[:50]],
            "recovery_s": {
                kind.value: {"median": round(statistics.median(times), 2), "longest": round(max(times), 2)}
                for kind, times in self.recovery_s.items()
            },
            "hub_open_files": {"least": min(self.files, default=0), "most": max(self.files, default=0)},
            "hub_tasks": {"least": min(self.tasks, default=0), "most": max(self.tasks, default=0)},
            "endings": dict(self.endings.most_common(30)),
            "log": dict(self.installation.trouble.most_common(30)),
        }

    @property
    def acknowledged(self) -> int:
        """How many messages were acknowledged."""
        return len({(ack.client, ack.client_msg_id) for ack in self.journal.acknowledged})

    def summary(self) -> str:
        """The one line that says it."""
        broken = Counter(violation.kind for violation in self.violations)
        rest = sum(broken[kind] for kind in (Kind.INVENTED, Kind.DIVERGED, Kind.MISTAKEN))
        line = (
            f"acknowledged {self.acknowledged}, lost {broken[Kind.LOST]}, duplicated {broken[Kind.DUPLICATED]}, "
            f"out of order {broken[Kind.OUT_OF_ORDER]}"
        )
        return f"{line}, otherwise wrong {rest}" if rest else line

    async def _gather(self, rng: random.Random) -> Scene:
        """Four who talk, two of them mostly to each other, and three who listen; some of each begin with polling."""
        installation = self.installation
        people = {name: await installation.register(name) for name in ("alice", "bob", "carol", "dave", "erin")}
        owner = people["alice"][1]
        guests = [id for name, (id, _) in people.items() if name != "alice"]
        rooms = [LOBBY_ID]
        for name in ("workshop", "kitchen"):
            room = {"kind": "private", "name": name, "member_ids": guests}
            rooms.append((await installation.post("/api/rooms", room, owner))["id"])

        async def parts(name: str, heard: Sequence[str]) -> dict[str, Any]:
            cable = Cable(hub_port=installation.port)
            await cable.start()
            self._cables.append(cable)
            user_id, token = people[name]
            own = random.Random(rng.random())
            return {
                "user_id": user_id,
                "token": token,
                "rooms": heard,
                "cable": cable,
                "journal": self.journal,
                "rng": own,
            }

        # Several processes on one port offer WebSocket only: a poll would come to another one each time.
        climbs, polls = (WayIn.UPGRADE, WayIn.POLLING) if installation.workers == 0 else (WayIn.WEBSOCKET,) * 2
        talkers = [
            Talker("alice", **await parts("alice", rooms[:1])),
            Talker("bob", **await parts("bob", rooms[:2])),
            Talker("carol", **await parts("carol", rooms[1:]), way_in=climbs),
            Talker("dave", **await parts("dave", rooms)),
        ]
        listeners = [
            Listener("erin", **await parts("erin", rooms)),
            Listener("erin-climbing", **await parts("erin", rooms), way_in=climbs),
            Listener("dave-elsewhere", **await parts("dave", rooms), way_in=polls),
        ]
        scene = Scene(installation=installation, talkers=talkers, listeners=listeners, rng=rng)
        for one in scene.everyone:
            one.start()
        listeners[0].spawn(listeners[0].pry())
        for one in scene.everyone:
            assert await installation.until(one.here.is_set, BACK_S), f"{one.name} did not get in: {dict(one.lines)}"
        return scene

    async def _cycle(self, number: int, cycles: int, kind: FaultKind, scene: Scene) -> None:
        began, before, wrong = time.monotonic(), self.acknowledged, len(self.violations)
        complaints = len(self.journal.complaints)
        self.cycles[kind] += 1
        took = await during(FAULTS[kind], scene)
        self.recovery_s[kind].append(took)
        await self._settle(kind, number, scene)
        await self._look_at_what_is_left(kind, number)
        if number % FULL_CHECK_EVERY == 0 and number < cycles:
            await self._check(scene)
        for complaint in self.journal.complaints[complaints:]:
            self.say(f"COMPLAINT {complaint}")
        self.say(
            f"{number}/{cycles} {kind}: {self.acknowledged - before} acknowledged, "
            f"back after {took:.1f} s, {time.monotonic() - began:.1f} s in all"
            + (f", {len(self.violations) - wrong} VIOLATIONS" if len(self.violations) > wrong else "")
        )

    async def _settle(self, kind: FaultKind, number: int, scene: Scene) -> None:
        """Everything that was said is acknowledged, then everyone knows all of it."""
        await self._all_acknowledged(f"{kind} (cycle {number})", scene)
        rooms = sorted({room_id for one in scene.everyone for room_id in one.rooms})
        heads = await self.installation.heads(rooms)

        def behind() -> list[str]:
            return [
                f"{one.name} at {view.seq}, {view.rev} of {heads[room_id]} in {room_id}"
                for one in scene.everyone
                for room_id, view in one.views.items()
                if view.seq < heads[room_id][0] or view.rev < heads[room_id][1] or not one.here.is_set()
            ]

        if await self.installation.until(lambda: not behind(), TOLD_S):
            return
        if all(one.here.is_set() for one in scene.everyone):
            self.untold += 1
            self.say(f"not told after {kind}: {behind()}")
            if self.untold == 1:
                # Once in a campaign there is time to see that a quiet room heals by itself.
                if await self.installation.until(lambda: not behind(), HEALED_S):
                    return
                self._broken(Kind.LOST, f"after {kind} (cycle {number}) no word of it in {HEALED_S} s: {behind()}")
        # The next message shows the hole, as it does in a room where people go on talking.
        for room_id in rooms:
            next(one for one in scene.talkers if room_id in one.rooms).say(room_id)
        await self._all_acknowledged(f"{kind} (cycle {number})", scene)
        heads = await self.installation.heads(rooms)
        if not await self.installation.until(lambda: not behind(), CAUGHT_UP_S):
            self._broken(Kind.LOST, f"after {kind} (cycle {number}) not caught up: {behind()}")

    async def _all_acknowledged(self, when: str, scene: Scene) -> None:
        if not await self.installation.until(lambda: not any(one.pending for one in scene.talkers), ACKNOWLEDGED_S):
            for one in scene.talkers:
                if one.pending:
                    one.complain(f"not acknowledged after {when}: {one.state()}")

    async def _look_at_what_is_left(self, kind: FaultKind, number: int) -> None:
        """In one life of the hub, with the same people connected, open files and tasks stay as many as they are."""
        spare = SPARE_FILES + (MANY_MORE if self.installation.workers else 0)
        for pid, files in self.installation.open_files().items():
            self.files.append(files)
            self._as_before("files", pid, files, spare, f"{kind} (cycle {number})")
        if not self.installation.workers:
            tasks = await self.installation.measure("tasks")
            self.tasks.append(tasks)
            self._as_before("tasks", self.installation.pid, tasks, SPARE_TASKS, f"{kind} (cycle {number})")

    def _as_before(self, what: str, pid: int, now: int, spare: int, when: str) -> None:
        seen = self._seen.setdefault((what, pid), [])
        seen.append(now)
        calm = max(seen[:3])  # one that is still starting has few
        if now > calm + spare:
            self._broken(Kind.MISTAKEN, f"the hub has {now} {what} after {when}, {calm} at first")

    async def _late_comer(self, scene: Scene) -> None:
        """Somebody who was never there reads every room from its beginning."""
        one = scene.listeners[0]
        late = Listener(
            "late comer",
            user_id=one.user_id,
            token=one.token,
            rooms=one.rooms,
            cable=one.cable,
            journal=self.journal,
            rng=scene.rng,
        )
        late.start()
        try:
            if not await self.installation.until(late.here.is_set, 60):
                self._broken(Kind.LOST, "a late comer could not read everything in 60 s")
        finally:
            await late.stop()

    async def _check(self, scene: Scene) -> None:
        rows = await self.installation.rows(sorted({room_id for one in scene.everyone for room_id in one.rooms}))
        self.stored = len(rows)
        known = {str(violation) for violation in self.violations}
        found = check(self.journal, rows, ordered=not self.installation.workers)
        self.violations.extend(violation for violation in found if str(violation) not in known)

    def _broken(self, kind: Kind, what: str) -> None:
        self.violations.append(Violation(kind=kind, what=what))
        self.say(f"VIOLATION {what}")
