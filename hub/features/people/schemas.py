"""The wire models of people."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from hub.storage.wire import ById, Date, EntityOut, Id, Input, PageInput, Text, UpdateInput, Wire

Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=150)]
Alias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=150)]
Aliases = Annotated[list[Alias], Field(max_length=20, description="What else they are called.")]
Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^[^\s@]+@[^\s@]+$")]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
MOST_REPORTS = 500


class Person(EntityOut):
    """Somebody whom the owner works with or knows, with or without an account here."""

    first_name: str
    last_name: str
    normalized_name: str = Field(description="First and last name without accents, in lower case.")
    aliases: list[str]
    email: str | None
    role: str
    notes: str
    team_id: Id | None
    subteam: str
    manager_id: Id | None
    arrival_date: Date | None
    left: bool = Field(description="They are not there any more: found still, proposed no longer.")
    contact_only: bool = Field(description="Somebody outside the organisation.")
    account_id: Id | None = Field(description="Their account here, if they have one.")


class CreatePerson(Input):
    """A new person; a first or a last name is needed."""

    first_name: Name = ""
    last_name: Name = ""
    aliases: Aliases = []
    email: Email | None = None
    role: Short = Field(default="", description="What they do, in a few words.")
    notes: Text = ""
    team_id: Id | None = None
    subteam: Short = ""
    manager_id: Id | None = Field(default=None, description="The person whom they report to.")
    arrival_date: Date | None = None
    left: bool = False
    contact_only: bool = False
    account_id: Id | None = None


class UpdatePerson(UpdateInput):
    """Changes to a person; only what is sent is changed. `aliases` replaces all of them."""

    first_name: Name = ""
    last_name: Name = ""
    aliases: Aliases = []
    email: Email | None = None
    role: Short = ""
    notes: Text = ""
    team_id: Id | None = None
    subteam: Short = ""
    manager_id: Id | None = None
    arrival_date: Date | None = None
    left: bool = False
    contact_only: bool = False
    account_id: Id | None = None


class ListPeople(PageInput):
    """Which people to list, by last name; without filters all of them, those who left included."""

    q: Annotated[
        str | None, Field(max_length=200, description="Words in the names, aliases, email, role or subteam.")
    ] = None
    team_id: Id | None = None
    manager_id: Id | None = None
    left: bool | None = None
    contact_only: bool | None = None


class ReportingPerson(Wire):
    """Somebody who reports to a person, directly or through others."""

    id: Id
    first_name: str
    last_name: str
    role: str
    manager_id: Id
    depth: int = Field(description="1 for who reports directly.")


class Reports(Wire):
    """Everybody who reports to a person, level by level."""

    items: list[ReportingPerson]
    more: bool = Field(description=f"There are more than {MOST_REPORTS}.")


class OfPerson(ById):
    """A person that is asked about."""
