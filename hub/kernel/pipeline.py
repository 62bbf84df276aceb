"""The pipeline: the only place with guards, and the only way to run an operation from outside."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import orjson
from pydantic import BaseModel, ValidationError

from hub.kernel.catalog import Catalog
from hub.kernel.clock import Clock, Moment
from hub.kernel.context import A, ActorKind, Call, Ctx, Work
from hub.kernel.errors import Code, OperationError, forbidden, invalid, not_found
from hub.kernel.events import Signal
from hub.kernel.operation import Effect, Operation
from hub.kernel.rates import RateLimits

log = logging.getLogger(__name__)
ATTEMPTS = 8
PLAIN = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME


class WriteConflict(Exception):
    """What was read has been changed by another before the commit; the handler is run again."""


@dataclass(kw_only=True, slots=True, eq=False)
class Committed:
    """What a unit of work has written."""

    answer: BaseModel
    """The operation's answer, with what only the commit could know (a message's `rev`)."""
    changes: Sequence[Any] = ()
    """The storage's own record of each changed document, for those who follow a commit."""
    activity_id: str | None = None
    signals: Sequence[Signal] = ()


class Refused(BaseModel):
    """What stands for the answer of a refusal that keeps its work."""


@dataclass(kw_only=True, slots=True, eq=False)
class Outcome:
    """What a call came to."""

    result: BaseModel | Mapping[str, Any]
    """The operation's answer, or the stored one of the first call with this idempotency key."""
    changes: Sequence[Any] = ()
    activity_id: str | None = None
    replayed: bool = False


class Session(Work, Protocol):
    """A unit of work as the pipeline sees it."""

    async def answered(self, operation: Operation, call: Call) -> Mapping[str, Any] | None:
        """The first answer to this call's idempotency key, if there was one within a day."""
        ...

    async def commit(self, operation: Operation, call: Call, answer: BaseModel) -> Committed:
        """Write everything or nothing.

        Raises:
            WriteConflict: Somebody else was faster.
        """
        ...

    async def preview(self) -> Sequence[Any]:
        """What a commit would change, without doing it."""
        ...


class Store(Protocol):
    """Where units of work come from and where refusals are kept."""

    def begin(self, clock: Clock) -> Session:
        """A new, empty unit of work."""
        ...

    async def refused(self, operation: Operation, call: Call, code: str, clock: Clock) -> str:
        """Record that a call was refused; returns the entry's id."""
        ...

    def explain(self, fault: Exception) -> OperationError | None:
        """The coded error that a fault of the database stands for, if it is one."""
        ...


class Publisher(Protocol):
    """Tells the world of a commit."""

    async def committed(self, operation: Operation, call: Call, done: Committed) -> None:
        """Best effort: a failure is logged, never raised."""
        ...


class Pipeline:
    """Validates, limits, authorises, runs, commits, and tells: in that order, for every door."""

    def __init__(
        self, *, catalog: Catalog, store: Store, publisher: Publisher, clock: Clock, rates: RateLimits
    ) -> None:
        self.catalog = catalog
        self.store = store
        self.publisher = publisher
        self.clock = clock
        self.rates = rates

    async def run(self, name: str, payload: Any, call: Call, *, preview: bool = False) -> Outcome:
        """Run the operation of that name.

        Args:
            name: The operation's name.
            payload: Its input as it came over the wire; validated here.
            call: Who calls, and how.
            preview: Do everything but the commit; `Outcome.changes` is what would happen.

        Raises:
            OperationError: With the code that the caller is told. Anything unexpected becomes
                `internal`, logged once with its traceback.
        """
        found = self.catalog.operation(name)
        if found is None:
            raise not_found(f"The operation {name!r}")
        try:
            return await self._guarded(found, payload, call, preview)
        except OperationError as refusal:
            await self._record(found, call, refusal.code)
            raise
        except Exception as fault:
            explained = self.store.explain(fault)
            if explained is not None:
                log.error(
                    "%s: %s",
                    explained.detail,
                    fault,
                    extra={"operation": name, "request_id": call.request_id},
                )
                raise explained from fault
            log.exception("operation failed", extra={"operation": name, "request_id": call.request_id})
            await self._record(found, call, Code.INTERNAL)
            raise OperationError(
                Code.INTERNAL, "Something went wrong here. It has been logged under this request id."
            ) from fault

    def allows(self, found: Operation, call: Call) -> bool:
        """Whether that caller may use the operation at all, whatever the input."""
        parts = _PartsOf(self, found, call, preview=True)
        ctx = Ctx(call=call, clock=self.clock, work=self.store.begin(self.clock), apart=parts)
        try:
            found.policy(ctx)
            within_scope(found, ctx)
        except OperationError:
            return False
        return True

    async def _guarded(self, found: Operation, payload: Any, call: Call, preview: bool) -> Outcome:
        command = validate(found.input, payload)
        self.rates.spend(found, call)
        parts = _PartsOf(self, found, call, preview)
        for _attempt in range(ATTEMPTS):
            moment = Moment(self.clock)
            session = self.store.begin(moment)
            ctx = Ctx(call=call, clock=moment, work=session, apart=parts)
            found.policy(ctx)
            within_scope(found, ctx)
            if call.idempotency_key and found.idempotent and not preview:
                first = await session.answered(found, call)
                if first is not None:
                    return Outcome(result=first, replayed=True)
            refusal: OperationError | None = None
            try:
                answer = await found.handler(ctx, command)
            except OperationError as fault:
                if not fault.keeps_work or preview:
                    raise
                refusal, answer = fault, Refused()
            if preview:
                return Outcome(result=answer, changes=[*parts.previewed, *await session.preview()])
            try:
                done = await session.commit(found, call, answer)
            except WriteConflict:
                continue
            if done.changes or done.signals:
                await self.publisher.committed(found, call, done)
            if refusal is not None:
                raise refusal
            activity_id = done.activity_id or parts.activity_id
            return Outcome(result=done.answer, changes=done.changes, activity_id=activity_id)
        raise _overtaken()

    async def _record(self, found: Operation, call: Call, code: Code) -> None:
        if not call.actor.id or (found.effect is Effect.READ and code is Code.INVALID):
            return
        if code is Code.RATE_LIMITED:
            # A limit that writes an entry for each refusal would let a flood fill the disk.
            log.info("rate limited", extra={"operation": found.name, "actor_id": call.actor.id})
            return
        try:
            await self.store.refused(found, call, code.value, self.clock)
        except Exception:
            log.exception("a refusal could not be recorded", extra={"operation": found.name})


