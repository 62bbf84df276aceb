"""Child processes that the hub starts, watches and restarts, and that end when it does, however it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hub.log import get_log

log = get_log(__name__)

_WRAPPER = Path(__file__).with_name("ends_with_parent.py")
RESTART_DELAYS_S = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
CALM_AFTER_S = 60.0


@dataclass(frozen=True, kw_only=True)
class ChildSpec:
    """What to run and how.

    Attributes:
        name: What it is called in the log.
        command: An absolute path and its arguments.
        environment: All of its environment; ours if None.
        output: File that gets its standard output and error, emptied first; ours if None.
        pipes: Give it pipes as standard input and output, to talk through; errors still go to `output`.
        end_signal: What it gets when we stop it, and from the kernel when we are gone.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] | None = None
    output: Path | None = None
    pipes: bool = False
    end_signal: signal.Signals = signal.SIGTERM


class Child:
    """One running child. Start it on the event loop's thread: the kernel ends it when *that thread* ends."""

    def __init__(self, spec: ChildSpec, process: Process) -> None:
        self.spec = spec
        self.process = process

    @classmethod
    async def start(cls, spec: ChildSpec) -> Child:
        """Start the command in a session of its own, so that Ctrl-C in a terminal reaches only the hub."""
        with ExitStack() as files:
            output: IO[bytes] | None = None
            if spec.output is not None:
                output = files.enter_context(spec.output.open("wb"))
            process = await asyncio.create_subprocess_exec(
                *_wrapped(spec),
                stdin=PIPE if spec.pipes else DEVNULL,
                stdout=PIPE if spec.pipes else output,
                stderr=output if spec.pipes or output is None else STDOUT,
                env=None if spec.environment is None else dict(spec.environment),
                start_new_session=True,
            )
        log.debug("child.started", child=spec.name, pid=process.pid)
        return cls(spec, process)

    @property
    def pid(self) -> int:
        """The process id; the wrapper becomes the command, so it is the command's own."""
        return self.process.pid

    @property
    def returncode(self) -> int | None:
        """How it ended (negative: the signal), or None while it runs."""
        return self.process.returncode

    async def wait(self) -> int:
        """Wait until it ends; return how."""
        return await self.process.wait()

    async def stop(self, grace_s: float = 5.0) -> None:
        """Ask it to end, insist after the grace period, return when it is gone."""
        if self.process.returncode is not None:
            return
        self._send(self.spec.end_signal)
        try:
            await asyncio.wait_for(self.process.wait(), grace_s)
        except TimeoutError:
            log.warning("child.killed", child=self.spec.name, pid=self.pid, grace_s=grace_s)
            self._kill_group()
            await self.process.wait()

    def _send(self, number: signal.Signals) -> None:
        try:
            self.process.send_signal(number)
        except ProcessLookupError:
            log.debug("child.gone_already", child=self.spec.name)

    def _kill_group(self) -> None:
        # Its own children too: one of them could hold our pipes open, and we would wait for that.
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            log.debug("child.gone_already", child=self.spec.name)


class Keeper:
    """Keeps one child running: starts it again whenever it ends, waiting longer after each failure."""

    def __init__(self, name: str, start: Callable[[], Awaitable[Child]]) -> None:
        """Remember how to start the child; `start` returns once it is ready for work."""
        self.name = name
        self._start = start
        self._child: Child | None = None
        self._stopping = False
        self.restarts = 0

    @property
    def child(self) -> Child | None:
        """The child while it runs, else None."""
        return self._child if self._child is not None and self._child.returncode is None else None

    async def start(self) -> Child:
        """Start the child for the first time; a failure is the caller's to handle."""
        self._child = await self._start()
        return self._child

    async def watch(self) -> None:
        """Start the child again whenever it ends, until `stop` or cancellation."""
        failures = 0
        while not self._stopping and self._child is not None:
            since = time.monotonic()
            returncode = await self._child.wait()
            if self._stopping:
                return
            failures = 0 if time.monotonic() - since > CALM_AFTER_S else failures
            log.warning("child.ended", child=self.name, returncode=returncode)
            while not await self._restart(RESTART_DELAYS_S[min(failures, len(RESTART_DELAYS_S) - 1)]):
                failures += 1
            failures += 1

    async def _restart(self, delay_s: float) -> bool:
        await asyncio.sleep(delay_s)
        if self._stopping:
            return True
        try:
            self._child = await self._start()
        except Exception:  # top of a task: whatever is wrong today may be right at the next attempt
            log.exception("child.restart_failed", child=self.name)
            return False
        self.restarts += 1
        log.info("child.restarted", child=self.name, pid=self._child.pid)
        return True

    async def stop(self, grace_s: float = 5.0) -> None:
        """Stop the child and do not start it again."""
        self._stopping = True
        if self._child is not None:
            await self._child.stop(grace_s)


def _wrapped(spec: ChildSpec) -> tuple[str, ...]:
    # Isolated, without site packages: 15 ms instead of 60.
    return (
        *(sys.executable, "-I", "-S", str(_WRAPPER)),
        *(str(os.getpid()), str(int(spec.end_signal)), *spec.command),
    )
