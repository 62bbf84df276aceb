"""What client errors look like on the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hub.storage.wire import Id, Input, PageInput, Time, Wire


class Report(Input):
    """Something that went wrong in a browser."""

    message: Annotated[str, Field(min_length=1, max_length=2_000)]
    stack: Annotated[str | None, Field(max_length=16_000)] = None
    url: Annotated[str | None, Field(max_length=2_000)] = None
    where: Annotated[str | None, Field(max_length=200, description="The part of the app.")] = None
    version: Annotated[str | None, Field(max_length=100)] = None


class Reported(Wire):
    """The group that a report went to."""

    fingerprint: Id


class ClientError(Wire):
    """Reports of the same fault."""

    id: Id
    """The fingerprint."""
    message: str
    stack: str | None
    url: str | None
    where: str | None
    version: str | None
    user_agent: str
    count: int
    people: int
    """How many people met it (the first 100 are told apart)."""
    first_at: Time
    last_at: Time


class ListClientErrors(PageInput):
    """Groups, the last seen first."""
