"""What the feature of scheduled messages hands over to the composition root."""

from __future__ import annotations

from hub.features.scheduled import operations, sending
from hub.features.scheduled.access import audience, authorize, visible
from hub.features.scheduled.documents import ScheduledDocument
from hub.features.scheduled.present import present_many
from hub.features.scheduled.schemas import ScheduledMessage
from hub.kernel.catalog import Entity, Feature

FEATURE = Feature(
    name="scheduled",
    operations=(
        operations.create_scheduled,
        operations.list_scheduled,
        operations.get_scheduled,
        operations.update_scheduled,
        operations.delete_scheduled,
        sending.send_now,
        sending.fire_scheduled,
    ),
    entities=(
        Entity(
            kind="scheduled_message",
            document=ScheduledDocument,
            model=ScheduledMessage,
            present=present_many,
            audience=audience,
            authorize=authorize,
            visible=visible,
            label=lambda raw: str(raw.get("content", ""))[:80],
            unrecorded=frozenset({"due_at", "sending", "sender_scopes"}),
        ),
    ),
    jobs=(sending.JOB,),
)
