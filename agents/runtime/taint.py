"""Whether a result holds text that somebody else wrote, which a model must not take for orders."""

from __future__ import annotations

from typing import Any, cast

OUTSIDE = frozenset({"mail", "gmail", "notion", "visitor", "mcp", "import", "ics", "google", "site", "web"})


def holds_foreign_text(result: Any, person_id: str, eko_id: str) -> bool:
    """True when something in a result belongs to, or was written by, neither the person nor Eko.

    A shared task's title is as good a place for an injected order as a mail is.
    """
    trusted = {person_id, eko_id}
    pending: list[Any] = [result]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending.extend(cast("list[Any]", value))
        elif isinstance(value, dict):
            found = cast("dict[str, Any]", value)
            if _is_foreign(found, trusted):
                return True
            pending.extend(found.values())
    return False


def _is_foreign(found: dict[str, Any], trusted: set[str]) -> bool:
    owner = found.get("owner_id")
    if isinstance(owner, str) and owner not in trusted:
        return True
    for role in ("sender", "author"):
        writer = found.get(role)
        if isinstance(writer, dict):
            writer_id = cast("dict[str, Any]", writer).get("on_behalf_of") or cast("dict[str, Any]", writer).get("id")
            if writer_id not in trusted:
                return True
    source = found.get("source")
    if isinstance(source, dict):
        source = cast("dict[str, Any]", source).get("kind")
    return isinstance(source, str) and source in OUTSIDE
