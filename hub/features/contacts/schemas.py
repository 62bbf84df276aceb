"""The wire models of contacts."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from hub.storage.wire import EntityOut, Id, Input, PageInput, UpdateInput

Nickname = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]


class Contact(EntityOut):
    """An account that the owner keeps at hand."""

    user_id: Id
    nickname: str = Field(description="What the owner calls them; nobody else sees it. Empty: their own name.")
    display_name: str
    username: str
    disabled: bool = Field(description="The account is closed: it stays in the list.")


class CreateContact(Input):
    """An account to keep at hand."""

    user_id: Id
    nickname: Nickname = ""


class UpdateContact(UpdateInput):
    """Changes to a contact; only what is sent is changed."""

    nickname: Nickname = ""


class ListContacts(PageInput):
    """Which contacts to list, the first made first."""

    q: Annotated[str | None, Field(max_length=200, description="Words in the nickname.")] = None
    user_id: Id | None = None
