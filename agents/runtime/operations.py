"""What can be done with runs and approvals, through every door that people have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, Field

from agents.runtime.documents import (
    ENDED,
    Approval,
    ApprovalStatus,
    Run,
    RunStatus,
    hash_of,
)
from agents.runtime.present import ApprovalOut, RunOut, brief, present_approvals, present_runs
from agents.runtime.runtime import AgentRuntime
from hub.kernel.catalog import Entity, Feature
from hub.kernel.context import ActorKind, Ctx, Role
from hub.kernel.errors import conflict, forbidden, invalid, not_found
from hub.kernel.events import Publish
from hub.kernel.operation import GET, POST, Door, Effect, operation
from hub.kernel.pipeline import validate, within_scope
from hub.kernel.policies import signed_in
from hub.storage.activity import Activity
from hub.storage.documents import encode
from hub.storage.listing import page, where
from hub.storage.undo import undo
from hub.storage.wire import ById, Id, Nothing, Page, PageInput, Wire

PEOPLE = frozenset({Door.REST, Door.SOCKET})


class ListRuns(PageInput):
    """Filters for the caller's runs, newest first."""

    room_id: Id | None = None
    message_id: Id | None = None
    target_id: Annotated[Id | None, Field(description="What a module had thought about.")] = None
    status: Literal["running", "waiting", "done", "failed", "cancelled"] | None = None


class ListApprovals(PageInput):
    """Filters for the caller's approvals, newest first."""

    status: Literal["pending", "approved", "denied", "expired", "withdrawn"] | None = None
    run_id: Id | None = None


class DecideApproval(ById):
    """The asker's decision."""

    decision: Literal["approve", "deny"]
    arguments: Annotated[
        dict[str, Any] | None, Field(description="Edited arguments of the call; they replace the shown ones.")
    ] = None
    choice: Annotated[int | None, Field(ge=0, le=20, description="Which of the alternatives, from 0.")] = None
    calls_hash: Annotated[
        str | None, Field(max_length=64, description="What was shown; `conflict` if that is not what is asked.")
    ] = None


class Undone(Wire):
    """What an undo came to."""

    run_id: Id
    undone: int = Field(description="How many things were put back.")
    left: int = Field(description="How many changes cannot be undone and stay.")


class Considered(Wire):
    """A provider that was looked at."""

    name: str
    available: bool
    reason: str
    model: str | None


class AgentStatus(Wire):
    """What Eko understands with, and how busy it is."""

    provider: str | None
    model: str | None
    layers: list[Literal["slash", "language", "model"]]
    working: int
    reason: str | None = Field(default=None, description="Why this provider; admins only.")
    considered: list[Considered] | None = Field(default=None, description="All of them; admins only.")
    worker_pid: int | None = Field(default=None, description="The embedded model's process; admins only.")


async def access_run(ctx: Ctx, id: str) -> Run:
    """The caller's own run.

    Raises:
        OperationError: `not_found`, also for another's.
    """
    found = await ctx.work.load(Run, id)
    if found is None or found.owner_id != ctx.person_id:
        raise not_found("The run")
    return found


async def access_approval(ctx: Ctx, id: str) -> Approval:
    """The caller's own approval.

    Raises:
        OperationError: `not_found`, also for another's.
    """
    found = await ctx.work.load(Approval, id)
    if found is None or found.owner_id != ctx.person_id:
        raise not_found("The approval")
    return found


@operation("run.list", effect=Effect.READ, policy=signed_in, route=GET("/api/runs"), doors=PEOPLE)
async def list_runs(ctx: Ctx, command: ListRuns) -> Page[RunOut]:
    """List the caller's runs, newest first."""
    condition = {"owner_id": ctx.person_id, **where(room_id=command.room_id, message_id=command.message_id)}
    if command.target_id is not None:
        condition["task.target.id"] = command.target_id
    if command.status is not None:
        stored = ["running", "queued"] if command.status == "running" else [command.status]
        condition["status"] = {"$in": stored}
    return await page(Run, condition, present_runs, limit=command.limit, cursor=command.cursor)


@operation("run.get", effect=Effect.READ, policy=signed_in, route=GET("/api/runs/{id}"), doors=PEOPLE)
async def get_run(ctx: Ctx, command: ById) -> RunOut:
    """Show one run with all its steps."""
    return (await present_runs([encode(await access_run(ctx, command.id))]))[0]


