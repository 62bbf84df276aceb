"""The wire models of reports."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from hub.features.reports.documents import Status
from hub.storage.wire import ById, EntityOut, Id, Input, PageInput, Time, Wire

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]


class MessageReport(EntityOut):
    """A report, without what it is about: that is shown by `report.reveal`."""

    message_id: Id
    room_id: Id
    reason: str
    status: Status
    revealed_at: Time | None
    revealed_by: Id | None
    resolved_at: Time | None
    resolved_by: Id | None


class ReportedVersion(Wire):
    """What a message said before an edit."""

    content: str
    edited_at: Time


class ReportedMessage(Wire):
    """The one message that a report is about, as it is stored."""

    id: Id
    room_id: Id
    room_name: str
    sender: dict[str, Any]
    content: str
    files: list[str]
    """The names of what was sent with it."""
    earlier: list[ReportedVersion]
    """What it said before, oldest first."""
    created_at: Time
    edited_at: Time | None
    deleted_at: Time | None


class Revealed(Wire):
    """A report with its message; None where the message is no longer stored."""

    report: MessageReport
    message: ReportedMessage | None


class CreateReport(Input):
    """What an administrator should look at, and why."""

    message_id: Id
    reason: Reason


class ListReports(PageInput):
    """Which reports to list; without filters all of them, newest first."""

    status: Status | None = None


class Action(StrEnum):
    """What an administrator does about a report."""

    DISMISS = "dismiss"
    DELETE_MESSAGE = "delete_message"


class ResolveReport(ById):
    """What is done about a report."""

    action: Action = Field(description="`delete_message` also settles the other reports of that message.")
