"""What one run may use up before it is stopped."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class RunLimits:
    """Limits of one run and of the runtime.

    Attributes:
        turns: model calls.
        tokens: tokens in and out, all model calls together.
        wall_s: seconds of work, waiting for a person not counted.
        calls: operations called.
        mistakes: unusable calls (unknown tool, invalid arguments, repeats) before it gives up.
        offered: tools that the model is shown.
        at_once: runs worked on at the same time, in this process.
        at_once_each: of them, for one person.
        lease_s: how long a run is kept for a worker that gives no sign of life.
        proposal_s: how long a guess can still be accepted.
        permission_s: how long a permission can still be given.
    """

    turns: int = 8
    tokens: int = 40_000
    wall_s: float = 120.0
    calls: int = 24
    mistakes: int = 3
    offered: int = 20
    at_once: int = 4
    at_once_each: int = 2
    lease_s: float = 15.0
    proposal_s: float = 1_800.0
    permission_s: float = 86_400.0


class OutOfBudget(Exception):
    """The run has used up what it may; `what` says of what."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(slots=True)
class Budget:
    """Counts what a run uses."""

    limits: RunLimits
    turns: int = 0
    tokens: int = 0
    calls: int = 0
    mistakes: int = 0
    _made: dict[str, int] = field(default_factory=dict[str, int])

    def turn(self) -> None:
        """Count a model call.

        Raises:
            OutOfBudget: It would be one too many.
        """
        self.turns += 1
        if self.turns > self.limits.turns or self.tokens > self.limits.tokens:
            raise OutOfBudget("turns" if self.tokens <= self.limits.tokens else "tokens")

    def call(self) -> None:
        """Count an operation.

        Raises:
            OutOfBudget: It would be one too many.
        """
        self.calls += 1
        if self.calls > self.limits.calls:
            raise OutOfBudget("calls")

    def mistake(self) -> None:
        """Count an unusable call.

        Raises:
            OutOfBudget: There were too many.
        """
        self.mistakes += 1
        if self.mistakes >= self.limits.mistakes:
            raise OutOfBudget("mistakes")

    def repeated(self, fingerprint: str) -> bool:
        """Whether exactly this call was made before in this run."""
        self._made[fingerprint] = self._made.get(fingerprint, 0) + 1
        return self._made[fingerprint] > 1