@operation("approval.list", effect=Effect.READ, policy=signed_in, route=GET("/api/approvals"), doors=PEOPLE)
async def list_approvals(ctx: Ctx, command: ListApprovals) -> Page[ApprovalOut]:
    """List the questions that the caller was asked, newest first."""
    condition = {"owner_id": ctx.person_id, **where(status=command.status, run_id=command.run_id)}
    return await page(Approval, condition, present_approvals, limit=command.limit, cursor=command.cursor)


def agent_feature(runtime: AgentRuntime) -> Feature:
    """The agent's feature. Its operations are made here because some of them wake the runtime."""

    @operation(
        "run.cancel",
        effect=Effect.WRITE,
        policy=signed_in,
        route=POST("/api/runs/{id}/cancel"),
        doors=PEOPLE,
        undoable=False,
    )
    async def cancel_run(ctx: Ctx, command: ById) -> RunOut:
        """Stop a run. What it has done stays and can be undone."""
        run = await access_run(ctx, command.id)
        if run.status in ENDED:
            raise conflict("This run has ended already.")
        if run.status is RunStatus.RUNNING:
            ctx.work.update(run, cancel_requested=True)
            runtime.stop_run(run.id)
        else:
            ctx.work.update(
                run, status=RunStatus.CANCELLED, outcome="cancelled", finished_at=ctx.now, cancel_requested=True
            )
            await _withdraw(ctx, run)
            audience = frozenset({f"user:{run.owner_id}"})
            ctx.work.signal(Publish(name="run.finished", audience=audience, payload={"run": brief(encode(run))}))
        return (await present_runs([encode(run)]))[0]

    @operation("run.undo", effect=Effect.WRITE, policy=signed_in, route=POST("/api/runs/{id}/undo"), doors=PEOPLE)
    async def undo_run(ctx: Ctx, command: ById) -> Undone:
        """Undo everything that a run has changed, newest first, all or nothing."""
        return await _undo(ctx, runtime, await access_run(ctx, command.id))

    @operation(
        "approval.decide",
        effect=Effect.WRITE,
        policy=signed_in,
        route=POST("/api/approvals/{id}"),
        doors=PEOPLE,
        undoable=False,
    )
    async def decide_approval(ctx: Ctx, command: DecideApproval) -> ApprovalOut:
        """Approve or deny what a run asks; a yes is bound to exactly the calls that were shown."""
        if ctx.actor.kind is ActorKind.AGENT:
            raise forbidden("An agent cannot approve what it asked for itself.")
        approval = await access_approval(ctx, command.id)
        if approval.status is not ApprovalStatus.PENDING:
            raise conflict("This was decided already.")
        if approval.expires_at <= ctx.now:
            raise conflict("This question has expired.")
        if command.calls_hash is not None and command.calls_hash != approval.calls_hash:
            raise conflict("What is asked has changed since it was shown.")
        run = await access_run(ctx, approval.run_id)
        if run.status in ENDED:
            raise conflict("The run that asked has ended.")
        changes: dict[str, Any] = {"status": ApprovalStatus.DENIED, "decided_at": ctx.now}
        if command.decision == "approve":
            calls = _edited(runtime, _chosen(approval, command.choice), command.arguments)
            _must_cover(runtime, ctx, calls)
            changes |= {"status": ApprovalStatus.APPROVED, "calls": calls, "calls_hash": hash_of(calls)}
        ctx.work.update(approval, **changes)
        waits = run.status is RunStatus.WAITING
        # Touching the run makes a decision and its being put aside notice one another.
        ctx.work.update(run, decisions=run.decisions + 1, status=RunStatus.QUEUED if waits else run.status)
        shown = (await present_approvals([encode(approval)]))[0]
        audience = frozenset({f"user:{approval.owner_id}"})
        ctx.work.signal(Publish(name="approval.decided", audience=audience, payload=shown.model_dump(mode="json")))
        runtime.wake_after_commit()
        return shown

    @operation("agent.status", effect=Effect.READ, policy=signed_in, route=GET("/api/agent/status"), doors=PEOPLE)
    async def show_status(ctx: Ctx, command: Nothing) -> AgentStatus:
        """Say which model Eko uses, if any, and to administrators why."""
        selection = await runtime.house.selector.current()
        provider = selection.provider
        status = AgentStatus(
            provider=provider.name if provider else None,
            model=selection.model,
            layers=["slash", "language", "model"] if provider else ["slash", "language"],
            working=runtime.working,
        )
        if ctx.actor.role is not Role.ADMIN:
            return status
        considered = [
            Considered(
                name=each.name,
                available=each.availability.ok,
                reason=each.availability.reason,
                model=each.availability.model,
            )
            for each in selection.considered
        ]
        pid = getattr(provider, "pid", None)
        return status.model_copy(update={"reason": selection.reason, "considered": considered, "worker_pid": pid})

    return Feature(
        name="agent",
        operations=cast(
            "tuple[Callable[..., Any], ...]",
            (
                list_runs,
                get_run,
                cancel_run,
                undo_run,
                list_approvals,
                decide_approval,
                show_status,
            ),
        ),
        entities=(
            Entity(
                kind="approval",
                document=Approval,
                model=ApprovalOut,
                present=_present_approvals,
                audience=_own,
                authorize=_authorize_own,
                label=lambda raw: str(raw.get("question", ""))[:80],
                silent=True,
            ),
        ),
        documents=(Run,),
    )


