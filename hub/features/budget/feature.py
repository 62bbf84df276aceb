"""What the budget feature hands over to the composition root."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.features.budget import operations
from hub.features.budget.access import audience, authorize
from hub.features.budget.documents import DERIVED, LineDocument
from hub.features.budget.present import present_lines
from hub.features.budget.schemas import BudgetLine
from hub.kernel.catalog import Entity, Feature


def _label(raw: Mapping[str, Any]) -> str:
    return str(raw.get("label") or raw.get("vendor") or raw.get("date") or "")


FEATURE = Feature(
    name="budget",
    operations=(
        operations.create_line,
        operations.list_lines,
        operations.get_line,
        operations.update_line,
        operations.delete_line,
    ),
    entities=(
        Entity(
            kind="budget",
            document=LineDocument,
            model=BudgetLine,
            present=present_lines,
            audience=audience,
            authorize=authorize,
            label=_label,
            references={"project_id": "project"},
            unrecorded=DERIVED,
        ),
    ),
)
