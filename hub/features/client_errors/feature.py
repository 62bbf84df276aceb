"""What the client errors feature hands over to the composition root."""

from __future__ import annotations

from hub.features.client_errors import operations
from hub.features.client_errors.documents import ErrorGroup
from hub.kernel.catalog import Feature

FEATURE = Feature(
    name="client_errors",
    operations=(
        operations.report_client_error,
        operations.list_client_errors,
        operations.delete_client_error,
    ),
    documents=(ErrorGroup,),
)
