"""The runs that modules start: somebody has pressed a button, and no message was said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from agents.providers.select import Selection
from agents.runtime.documents import Run, RunStatus, Trigger
from agents.runtime.texts import Say, say
from hub.kernel.context import Ctx
from hub.storage.documents import new_id
from hub.storage.thoughts import Asked

_GOING_ON = [RunStatus.QUEUED.value, RunStatus.RUNNING.value]


class ModuleRuns:
    """The agent as the modules see it; see `hub.storage.thoughts.Thinker`."""

    def __init__(self, selection: Callable[[], Awaitable[Selection]]) -> None:
        self._selection = selection

    async def refusal(self, locale: str) -> str | None:
        """Why nothing can be thought now; None if it can."""
        provider = (await self._selection()).provider
        if provider is None:
            return say(Say.NO_MODEL, locale)
        return None if provider.converses else say(Say.PICKS_ONLY, locale)

    async def run(self, ctx: Ctx, asked: Asked) -> Run:
        """The run to carry it out; a second press of the button joins the one that is under way."""
        kind, id = asked.target
        same = {
            "owner_id": ctx.person_id,
            "task.thought": asked.thought.name,
            "task.target.id": id,
            "status": {"$in": _GOING_ON},
        }
        for going in await ctx.work.find(Run, same, limit=1):
            return going
        scopes = ctx.actor.scopes
        place = new_id()
        run = Run(
            id=place,
            owner_id=ctx.person_id,
            asked_by=ctx.person_id,
            trigger=Trigger.MODULE,
            room_id=place,
            message_id=place,
            private=True,
            sentence=asked.label,
            scopes=None if scopes is None else sorted(scopes),
            task={
                "thought": asked.thought.name,
                "target": {"kind": kind, "id": id},
                "passages": [passage.model_dump() for passage in asked.passages],
                "carried": dict(asked.carried),
            },
        )
        return ctx.work.insert(run)
