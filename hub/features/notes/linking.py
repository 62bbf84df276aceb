"""What notes say of one another: `[[title]]` in a text leads to the note with that title."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hub.storage.words import folded

MOST_LINKS = 200
_EXCERPT = 200
_BEFORE = 60
_PARTS = re.compile(r"```.*?(?:```|\Z)|`[^`\n]+`|\[\[([^\[\]\n]{1,300})\]\]", re.DOTALL)
"""Code, in which nothing is a link, or a link and its title."""


def links_in(texts: Iterable[str]) -> list[str]:
    """The folded titles that texts name, each once, the first 200."""
    found: dict[str, None] = {}
    for text in texts:
        if "[[" not in text:
            continue
        for part in _PARTS.finditer(text):
            key = folded(part[1]) if part[1] else ""
            if key:
                found[key] = None
                if len(found) == MOST_LINKS:
                    return list(found)
    return list(found)


def renamed(text: str, key: str, title: str) -> str:
    """A text whose links to the note once called `key` (folded) lead to the one called `title`."""

    def link(part: re.Match[str]) -> str:
        return f"[[{title}]]" if part[1] and folded(part[1]) == key else part[0]

    return _PARTS.sub(link, text)


def around(texts: Iterable[str], key: str) -> str:
    """The words around the first link to the note called `key` (folded), on one line; empty if there is none."""
    for text in texts:
        for part in _PARTS.finditer(text):
            if part[1] and folded(part[1]) == key:
                start = max(text.rfind("\n", 0, part.start()) + 1, part.start() - _BEFORE)
                end = text.find("\n", part.end())
                return " ".join(text[start : len(text) if end < 0 else end].split())[:_EXCERPT]
    return ""


def can_be_named(title: str) -> bool:
    """Whether a `[[title]]` can say it."""
    return not re.search(r"[\[\]\n]", title)
