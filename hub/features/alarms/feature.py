"""What the alarms feature hands over to the composition root."""

from __future__ import annotations

from hub.features.alarms import operations, ringing
from hub.features.alarms.access import audience, authorize, visible
from hub.features.alarms.documents import AlarmDocument
from hub.features.alarms.present import present_alarms
from hub.features.alarms.schemas import Alarm
from hub.kernel.catalog import Entity, Feature, Searchable
from hub.storage.search.texts import text_of

FEATURE = Feature(
    name="alarms",
    operations=(
        operations.create_alarm,
        operations.list_alarms,
        operations.get_alarm,
        operations.update_alarm,
        operations.snooze_alarm,
        operations.dismiss_alarm,
        operations.delete_alarm,
        ringing.fire_alarm,
    ),
    entities=(
        Entity(
            kind="alarm",
            document=AlarmDocument,
            model=Alarm,
            present=present_alarms,
            audience=audience,
            authorize=authorize,
            visible=visible,
            search=Searchable(text=text_of("title"), at="next_trigger_at"),
            announce=ringing.announce,
            unrecorded=frozenset({"words", "due_at", "ringing", "acknowledged"}),
            noted=frozenset({"fired_for"}),
        ),
    ),
    jobs=(ringing.JOB,),
)