class _PartsOf:
    """The parts of one call's bulk work, each in a unit of work of its own."""

    def __init__(self, pipeline: Pipeline, found: Operation, call: Call, preview: bool) -> None:
        self._pipeline = pipeline
        self._found = found
        self._call = call
        self._preview = preview
        self.previewed: list[Any] = []
        """What the parts would change."""
        self.activity_id: str | None = None
        """The entry of the last part that changed something; its batch has them all."""

    async def __call__(self, batch_id: str, part: Callable[[Ctx], Awaitable[A]]) -> A:
        pipeline = self._pipeline
        call = replace(self._call, batch_id=batch_id, idempotency_key=None)
        for _attempt in range(ATTEMPTS):
            moment = Moment(pipeline.clock)
            session = pipeline.store.begin(moment)
            answer = await part(Ctx(call=call, clock=moment, work=session, apart=self))
            if self._preview:
                self.previewed += await session.preview()
                return answer
            try:
                done = await session.commit(self._found, call, answer)
            except WriteConflict:
                continue
            if done.changes or done.signals:
                await pipeline.publisher.committed(self._found, call, done)
            self.activity_id = done.activity_id or self.activity_id
            return answer
        raise _overtaken()


def _overtaken() -> OperationError:
    return OperationError(Code.CONFLICT, "Others keep changing this. Try again.", retry_after=1)


@dataclass(frozen=True, kw_only=True)
class AsText:
    """Input whose values are all text, as from a query string; numbers and booleans are read from it."""

    fields: Mapping[str, Any]


def validate(model: type[BaseModel], payload: Any) -> BaseModel:
    """Input from the wire as its model; JSON types are taken strictly (`"5"` is no number).

    Raises:
        OperationError: `invalid`, with what is wrong field by field.
    """
    try:
        if isinstance(payload, AsText):
            return model.model_validate_strings(payload.fields)
        return model.model_validate_json(_as_json({} if payload is None else payload), strict=True)
    except ValidationError as fault:
        errors = {".".join(str(part) for part in error["loc"]) or "(input)": error["msg"] for error in fault.errors()}
        raise invalid("The input is not valid.", **errors) from None
    except (TypeError, ValueError) as fault:
        raise invalid("The input is not JSON.") from fault
    except RecursionError:
        raise invalid("The input is nested too deeply.") from None


def _as_json(payload: Any) -> bytes | str:
    """Input as JSON again, whose types are then taken strictly.

    Raises:
        TypeError: It holds what JSON does not know.
    """
    try:
        return orjson.dumps(payload, option=PLAIN)
    except TypeError:
        # Numbers beyond 64 bits and broken text, which the model refuses in words.
        return json.dumps(payload)


def within_scope(found: Operation, ctx: Ctx) -> None:
    """Refuse what the caller's token or agent scope does not cover.

    Raises:
        OperationError: `forbidden`.
    """
    scopes = ctx.actor.scopes
    if scopes is None or ctx.actor.kind is ActorKind.SYSTEM:
        return
    need = "read" if found.effect is Effect.READ else "write"
    if not scopes & {need, f"{found.feature}:{need}"}:
        raise forbidden(f"This token does not have the scope {found.feature}:{need}.")
