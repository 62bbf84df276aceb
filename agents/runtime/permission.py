"""May a call be made, must the asker be asked, or is it out of the question?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from hub.kernel.operation import Door, Effect, Operation
from hub.storage.activity import Change


class Permission(StrEnum):
    """What the agent may do with a tool."""

    ALLOW = "allow"
    ASK = "ask"
    DENY = "deny"


UNPREVIEWABLE = frozenset({"message", "typing", "presence", "poll", "scheduled"})
"""Features that act at once rather than at the commit, or that reach others later: they are never previewed."""


def permission_for(
    found: Operation, door: Door, overrides: Mapping[str, Permission], *, tainted: bool, leaves: bool
) -> Permission:
    """Decide about one call.

    A deletion that can be undone is done, shown and undoable; what cannot be undone, and what
    has an effect outside, needs a yes. Once the run has read text that others wrote, so does
    every write that leaves the asker's own data, and every deletion: that text may have asked for it.

    Args:
        found: The operation.
        door: SLASH for what a person typed exactly, AGENT for everything understood or guessed.
        overrides: Decisions by operation name that replace the default.
        tainted: The run has read untrusted text.
        leaves: The call changes something that others see.
    """
    if door not in found.doors:
        return Permission.DENY
    if found.name in overrides:
        return overrides[found.name]
    if found.effect is Effect.READ:
        return Permission.ALLOW
    if found.effect is Effect.EXTERNAL or (found.effect is Effect.DESTROY and not found.undoable):
        return Permission.ASK
    if tainted and (leaves or found.effect is Effect.DESTROY):
        return Permission.ASK
    return Permission.ALLOW


async def leaves_own_data(changes: Sequence[Any], person_id: str) -> bool:
    """Whether what a preview would change is seen by anybody but the person."""
    seen = False
    for change in changes:
        if not isinstance(change, Change) or change.entity is None:
            continue
        seen = True
        if await change.entity.audience(change.stored) - {f"user:{person_id}"}:
            return True
    # A write that shows no change acts in a way that cannot be looked at beforehand.
    return not seen


def shown_changes(changes: Sequence[Any]) -> list[dict[str, Any]]:
    """A preview as an approval keeps it: what would change, field by field."""
    shown: list[dict[str, Any]] = []
    for change in changes:
        if isinstance(change, Change) and change.entity is not None and not change.entity.silent:
            shown.append(
                {
                    "kind": change.entity.kind,
                    "id": change.id,
                    "change": change.change,
                    "label": change.entity.label(change.stored)[:300],
                    "fields": change.fields(),
                }
            )
    return shown
