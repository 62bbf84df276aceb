"""The wire models of links."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hub.storage.wire import ById, EntityOut, Id, Input, PageInput, Text, Time, Title, UpdateInput, Wire

Address = Annotated[
    str,
    StringConstraints(min_length=1, max_length=4_000),
    Field(description="http or https, at most 2,000 characters; without a scheme it becomes https."),
]


class Link(EntityOut):
    """An address worth keeping."""

    name: str
    url: str
    description: str = ""
    project_id: Id | None
    clicks: int = Field(description="How often it was opened through `link.open`.")
    last_clicked_at: Time | None


class CreateLink(Input):
    """A new link. Without a name it is called after its host."""

    url: Address
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""
    description: Text = ""
    project_id: Id | None = None


class UpdateLink(UpdateInput):
    """Changes to a link; only what is sent is changed."""

    url: Address = ""
    name: Title = ""
    description: Text = ""
    project_id: Id | None = None


class ListLinks(PageInput):
    """Which links to list; without filters all of them, newest first."""

    q: Annotated[str | None, Field(max_length=200, description="Words in the name, address or description.")] = None
    project_id: Id | None = None
    sort: Literal["created_at", "clicks"] = "created_at"


class OpenLink(ById):
    """A link that is being opened."""


class Opened(Wire):
    """Where an opened link leads."""

    id: Id
    url: str
    clicks: int
