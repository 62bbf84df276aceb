"""Tools for a model that only picks calls: few, flat, always the same, with dates and amounts as words said.

A small model copies well and computes badly: asked for an ISO date it makes up a Friday. So its tools
take phrases word for word, and the rules of meaning that plain commands have turn them into values.
They are always the same because the engine keeps what it has read of them: another set costs seconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from agents.providers.base import ToolSpec
from agents.tools.offer import words_of
from hub.kernel.operation import Effect, Operation

ReadDate = Callable[[str, datetime], tuple[date | None, datetime | None]]
"""Reads a phrase, said at a time on the asker's clock, as the day and the instant that it means."""

_WORDS_KEPT = 0.5
_RECEIVED = words_of("received receive earned got refund reçu recu gagné touché remboursé encaissé")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Plain:
    """One such tool: its fields are named as a person would, each standing for one of the operation's."""

    operation: str
    description: str
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    """Shown name to the operation's field; a trailing `?` makes it optional."""


_TOOLS: Mapping[str, _Plain] = {
    "add_task": _Plain(
        operation="task.create",
        description="Add a task or to-do.",
        fields={"title": "title", "date_phrase": "deadline?"},
    ),
    "add_note": _Plain(operation="note.create", description="Save a note.", fields={"text": "content"}),
    "add_event": _Plain(
        operation="agenda.create",
        description="Put an event in the agenda.",
        fields={"title": "summary", "time_phrase": "start", "place": "location?"},
    ),
    "set_alarm": _Plain(
        operation="alarm.create",
        description="Set an alarm or reminder at a time.",
        fields={"title": "title", "time_phrase": "next_trigger_at"},
    ),
    "record_money": _Plain(
        operation="budget.create",
        description="Record money spent or received.",
        fields={"amount": "amount_cents", "vendor": "vendor?", "what_for": "label?"},
    ),
    "create_project": _Plain(operation="project.create", description="Create a project.", fields={"name": "name"}),
    "show_tasks": _Plain(operation="task.list", description="Show my tasks."),
    "show_agenda": _Plain(operation="agenda.list", description="Show my agenda."),
    "show_notes": _Plain(operation="note.list", description="Show my notes."),
}
_DAYS = frozenset({"deadline", "date"})
_MOMENTS = frozenset({"start", "next_trigger_at"})


def plain_specs() -> tuple[ToolSpec, ...]:
    """The tools as the model is shown them."""
    return tuple(_spec(name, tool) for name, tool in _TOOLS.items())


class PlainCalls:
    """The way back from what the model picked for one sentence to operations and their arguments."""

    def __init__(
        self,
        allowed: Iterable[Operation],
        sentence: str,
        said_at: datetime,
        zone: str,
        *,
        read_date: ReadDate,
        reads_only: bool,
    ) -> None:
        self._allowed = {
            operation.name: operation for operation in allowed if operation.effect is Effect.READ or not reads_only
        }
        self._sentence = sentence
        self._words = words_of(sentence)
        self._now = said_at.astimezone(ZoneInfo(zone))
        self._read_date = read_date

    @property
    def date_fact(self) -> str:
        """The asker's day, in the form that the embedded model was trained on."""
        return f"date: {self._now:%Y-%m-%d %a}"

    def restored(self, name: str, arguments: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
        """The operation and arguments that a picked call stands for.

        Returns:
            None for what is not the asker's to do, or made up: text that was not said, a phrase
            that means no date, a field that must be there and is not.
        """
        tool = _TOOLS.get(name)
        if tool is None or tool.operation not in self._allowed:
            return None
        made: dict[str, Any] = {}
        for shown, target in tool.fields.items():
            value = arguments.get(shown)
            restored = None if value in (None, "", []) else self._value(target.rstrip("?"), value)
            if restored is not None:
                made[target.rstrip("?")] = restored
            elif not target.endswith("?"):
                return None
        return tool.operation, self._completed(tool.operation, made)

    def _completed(self, operation: str, made: dict[str, Any]) -> dict[str, Any]:
        """What the operation needs and the sentence has, beyond what was picked."""
        if operation == "note.create":
            text = str(made["content"])
            return {"title": text[:80], **({"content": text} if len(text) > 80 else {})}
        if operation == "agenda.list":
            day = self._read_date(self._sentence, self._now)[0] or self._now.date()
            return {"from": day.isoformat(), "to": day.isoformat()}
        if operation == "task.list":
            return {"open": True}
        return made

    def _value(self, target: str, value: Any) -> Any:
        if target == "amount_cents":
            return self._amount(value)
        if target in _DAYS | _MOMENTS:
            day, moment = self._when(str(value))
            if target in _DAYS:
                day = day or (moment.date() if moment else None)
                return day.isoformat() if day else None
            if moment is not None:
                return _instant(moment)
            # An event may take the whole day; an alarm needs its time.
            return day.isoformat() if day and target == "start" else None
        text = str(value).strip()
        return text if self._was_said(text) else None

    def _when(self, phrase: str) -> tuple[date | None, datetime | None]:
        """What a picked phrase means; the whole sentence counts where the phrase was computed or cut short."""
        whole = self._read_date(self._sentence, self._now)
        copied = words_of(phrase) <= self._words and not re.search(r"\d{4}-\d\d-\d\d", phrase)
        part = self._read_date(phrase, self._now) if copied else (None, None)
        return part if part[1] or (part[0] and not whole[1]) else whole

    def _was_said(self, text: str) -> bool:
        words = words_of(text)
        return bool(words) and len(words & self._words) >= _WORDS_KEPT * len(words)

    def _amount(self, value: Any) -> int | None:
        try:
            amount = abs(float(value))
        except (TypeError, ValueError):
            return None
        if not re.search(rf"(?<!\d){int(amount)}(?!\d)", self._sentence):
            return None
        cents = round(amount * 100)
        return cents if self._words & _RECEIVED else -cents


def _spec(name: str, tool: _Plain) -> ToolSpec:
    kinds = {"amount": "number"}
    properties = {shown: {"type": kinds.get(shown, "string")} for shown in tool.fields}
    required = [shown for shown, target in tool.fields.items() if not target.endswith("?")]
    parameters = {"type": "object", "properties": properties, "required": required}
    return ToolSpec(name=name, description=tool.description, parameters=parameters)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
