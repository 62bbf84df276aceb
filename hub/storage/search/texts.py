"""The text of stored things, for `Searchable.text`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, cast

Raw = Mapping[str, Any]
Texts = Callable[[Sequence[Raw]], Awaitable[Sequence[str]]]
Field = str | Callable[[Raw], str]


def text_of(*fields: Field) -> Texts:
    """Texts made of stored fields, one a line, what they are called first.

    Args:
        fields: Names of fields (of a list its members, of objects in it their `text`), or what makes a line of a
            stored thing.
    """

    async def texts(rows: Sequence[Raw]) -> list[str]:
        return ["\n".join(dict.fromkeys(line for field in fields for line in _lines(row, field))) for row in rows]

    return texts


def _lines(raw: Raw, field: Field) -> list[str]:
    value: Any = raw.get(field) if isinstance(field, str) else field(raw)
    members = cast("list[Any]", value) if isinstance(value, list) else [value]
    found: list[str] = []
    for member in members:
        text = cast("Raw", member).get("text") if isinstance(member, Mapping) else member
        if text is not None and str(text).strip():
            found.append(str(text).strip())
    return found
