"""Which operations a model is offered for a sentence: those the asker may use and that fit, a few."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from agents.providers.base import ToolSpec
from agents.tools.schema import compact_schema
from hub.kernel.catalog import Catalog
from hub.kernel.operation import Door, Effect, Operation


def _folded(part: str) -> dict[str, frozenset[str]]:
    listed = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))[part]
    return {name: frozenset(words.split()) for name, words in listed.items()}


_SUBJECTS = _folded("subjects")
_ACTIONS = _folded("actions")
_EVERYDAY = ("task", "agenda", "note", "project", "budget", "alarm")


@dataclass(frozen=True, kw_only=True, slots=True)
class Tool:
    """An operation as it is offered."""

    spec: ToolSpec
    operation: Operation


def words_of(text: str) -> frozenset[str]:
    """The words of a text, folded: lower case, no accents."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return frozenset(re.findall(r"[a-z0-9]+", plain))


class ToolCatalog:
    """Every operation with the agent's door, as tools. Made once: schemas cost milliseconds each."""

    def __init__(self, catalog: Catalog) -> None:
        self._tools = {tool.spec.name: tool for tool in map(_tool, catalog.through(Door.AGENT))}

    def named(self, name: str) -> Tool | None:
        """The tool of that name, also when the model wrote the operation's own name."""
        return self._tools.get(name.replace(".", "_"))

    def offer(
        self, sentence: str, most: int, *, allowed: Iterable[Operation], reads_only: bool = False
    ) -> Sequence[Tool]:
        """The tools that fit the sentence best, in a stable order.

        Args:
            sentence: What was asked.
            most: How many at most.
            allowed: The operations that the asker may call at all.
            reads_only: Leave out everything that changes something.
        """
        names = {operation.name for operation in allowed}
        words = words_of(sentence)
        fitting = [
            tool
            for tool in self._tools.values()
            if tool.operation.name in names and (tool.operation.effect is Effect.READ or not reads_only)
        ]
        best = sorted(fitting, key=lambda tool: (-_fit(tool.operation, words), tool.spec.name))[:most]
        return sorted(best, key=lambda tool: tool.spec.name)


def _tool(operation: Operation) -> Tool:
    return Tool(
        operation=operation,
        spec=ToolSpec(
            name=operation.name.replace(".", "_"),
            description=operation.summary,
            parameters=compact_schema(operation.input),
        ),
    )


def _fit(operation: Operation, words: frozenset[str]) -> float:
    feature, _, action = operation.name.partition(".")
    named = len(words & _SUBJECTS.get(feature, frozenset({feature})))
    fit = 3.0 * min(named, 3)
    fit += 2.0 * min(len(words & _ACTIONS.get(action, frozenset({action}))), 2)
    fit += 0.3 * len(words & words_of(operation.summary))
    if feature in _EVERYDAY:
        fit += 1.0 if action in ("create", "list") else 0.5
    return fit
