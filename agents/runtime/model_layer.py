"""The layer of last resort: a model that is shown tools, watched at every turn."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from agents.prompts import fenced, system_prompt
from agents.providers.base import (
    Limits,
    ModelMessage,
    ModelRequest,
    Provider,
    Role,
    ToolCall,
)
from agents.providers.select import ProviderSelector, Selection
from agents.runtime.answering import Voice
from agents.runtime.budget import Budget
from agents.runtime.documents import Layer, Run, as_call
from agents.runtime.hands import Done, Refused, Touched, fingerprint
from agents.runtime.journal import Journal
from agents.runtime.mood import mood_of
from agents.runtime.ports import Rooms
from agents.runtime.turns import Turns
from agents.tools.offer import Tool, ToolCatalog
from agents.tools.plain import PlainCalls, ReadDate, plain_specs
from hub.kernel.context import Actor
from hub.kernel.operation import Door, Effect, Operation

_log = logging.getLogger(__name__)
Touch = Callable[[str, Mapping[str, Any], str, Door], Awaitable[Touched | None]]
_RESULT_CHARS = 6_000
_HEARD = 8
_HEARD_CHARS = 1_500
_LIKELY = 0.4


class GaveUp(Exception):
    """The model could not be brought to a usable answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """What the model came to.

    Attributes:
        text: its words; None when it gave none.
        acted: operations were called on the way.
        calls: what a model without words had done, for the language layer to word.
        results: their results.
        proposals: its guesses, which were not run.
        refused: the call that stopped a model without words.
        had_model: False when no model is set up.
    """

    text: str | None = None
    acted: bool = False
    calls: Sequence[Mapping[str, Any]] = ()
    results: Sequence[Mapping[str, Any]] = ()
    proposals: Sequence[Mapping[str, Any]] = ()
    refused: Refused | None = None
    had_model: bool = True


