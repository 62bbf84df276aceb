"""The journal of one run: every step is stored before the next is taken, and told to the asker."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from typing import Any

import orjson

from agents.runtime.documents import Layer, Run, RunStatus
from agents.runtime.ports import Tell
from agents.runtime.present import brief, present_step
from hub.kernel.clock import Clock
from hub.kernel.events import Publish
from hub.storage.documents import encode

KEPT_RESULT = 16_000
"""Characters of a result that a step keeps."""


class LeaseLost(Exception):
    """Another worker has taken the run over; this one must not touch it any more."""


class Journal:
    """Writes a run's record as its worker, as long as the run is this worker's."""

    def __init__(self, run: Run, worker: str, clock: Clock, tell: Tell) -> None:
        self.run = run
        self._worker = worker
        self._clock = clock
        self._tell = tell

    def find(self, kind: str) -> dict[str, Any] | None:
        """The first step of a kind, if there is one."""
        return next((step for step in self.run.steps if step["kind"] == kind), None)

    def call_at(self, key: str) -> dict[str, Any] | None:
        """The step that holds the result of the call with that key, if it was made."""
        return next((step for step in self.run.steps if step["kind"] == "tool" and step["key"] == key), None)

    async def add(self, kind: str, *, started_s: float | None = None, **content: Any) -> dict[str, Any]:
        """Store the next step and tell the asker.

        Args:
            kind: understanding, model, tool, approval or answer.
            started_s: How many seconds the step took.
            content: What it holds; JSON.

        Raises:
            LeaseLost: The run is another's by now.
        """
        step: dict[str, Any] = {"index": len(self.run.steps), "kind": kind, "at": self._clock.now(), **content}
        if started_s is not None:
            step["duration_ms"] = round(started_s * 1000)
        await self._write({"$push": {"steps": step}})
        self.run.steps.append(step)
        await self._tell(self._event("run.step", step=present_step(step)))
        return step

    async def note(self, **fields: Any) -> None:
        """Store fields of the run.

        Raises:
            LeaseLost: The run is another's by now.
        """
        for name, value in fields.items():
            setattr(self.run, name, value)
        await self._write({"$set": {name: _plain(value) for name, value in fields.items()}})

    async def begin(self) -> None:
        """Tell the asker that the run has started; only the first time."""
        if self.run.started_at is None:
            await self.note(started_at=self._clock.now())
            await self._tell(self._event("run.started"))

    async def wait(self) -> None:
        """Put the run aside until the asker has decided."""
        await self.note(status=RunStatus.WAITING, attempts=0, active=None, worker=None, lease_until=None)
        await self._tell(self._event("run.step"))

    async def requeue(self) -> None:
        """Put a run that waits back in the queue, unless that has happened already."""
        await Run.rows().update_one(
            {"_id": self.run.id, "status": RunStatus.WAITING.value},
            {"$set": {"status": RunStatus.QUEUED.value}, "$inc": {"revision": 1}},
        )

    async def give_back(self) -> None:
        """Put the run back in the queue, for another worker or a later start of this one."""
        await self.note(status=RunStatus.QUEUED, active=None, worker=None, lease_until=None)

    async def end(
        self, status: RunStatus, outcome: str, *, error: Mapping[str, Any] | None = None, spent_s: float
    ) -> None:
        """Close the run and tell the asker; what it wrote has been told before."""
        await self.note(
            status=status,
            outcome=outcome,
            error=dict(error) if error else None,
            finished_at=self._clock.now(),
            duration_ms=self.run.duration_ms + round(spent_s * 1000),
            active=None,
            lease_until=None,
        )
        await self._tell(self._event("run.finished"))

    async def renew(self, lease_s: float) -> bool:
        """Show a sign of life. Returns whether the asker wants the run stopped.

        Raises:
            LeaseLost: The run is another's by now.
        """
        lease_until = self._clock.now() + timedelta(seconds=lease_s)
        row = await Run.rows().find_one_and_update(
            {"_id": self.run.id, "worker": self._worker},
            {"$set": {"lease_until": lease_until}},
            projection={"cancel_requested": 1},
        )
        if row is None:
            raise LeaseLost
        return bool(row.get("cancel_requested"))

    async def layer(self, layer: Layer, model: str | None = None) -> None:
        """Store which layer does the understanding."""
        await self.note(layer=layer, model=model)

    async def _write(self, change: dict[str, Any]) -> None:
        change = {**change, "$inc": {"revision": 1}}
        change["$set"] = {**change.get("$set", {}), "updated_at": self._clock.now()}
        done = await Run.rows().update_one({"_id": self.run.id, "worker": self._worker}, change)
        if not done.matched_count:
            raise LeaseLost
        self.run.revision += 1

    def _event(self, name: str, **extra: Any) -> Publish:
        payload = {"run": brief(encode(self.run)), **extra}
        return Publish(name=name, audience=frozenset({f"user:{self.run.owner_id}"}), payload=payload)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def cut(result: Any) -> Any:
    """A result as a step keeps it: whole if it is short, else what it is about."""
    if len(orjson.dumps(result, default=str)) <= KEPT_RESULT:
        return result
    if isinstance(result, dict) and isinstance(result.get("items"), list):  # pyright: ignore[reportUnknownMemberType] # JSON
        return {"cut": True, "items": [], "count": len(result["items"])}  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType] # JSON
    return {"cut": True}
