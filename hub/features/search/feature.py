"""What the search feature hands over to the composition root."""

from __future__ import annotations

from hub.features.search import operations
from hub.features.search.documents import SearchStateDocument
from hub.kernel.catalog import Feature

FEATURE = Feature(
    name="search",
    operations=(
        operations.find,
        operations.similar,
        operations.status,
        operations.collection_info,
        operations.rebuild,
    ),
    documents=(SearchStateDocument,),
)
