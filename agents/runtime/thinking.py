"""Carries out what a module has thought about: one answer of the model, checked, cited, and kept.

The model is given no tools: whatever a passage tells it to do, it can only write. Its answer is JSON
that must fit what the module asked for; what it cites must be there; and it is kept by the module's own
operation, with the rights that the asker has by then.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from pydantic import ValidationError

from agents.prompts import fenced, language_of, thinking_prompt
from agents.providers.base import Limits, ModelMessage, ModelRequest, Provider, Role
from agents.providers.select import ProviderSelector
from agents.runtime.budget import Budget, OutOfBudget
from agents.runtime.cites import cited
from agents.runtime.documents import Layer, Run, RunStatus
from agents.runtime.hands import as_json
from agents.runtime.journal import Journal, cut
from agents.runtime.loop import Ending, done
from agents.runtime.ports import Tell
from agents.runtime.spelt import Spelt
from agents.runtime.summary import changed_by
from agents.runtime.texts import Say, say
from agents.runtime.turns import ModelTrouble, Turns
from hub.kernel.context import Actor, Call, Origin
from hub.kernel.events import Publish
from hub.kernel.pipeline import Pipeline
from hub.storage.documents import new_id
from hub.storage.thoughts import FromModel, Passage, Thought

_TRIES = 2
_PIECE_CHARS = 48
_PIECE_S = 0.1
_OUTPUT_TOKENS = 2_000
_KEEP = "keep"


class Unusable(Exception):
    """The model's answer is not what was asked for; says what is wrong with it."""


