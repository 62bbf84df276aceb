"""The stored forms of runs and approvals. A run is a record from its first moment."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

import orjson
from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.storage.documents import Owned


class RunStatus(StrEnum):
    """Where a run stands. `queued` is ours; on the wire it is `running`."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({RunStatus.DONE, RunStatus.FAILED, RunStatus.CANCELLED})


class Trigger(StrEnum):
    """What started a run."""

    SLASH = "slash"
    MENTION = "mention"
    DIRECT = "direct"
    REPLY = "reply"
    ANSWER = "answer"
    SCHEDULE = "schedule"
    MODULE = "module"
    """Somebody pressed a button: a module has something thought about."""


class Layer(StrEnum):
    """Which layer did the understanding, cheapest first."""

    SLASH = "slash"
    LANGUAGE = "language"
    MODEL = "model"
    ANSWER = "answer"


class Run(Owned):
    """One run. Its steps are its journal: after a crash it goes on from what they say.

    The journal holds what was decided before it is done (a plan, a model's turn) and each result
    after; a call whose result is missing is made again under the same idempotency key.
    """

    status: RunStatus = RunStatus.QUEUED
    trigger: Trigger
    room_id: str
    private: bool
    """The room is the asker's direct room with Eko: nobody else reads it."""
    answer_room_id: str | None = None
    """Where the answer goes; the same room unless the answer is the asker's alone."""
    message_id: str
    sentence: str
    task: dict[str, Any] | None = None
    """What a module has thought about: `{thought, target: {kind, id}, passages, carried}`.

    Such a run stands in no room: its `room_id` and `message_id` are its own, and nobody is shown them.
    """
    reply_to: str | None = None
    asked_by: str
    scopes: list[str] | None = None
    """What the token that sent the message allows; None for everything."""
    layer: Layer | None = None
    model: str | None = None
    steps: list[dict[str, Any]] = []
    tainted: bool = False
    """It has read text that neither the asker nor the hub wrote."""
    private_reads: bool = False
    """It has read what is the asker's own, so a shared room may not see what it says."""
    entities: list[dict[str, Any]] = []
    """What it changed: `{kind, id, change, label}`."""
    tokens_in: int = 0
    tokens_out: int = 0
    cost_microcents: int | None = 0
    """Zero for what runs here; null where the price is not known."""
    duration_ms: int = 0
    outcome: str | None = None
    """What the answer said, in a word or two: answered, changed, asked, nothing, refused..."""
    error: dict[str, Any] | None = None
    """`{code, detail}` of a failed run."""
    cancel_requested: bool = False
    decisions: int = 0
    """How many of its questions were decided; each decision touches the run, so none is missed."""
    attempts: int = 0
    """How often it was taken from the queue since a person last had a say."""
    worker: str | None = None
    lease_until: datetime | None = None
    active: bool | None = None
    """True while a worker has it; absent otherwise, so that the index holds one for each room."""
    started_at: datetime | None = None
    finished_at: datetime | None = None

    class Settings:
        name = "runs"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("status", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("message_id", ASCENDING)], unique=True),
            # One run at a time in a room, also between processes.
            IndexModel(
                [("room_id", ASCENDING)],
                name="one_active_run_per_room",
                unique=True,
                partialFilterExpression={"active": True},
            ),
        ]


class ApprovalKind(StrEnum):
    """Why the asker is asked."""

    PERMISSION = "permission"
    """The call is clear, but may not be made without a yes."""
    PROPOSAL = "proposal"
    """The call is a guess."""


class ApprovalStatus(StrEnum):
    """Where a question stands."""

    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Approval(Owned):
    """A question to the asker, bound by hash to the exact calls that a yes would make."""

    run_id: str
    room_id: str
    """Where it was asked."""
    kind: ApprovalKind
    question: str
    calls: list[dict[str, Any]] = []
    """`{operation, arguments, label}`; what a yes makes, in order."""
    alternatives: list[dict[str, Any]] = []
    """`{label, calls}`; what a choice makes instead."""
    calls_hash: str
    preview: list[dict[str, Any]] | None = None
    status: ApprovalStatus = ApprovalStatus.PENDING
    expires_at: datetime
    decided_at: datetime | None = None
    message_id: str | None = None
    """Eko's message that asks it."""
    step: int
    """The place in the run's journal that waits for it."""

    class Settings:
        name = "approvals"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING), ("status", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("run_id", ASCENDING)]),
            IndexModel([("room_id", ASCENDING), ("owner_id", ASCENDING), ("status", ASCENDING)]),
            IndexModel([("status", ASCENDING), ("expires_at", ASCENDING)]),
        ]


def hash_of(calls: list[dict[str, Any]]) -> str:
    """The hash that binds an approval to exactly these operations and arguments, in this order."""
    exact = [[call["operation"], call["arguments"]] for call in calls]
    return hashlib.sha256(orjson.dumps(exact, option=orjson.OPT_SORT_KEYS)).hexdigest()


def as_call(operation: str, arguments: Mapping[str, Any], label: str | None = None) -> dict[str, Any]:
    """A call as runs and approvals keep it."""
    return {"operation": operation, "arguments": dict(arguments), "label": label}
