"""What the feature of reports hands over to the composition root."""

from __future__ import annotations

from hub.features.reports import operations
from hub.features.reports.access import audience, authorize, visible
from hub.features.reports.documents import ReportDocument
from hub.features.reports.present import present_reports
from hub.features.reports.schemas import MessageReport
from hub.kernel.catalog import Entity, Feature

FEATURE = Feature(
    name="reports",
    operations=(
        operations.create_report,
        operations.list_reports,
        operations.get_report,
        operations.reveal_report,
        operations.resolve_report,
    ),
    entities=(
        Entity(
            kind="report",
            document=ReportDocument,
            model=MessageReport,
            present=present_reports,
            audience=audience,
            authorize=authorize,
            visible=visible,
            label=lambda raw: str(raw.get("reason", ""))[:80],
            noted=frozenset({"revealed_at", "revealed_by"}),
        ),
    ),
)
