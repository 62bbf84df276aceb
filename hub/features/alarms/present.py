"""Stored alarms to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.alarms.documents import AlarmDocument
from hub.features.alarms.schemas import Alarm
from hub.storage.documents import encode, to_wire
from hub.storage.plain import Shape

ALARM = Shape(Alarm, AlarmDocument)


async def present_alarms(rows: Sequence[Mapping[str, Any]]) -> list[Alarm]:
    """Public alarms."""
    return [Alarm.model_validate(to_wire(row)) for row in rows]


async def present_alarm(doc: AlarmDocument) -> Alarm:
    """The public form of one alarm, as it will be once it is written."""
    doc.derive()
    return (await present_alarms([encode(doc)]))[0]
