"""Parts of a dashboard: read at the same time, each by the rules of where it comes from, each failing alone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hub.kernel.context import Ctx
from hub.kernel.errors import OperationError
from hub.kernel.operation import declaration
from hub.kernel.pipeline import within_scope

log = logging.getLogger(__name__)
LOST = "It could not be read. It has been logged under this request id."


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part.

    Attributes:
        read: What makes it.
        asks: The operation that it asks: where the caller may not use that, the part is not theirs either.
    """

    read: Callable[[], Awaitable[Any]]
    asks: Callable[..., Any] | None = None


async def gathered(ctx: Ctx, parts: Mapping[str, Part]) -> tuple[dict[str, Any], dict[str, str]]:
    """Every part that could be read (None for the others), and why those could not."""
    failed: dict[str, str] = {}

    async def one(name: str, part: Part) -> Any:
        try:
            if part.asks is not None:
                asked = declaration(part.asks)
                asked.policy(ctx)
                within_scope(asked, ctx)
            return await part.read()
        except OperationError as refusal:
            failed[name] = refusal.detail
        except Exception:  # a page of many parts is worth having without one
            log.exception("a part of the dashboard failed", extra={"part": name, "request_id": ctx.call.request_id})
            failed[name] = LOST
        return None

    found = await asyncio.gather(*(one(name, part) for name, part in parts.items()))
    return dict(zip(parts, found, strict=True)), failed