class Thinking:
    """Carries out one run that a module started."""

    def __init__(
        self,
        *,
        journal: Journal,
        thought: Thought,
        pipeline: Pipeline,
        agent: Actor,
        asker: Actor,
        selector: ProviderSelector,
        budget: Budget,
        limits: Limits,
        tell: Tell,
    ) -> None:
        self._journal = journal
        self._thought = thought
        self._pipeline = pipeline
        self._agent = agent
        self._asker = asker
        self._selector = selector
        self._limits = limits
        self._shown = Shown(journal.run, tell)
        self._turns = Turns(journal=journal, selector=selector, budget=budget, delta=self._shown.delta)
        self._fence = f"data-{secrets.token_hex(4)}"

    @property
    def _run(self) -> Run:
        return self._journal.run

    @property
    def _task(self) -> Mapping[str, Any]:
        assert self._run.task is not None
        return self._run.task

    async def carry_out(self) -> Ending:
        """Think, check, keep.

        Raises:
            OperationError: The answer could not be kept: its target is gone, or the right to it.
        """
        selection = await self._selector.current()
        if selection.provider is None or not selection.provider.converses:
            return self._failed("unavailable", Say.PICKS_ONLY if selection.provider else Say.NO_MODEL)
        await self._journal.layer(Layer.MODEL, f"{selection.provider.name}:{selection.model}")
        try:
            answer = await self._think(selection.provider)
        except ModelTrouble as error:
            slow = error.say is Say.MODEL_SLOW
            away = error.say is Say.MODEL_AWAY
            return self._failed(
                str(error.code),
                Say.THOUGHT_SLOW if slow else Say.THOUGHT_AWAY if away else Say.THOUGHT_NONSENSE,
            )
        except (Unusable, OutOfBudget):
            return self._failed("nonsense", Say.THOUGHT_NONSENSE)
        await self._keep(answer)
        entities = await changed_by(self._run, self._pipeline.catalog)
        await self._journal.note(
            entities=[{name: entity[name] for name in ("kind", "id", "change", "label")} for entity in entities]
        )
        return done("changed" if entities else "nothing")

    def _failed(self, code: str, what: Say) -> Ending:
        error = {"code": code, "detail": say(what, self._asker.locale)}
        return Ending(status=RunStatus.FAILED, outcome="failed", error=error)

    async def _think(self, provider: Provider) -> FromModel:
        """Have the model answer, telling it once what was wrong with its first answer."""
        messages = self._opening()
        turns = [step for step in self._run.steps if step["kind"] == "model"]
        for left in range(_TRIES - 1, -1, -1):
            step = turns.pop(0) if turns else await self._turn(provider, messages)
            try:
                return self._read(step)
            except Unusable as fault:
                if not left:
                    raise
                wrong = f"This answer cannot be used: {fault}. Answer again, with the JSON object alone."
                messages += [
                    ModelMessage(role=Role.ASSISTANT, content=step["text"] or "…"),
                    ModelMessage(role=Role.USER, content=wrong),
                ]
        raise AssertionError("unreachable")

    async def _turn(self, provider: Provider, messages: Sequence[ModelMessage]) -> dict[str, Any]:
        await self._shown.begin()
        request = ModelRequest(
            messages=tuple(messages),
            sentence=self._run.sentence,
            max_output_tokens=_OUTPUT_TOKENS,
            limits=self._limits,
        )
        step = await self._turns.take(provider, request)
        await self._shown.flush()
        return step

    def _opening(self) -> list[ModelMessage]:
        run = self._run
        language = language_of(self._asker.locale)
        system = thinking_prompt(
            self._asker.locale,
            name=self._asker.display_name,
            now=run.created_at.astimezone(ZoneInfo(self._asker.time_zone)),
            zone=self._asker.time_zone,
            instructions=self._thought.instructions(language),
            schema=orjson.dumps(_schema(self._thought.output)).decode(),
            fence=self._fence,
        )
        passages = "\n".join(f"[{passage.label}] {passage.text}" for passage in self._passages())
        return [
            ModelMessage(role=Role.SYSTEM, content=system),
            ModelMessage(role=Role.USER, content=fenced(passages, self._fence)),
        ]

    def _passages(self) -> list[Passage]:
        return [Passage.model_validate(passage) for passage in self._task["passages"]]

    def _read(self, step: Mapping[str, Any]) -> FromModel:
        """The answer as the module wants it, with what it cites by reference.

        Raises:
            Unusable: It is not JSON, or not of that shape, or nothing in it can be traced to a passage.
        """
        text = str(step["text"])
        start, stop = text.find("{"), text.rfind("}")
        if start < 0 or stop < start:
            raise Unusable("there is no JSON object in it")
        try:
            found = orjson.loads(text[start : stop + 1])
            answer = self._thought.output.model_validate(found)
            refs = {passage.label: passage.ref for passage in self._passages()}
            return self._thought.output.model_validate(cited(answer.model_dump(), refs))
        except orjson.JSONDecodeError as fault:
            raise Unusable("it is not JSON") from fault
        except ValidationError as fault:
            wrong = "; ".join(
                f"{'.'.join(map(str, error['loc'])) or 'it'}: {error['msg']}" for error in fault.errors()[:5]
            )
            raise Unusable(wrong) from fault

    async def _keep(self, answer: FromModel) -> None:
        """Hand the answer to the module, once, also after a restart."""
        if self._journal.call_at(_KEEP) is not None:
            return
        started = asyncio.get_running_loop().time()
        task = self._task
        payload = {**task["carried"], "id": task["target"]["id"], "result": answer.model_dump(mode="json")}
        call = Call(
            actor=self._agent,
            origin=Origin.AGENT,
            request_id=new_id(),
            idempotency_key=f"run:{self._run.id}:{_KEEP}",
            run_id=self._run.id,
        )
        kept = await self._pipeline.run(self._thought.keep, payload, call)
        found = self._pipeline.catalog.operation(self._thought.keep)
        await self._journal.add(
            "tool",
            started_s=asyncio.get_running_loop().time() - started,
            key=_KEEP,
            label=found.summary if found else None,
            operation=self._thought.keep,
            arguments={"id": task["target"]["id"]},
            result=cut(as_json(kept.result)),
        )


class Shown:
    """Streams what the model writes to the asker, without the JSON around it."""

    def __init__(self, run: Run, tell: Tell) -> None:
        self._run = run
        self._tell = tell
        self._spelt = Spelt()
        self._index = 0
        self._held = ""
        self._held_since = 0.0
        self._again = False

    async def begin(self) -> None:
        """A new answer begins; what was told of one before does not count any more."""
        await self.flush()
        self._spelt = Spelt()
        if self._again:
            await self._send("\n\n")
        self._again = True

    async def delta(self, text: str) -> None:
        """The next piece of the answer."""
        words = self._spelt.feed(text)
        if not words:
            return
        now = asyncio.get_running_loop().time()
        if not self._held:
            self._held_since = now
        self._held += words
        if len(self._held) >= _PIECE_CHARS or now - self._held_since >= _PIECE_S:
            await self.flush()

    async def flush(self) -> None:
        """Send what is held back for a fuller piece."""
        held, self._held = self._held, ""
        if held:
            await self._send(held)

    async def _send(self, text: str) -> None:
        payload = {"run_id": self._run.id, "room_id": None, "index": self._index, "text": text}
        self._index += 1
        audience = frozenset({f"user:{self._run.owner_id}"})
        await self._tell(Publish(name="run.delta", audience=audience, payload=payload))


def _schema(output: type[FromModel]) -> dict[str, Any]:
    schema = output.model_json_schema()
    schema.pop("title", None)
    schema.pop("description", None)
    return schema
