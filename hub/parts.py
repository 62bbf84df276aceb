"""Parts that run beside the hub's own: each is attached once the hub is put together, before its doors open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from hub.agent_parts import let_modules_think
from hub.dashboard_parts import attach_dashboard
from hub.search_parts import attach_search
from hub.transfer_parts import attach_transfers

if TYPE_CHECKING:
    from hub.main import Hub

Part = Callable[["Hub", AsyncExitStack], Awaitable[None]]
"""Starts something, and has the stack stop it."""
PARTS: tuple[Part, ...] = (attach_search, attach_transfers, let_modules_think, attach_dashboard)
