"""Stored reports to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.reports.documents import ReportDocument
from hub.features.reports.schemas import MessageReport
from hub.storage.documents import encode, to_wire


async def present_reports(rows: Sequence[Mapping[str, Any]]) -> list[MessageReport]:
    """Public reports."""
    return [MessageReport.model_validate(to_wire(row)) for row in rows]


async def present_report(doc: ReportDocument) -> MessageReport:
    """The public form of one report."""
    return (await present_reports([encode(doc)]))[0]
