"""What the links feature hands over to the composition root."""

from __future__ import annotations

from hub.features.links import operations
from hub.features.links.access import audience, authorize, visible
from hub.features.links.documents import LinkDocument
from hub.features.links.present import present_links, text_of
from hub.features.links.schemas import Link
from hub.kernel.catalog import Entity, Feature, Searchable

FEATURE = Feature(
    name="links",
    operations=(
        operations.create_link,
        operations.list_links,
        operations.get_link,
        operations.update_link,
        operations.open_link,
        operations.delete_link,
    ),
    entities=(
        Entity(
            kind="link",
            document=LinkDocument,
            model=Link,
            present=present_links,
            audience=audience,
            authorize=authorize,
            visible=visible,
            search=Searchable(text=text_of),
            references={"project_id": "project"},
            unrecorded=frozenset({"words", "scope"}),
            noted=frozenset({"clicks", "last_clicked_at"}),
        ),
    ),
)
