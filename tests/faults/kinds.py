"""The faults: what is done to the hub, its database and the connections while everyone talks."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.faults.cable import Cable, Way
from tests.faults.installation import BUS, WORKER, Installation
from tests.faults.line import WayIn
from tests.faults.listener import Listener
from tests.faults.talker import Talker

LARGE = 12_000
"""Bytes of a message while a reader stalls: soon more than the hub keeps for one reader."""
CUT_S = 30.0
"""Who reads nothing of so much has to be cut within this time, on a slow machine."""
BACK_S = 45.0
"""A hub that has its database again has to answer everyone within this time, on a slow machine."""


class FaultKind(StrEnum):
    """What one cycle does."""

    HUB_KILLED = "hub killed"
    DATABASE_KILLED = "database killed"
    BOTH_KILLED = "both killed"
    DATABASE_STOPPED = "database stopped"
    ACKS_CUT = "acks cut"
    UPGRADES_CUT = "upgrades cut"
    READERS_STALLED = "readers stalled"
    DRAINED = "drained"
    WORKER_KILLED = "worker killed"
    BUS_KILLED = "bus killed"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What a fault has to do with."""

    installation: Installation
    talkers: Sequence[Talker]
    listeners: Sequence[Listener]
    rng: random.Random

    @property
    def everyone(self) -> Sequence[Listener]:
        """Those who talk and those who only listen."""
        return [*self.talkers, *self.listeners]

    def some(self) -> Sequence[Cable]:
        """The cables of some of them, at least one."""
        everyone = [one.cable for one in self.everyone]
        return self.rng.sample(everyone, self.rng.randint(1, len(everyone)))


Fault = Callable[[Scene], Awaitable[float]]
"""Does the harm and sees to it that it is over; returns how long the hub then took to be ready, in seconds."""


async def _hub_killed(scene: Scene) -> float:
    await scene.installation.kill()
    return await scene.installation.start()


async def _database_killed(scene: Scene) -> float:
    await scene.installation.kill_database()
    return await scene.installation.until_ready()


async def _both_killed(scene: Scene) -> float:
    """In either order, or the database while the hub is told to go."""
    if scene.rng.random() < 0.5:
        await scene.installation.kill_database()
        await scene.installation.kill()
    else:
        os.kill(scene.installation.database_pid(), signal.SIGKILL)
        await asyncio.sleep(scene.rng.uniform(0, 0.02))
        await scene.installation.kill()
    return await scene.installation.start()


async def _database_stopped(scene: Scene) -> float:
    pid = scene.installation.database_pid()
    os.kill(pid, signal.SIGSTOP)
    try:
        await asyncio.sleep(scene.rng.uniform(0.3, 1.5))
        if scene.rng.random() < 0.3:
            # Killed while it stands still: what it had taken in and not written is gone.
            os.kill(pid, signal.SIGKILL)
    finally:
        os.kill(pid, signal.SIGCONT)
    await asyncio.sleep(0.05)
    return await scene.installation.until_ready()


async def _acks_cut(scene: Scene) -> float:
    """Cut at some byte of what the hub answers, or of what it is asked, again and again."""
    for _ in range(6):
        for cable in scene.some():
            way = Way.TO_CLIENT if scene.rng.random() < 0.7 else Way.TO_HUB
            cable.cut_after(way, scene.rng.randint(1, 3000), harshly=scene.rng.random() < 0.5)
        await asyncio.sleep(scene.rng.uniform(0.15, 0.35))
    for one in scene.everyone:
        one.cable.resume()
    return 0.0


async def _upgrades_cut(scene: Scene) -> float:
    """Make those who begin with polling come again, and cut them somewhere before, in or after the upgrade."""
    climbers = [one for one in scene.everyone if one.way_in is not WayIn.WEBSOCKET]
    for _ in range(8):
        for one in climbers:
            one.cable.cut()
            way = Way.TO_CLIENT if scene.rng.random() < 0.5 else Way.TO_HUB
            one.cable.cut_after(way, scene.rng.randint(1, 2600), harshly=scene.rng.random() < 0.5)
            if scene.rng.random() < 0.3:
                # In crumbs: what is sent at once arrives in pieces.
                one.cable.slow(way, scene.rng.uniform(0.001, 0.01), crumb=scene.rng.randint(20, 400))
        await asyncio.sleep(scene.rng.uniform(0.15, 0.4))
    for one in climbers:
        one.cable.resume()
    return 0.0


async def _readers_stalled(scene: Scene) -> float:
    """Some stop reading while much is said, until the hub cuts them; then they read what is left, and come again."""
    cut_before = await scene.installation.measure("evictions_total")
    stalled = scene.rng.sample(scene.listeners, max(1, len(scene.listeners) - 1))
    for talker in scene.talkers:
        talker.padding = LARGE
    for one in stalled:
        one.cable.stall(Way.TO_CLIENT)
    began = time.monotonic()
    while await scene.installation.measure("evictions_total") < cut_before + len(stalled):
        if time.monotonic() > began + CUT_S:
            stalled[0].complain(f"was one of {len(stalled)} who did not read for {CUT_S:.0f} s, and not all were cut")
            break
        await asyncio.sleep(0.2)
    for talker in scene.talkers:
        talker.padding = 0
    for one in stalled:
        one.cable.resume()
    return 0.0


