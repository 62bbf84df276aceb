"""What the budget feature hands over to the composition root."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.features.budget import export, operations, plans, summary
from hub.features.budget.access import audience, authorize, own, visible
from hub.features.budget.documents import (
    DERIVED,
    EnvelopeDocument,
    ImportsDocument,
    LineDocument,
    VendorDocument,
)
from hub.features.budget.imports import operations as imports
from hub.features.budget.present import present_envelopes, present_lines, present_vendors
from hub.features.budget.schemas import BudgetLine, Envelope, Vendor
from hub.kernel.catalog import Entity, Feature, Searchable
from hub.storage.search.texts import text_of


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
        summary.summarize,
        plans.set_envelope,
        plans.set_vendor_department,
        export.export_lines,
        imports.preview_import,
        imports.import_lines,
        imports.undo_import,
    ),
    entities=(
        Entity(
            kind="budget",
            document=LineDocument,
            model=BudgetLine,
            present=present_lines,
            audience=audience,
            authorize=authorize,
            visible=visible,
            search=Searchable(
                text=text_of(_label, "vendor", "label", "category", "notes", "invoice_number", "department"),
                at="date",
            ),
            label=_label,
            references={"project_id": "project"},
            unrecorded=DERIVED,
        ),
        Entity(
            kind="budget_envelope",
            document=EnvelopeDocument,
            model=Envelope,
            present=present_envelopes,
            audience=own.audience,
            authorize=own.authorize,
            label=lambda raw: str(raw.get("category", "")),
            unrecorded=frozenset({"category_key"}),
        ),
        Entity(
            kind="budget_vendor",
            document=VendorDocument,
            model=Vendor,
            present=present_vendors,
            audience=own.audience,
            authorize=own.authorize,
            unrecorded=frozenset({"vendor_key"}),
        ),
    ),
    documents=(ImportsDocument,),
)
