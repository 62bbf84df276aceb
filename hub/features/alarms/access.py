"""Who may see and change an alarm, and the one way to fetch one."""

from __future__ import annotations

from datetime import datetime

from hub.features.alarms.documents import AlarmDocument
from hub.kernel.context import Ctx
from hub.storage.shares import Access

_access = Access(AlarmDocument, "The alarm")
authorize, access_alarm, visible, audience = _access.authorize, _access.fetch, _access.visible, _access.audience


def remind(ctx: Ctx, *, owner_id: str, title: str, at: datetime, time_zone: str, event_id: str) -> None:
    """Have an alarm of somebody's ring that reminds of an event; for the agenda, which knows when."""
    ctx.work.insert(
        AlarmDocument(
            title=title,
            next_trigger_at=at,
            starts_at=at,
            time_zone=time_zone,
            event_id=event_id,
            owner_id=owner_id,
        )
    )
