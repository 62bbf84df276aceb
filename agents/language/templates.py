"""Sentence templates, in Home Assistant's syntax, compiled to regular expressions over folded text.

hassil parses the templates. Its matcher is not used: it returns words, and titles need the place in the original
text; and typed slots (dates, amounts) are cut out before matching, so one pass of a regular expression is enough.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from agents.language.fold import fold

# Between words: blanks or light punctuation, or the edge of a part that was optional.
_GAP = r"(?:[\s,:;]+(?:-\s+)?|(?<![^\s'\",:;-])|(?![^\s.,;:!?]))"
_TRAIL = r"[\s,.;:!?]*"
_REST = r"\S(?:.*?\S)?"
_LEADING = re.compile(r"[\s,:;\"'-]*(\S*)")


class TemplateError(ValueError):
    """A template that cannot be compiled; names the template."""


class Pattern:
    """A template. Its regular expression is compiled when a text first begins like it."""

    def __init__(self, source: str, body: str, firsts: frozenset[str] | None) -> None:
        self.source = source
        self.firsts = firsts
        """How the texts that it may fit begin; None for any."""
        self._body = body

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(_GAP + "?" + self._body + _TRAIL, re.S)

    def match(self, folded: str) -> dict[str, tuple[int, int]] | None:
        """Slot name to (start, end) in the text, if the whole text matches."""
        found = self.regex.fullmatch(folded)
        if found is None:
            return None
        return {name: found.span(name) for name in found.re.groupindex if found[name] is not None}

    def as_start(self) -> re.Pattern[str]:
        """A regular expression for how a text may begin; it ends on a word's end."""
        return re.compile(_GAP + "?" + self._body + r"(?!\w)", re.S)


def first_word(folded: str) -> str:
    """The word that a text begins with, for `Pattern.firsts`."""
    found = _LEADING.match(folded)
    return found[1] if found else ""


class Compiler:
    """Compiles templates; `<rule>` refers to `rules`, `{slot}` is free text."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        self._rules = rules
        self._built: dict[str, tuple[str, frozenset[str], bool]] = {}

    def compile(self, source: str) -> Pattern:
        """Compile one template.

        Raises:
            TemplateError: It names no known rule, a slot twice, or is not well-formed.
        """
        from hassil.parse_expression import parse_sentence
        from hassil.parser import ParseError

        slots: list[str] = []
        try:
            body, firsts, empty = self._build(parse_sentence(source).expression, slots, source)
        except (ValueError, ParseError) as error:
            raise TemplateError(f"{error}: {source}") from error
        if len(set(slots)) < len(slots):
            raise TemplateError(f"a slot twice: {source}")
        return Pattern(source, body, None if empty or "" in firsts else firsts)

    def _build(self, node: object, slots: list[str], source: str) -> tuple[str, frozenset[str], bool]:
        """The expression, the first words it may begin with ("" for any), and whether it may be empty."""
        from hassil.expression import Alternative, Group, ListReference, RuleReference, TextChunk

        if isinstance(node, TextChunk):
            return _text(node.original_text)
        if isinstance(node, ListReference):
            slots.append(node.slot_name)
            return f"(?P<{node.slot_name}>{_REST})", frozenset([""]), False
        if isinstance(node, RuleReference):
            return self._rule(node.rule_name, source)
        if not isinstance(node, Group):
            raise TemplateError(f"an unknown part: {source}")
        built = [self._build(item, slots, source) for item in node.items]
        if isinstance(node, Alternative):
            firsts = frozenset[str]().union(*(one[1] for one in built))
            # The longest first: in "(for|for me to) {title}" the title is then what is really left.
            bodies = sorted((one[0] for one in built), key=len, reverse=True)
            return "(?:" + "|".join(bodies) + ")", firsts, any(one[2] for one in built)
        return _sequence(built)

    def _rule(self, name: str, source: str) -> tuple[str, frozenset[str], bool]:
        from hassil.parse_expression import parse_sentence

        if name not in self._rules:
            raise TemplateError(f"no rule <{name}>: {source}")
        if name not in self._built:
            self._built[name] = ("", frozenset(), True)  # a rule that refers to itself matches nothing
            self._built[name] = self._build(parse_sentence(self._rules[name]).expression, [], source)
        return self._built[name]


def _sequence(built: Sequence[tuple[str, frozenset[str], bool]]) -> tuple[str, frozenset[str], bool]:
    firsts: set[str] = set()
    empty = True
    for _, words, may_be_empty in built:
        if empty:
            firsts |= words
        empty = empty and may_be_empty
    return "".join(body for body, _, _ in built), frozenset(firsts), empty


def _text(text: str) -> tuple[str, frozenset[str], bool]:
    parts = re.split(r"\s+", fold(text))
    words = [part for part in parts if part.strip(",:;-\"'")]
    body = _GAP.join(re.escape(part) if part else "" for part in parts)
    # A word may go on in the next part ("task[s]"), so what is kept is only how the first word begins.
    return body, frozenset([words[0].lstrip("\"'-,:;")] if words else []), not words