class ModelLayer:
    """Holds the conversation with the model for one run."""

    def __init__(
        self,
        *,
        journal: Journal,
        voice: Voice,
        rooms: Rooms,
        selector: ProviderSelector,
        tools: ToolCatalog,
        allowed: Sequence[Operation],
        asker: Actor,
        budget: Budget,
        model_limits: Limits,
        read_date: ReadDate,
    ) -> None:
        self._journal = journal
        self._voice = voice
        self._rooms = rooms
        self._selector = selector
        self._tools = tools
        self._allowed = allowed
        self._asker = asker
        self._budget = budget
        self._model_limits = model_limits
        self._read_date = read_date
        self._turns = Turns(journal=journal, selector=selector, budget=budget, delta=voice.delta)
        self._fence = f"data-{secrets.token_hex(4)}"
        self._reads_only = not mood_of(journal.run.sentence).may_change

    @property
    def _run(self) -> Run:
        return self._journal.run

    async def converse(self, touch: Touch) -> Answered:
        """Ask the model, make its calls, and again, until it answers.

        Raises:
            OutOfBudget: It took too much.
            GaveUp: It would not call its tools properly.
            ModelTrouble: The provider failed.
            Waiting: A call needs the asker's yes.
        """
        selection = await self._selector.current()
        if selection.provider is None:
            return Answered(had_model=False)
        await self._journal.layer(Layer.MODEL, f"{selection.provider.name}:{selection.model}")
        if not selection.provider.converses:
            return await self._pick(selection.provider, touch)
        return await self._talk(selection, selection.provider, touch)

    async def _talk(self, selection: Selection, provider: Provider, touch: Touch) -> Answered:
        offered = self._tools.offer(
            self._run.sentence, self._budget.limits.offered, allowed=self._allowed, reads_only=self._reads_only
        )
        messages = await self._opening()
        turns = [step for step in self._run.steps if step["kind"] == "model"]
        acted = False
        while True:
            if turns:
                step = turns.pop(0)
                self._budget.turns += 1
            else:
                step = await self._turn(provider, messages, offered)
            if not step["calls"]:
                text = str(step["text"]).strip()
                return Answered(text=text or None, acted=acted)
            acted = True
            messages.append(_said(step))
            for place, call in enumerate(step["calls"]):
                answer = await self._answer_call(call, f"m{step['index']}.{place}", offered, touch)
                messages.append(
                    ModelMessage(
                        role=Role.TOOL,
                        content=fenced(answer[:_RESULT_CHARS], self._fence),
                        tool_call_id=call["id"],
                        tool_name=call["name"],
                    )
                )

    async def _turn(
        self, provider: Provider, messages: Sequence[ModelMessage], offered: Sequence[Tool]
    ) -> dict[str, Any]:
        request = ModelRequest(
            messages=tuple(messages),
            tools=tuple(tool.spec for tool in offered),
            sentence=self._run.sentence,
            limits=self._model_limits,
        )
        return await self._turns.take(provider, request)

    async def _answer_call(self, call: Mapping[str, Any], key: str, offered: Sequence[Tool], touch: Touch) -> str:
        """Make one of the model's calls; returns what the model is told.

        Only what was offered is run: a name that the model made up, or was talked into, is an error.
        """
        tool = self._tools.named(call["name"])
        if call.get("raw") is not None:
            return self._mistaken("The arguments are not a JSON object.")
        if tool is None or tool not in offered:
            names = ", ".join(each.spec.name for each in offered)
            return self._mistaken(f"There is no tool {call['name']}. There are: {names}.")
        known = self._journal.call_at(key) is not None
        if self._budget.repeated(fingerprint(tool.operation.name, call["arguments"])) and not known:
            return self._mistaken("Exactly this call was made before; its answer stands above.")
        touched = await touch(tool.operation.name, call["arguments"], key, Door.AGENT)
        match touched:
            case None:
                return _told({"error": {"code": "denied", "detail": "The person said no. Do not try again."}})
            case Done():
                return _told(touched.result)
            case Refused():
                return self._refusal(touched)
            case _:
                raise GaveUp("a call was left open")

    def _mistaken(self, detail: str) -> str:
        self._budget.mistake()
        return _told({"error": {"code": "invalid", "detail": detail}})

    def _refusal(self, refused: Refused) -> str:
        self._budget.mistake()
        hint = "Try again with other arguments." if refused.again else "Give up on this and say so."
        error = {"code": refused.code, "detail": refused.detail, "errors": dict(refused.errors), "hint": hint}
        return _told({"error": error})

    async def _opening(self) -> list[ModelMessage]:
        run = self._run
        there = run.created_at.astimezone(ZoneInfo(self._asker.time_zone))
        system = system_prompt(
            self._asker.locale,
            name=self._asker.display_name,
            now=there,
            zone=self._asker.time_zone,
            reads_only=self._reads_only,
            fence=self._fence,
        )
        messages = [ModelMessage(role=Role.SYSTEM, content=system)]
        answers: list[str] = []
        for heard in await self._rooms.recent(
            room_id=run.room_id, asker=self._asker, before_id=run.message_id, limit=_HEARD * 3
        ):
            # Others in the room are not who asks: what they said could be anything, and so could what Eko said
            # to them, which they can have it repeat. Both are left out.
            if heard.said_to == run.owner_id if heard.by_eko else heard.sender_id == run.owner_id:
                role = Role.ASSISTANT if heard.by_eko else Role.USER
                messages.append(ModelMessage(role=role, content=heard.content[:_HEARD_CHARS]))
                answers += [heard.run_id] if heard.by_eko and heard.run_id else []
        if not run.tainted and await Run.rows().find_one({"_id": {"$in": answers}, "tainted": True}, {"_id": 1}):
            # An answer made of others' text is others' text.
            await self._journal.note(tainted=True)
        kept = [messages[0], *messages[1:][-_HEARD:]]
        return [*kept, ModelMessage(role=Role.USER, content=run.sentence)]

    async def _pick(self, provider: Provider, touch: Touch) -> Answered:
        """Let a model without words pick calls; the language layer words what they gave."""
        plain = PlainCalls(
            self._allowed,
            self._run.sentence,
            self._run.created_at,
            self._asker.time_zone,
            read_date=self._read_date,
            reads_only=self._reads_only,
        )
        step = next((step for step in self._run.steps if step["kind"] == "model"), None)
        if step is None:
            request = ModelRequest(
                messages=(ModelMessage(role=Role.USER, content=self._run.sentence),),
                tools=plain_specs(),
                sentence=self._run.sentence,
                date_fact=plain.date_fact,
                limits=self._model_limits,
            )
            step = await self._turns.take(provider, request)
        guesses = [plain.restored(guess["name"], guess["arguments"]) for guess in step["proposals"]]
        sure = [plain.restored(call["name"], call["arguments"]) for call in step["calls"] if call.get("raw") is None]
        if any(call is None for call in (*guesses, *sure)):
            # It named a tool that it was not given, or values that mean nothing: no guess is better.
            return Answered()
        if guesses and self._may_look(step, guesses):
            sure, guesses = guesses, []
        proposals = [as_call(*call) for call in (*guesses, *(sure if guesses else ())) if call is not None]
        if proposals:
            return Answered(proposals=proposals)
        made: list[Mapping[str, Any]] = []
        results: list[Mapping[str, Any]] = []
        for place, call in enumerate(call for call in sure if call is not None):
            touched = await touch(call[0], call[1], f"m{step['index']}.{place}", Door.AGENT)
            if isinstance(touched, Refused):
                return Answered(refused=touched, acted=bool(made))
            if isinstance(touched, Done):
                made.append(as_call(touched.operation, touched.arguments))
                results.append(touched.result)
        return Answered(calls=made, results=results, acted=bool(made))

    def _may_look(self, step: Mapping[str, Any], guesses: Sequence[tuple[str, Any] | None]) -> bool:
        """Whether guesses only look at something, and are likely enough to answer with."""
        reads = {operation.name for operation in self._allowed if operation.effect is Effect.READ}
        likely = all(guess["confidence"] >= _LIKELY for guess in step["proposals"])
        return likely and all(call is not None and call[0] in reads for call in guesses)


def _said(step: Mapping[str, Any]) -> ModelMessage:
    calls = tuple(ToolCall(id=call["id"], name=call["name"], arguments=call["arguments"]) for call in step["calls"])
    return ModelMessage(role=Role.ASSISTANT, content=step["text"], tool_calls=calls)


def _told(answer: Any) -> str:
    return orjson.dumps(answer, default=str).decode()
