"""Runs and approvals as the wire page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from agents.runtime.summary import standing
from hub.storage.documents import to_wire
from hub.storage.wire import EntityOut, Id, Time, Wire

Raw = Mapping[str, Any]


class RunStep(Wire):
    """One step of a run."""

    index: int
    kind: Literal["understanding", "model", "tool", "approval", "answer"]
    at: Time
    label: str | None = None
    """A few words on what it does, for the line that shows progress."""
    operation: str | None = None
    arguments: dict[str, Any] | None = None
    result: Any = None
    error: dict[str, Any] | None = None
    text: str | None = None
    calls: list[dict[str, Any]] | None = None
    approval_id: str | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    duration_ms: int | None = None


class RunTarget(Wire):
    """What a run of a module's is about."""

    kind: str
    id: Id
    thought: str
    """The operation that asked, such as `note_session.summarize`."""


class RunOut(EntityOut):
    """A run."""

    status: Literal["running", "waiting", "done", "failed", "cancelled"]
    trigger: str
    room_id: Id | None
    """Null for a run that a module started: it stands in no room."""
    answer_room_id: Id | None
    message_id: Id | None
    target: RunTarget | None = None
    """What a run is about that a module started."""
    asked_by: Id
    sentence: str
    """What was asked, in the asker's words."""
    layer: str | None
    model: str | None
    steps: list[RunStep]
    entities: list[dict[str, Any]]
    tokens_in: int
    tokens_out: int
    cost_microcents: int | None
    duration_ms: int
    outcome: str | None
    error: dict[str, Any] | None
    undone: bool
    started_at: Time | None
    finished_at: Time | None


class ApprovalOut(EntityOut):
    """A question that a run waits for."""

    run_id: Id
    room_id: Id
    message_id: Id | None
    kind: Literal["permission", "proposal"]
    question: str
    tool: str | None
    arguments: dict[str, Any] | None
    calls: list[dict[str, Any]]
    alternatives: list[dict[str, Any]]
    calls_hash: str
    preview: list[dict[str, Any]] | None
    status: Literal["pending", "approved", "denied", "expired", "withdrawn"]
    expires_at: Time
    decided_at: Time | None


def _shown(raw: Raw) -> dict[str, Any]:
    wire = to_wire(raw)
    wire["status"] = "running" if wire["status"] == "queued" else wire["status"]
    task = wire.get("task")
    if task is not None:
        wire |= {"room_id": None, "message_id": None, "target": {**task["target"], "thought": task["thought"]}}
    return wire


async def present_runs(rows: Sequence[Raw]) -> list[RunOut]:
    """Public runs, with all their steps."""
    changed = [row["_id"] for row in rows if row["entities"]]
    still = await standing(changed) if changed else frozenset[str]()
    return [
        RunOut.model_validate({**_shown(row), "undone": bool(row["entities"]) and row["_id"] not in still})
        for row in rows
    ]


def brief(raw: Raw) -> dict[str, Any]:
    """A run for an event: without its steps, which come one by one."""
    shown = RunOut.model_validate({**_shown(raw), "steps": [], "undone": False}).model_dump(mode="json")
    del shown["steps"]
    del shown["undone"]
    return shown


def present_step(step: Raw) -> dict[str, Any]:
    """A step for an event: what is being done, without results and arguments."""
    shown = RunStep.model_validate(step).model_dump(mode="json", exclude_none=True)
    return {name: value for name, value in shown.items() if name not in ("result", "arguments", "calls", "text")}


async def present_approvals(rows: Sequence[Raw]) -> list[ApprovalOut]:
    """Public approvals."""
    return [ApprovalOut.model_validate(approval_on_wire(row)) for row in rows]


def approval_on_wire(raw: Raw) -> dict[str, Any]:
    """The fields of an approval, with the first call as `tool` and `arguments`."""
    wire = to_wire(raw)
    calls: list[dict[str, Any]] = wire["calls"]
    wire["tool"] = calls[0]["operation"] if calls else None
    wire["arguments"] = calls[0]["arguments"] if calls else None
    return wire
