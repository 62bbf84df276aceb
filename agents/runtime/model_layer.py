"""The layer of last resort: a model that is shown tools, watched at every turn."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from agents.prompts import fenced, system_prompt
from agents.providers.base import (
    FailureCode,
    Limits,
    MalformedCall,
    ModelFailure,
    ModelMessage,
    ModelRequest,
    Proposal,
    Provider,
    Role,
    TextDelta,
    ToolCall,
    Usage,
)
from agents.providers.select import ProviderSelector, Selection
from agents.runtime.answering import Voice
from agents.runtime.budget import Budget
from agents.runtime.documents import Layer, Run, as_call
from agents.runtime.hands import Done, Refused, Touched, fingerprint
from agents.runtime.journal import Journal
from agents.runtime.mood import mood_of
from agents.runtime.ports import Rooms
from agents.runtime.texts import Say
from agents.tools.offer import Tool, ToolCatalog
from agents.tools.plain import PlainCalls, ReadDate, plain_specs
from hub.kernel.context import Actor
from hub.kernel.operation import Door, Effect, Operation

_log = logging.getLogger(__name__)
Touch = Callable[[str, Mapping[str, Any], str, Door], Awaitable[Touched | None]]
_RESULT_CHARS = 6_000
_HEARD = 8
_HEARD_CHARS = 1_500
_RETRY_S = 1.0
_LIKELY = 0.4
_AGAIN = frozenset({FailureCode.UNREACHABLE, FailureCode.BUSY, FailureCode.CUT, FailureCode.CRASHED})
_TROUBLE = {
    FailureCode.TIMED_OUT: Say.MODEL_SLOW,
    FailureCode.NONSENSE: Say.MODEL_NONSENSE,
    FailureCode.TOO_LARGE: Say.MODEL_NONSENSE,
    FailureCode.CUT: Say.MODEL_NONSENSE,
}


class GaveUp(Exception):
    """The model could not be brought to a usable answer."""


class ModelTrouble(Exception):
    """The provider failed; carries what to tell the asker and what to log."""

    def __init__(self, failure: ModelFailure) -> None:
        super().__init__(str(failure))
        self.code = failure.code
        self.detail = failure.detail
        self.say = _TROUBLE.get(failure.code, Say.MODEL_AWAY)


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


@dataclass(slots=True)
class _Turn:
    """One answer of the model, taken apart."""

    text: str = ""
    calls: list[ToolCall | MalformedCall] = field(default_factory=list[ToolCall | MalformedCall])
    proposals: list[Proposal] = field(default_factory=list[Proposal])
    tokens_in: int = 0
    tokens_out: int = 0


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
        self._budget.turn()
        started = asyncio.get_running_loop().time()
        request = ModelRequest(
            messages=tuple(messages),
            tools=tuple(tool.spec for tool in offered),
            sentence=self._run.sentence,
            limits=self._model_limits,
        )
        turn = await self._listen(provider, request)
        return await self._keep(turn, asyncio.get_running_loop().time() - started)

    async def _keep(self, turn: _Turn, seconds: float) -> dict[str, Any]:
        self._budget.tokens += turn.tokens_in + turn.tokens_out
        await self._journal.note(
            tokens_in=self._run.tokens_in + turn.tokens_in,
            tokens_out=self._run.tokens_out + turn.tokens_out,
            # What a server elsewhere charges is not known here; what runs here costs nothing.
            cost_microcents=None if str(self._run.model).startswith("openai:") else self._run.cost_microcents,
        )
        return await self._journal.add(
            "model",
            started_s=seconds,
            text=turn.text,
            calls=[_kept_call(call) for call in turn.calls],
            proposals=[
                {"name": guess.call.name, "arguments": dict(guess.call.arguments), "confidence": guess.confidence}
                for guess in turn.proposals
            ],
            tokens_in=turn.tokens_in,
            tokens_out=turn.tokens_out,
        )

    async def _listen(self, provider: Provider, request: ModelRequest) -> _Turn:
        """Hear one answer to its end; once more if the server failed before it had said anything."""
        for attempt in (1, 2):
            turn = _Turn()
            try:
                async with aclosing(provider.complete(request)) as events:
                    async for event in events:
                        await self._hear(event, turn)
                return turn
            except ModelFailure as failure:
                _log.warning(
                    "model call failed",
                    extra={"run_id": self._run.id, "code": failure.code, "detail": failure.detail},
                )
                self._selector.forget()
                if attempt == 2 or turn.text or failure.code not in _AGAIN:
                    raise ModelTrouble(failure) from failure
                await asyncio.sleep(_RETRY_S)
        raise AssertionError("unreachable")

    async def _hear(self, event: object, turn: _Turn) -> None:
        match event:
            case TextDelta():
                turn.text += event.text
                await self._voice.delta(event.text)
            case ToolCall() | MalformedCall():
                turn.calls.append(event)
            case Proposal():
                turn.proposals.append(event)
            case Usage():
                turn.tokens_in += event.tokens_in
                turn.tokens_out += event.tokens_out
            case _:
                pass

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
            self._budget.turn()
            started = asyncio.get_running_loop().time()
            request = ModelRequest(
                messages=(ModelMessage(role=Role.USER, content=self._run.sentence),),
                tools=plain_specs(),
                sentence=self._run.sentence,
                date_fact=plain.date_fact,
                limits=self._model_limits,
            )
            turn = await self._listen(provider, request)
            step = await self._keep(turn, asyncio.get_running_loop().time() - started)
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


def _kept_call(call: ToolCall | MalformedCall) -> dict[str, Any]:
    if isinstance(call, MalformedCall):
        return {"id": call.id, "name": call.name, "arguments": {}, "raw": call.raw}
    return {"id": call.id, "name": call.name, "arguments": dict(call.arguments)}


def _said(step: Mapping[str, Any]) -> ModelMessage:
    calls = tuple(ToolCall(id=call["id"], name=call["name"], arguments=call["arguments"]) for call in step["calls"])
    return ModelMessage(role=Role.ASSISTANT, content=step["text"], tool_calls=calls)


def _told(answer: Any) -> str:
    return orjson.dumps(answer, default=str).decode()
