"""What the agenda feature hands over to the composition root."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.features.agenda import free, holidays, operations, reminding, transfer
from hub.features.agenda.access import audience, authorize, visible
from hub.features.agenda.documents import EventDocument
from hub.features.agenda.present import present_events
from hub.features.agenda.schemas import Event
from hub.kernel.catalog import Entity, Feature, Searchable
from hub.storage.search.texts import text_of


def _attendees(raw: Mapping[str, Any]) -> str:
    return ", ".join(str(one.get("name") or one.get("email")) for one in raw.get("attendees") or ())


FEATURE = Feature(
    name="agenda",
    operations=(
        operations.create_event,
        operations.list_events,
        operations.upcoming_events,
        operations.get_event,
        operations.update_event,
        operations.delete_event,
        transfer.import_events,
        transfer.export_events,
        holidays.list_holidays,
        free.find_free_time,
        reminding.remind,
    ),
    entities=(
        Entity(
            kind="agenda",
            document=EventDocument,
            model=Event,
            present=present_events,
            audience=audience,
            authorize=authorize,
            visible=visible,
            search=Searchable(text=text_of("summary", "description", "location", _attendees), at="begins_at"),
            label=lambda raw: str(raw.get("summary") or ""),
            unrecorded=frozenset({"words", "begins_at", "ends_at", "last_on_wall", "remind_at", "reminded_until"}),
        ),
    ),
    jobs=(reminding.JOB,),
)
