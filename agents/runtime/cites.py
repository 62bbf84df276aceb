"""What an answer cites: labels become references, made-up ones go, and so does what nothing stands behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast


def cited(answer: Any, refs: Mapping[str, str]) -> Any:
    """An answer in which every `cites` holds references to passages that there are.

    Args:
        answer: What the model said, as JSON values.
        refs: Label of each passage it was shown, to what stands for it.

    Returns:
        The same without the items of lists that should cite something and cite nothing that exists.
    """
    known = {label.casefold(): ref for label, ref in refs.items()}
    return _mended(answer, known)


def _mended(value: Any, known: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        mended = [_mended(item, known) for item in cast("list[Any]", value)]
        return [item for item in mended if not _baseless(item)]
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        return {
            name: _references(item, known) if name == "cites" else _mended(item, known)
            for name, item in fields.items()
        }
    return value


def _references(labels: Any, known: Mapping[str, str]) -> list[str]:
    found = (known.get(str(label).strip("[]() .").casefold()) for label in cast("list[Any]", labels))
    return list(dict.fromkeys(ref for ref in found if ref is not None))


def _baseless(item: Any) -> bool:
    return isinstance(item, dict) and cast("dict[str, Any]", item).get("cites", True) == []