def _chosen(approval: Approval, choice: int | None) -> list[dict[str, Any]]:
    if choice is None:
        if not approval.calls:
            raise invalid("Say which one.", choice="is needed")
        return approval.calls
    if choice >= len(approval.alternatives):
        raise invalid("There is no such choice.", choice="is too large")
    return list(approval.alternatives[choice]["calls"])


def _edited(
    runtime: AgentRuntime, calls: list[dict[str, Any]], arguments: Mapping[str, Any] | None
) -> list[dict[str, Any]]:
    """The calls with the first one's arguments replaced, checked as the operation would check them."""
    if arguments is None:
        return calls
    found = runtime.house.pipeline.catalog.operation(calls[0]["operation"])
    if found is None:
        raise conflict("The operation that was asked for is gone.")
    validate(found.input, dict(arguments))
    return [{**calls[0], "arguments": dict(arguments), "label": None}, *calls[1:]]


def _must_cover(runtime: AgentRuntime, ctx: Ctx, calls: list[dict[str, Any]]) -> None:
    """A token approves nothing that it could not do itself: the run would do it with its asker's rights."""
    for call in calls:
        found = runtime.house.pipeline.catalog.operation(call["operation"])
        if found is not None:
            within_scope(found, ctx)


async def _withdraw(ctx: Ctx, run: Run) -> None:
    async for raw in Approval.rows().find({"run_id": run.id, "status": ApprovalStatus.PENDING.value}, {"_id": 1}):
        approval = await ctx.work.load(Approval, raw["_id"])
        if approval is not None:
            ctx.work.update(approval, status=ApprovalStatus.WITHDRAWN, decided_at=ctx.now)


async def _undo(ctx: Ctx, runtime: AgentRuntime, run: Run) -> Undone:
    if run.status not in ENDED:
        raise conflict("This run is still under way. Stop it first.")
    rows = Activity.rows().find({"run_id": run.id, "outcome": "ok", "undone_by": None}, {"_id": 1})
    found = [await ctx.work.load(Activity, raw["_id"]) async for raw in rows]
    entries = [entry for entry in found if entry is not None and not entry.undone_by and not entry.undoes]
    undoable = [entry for entry in entries if entry.undoable]
    if not undoable:
        raise conflict("There is nothing to undo in this run.")
    count = await undo(ctx, runtime.house.pipeline.catalog, undoable)
    left = sum(1 for entry in entries if not entry.undoable and entry.changes)
    return Undone(run_id=run.id, undone=count, left=left)


async def _present_approvals(rows: Any) -> list[BaseModel]:
    return list(await present_approvals(rows))


async def _own(raw: Mapping[str, Any]) -> frozenset[str]:
    return frozenset({f"user:{raw['owner_id']}"})


async def _authorize_own(ctx: Ctx, raw: Mapping[str, Any], write: bool) -> None:
    if raw.get("owner_id") != ctx.person_id:
        raise not_found("The approval")
