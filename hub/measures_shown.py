"""What exists anyway, shown in `/metrics`: it is counted when somebody reads them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hub.main import Hub


def show(hub: Hub) -> None:
    """Show the numbers that the parts of a hub know of themselves."""
    watch = hub.measures.watch
    watch("connections", "Sockets that are connected", lambda: len(hub.realtime.connections))
    watch("people_online", "People with at least one socket here", lambda: len(hub.realtime.by_person))
    watch("message_log_queue", "Messages that wait to be saved", lambda: hub.message_log.waiting)
    watch("message_log_untold", "Batches of messages that are saved and not told", lambda: hub.message_log.untold)
    watch("changes_followed", "1 while what others change is told within moments", lambda: hub.following.up)
    watch("changes_silent_seconds", "Since the change stream last answered", lambda: hub.following.silent_s)
    watch("tasks", "Tasks of the event loop", lambda: len(asyncio.all_tasks()))
    watch("schedule_held", "1 in the process that runs the scheduled jobs", hub.scheduler.holding.is_set)
