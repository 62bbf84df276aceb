"""The runtime put together: from a claimed run to its end, whatever happens on the way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from agents.providers.base import Limits
from agents.providers.select import ProviderSelector
from agents.runtime.answering import Voice
from agents.runtime.answers import AnswerGiven
from agents.runtime.budget import Budget, RunLimits
from agents.runtime.dispatcher import Dispatcher
from agents.runtime.documents import Run, RunStatus
from agents.runtime.hands import Hands
from agents.runtime.journal import Journal, LeaseLost
from agents.runtime.loop import Ending, Loop
from agents.runtime.model_layer import ModelLayer
from agents.runtime.permission import Permission
from agents.runtime.ports import Language, People, Rooms, Tell
from agents.runtime.questions import Asking, Waiting
from agents.runtime.texts import Say, say
from agents.runtime.thinking import Thinking
from agents.runtime.trigger import RunTrigger
from agents.tools.offer import ToolCatalog
from agents.tools.plain import ReadDate
from hub.kernel.clock import Clock
from hub.kernel.context import Actor, ActorKind, Call, Origin
from hub.kernel.errors import OperationError, not_found
from hub.kernel.operation import Door, Operation
from hub.kernel.pipeline import Pipeline
from hub.storage.documents import new_id
from hub.storage.ending import end
from hub.storage.thoughts import Thought

_log = logging.getLogger(__name__)
_ATTEMPTS = 5


@dataclass(frozen=True, kw_only=True)
class House:
    """Everything around the runtime that it uses."""

    eko_id: str
    eko_name: str
    people: People
    rooms: Rooms
    language: Language
    selector: ProviderSelector
    pipeline: Pipeline
    tell: Tell
    clock: Clock
    read_date: ReadDate
    limits: RunLimits = field(default_factory=RunLimits)
    model_limits: Limits = field(default_factory=Limits)
    overrides: Mapping[str, Permission] = field(default_factory=dict[str, Permission])


class AgentRuntime:
    """Eko. Started and stopped by main; fed by the trigger; everything slow happens elsewhere.

    It is made before the catalog, which holds its operations, and so gets its house later.
    """

    def __init__(self) -> None:
        self._house: House | None = None
        self._tools: ToolCatalog | None = None
        self._dispatcher: Dispatcher | None = None
        self._thoughts: Mapping[str, Thought] = {}
        self.trigger: RunTrigger | None = None

    @property
    def house(self) -> House:
        """What it was attached to.

        Raises:
            RuntimeError: It was not attached yet.
        """
        if self._house is None:
            raise RuntimeError("the agent runtime is not attached")
        return self._house

    @property
    def working(self) -> int:
        """How many runs are worked on now, in this process."""
        return self._dispatcher.working if self._dispatcher else 0

    def attach(self, house: House) -> None:
        """Give it its house, once the pipeline stands."""
        self._house = house
        self._tools = ToolCatalog(house.pipeline.catalog)
        self.trigger = RunTrigger(house.eko_id)
        features = house.pipeline.catalog.features
        self._thoughts = {thought.name: thought for feature in features for thought in feature.thoughts}
        self._dispatcher = Dispatcher(work=self._work, clock=house.clock, limits=house.limits)

    def start(self) -> None:
        """Take runs from the queue from now on."""
        if self._dispatcher is not None:
            self._dispatcher.start()

    async def stop(self) -> None:
        """Give what is under way back to the queue and end the model's process."""
        if self._dispatcher is not None:
            await self._dispatcher.stop()
        if self._house is not None:
            await self._house.selector.close()

    def wake(self) -> None:
        """A run was stored."""
        if self._dispatcher is not None:
            self._dispatcher.wake()

    def wake_after_commit(self) -> None:
        """A run will be in the queue once the transaction under way is committed."""
        if self._dispatcher is not None:
            self._dispatcher.wake_after_commit()

    def stop_run(self, run_id: str) -> None:
        """Stop a run that is worked on here."""
        if self._dispatcher is not None:
            self._dispatcher.stop_run(run_id)

    async def _work(self, run: Run, worker: str, stop: asyncio.Event) -> None:
        house = self.house
        started = asyncio.get_running_loop().time()
        journal = Journal(run, worker, house.clock, house.tell)
        await journal.begin()
        if run.attempts > _ATTEMPTS:
            # It takes the process down with it each time.
            error = {"code": "internal", "detail": f"given up after {_ATTEMPTS} attempts"}
            await journal.end(RunStatus.FAILED, "failed", error=error, spent_s=0)
            return
        asker = await house.people.actor(run.owner_id)
        if asker is None:
            error = {"code": "unauthenticated", "detail": say(Say.SIGNED_OUT, "en")}
            await journal.end(RunStatus.FAILED, "failed", error=error, spent_s=0)
            return
        voice = self._voice(journal, asker)
        carrying = asyncio.create_task(self._carry_out(journal, voice, asker))
        try:
            ending = await self._watched(journal, voice, carrying, stop)
        except asyncio.CancelledError:
            # The process stops: what is not done stays in the queue.
            await end(carrying)
            await journal.give_back()
            raise
        if run.task is not None:
            # What it was shown may be shared, and is not kept with the one who asked.
            await journal.note(task={**run.task, "passages": []})
        if ending is not None:
            spent = asyncio.get_running_loop().time() - started
            await journal.end(ending.status, ending.outcome, error=ending.error, spent_s=spent)

    async def _carry_out(self, journal: Journal, voice: Voice, asker: Actor) -> Ending:
        if journal.run.task is not None:
            return await self._thinking(journal, asker, journal.run.task["thought"]).carry_out()
        return await self._loop(journal, voice, asker).carry_out()

    async def _watched(
        self, journal: Journal, voice: Voice, carrying: asyncio.Task[Ending], stop: asyncio.Event
    ) -> Ending | None:
        """Wait for the run's end while showing signs of life; None when it waits for the asker."""
        limits = self.house.limits
        beating = asyncio.create_task(self._beat(journal, stop))
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait(
                {carrying, beating, stopping}, timeout=limits.wall_s, return_when=asyncio.FIRST_COMPLETED
            )
            if carrying.done():
                return await self._ending(voice, carrying)
            await end(carrying)
            if beating.done() and beating.exception() is not None:
                raise LeaseLost
            if stop.is_set():
                return await self._cut_short(voice, Say.STOPPED, RunStatus.CANCELLED, "cancelled", None)
            error = {"code": "timed_out", "detail": f"more than {limits.wall_s:.0f} s"}
            return await self._cut_short(voice, Say.TOO_LONG, RunStatus.FAILED, "failed", error)
        finally:
            await end(carrying, beating, stopping)

    async def _ending(self, voice: Voice, carrying: asyncio.Task[Ending]) -> Ending | None:
        try:
            return carrying.result()
        except Waiting:
            return None
        except LeaseLost:
            raise
        except OperationError as refusal:
            error = {"code": refusal.code.value, "detail": refusal.detail}
            return await self._cut_short(voice, Say.FAILED, RunStatus.FAILED, "failed", error)
        except Exception:  # a task's top: the run ends with its reason, the traceback is in the log
            _log.exception("a run failed", extra={"run_id": voice.run.id})
            error = {"code": "internal", "detail": "logged under the run's id"}
            return await self._cut_short(voice, Say.FAILED, RunStatus.FAILED, "failed", error)

    async def _cut_short(
        self, voice: Voice, what: Say, status: RunStatus, outcome: str, error: Mapping[str, str] | None
    ) -> Ending:
        if voice.run.task is not None:
            # No room waits for words: they stand in the run.
            words = {"timed_out": Say.THOUGHT_SLOW, "internal": Say.FAILED}.get((error or {}).get("code", ""))
            told = error if error is None or words is None else {**error, "detail": say(words, voice.locale)}
            return Ending(status=status, outcome=outcome, error=told)
        changed = any(step["kind"] == "tool" and not step.get("error") for step in voice.run.steps)
        try:
            await voice.answer(say(what, voice.locale, changed=changed), acted=False)
        except OperationError as refusal:
            _log.warning("a run could not say how it ended", extra={"run_id": voice.run.id, "code": refusal.code})
        return Ending(status=status, outcome=outcome, error=error)

    async def _beat(self, journal: Journal, stop: asyncio.Event) -> None:
        every = self.house.limits.lease_s / 3
        while True:
            await asyncio.sleep(every)
            if await journal.renew(self.house.limits.lease_s):
                stop.set()

    def _voice(self, journal: Journal, asker: Actor) -> Voice:
        house = self.house
        return Voice(journal=journal, rooms=house.rooms, tell=house.tell, catalog=house.pipeline.catalog, asker=asker)

    def _loop(self, journal: Journal, voice: Voice, asker: Actor) -> Loop:
        house = self.house
        budget = Budget(house.limits)
        agent = self._agent(asker, journal.run)
        hands = Hands(
            pipeline=house.pipeline,
            journal=journal,
            actor=agent,
            eko_id=house.eko_id,
            budget=budget,
            overrides=house.overrides,
        )
        return Loop(
            journal=journal,
            hands=hands,
            voice=voice,
            asking=Asking(journal=journal, voice=voice, tell=house.tell, clock=house.clock, limits=house.limits),
            language=house.language,
            model=self._model(journal, voice, asker, agent, budget),
            answers=AnswerGiven(house.pipeline, house.clock),
            asker=asker,
            budget=budget,
        )

    def _thinking(self, journal: Journal, asker: Actor, name: str) -> Thinking:
        house = self.house
        thought = self._thoughts.get(name)
        if thought is None:
            raise not_found(f"What thinks {name!r}")
        return Thinking(
            journal=journal,
            thought=thought,
            pipeline=house.pipeline,
            agent=self._agent(asker, journal.run),
            asker=asker,
            selector=house.selector,
            budget=Budget(house.limits),
            limits=house.model_limits,
            tell=house.tell,
        )

    def _model(self, journal: Journal, voice: Voice, asker: Actor, agent: Actor, budget: Budget) -> ModelLayer:
        house = self.house
        assert self._tools is not None
        return ModelLayer(
            journal=journal,
            voice=voice,
            rooms=house.rooms,
            selector=house.selector,
            tools=self._tools,
            allowed=self._allowed(agent),
            asker=asker,
            budget=budget,
            model_limits=house.model_limits,
            read_date=house.read_date,
        )

    def _agent(self, asker: Actor, run: Run) -> Actor:
        """Eko on the asker's behalf: the rights that the asker has now, narrowed by the token that asked."""
        return replace(
            asker,
            kind=ActorKind.AGENT,
            id=self.house.eko_id,
            display_name=self.house.eko_name,
            on_behalf_of=asker.person_id,
            scopes=asker.scopes if run.scopes is None else frozenset(run.scopes),
        )

    def _allowed(self, agent: Actor) -> list[Operation]:
        """The operations that this agent may be offered at all."""
        house = self.house
        call = Call(actor=agent, origin=Origin.AGENT, request_id=new_id())
        return [
            found
            for found in house.pipeline.catalog.through(Door.AGENT)
            if house.overrides.get(found.name) is not Permission.DENY and house.pipeline.allows(found, call)
        ]
