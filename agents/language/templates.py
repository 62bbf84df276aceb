"""Sentence templates, in Home Assistant's syntax, compiled to regular expressions over folded text.

hassil parses the templates. Its matcher is not used: it returns words, and titles need the place in the original
text; and typed slots (dates, amounts) are cut out before matching, so one pass of a regular expression is enough.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from agents.language.fold import fold

# Between words: blanks or light punctuation, or the edge of a part that was optional.
_GAP = r"(?:[\s,:;]+(?:-\s+)?|(?<![^\s'\",:;-])|(?![^\s.,;:!?]))"
_TRAIL = r"[\s,.;:!?]*"
_REST = r"\S(?:.*?\S)?"


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A compiled template."""

    source: str
    regex: re.Pattern[str]

    def match(self, folded: str) -> dict[str, tuple[int, int]] | None:
        """Slot name to (start, end) in the text, if the whole text matches."""
        found = self.regex.fullmatch(folded)
        if found is None:
            return None
        return {name: found.span(name) for name in found.re.groupindex if found[name] is not None}


class TemplateError(ValueError):
    """A template that cannot be compiled; names the template."""


def compile_template(source: str, rules: Mapping[str, str]) -> Pattern:
    """Compile one template; `<rule>` refers to `rules`, `{slot}` is free text."""
    from hassil.parse_expression import parse_sentence

    slots: set[str] = set()

    def build(node: object, depth: int = 0) -> str:
        from hassil.expression import Alternative, Group, ListReference, RuleReference, TextChunk

        if depth > 30:
            raise TemplateError(f"rules refer to each other: {source}")
        if isinstance(node, TextChunk):
            return _text(node.original_text)
        if isinstance(node, ListReference):
            name = node.slot_name
            if name in slots:
                raise TemplateError(f"slot {name} twice: {source}")
            slots.add(name)
            return f"(?P<{name}>{_REST})"
        if isinstance(node, RuleReference):
            if node.rule_name not in rules:
                raise TemplateError(f"no rule <{node.rule_name}>: {source}")
            return build(parse_sentence(rules[node.rule_name]).expression, depth + 1)
        if isinstance(node, Alternative):
            return "(?:" + "|".join(build(item, depth + 1) for item in node.items) + ")"
        if isinstance(node, Group):
            return "".join(build(item, depth + 1) for item in node.items)
        raise TemplateError(f"unknown part in: {source}")

    try:
        body = build(parse_sentence(source).expression)
        return Pattern(source=source, regex=re.compile(_GAP + "?" + body + _TRAIL, re.S))
    except (re.error, ValueError) as error:
        raise TemplateError(f"{error}: {source}") from error


def compile_start(source: str, rules: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern for how a text may begin; it ends on a word's end."""
    pattern = compile_template(source, rules).regex.pattern
    return re.compile(pattern.removesuffix(_TRAIL) + r"(?!\w)", re.S)


def _text(text: str) -> str:
    parts = re.split(r"\s+", fold(text))
    return _GAP.join(re.escape(part) if part else "" for part in parts)
