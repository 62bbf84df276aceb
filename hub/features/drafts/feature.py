"""What the drafts feature hands over to the composition root."""

from __future__ import annotations

from hub.features.drafts import operations
from hub.features.drafts.documents import DraftDocument
from hub.kernel.catalog import Feature

FEATURE = Feature(
    name="drafts",
    operations=(operations.save_draft, operations.list_drafts, operations.delete_draft),
    documents=(DraftDocument,),
)
