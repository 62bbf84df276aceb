"""Loading the phrases that each feature keeps beside its operations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

import yaml

from agents.language.outcome import Language
from agents.language.templates import Compiler, Pattern, TemplateError

# How much of a clause is cut out before its templates are tried: every date and amount ("loose"), only those that
# cannot belong to a title ("cut"), only a project's name ("project"), or nothing ("whole").
Text = Literal["cut", "loose", "project", "whole"]
_KEYS = frozenset({"do", "say", "set", "text", "needs", "alone"})
_COMMON = Path(__file__).parent / "words"


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """Templates that all mean one operation, with the arguments that the wording itself gives."""

    operation: str
    patterns: Sequence[Pattern]
    text: Sequence[Text]
    set: Mapping[str, Any] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    alone: bool = False  # the sentence is not to be split


class Book:
    """The phrases of one language, found by how a text begins."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._any: list[tuple[int, Phrase, Pattern]] = []
        self._by_first: dict[str, list[tuple[int, Phrase, Pattern]]] = {}
        for number, (phrase, pattern) in enumerate((p, one) for p in phrases for one in p.patterns):
            for first in pattern.firsts or ("",):
                self._by_first.setdefault(first, []).append((number, phrase, pattern))
        self._any = self._by_first.pop("", [])
        self.phrases = phrases
        self.patterns = [pattern for phrase in phrases for pattern in phrase.patterns]

    def beginning(self, word: str) -> list[tuple[int, Phrase, Pattern]]:
        """The patterns that may fit a text that begins with this word, in the order of the files."""
        found = {entry[0]: entry for entry in self._any}
        for length in range(1, len(word) + 1):
            found.update((entry[0], entry) for entry in self._by_first.get(word[:length], ()))
        return [found[number] for number in sorted(found)]


def load(directories: Iterable[Path]) -> dict[Language, Book]:
    """Read `en.yaml` and `fr.yaml` of each directory.

    Raises:
        TemplateError: for a file that does not follow the format, with its path.
    """
    found: dict[Language, list[Phrase]] = {"en": [], "fr": []}
    for language, phrases in found.items():
        common = rules(language)
        for directory in directories:
            path = directory / f"{language}.yaml"
            if path.is_file():
                phrases.extend(_read(path, common))
    return {language: Book(phrases) for language, phrases in found.items()}


def rules(language: Language) -> dict[str, str]:
    """The rules that every feature's templates may use."""
    text = (_COMMON / f"{language}.yaml").read_text(encoding="utf-8")
    return cast(dict[str, str], yaml.load(text, Loader=_LOADER))  # noqa: S506 - the safe loader, in C when there is one


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _read(path: Path, common: Mapping[str, str]) -> list[Phrase]:
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - see above
    compiler = Compiler({**common, **content.get("rules", {})})
    phrases: list[Phrase] = []
    for entry in content["phrases"]:
        if extra := set(entry) - _KEYS:
            raise TemplateError(f"{path}: unknown keys {sorted(extra)}")
        operation = entry["do"]
        try:
            patterns = [compiler.compile(source) for source in entry["say"]]
        except TemplateError as error:
            raise TemplateError(f"{path}: {error}") from error
        phrases.append(
            Phrase(
                operation=operation,
                patterns=patterns,
                text=_texts(entry.get("text"), operation),
                set=entry.get("set", {}),
                needs=frozenset(entry.get("needs", ())),
                alone=bool(entry.get("alone", False)),
            )
        )
    return phrases


def _texts(given: str | None, operation: str) -> Sequence[Text]:
    if given:
        return (cast(Text, given),)
    verb = operation.rpartition(".")[2]
    if verb in ("create", "propose"):
        return ("cut",)
    if verb in ("list", "summary"):
        return ("loose",)
    return ("loose", "whole")
