"""The one small tree of coded errors, and what each code means to every door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """Error codes that clients can rely on (the wire page lists them)."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    TOO_LARGE = "too_large"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    INTERNAL = "internal"


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What one code means at each door."""

    http_status: int
    title: str
    agent_may_retry: bool
    """True where other arguments may succeed, False where the agent should give up."""


MEANINGS: Mapping[Code, Meaning] = {
    Code.INVALID: Meaning(http_status=422, title="The input is not valid", agent_may_retry=True),
    Code.UNAUTHENTICATED: Meaning(http_status=401, title="Sign-in is needed", agent_may_retry=False),
    Code.FORBIDDEN: Meaning(http_status=403, title="Not allowed", agent_may_retry=False),
    Code.NOT_FOUND: Meaning(http_status=404, title="Not found", agent_may_retry=True),
    Code.CONFLICT: Meaning(http_status=409, title="It has changed meanwhile", agent_may_retry=True),
    Code.TOO_LARGE: Meaning(http_status=413, title="Too large", agent_may_retry=True),
    Code.RATE_LIMITED: Meaning(http_status=429, title="Too many requests", agent_may_retry=False),
    Code.UNAVAILABLE: Meaning(http_status=503, title="Not available now", agent_may_retry=False),
    Code.INTERNAL: Meaning(http_status=500, title="Something went wrong here", agent_may_retry=False),
}


class OperationError(Exception):
    """A refusal that its caller is told about, with a code that every door can translate.

    Attributes:
        code: One of `Code`.
        detail: One sentence for a person, without secrets.
        errors: Field name to what is wrong with it, for `invalid`.
        state: The current public state, for a `conflict` over a stale revision.
        retry_after: Seconds until another try makes sense, for `rate_limited` and `unavailable`.
        malformed: The body could not even be decoded (HTTP answers 400 instead of 422).
        keeps_work: What the operation has asked for is committed all the same: a refusal that revokes.
    """

    def __init__(
        self,
        code: Code,
        detail: str,
        *,
        errors: Mapping[str, str] | None = None,
        state: Mapping[str, Any] | None = None,
        retry_after: float | None = None,
        malformed: bool = False,
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.errors = dict(errors or {})
        self.state = state
        self.retry_after = retry_after
        self.malformed = malformed
        self.keeps_work = False

    def envelope(self, request_id: str) -> dict[str, Any]:
        """The error object of a socket ack, also the extension members of a problem document."""
        body: dict[str, Any] = {
            "code": self.code.value,
            "detail": self.detail,
            "errors": self.errors,
            "request_id": request_id,
        }
        if self.state is not None:
            body["current"] = self.state
        if self.retry_after is not None:
            body["retry_after"] = self.retry_after
        return body


def invalid(detail: str, **errors: str) -> OperationError:
    """An `invalid` error; keyword arguments name the fields at fault."""
    return OperationError(Code.INVALID, detail, errors=errors)


def unauthenticated(detail: str = "Sign in to do this.") -> OperationError:
    """An `unauthenticated` error: nobody, or nobody any more."""
    return OperationError(Code.UNAUTHENTICATED, detail)


def forbidden(detail: str = "You are not allowed to do this.") -> OperationError:
    """A `forbidden` error: the thing may be seen, this may not be done with it."""
    return OperationError(Code.FORBIDDEN, detail)


def not_found(what: str = "That") -> OperationError:
    """A `not_found` error, also for what exists but is not the caller's to see."""
    return OperationError(Code.NOT_FOUND, f"{what} was not found.")


def conflict(detail: str, state: Mapping[str, Any] | None = None) -> OperationError:
    """A `conflict` error, with the current state where there is one."""
    return OperationError(Code.CONFLICT, detail, state=state)


def too_large(detail: str) -> OperationError:
    """A `too_large` error."""
    return OperationError(Code.TOO_LARGE, detail)


def unavailable(detail: str, retry_after: float | None = None) -> OperationError:
    """An `unavailable` error: a part that is needed is away."""
    return OperationError(Code.UNAVAILABLE, detail, retry_after=retry_after)
