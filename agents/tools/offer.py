"""Which operations a model is offered for a sentence: those the asker may use and that fit, a few."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from agents.providers.base import ToolSpec
from agents.tools.schema import compact_schema
from hub.kernel.catalog import Catalog
from hub.kernel.operation import Door, Effect, Operation

_FINDING = frozenset({"search", "find", "look", "cherche", "chercher", "recherche", "trouve", "trouver", "retrouve"})
"""Words that ask to find something, wherever it is."""
_SEARCH = "search.find"
_READ = 2_000
"""Characters of a sentence that are looked at: what it asks for stands at its beginning."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tool:
    """An operation as it is offered."""

    spec: ToolSpec
    operation: Operation
    about: frozenset[str] = frozenset()
    """The words of its description."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sign:
    """Something in a sentence that is no word and still says what it is about."""

    looks: re.Pattern[str]
    words: frozenset[str]
    operations: frozenset[str]


class _Lexicon:
    """What words say about features and operations (`words.yaml`)."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.subjects = {name: _stems(words) for name, words in content["subjects"].items()}
        self.actions = {name: _stems(words) for name, words in content["actions"].items()}
        self.operations = {name: _stems(words) for name, words in content["operations"].items()}
        self.always = frozenset[str](content["always"])
        self.signs = [
            _Sign(
                looks=re.compile(sign["looks"], re.IGNORECASE),
                words=_stems(sign["words"]),
                operations=frozenset(sign["operations"]),
            )
            for sign in content["signs"]
        ]
        # A word that stands for many things says little about each.
        told = Counter(word for words in self.subjects.values() for word in words)
        self.weight = {word: 1 / (1 + math.log2(count)) for word, count in told.items()}

    def fit(self, tool: Tool, words: frozenset[str], signs: Sequence[_Sign]) -> float:
        """How well a tool fits the words and signs of a sentence."""
        operation = tool.operation
        feature, _, action = operation.name.partition(".")
        named = sum(
            sorted((self.weight[word] for word in words & self.subjects.get(feature, _NONE)), reverse=True)[:3]
        )
        own = len(words & self.operations.get(operation.name, _NONE))
        fit = 3.0 * named
        fit += 2.0 * min(len(words & self.actions.get(action, _NONE)), 2)
        fit += 2.0 * min(own, 2)
        fit += 0.3 * min(len(words & tool.about), 3)
        fit += 6.0 * sum(operation.name in sign.operations for sign in signs)
        if operation.name in self.always:
            fit += 1.0
        if named and action == "list":
            # What is changed or deleted must be found first.
            fit += 1.5
        return fit


def words_of(text: str) -> frozenset[str]:
    """The words of a text, folded: lower case, no accents."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return frozenset(re.findall(r"[a-z0-9]+", plain))


def _stems(text: str) -> frozenset[str]:
    """The words of a text without the endings of plurals."""
    return frozenset(_PLURAL.sub("", word) if len(word) > 3 else word for word in words_of(text))


_PLURAL = re.compile(r"(?<=ss)es$|(?<=[cs]h)es$|(?<=x)es$|(?<!s)s$|x$")
_NONE = frozenset[str]()
_LEXICON = _Lexicon(yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")))


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
        """The tools that fit the sentence best, in a stable order; to search, whenever it asks to find something.

        Args:
            sentence: What was asked.
            most: How many at most.
            allowed: The operations that the asker may call at all.
            reads_only: Leave out everything that changes something.
        """
        names = {operation.name for operation in allowed}
        sentence = sentence[:_READ]
        signs = [sign for sign in _LEXICON.signs if sign.looks.search(sentence)]
        words = _stems(sentence).union(*(sign.words for sign in signs))
        finds = bool(words_of(sentence) & _FINDING)
        fitting = [
            tool
            for tool in self._tools.values()
            if tool.operation.name in names and (tool.operation.effect is Effect.READ or not reads_only)
        ]

        def place(tool: Tool) -> tuple[bool, float, str]:
            sought = finds and tool.operation.name == _SEARCH
            return not sought, -_LEXICON.fit(tool, words, signs), tool.spec.name

        return sorted(sorted(fitting, key=place)[:most], key=lambda tool: tool.spec.name)


def _tool(operation: Operation) -> Tool:
    return Tool(
        operation=operation,
        about=_stems(operation.summary),
        spec=ToolSpec(
            name=operation.name.replace(".", "_"),
            description=operation.summary,
            parameters=compact_schema(operation.input),
        ),
    )
