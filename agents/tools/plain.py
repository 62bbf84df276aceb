"""Tools for a model that only picks calls: few, flat, with dates and amounts as words said.

A small model copies well and computes badly: asked for an ISO date it makes up a Friday. So its tools
take phrases word for word, and the rules of meaning that plain commands have turn them into values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from agents.providers.base import ToolSpec
from agents.tools.offer import Tool, ToolCatalog, words_of
from hub.kernel.operation import Effect, Operation

_MOST = 6
_ACTIONS = frozenset({"create", "list"})
_TEXT_FIELDS = {
    "title": "Its title, copied word for word.",
    "name": "Its name, copied word for word.",
    "summary": "What it is called, copied word for word.",
    "content": "The text to keep, copied word for word.",
    "location": "The place; only when stated.",
    "vendor": "Who was paid, or who paid; only when stated.",
    "label": "What the money was for, copied word for word.",
    "q": "A word to look for; only when stated.",
}
_DAYS = frozenset({"deadline", "date", "target_date"})
_MOMENTS = frozenset({"start", "next_trigger_at"})
_PHRASE = "The date or time phrase, copied word for word; only when stated."
_WORDS_KEPT = 0.5


ReadDate = Callable[[str, datetime], tuple[date | None, datetime | None]]
"""Reads a phrase, said at a time on the asker's clock, as the day and the instant that it means."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Field:
    name: str
    role: str
    """text, day, moment or amount."""


class PlainTools:
    """The tools for one sentence, and the way back from what the model filled in."""

    def __init__(
        self,
        tools: ToolCatalog,
        allowed: Iterable[Operation],
        sentence: str,
        said_at: datetime,
        zone: str,
        *,
        read_date: ReadDate,
        reads_only: bool,
    ) -> None:
        self._sentence = sentence
        self._now = said_at.astimezone(ZoneInfo(zone))
        self._read_date = read_date
        picked = [operation for operation in allowed if operation.name.partition(".")[2] in _ACTIONS]
        offered = tools.offer(sentence, _MOST, allowed=picked, reads_only=reads_only)
        self._fields = {tool.spec.name: _fields(tool) for tool in offered}
        self._operations = {tool.spec.name: tool.operation for tool in offered}
        self.specs = tuple(_plain(tool, self._fields[tool.spec.name]) for tool in offered)

    @property
    def date_fact(self) -> str:
        """The asker's day, in the form that the embedded model was trained on."""
        return f"date: {self._now:%Y-%m-%d %a}"

    def restored(self, name: str, arguments: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
        """The operation and arguments that a picked call stands for.

        Returns:
            None for what the model was not given, or made up: text that was not said, a phrase that
            means no date, a field that must be there and is not.
        """
        operation = self._operations.get(name)
        if operation is None:
            return None
        made: dict[str, Any] = {}
        for field in self._fields[name]:
            value = arguments.get(field.name)
            if value in (None, "", []):
                continue
            restored = self._value(field, value)
            if restored is None:
                return None
            made[field.name] = restored
        required = set(operation.input.model_json_schema().get("required", []))
        if not required <= made.keys():
            return None
        if operation.effect is not Effect.READ and not made:
            return None
        return operation.name, made

    def _value(self, field: _Field, value: Any) -> Any:
        match field.role:
            case "text":
                text = str(value).strip()
                return text if self._was_said(text) else None
            case "day":
                day, moment = self._read_date(self._phrase(value), self._now)
                day = day or (moment.date() if moment else None)
                return day.isoformat() if day else None
            case "moment":
                moment = self._read_date(self._phrase(value), self._now)[1]
                return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None
            case _:
                return self._amount(value)

    def _phrase(self, value: Any) -> str:
        # Whatever it wrote, the words of the sentence count: an ISO date that it computed is not believed.
        text = str(value)
        return self._sentence if re.search(r"\d{4}-\d\d-\d\d", text) else text

    def _was_said(self, text: str) -> bool:
        words = words_of(text)
        return bool(words) and len(words & words_of(self._sentence)) >= _WORDS_KEPT * len(words)

    def _amount(self, value: Any) -> int | None:
        try:
            cents = round(abs(float(value)) * 100)
        except (TypeError, ValueError):
            return None
        if not re.search(rf"(?<!\d){int(abs(float(value)))}(?!\d)", self._sentence):
            return None
        received = words_of(self._sentence) & words_of("received earned got refund reçu gagné touché remboursé")
        return cents if received else -cents


def _fields(tool: Tool) -> list[_Field]:
    found: list[_Field] = []
    for name in tool.spec.parameters["properties"]:
        if name in _TEXT_FIELDS:
            found.append(_Field(name=name, role="text"))
        elif name in _DAYS:
            found.append(_Field(name=name, role="day"))
        elif name in _MOMENTS:
            found.append(_Field(name=name, role="moment"))
        elif name == "amount_cents":
            found.append(_Field(name=name, role="amount"))
    return found


def _plain(tool: Tool, fields: Iterable[_Field]) -> ToolSpec:
    properties: dict[str, Any] = {}
    for field in fields:
        if field.role == "text":
            properties[field.name] = {"type": "string", "description": _TEXT_FIELDS[field.name]}
        elif field.role == "amount":
            properties[field.name] = {"type": "number", "description": "The amount as it was said."}
        else:
            properties[field.name] = {"type": "string", "description": _PHRASE}
    required = [name for name in tool.spec.parameters.get("required", []) if name in properties]
    parameters = {"type": "object", "properties": properties, "required": required}
    return ToolSpec(name=tool.spec.name, description=tool.spec.description, parameters=parameters)
