"""What the dashboard hands over to the composition root."""

from __future__ import annotations

from hub.features.dashboard import operations
from hub.kernel.catalog import Feature

FEATURE = Feature(name="dashboard", operations=(operations.get_dashboard, operations.get_admin_dashboard))
