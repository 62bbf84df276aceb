"""Rate limits: one token bucket for each actor (or address, before sign-in) and class of operation."""

from __future__ import annotations

import time
from collections import OrderedDict

from hub.kernel.context import ActorKind, Call
from hub.kernel.errors import Code, OperationError
from hub.kernel.operation import Effect, Operation, Rate

READS = Rate(per_second=100, burst=400)
WRITES = Rate(per_second=30, burst=150)
KEPT = 20_000


class RateLimits:
    """Buckets in memory; the least recently used ones are forgotten."""

    def __init__(self, *, on: bool = True) -> None:
        self.on = on
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def spend(self, found: Operation, call: Call) -> None:
        """Take one token for this call.

        Raises:
            OperationError: `rate_limited`, with the seconds until a token is there.
        """
        if not self.on or call.actor.kind is ActorKind.SYSTEM:
            return
        rate = found.rate or (READS if found.effect is Effect.READ else WRITES)
        key = (call.actor.person_id or call.address, found.name if found.rate else found.effect.value)
        now = time.monotonic()
        tokens, at = self._buckets.pop(key, (float(rate.burst), now))
        tokens = min(float(rate.burst), tokens + (now - at) * rate.per_second)
        if tokens < 1:
            self._buckets[key] = (tokens, now)
            wait = (1 - tokens) / rate.per_second
            raise OperationError(
                Code.RATE_LIMITED, "That was too many at once. Wait a moment.", retry_after=round(wait, 2)
            )
        self._buckets[key] = (tokens - 1, now)
        if len(self._buckets) > KEPT:
            self._buckets.popitem(last=False)
