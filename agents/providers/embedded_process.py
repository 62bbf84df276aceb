"""Starts, watches, restarts and ends the embedded model's process; one request at a time."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import struct
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass
from pathlib import Path

from agents.providers.base import FailureCode, Json, ModelFailure

_log = logging.getLogger(__name__)
_HEADER = struct.Struct("!I")
_WORKER = Path(__file__).with_name("embedded_worker.py")


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessLimits:
    """How the process may be used.

    Attributes:
        waiting: requests that may wait for their turn; one more is `busy`.
        answer_bytes: the longest answer read.
        idle_s: the process ends after this long without a request, and its memory is free again.
        crashes: this many crashes in a row make it `unreachable` for `rest_s`.
    """

    waiting: int = 8
    answer_bytes: int = 1_000_000
    idle_s: float = 900.0
    crashes: int = 3
    rest_s: float = 60.0


class EmbeddedProcess:
    """The worker process, as seen from the hub's event loop, which it never blocks."""

    def __init__(self, limits: ProcessLimits | None = None, worker: Path = _WORKER) -> None:
        self._limits = limits or ProcessLimits()
        self._worker = worker
        self._process: Process | None = None
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._asked = 0
        self._crashes_in_a_row = 0
        self._resting_until = 0.0
        self._idle: asyncio.TimerHandle | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        process = self._process
        return process.pid if process is not None and process.returncode is None else None

    @property
    def resting(self) -> bool:
        """True while it is left alone after crashing again and again."""
        return asyncio.get_running_loop().time() < self._resting_until

    async def ask(self, request: dict[str, Json], time_limit_s: float) -> dict[str, Json]:
        """Send one request and wait for its answer, in turn.

        Raises:
            ModelFailure: `busy` when too many wait, `timed_out`, `crashed`, `nonsense`,
                `unreachable` while it rests after crashes.
        """
        if self._closed:
            raise ModelFailure(FailureCode.UNREACHABLE, "shutting down")
        if self._waiting >= self._limits.waiting:
            raise ModelFailure(FailureCode.BUSY, f"{self._waiting} requests are waiting")
        self._waiting += 1
        try:
            async with asyncio.timeout(time_limit_s), self._turn:
                return await self._exchange(request)
        except TimeoutError as error:
            raise ModelFailure(FailureCode.TIMED_OUT, f"no answer after {time_limit_s:.0f} s") from error
        finally:
            self._waiting -= 1

    async def close(self) -> None:
        """End the process."""
        self._closed = True
        await self._end()

    async def _exchange(self, request: dict[str, Json]) -> dict[str, Json]:
        if self.resting:
            raise ModelFailure(FailureCode.UNREACHABLE, "it crashed several times and is left alone")
        self._stop_idling()
        self._asked += 1
        number = self._asked
        finished = False
        try:
            process = await self._started()
            answer = await self._send_and_receive(process, {**request, "id": number})
            if answer.get("id") != number:
                raise ModelFailure(FailureCode.NONSENSE, "an answer to another request")
            finished = True
            self._crashes_in_a_row = 0
        except (OSError, EOFError) as error:
            self._note_crash()
            raise ModelFailure(FailureCode.CRASHED, "the process ended") from error
        finally:
            if not finished:
                # Timed out, cancelled or confused: native code cannot be interrupted, and a late
                # answer must not be taken for the next one's.
                await self._end()
        self._start_idling()
        if not answer.get("ok"):
            raise ModelFailure(FailureCode.NONSENSE, str(answer.get("error")))
        return answer

    async def _send_and_receive(self, process: Process, request: dict[str, Json]) -> dict[str, Json]:
        if process.stdin is None or process.stdout is None:
            raise OSError("no pipes")
        body = json.dumps(request).encode()
        process.stdin.write(_HEADER.pack(len(body)) + body)
        await process.stdin.drain()
        (size,) = _HEADER.unpack(await process.stdout.readexactly(_HEADER.size))
        if size > self._limits.answer_bytes:
            raise ModelFailure(FailureCode.TOO_LARGE, f"an answer of {size} bytes")
        try:
            answer = json.loads(await process.stdout.readexactly(size))
        except ValueError as error:
            raise ModelFailure(FailureCode.NONSENSE, "not JSON") from error
        if not isinstance(answer, dict):
            raise ModelFailure(FailureCode.NONSENSE, "not an object")
        return answer

    async def _started(self) -> Process:
        if self._process is not None and self._process.returncode is None:
            return self._process
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            # Without it the script's folder is on the path, and its modules hide the SDKs
            # that they are named after.
            "-P",
            str(self._worker),
            str(os.getpid()),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            # Its own environment: no key or secret of the hub reaches it.
            env={name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ},
        )
        _log.info("embedded model started", extra={"pid": self._process.pid})
        return self._process

    async def _end(self) -> None:
        self._stop_idling()
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.kill()
        # Shielded: a cancelled request must not leave a zombie behind.
        await asyncio.shield(process.wait())

    def _note_crash(self) -> None:
        self._crashes_in_a_row += 1
        _log.warning("embedded model crashed", extra={"in_a_row": self._crashes_in_a_row})
        if self._crashes_in_a_row >= self._limits.crashes:
            self._resting_until = asyncio.get_running_loop().time() + self._limits.rest_s
            self._crashes_in_a_row = 0

    def _start_idling(self) -> None:
        self._idle = asyncio.get_running_loop().call_later(self._limits.idle_s, self._end_idle)

    def _stop_idling(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _end_idle(self) -> None:
        # Closing its input is enough: it reads the end and leaves.
        if self._process is not None and self._process.stdin is not None and not self._turn.locked():
            self._process.stdin.close()
            self._process = None
