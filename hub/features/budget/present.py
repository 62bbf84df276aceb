"""Stored budget lines and what goes with them to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.budget.documents import LineDocument
from hub.features.budget.schemas import BudgetLine, Envelope, Vendor
from hub.storage.documents import encode, to_wire
from hub.storage.plain import Shape

Raw = Mapping[str, Any]
LINE = Shape(BudgetLine, LineDocument)


async def present_lines(rows: Sequence[Raw]) -> list[BudgetLine]:
    """Public lines."""
    return [BudgetLine.model_validate(to_wire(row)) for row in rows]


async def present_line(doc: LineDocument) -> BudgetLine:
    """The public form of one line."""
    return (await present_lines([encode(doc)]))[0]


async def present_envelopes(rows: Sequence[Raw]) -> list[Envelope]:
    """Public envelopes."""
    return [Envelope.model_validate(to_wire(row)) for row in rows]


async def present_vendors(rows: Sequence[Raw]) -> list[Vendor]:
    """Public vendors."""
    return [Vendor.model_validate(to_wire(row)) for row in rows]