async def _drained(scene: Scene) -> float:
    await scene.installation.terminate()
    return await scene.installation.start()


async def _worker_killed(scene: Scene) -> float:
    """One of several: those on the other go on, and the others come to it."""
    await scene.installation.kill_child(WORKER, scene.rng)
    return await scene.installation.until_ready()


async def _bus_killed(scene: Scene) -> float:
    """The workers do not hear each other for a while."""
    await scene.installation.kill_child(BUS, scene.rng)
    await asyncio.sleep(scene.rng.uniform(0.3, 1.0))
    return await scene.installation.until_ready()


FAULTS: Mapping[FaultKind, Fault] = {
    FaultKind.HUB_KILLED: _hub_killed,
    FaultKind.DATABASE_KILLED: _database_killed,
    FaultKind.BOTH_KILLED: _both_killed,
    FaultKind.DATABASE_STOPPED: _database_stopped,
    FaultKind.ACKS_CUT: _acks_cut,
    FaultKind.UPGRADES_CUT: _upgrades_cut,
    FaultKind.READERS_STALLED: _readers_stalled,
    FaultKind.DRAINED: _drained,
    FaultKind.WORKER_KILLED: _worker_killed,
    FaultKind.BUS_KILLED: _bus_killed,
}

HAND = (
    *([FaultKind.HUB_KILLED] * 4),
    *([FaultKind.DATABASE_KILLED] * 4),
    *([FaultKind.BOTH_KILLED] * 3),
    *([FaultKind.DATABASE_STOPPED] * 3),
    *([FaultKind.ACKS_CUT] * 4),
    *([FaultKind.UPGRADES_CUT] * 3),
    *([FaultKind.READERS_STALLED] * 2),
    *([FaultKind.DRAINED] * 2),
)
"""The kinds as often as they come in 25 cycles."""
HAND_OF_WORKERS = (
    *([FaultKind.WORKER_KILLED] * 5),
    *([FaultKind.BUS_KILLED] * 2),
    *([FaultKind.HUB_KILLED] * 1),
    *([FaultKind.DATABASE_KILLED] * 2),
    *([FaultKind.BOTH_KILLED] * 1),
    *([FaultKind.ACKS_CUT] * 2),
    *([FaultKind.DRAINED] * 1),
)
"""The same where several processes share the work."""
STARTS_A_HUB = frozenset({FaultKind.HUB_KILLED, FaultKind.BOTH_KILLED, FaultKind.DRAINED})
HARMS_A_CHILD = frozenset(
    {FaultKind.DATABASE_KILLED, FaultKind.DATABASE_STOPPED, FaultKind.WORKER_KILLED, FaultKind.BUS_KILLED}
)


def plan(cycles: int, rng: random.Random, *, workers: bool = False) -> list[FaultKind]:
    """Which faults come, in which order.

    A hub that has to start a child often waits longer each time (children.py), which is right and would take our
    time: where that can be, the same child is harmed twice at most in the life of one hub.
    """
    planned: list[FaultKind] = []
    while len(planned) < cycles:
        hand = list(HAND_OF_WORKERS if workers else HAND)
        rng.shuffle(hand)
        for _ in range(200):
            if _bearable([*planned[-len(hand) :], *hand]):
                break
            rng.shuffle(hand)
        planned += hand
    return planned[:cycles]


def _bearable(kinds: Sequence[FaultKind]) -> bool:
    harmed = 0
    for kind in kinds:
        harmed = 0 if kind in STARTS_A_HUB else harmed + (kind in HARMS_A_CHILD)
        if harmed > 2:
            return False
    return True


async def during(fault: Fault, scene: Scene) -> float:
    """Let everyone talk, do the harm in the middle of it, let them talk a little more and fall silent.

    Returns:
        How long the hub took to be ready after the harm was done, in seconds.
    """
    for one in scene.everyone:
        one.active.set()
    try:
        await asyncio.sleep(scene.rng.uniform(0.1, 0.4))
        took = await fault(scene)
        began = time.monotonic()
        before = {talker.name: talker.said for talker in scene.talkers}

        def silent() -> list[Talker]:
            return [one for one in scene.talkers if one.said == before[one.name] or not one.here.is_set()]

        # Everyone was acknowledged again: it works, whatever a health check says.
        if not await scene.installation.until(lambda: not silent(), BACK_S):
            for one in silent():
                one.complain(f"nothing was acknowledged after the fault in {BACK_S:.0f} s: {one.state()}")
        took += time.monotonic() - began
        await asyncio.sleep(scene.rng.uniform(0.1, 0.3))
    finally:
        for one in scene.everyone:
            one.active.clear()
    return took
