"""What goes into an understanding and what comes out of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

Language = Literal["en", "fr"]
Reason = Literal[
    "negation", "thanks", "question", "report", "hypothetical", "quote", "greeting", "not_found", "impossible"
]


@dataclass(frozen=True, kw_only=True)
class Recent:
    """An entity that the conversation was last about, newest first in `Speaker.recent`."""

    kind: str
    id: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """Who speaks, when and where; `now` is aware, in any zone."""

    locale: str
    time_zone: str
    now: datetime
    user_id: str = ""
    room_id: str = ""
    """Where it is said; empty where it is not said in a room."""
    message_id: str = ""
    """The message that says it."""
    reply_to: str | None = None
    """The message that it answers."""
    currency: str = "EUR"
    recent: Sequence[Recent] = ()

    @property
    def here(self) -> datetime:
        """Now, on the speaker's own clock."""
        return self.now.astimezone(ZoneInfo(self.time_zone))


@dataclass(frozen=True, kw_only=True)
class Call:
    """One operation to run. A value "$1.id" stands for the id in the result of the sentence's first call."""

    operation: str
    arguments: dict[str, Any] = field(default_factory=dict)
    label: str | None = None

    @property
    def reads(self) -> bool:
        return reads(self.operation)


READS = frozenset(
    {
        "list", "find", "get", "summary", "revisions", "comments", "holidays", "backlinks", "trace", "history",
        "reports", "threads", "gallery", "similar", "lines", "actors",
    }
)  # fmt: skip


def reads(operation: str) -> bool:
    """Whether an operation only looks."""
    return operation.rpartition(".")[2] in READS


class Lookup(Protocol):
    """Runs a read operation as the asker and returns its JSON result."""

    async def __call__(self, operation: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]: ...


@dataclass(frozen=True, kw_only=True)
class Understood:
    """Run these calls, in order."""

    calls: tuple[Call, ...]
    language: Language
    confidence: float = 1.0

    @property
    def reads(self) -> tuple[Call, ...]:
        return tuple(call for call in self.calls if call.reads)

    @property
    def writes(self) -> tuple[Call, ...]:
        return tuple(call for call in self.calls if not call.reads)


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """One of several things that the writer may have meant."""

    label: str
    calls: tuple[Call, ...]


@dataclass(frozen=True, kw_only=True)
class Asks:
    """Nothing runs until the writer answers: yes to the proposal, or one of the alternatives."""

    question: str
    language: Language
    proposal: tuple[Call, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NothingToDo:
    """Understood as something that must change nothing; `text` is the answer, empty for silence."""

    reason: Reason
    language: Language
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class NotUnderstood:
    """Not a sentence that the grammar knows: the next layer may try."""

    language: Language


Outcome = Understood | Asks | NothingToDo | NotUnderstood

_RESULT = re.compile(r"\$(\d+)\.(\w+)")


def with_results(arguments: Mapping[str, Any], results: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Replace each "$n.field" among the arguments by that field of the n-th result (from 1)."""
    filled: dict[str, Any] = {}
    for name, value in arguments.items():
        match = _RESULT.fullmatch(value) if isinstance(value, str) else None
        filled[name] = results[int(match[1]) - 1][match[2]] if match else value
    return filled
