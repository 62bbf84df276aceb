"""Stored events to public ones, and to the occurrences of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.agenda.documents import EventDocument
from hub.features.agenda.occurrences import Occurrence
from hub.features.agenda.schemas import Event, Override
from hub.storage.documents import encode, to_wire
from hub.storage.plain import Shape

Raw = Mapping[str, Any]
EVENT = Shape(Event, EventDocument)


async def present_events(rows: Sequence[Raw]) -> list[Event]:
    """Public events, as they are stored."""
    return [Event.model_validate(to_wire(row)) for row in rows]


async def present_event(doc: EventDocument) -> Event:
    """The public form of one event."""
    return (await present_events([encode(doc)]))[0]


async def present_occurrences(found: Sequence[Occurrence]) -> list[Event]:
    """Each occurrence as its event, at its own time, with what differs from the series."""
    ids = list({one.event_id for one in found})
    rows = await EventDocument.rows().find({"_id": {"$in": ids}}).to_list(None)
    events = {event.id: event for event in await present_events(rows)}
    return [occurrence_of(events[one.event_id], one) for one in found if one.event_id in events]


def occurrence_of(event: Event, one: Occurrence) -> Event:
    """One occurrence of an event."""
    override = next((each for each in event.overrides if each.occurrence == one.key), None)
    own = differing(override) if override else {}
    return event.model_copy(
        update={
            **own,
            "start": one.start,
            "end": one.end,
            "occurrence": one.key,
            "overrides": [],
        }
    )


def differing(override: Override) -> dict[str, Any]:
    """The fields in which an occurrence differs from its series."""
    return {
        name: getattr(override, name)
        for name in Override.model_fields
        if name != "occurrence" and getattr(override, name) is not None
    }
