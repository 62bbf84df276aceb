"""The agent's hands: the only way in which a run touches anything, as the asker and never more."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import BaseModel

from agents.runtime.budget import Budget
from agents.runtime.documents import Run
from agents.runtime.journal import Journal, cut
from agents.runtime.permission import (
    UNPREVIEWABLE,
    Permission,
    leaves_own_data,
    permission_for,
    shown_changes,
)
from agents.runtime.taint import holds_foreign_text
from hub.kernel.context import Actor, Call, Origin
from hub.kernel.errors import MEANINGS, Code, OperationError
from hub.kernel.operation import Door, Effect, Operation
from hub.kernel.pipeline import Outcome, Pipeline
from hub.storage.documents import new_id

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """The call was made; `result` is its answer as JSON."""

    operation: str
    result: Any
    arguments: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """The call was not possible. `again` tells whether other arguments may be."""

    operation: str
    code: str
    detail: str
    errors: Mapping[str, str]
    again: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class MustAsk:
    """The call needs the asker's yes; `preview` is what it would change, where that can be known."""

    operation: str
    arguments: Mapping[str, Any]
    preview: list[dict[str, Any]] | None


Touched = Done | Refused | MustAsk


class Hands:
    """Makes a run's calls through the pipeline, and notes what the run has seen."""

    def __init__(
        self,
        *,
        pipeline: Pipeline,
        journal: Journal,
        actor: Actor,
        eko_id: str,
        budget: Budget,
        overrides: Mapping[str, Permission],
    ) -> None:
        self._pipeline = pipeline
        self._journal = journal
        self._actor = actor
        self._eko_id = eko_id
        self._budget = budget
        self._overrides = overrides

    @property
    def _run(self) -> Run:
        return self._journal.run

    async def call(
        self, operation: str, arguments: Mapping[str, Any], key: str, *, door: Door, approved: bool = False
    ) -> Touched:
        """Make one call, once: the same key gives the stored result.

        Raises:
            OutOfBudget: The run has made too many calls.
        """
        before = self._journal.call_at(key)
        if before is not None and not _was_cut(before):
            return _remembered(before)
        found = self._pipeline.catalog.operation(operation)
        if (
            found is None
            or permission_for(found, door, self._overrides, tainted=False, leaves=False) is Permission.DENY
        ):
            return Refused(
                operation=operation,
                code=Code.NOT_FOUND,
                detail=f"There is no tool {operation}.",
                errors={},
                again=True,
            )
        self._budget.call()
        try:
            asked = None if approved else await self._must_ask(found, arguments, door)
            if asked is not None:
                return asked
            return await self._make(found, arguments, key, record=before is None)
        except OperationError as refusal:
            return await self._refuse(operation, arguments, key, refusal)

    async def look(self, operation: str, arguments: Mapping[str, Any]) -> Any:
        """Read something to understand a sentence; not a step of the journal.

        Raises:
            OperationError: As the operation does; `forbidden` for what is not a read.
        """
        found = self._pipeline.catalog.operation(operation)
        if found is None or found.effect is not Effect.READ:
            raise OperationError(Code.FORBIDDEN, "Only reads are allowed here.")
        return as_json((await self._pipeline.run(operation, dict(arguments), self._introduced(None))).result)

    async def _must_ask(self, found: Operation, arguments: Mapping[str, Any], door: Door) -> MustAsk | None:
        run = self._run
        wanted = permission_for(found, door, self._overrides, tainted=run.tainted, leaves=True)
        if wanted is not Permission.ASK:
            return None
        changes = await self._preview(found, arguments)
        leaves = changes is None or await leaves_own_data(changes, run.owner_id)
        wanted = permission_for(found, door, self._overrides, tainted=run.tainted, leaves=leaves)
        if wanted is not Permission.ASK:
            return None
        preview = None if changes is None else shown_changes(changes)
        return MustAsk(operation=found.name, arguments=arguments, preview=preview)

    async def _preview(self, found: Operation, arguments: Mapping[str, Any]) -> list[Any] | None:
        # An external effect may happen inside the handler, an append always does.
        if found.effect is Effect.EXTERNAL or found.feature in UNPREVIEWABLE:
            return None
        seen = await self._pipeline.run(found.name, dict(arguments), self._introduced(None), preview=True)
        return list(seen.changes)

    async def _make(self, found: Operation, arguments: Mapping[str, Any], key: str, *, record: bool) -> Done:
        started = asyncio.get_running_loop().time()
        done = await self._pipeline.run(found.name, dict(arguments), self._introduced(key))
        result = as_json(done.result)
        await self._note(found, done, result)
        if record:
            await self._journal.add(
                "tool",
                started_s=asyncio.get_running_loop().time() - started,
                key=key,
                label=found.summary,
                operation=found.name,
                arguments=dict(arguments),
                result=cut(result),
            )
        return Done(operation=found.name, result=result, arguments=arguments)

    async def _note(self, found: Operation, done: Outcome, result: Any) -> None:
        run = self._run
        noted: dict[str, Any] = {}
        if found.effect is Effect.READ:
            if found.private and not run.private_reads:
                noted["private_reads"] = True
            if not run.tainted and holds_foreign_text(result, run.owner_id, self._eko_id):
                noted["tainted"] = True
        if noted:
            await self._journal.note(**noted)

    async def _refuse(
        self, operation: str, arguments: Mapping[str, Any], key: str, refusal: OperationError
    ) -> Refused:
        _log.info(
            "a run's call was refused", extra={"run_id": self._run.id, "operation": operation, "code": refusal.code}
        )
        refused = Refused(
            operation=operation,
            code=refusal.code,
            detail=refusal.detail,
            errors=refusal.errors,
            again=MEANINGS[refusal.code].agent_may_retry,
        )
        await self._journal.add(
            "tool",
            key=key,
            operation=operation,
            arguments=dict(arguments),
            error={"code": refused.code, "detail": refused.detail, "errors": dict(refused.errors)},
        )
        return refused

    def _introduced(self, key: str | None) -> Call:
        run = self._run
        return Call(
            actor=self._actor,
            origin=Origin.AGENT,
            request_id=new_id(),
            idempotency_key=f"run:{run.id}:{key}" if key else None,
            run_id=run.id,
            room_id=run.room_id,
            tainted=run.tainted,
        )


def as_json(result: BaseModel | Mapping[str, Any]) -> Any:
    """An operation's answer as JSON."""
    return result.model_dump(mode="json") if isinstance(result, BaseModel) else dict(result)


def fingerprint(operation: str, arguments: Mapping[str, Any]) -> str:
    """What makes two calls the same call."""
    return orjson.dumps([operation, dict(arguments)], option=orjson.OPT_SORT_KEYS, default=str).decode()


def _was_cut(step: Mapping[str, Any]) -> bool:
    result = step.get("result")
    return isinstance(result, dict) and result.get("cut") is True  # pyright: ignore[reportUnknownMemberType] # JSON


def _remembered(step: Mapping[str, Any]) -> Touched:
    error = step.get("error")
    if error is None:
        return Done(operation=step["operation"], result=step["result"], arguments=step["arguments"])
    return Refused(
        operation=step["operation"],
        code=error["code"],
        detail=error["detail"],
        errors=error.get("errors") or {},
        again=MEANINGS[Code(error["code"])].agent_may_retry,
    )
