"""One run from its sentence to its answer: the cheapest layer that understands it, then hands, then words.

Everything that was decided stands in the journal before it is done, so that a run that was cut off
goes on where it was: plans are read, not made again, and finished calls are not repeated.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agents.language.outcome import (
    Asks,
    Call,
    NothingToDo,
    NotUnderstood,
    Recent,
    Speaker,
    Understood,
    with_results,
)
from agents.language.outcome import Outcome as Understanding
from agents.language.reply import THOUGHTS
from agents.runtime.answering import Voice
from agents.runtime.answers import AnswerGiven
from agents.runtime.budget import Budget, OutOfBudget, RunLimits
from agents.runtime.documents import (
    ApprovalKind,
    ApprovalStatus,
    Layer,
    Run,
    RunStatus,
    Trigger,
    as_call,
    hash_of,
)
from agents.runtime.hands import Done, Hands, MustAsk, Refused, Touched
from agents.runtime.journal import Journal
from agents.runtime.model_layer import GaveUp, ModelLayer
from agents.runtime.ports import Language
from agents.runtime.questions import Asking, Question, permission_question, proposal_question
from agents.runtime.summary import standing
from agents.runtime.texts import Say, say
from agents.runtime.turns import ModelTrouble
from hub.kernel.context import Actor
from hub.kernel.operation import Door

_PLAN = "plan"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ending:
    """How a run ended."""

    status: RunStatus
    outcome: str
    error: Mapping[str, Any] | None = None


def done(outcome: str) -> Ending:
    """A run that did what could be done."""
    return Ending(status=RunStatus.DONE, outcome=outcome)


class Loop:
    """Carries out one run."""

    def __init__(
        self,
        *,
        journal: Journal,
        hands: Hands,
        voice: Voice,
        asking: Asking,
        language: Language,
        model: ModelLayer,
        answers: AnswerGiven,
        asker: Actor,
        budget: Budget,
    ) -> None:
        self._journal = journal
        self._hands = hands
        self._voice = voice
        self._asking = asking
        self._language = language
        self._model = model
        self._answers = answers
        self._asker = asker
        self._budget = budget
        self._looked = False

    @property
    def run(self) -> Run:
        """The run that is carried out."""
        return self._journal.run

    @property
    def limits(self) -> RunLimits:
        """What it may use."""
        return self._budget.limits

    async def carry_out(self) -> Ending:
        """Understand, act, answer.

        Raises:
            Waiting: It has asked the asker something and is put aside.
        """
        try:
            return await self._understood()
        except OutOfBudget as error:
            what = Say.GAVE_UP if error.what == "mistakes" else Say.TOO_LONG
            return await self._fail(what, f"out_of_{error.what}", f"more {error.what} than a run may use")
        except GaveUp as error:
            return await self._fail(Say.GAVE_UP, "gave_up", str(error))
        except ModelTrouble as error:
            return await self._fail(error.say, str(error.code), error.detail)

    async def _understood(self) -> Ending:
        if self.run.trigger is not Trigger.SLASH and await self._answers.take(self.run, self._asker):
            await self._journal.layer(Layer.ANSWER)
            return done("decided")
        if self.run.trigger is Trigger.ANSWER:
            await self._voice.answer(say(Say.NOTHING_PENDING, self._voice.locale), acted=False)
            return done("nothing")
        plan = self._journal.find("understanding") or await self._plan()
        match plan["outcome"]:
            case "understood":
                return await self._perform(plan)
            case "asks":
                return await self._ask(plan)
            case "nothing":
                return await self._nothing(plan)
            case _:
                return await self._beyond(plan)

    async def _plan(self) -> dict[str, Any]:
        """Have the offline layer understand the sentence, and store what it says before anything is done."""
        started = asyncio.get_running_loop().time()
        speaker = await self._speaker()
        slash = self.run.trigger is Trigger.SLASH
        await self._journal.layer(Layer.SLASH if slash else Layer.LANGUAGE)
        understand = self._language.slash if slash else self._language.understand
        outcome = await understand(self.run.sentence, speaker, self._look)
        if self._looked and isinstance(outcome, Asks | NothingToDo):
            # A question that names what was found, or says what was not, tells of what is the asker's own.
            await self._journal.note(private_reads=True)
        return await self._journal.add(
            "understanding",
            started_s=asyncio.get_running_loop().time() - started,
            layer=str(self.run.layer),
            **_planned(outcome),
        )

    async def _look(self, operation: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        found = await self._hands.look(operation, arguments)
        self._looked = True
        return found

    async def _perform(self, plan: Mapping[str, Any]) -> Ending:
        door = Door.SLASH if plan["layer"] == Layer.SLASH else Door.AGENT
        results: list[Mapping[str, Any]] = []
        for place, call in enumerate(plan["calls"], start=1):
            arguments = with_results(call["arguments"], results)
            touched = await self._touch(call["operation"], arguments, f"{_PLAN}.{place}", door)
            if not isinstance(touched, Done):
                return await self._refused(touched)
            results.append(touched.result)
        understood = Understood(calls=_calls(plan["calls"]), language=plan["language"])
        text = self._language.reply(understood, results, await self._speaker())
        await self._voice.answer(text, acted=True, open_text=self._openly(understood))
        return done("changed" if self.run.entities else "answered")

    def _openly(self, understood: Understood) -> str | None:
        """What a shared room may read of what has only begun; None where the counts of what was done say it."""
        begun = understood.writes and all(call.operation.rpartition(".")[2] in THOUGHTS for call in understood.writes)
        return say(Say.BEGUN, self._voice.locale) if begun else None

    async def _touch(self, operation: str, arguments: Mapping[str, Any], key: str, door: Door) -> Touched | None:
        """Make a call, asking first where that is needed; None when the asker said no."""
        decision = await self._asking.decided(key)
        if decision is None:
            touched = await self._hands.call(operation, arguments, key, door=door)
            if not isinstance(touched, MustAsk):
                return touched
            call = as_call(operation, arguments)
            await self._asking.ask(permission_question(call, touched.preview, self._voice.locale), key)
        assert decision is not None
        if decision.status is not ApprovalStatus.APPROVED or hash_of(decision.calls) != decision.calls_hash:
            return None
        approved = decision.calls[0]
        return await self._hands.call(approved["operation"], approved["arguments"], key, door=door, approved=True)

    async def _refused(self, touched: Touched | None) -> Ending:
        locale = self._voice.locale
        if not isinstance(touched, Refused):
            await self._voice.answer(say(Say.DENIED, locale), acted=False)
            return done("denied")
        changed = bool(self.run.entities) or await self._has_changed()
        await self._voice.answer(
            say(Say.REFUSED, locale, changed=changed, detail=touched.detail),
            acted=True,
            # The detail may name what is the asker's own.
            open_text=say(Say.REFUSED_OPENLY, locale, changed=changed),
        )
        return Ending(
            status=RunStatus.FAILED,
            outcome="refused",
            error={"code": touched.code, "detail": touched.detail},
        )

    async def _ask(self, plan: Mapping[str, Any]) -> Ending:
        """Ask what the language layer wants to know; without anything to accept it is just an answer."""
        if not plan["calls"] and not plan["alternatives"]:
            await self._voice.answer(plan["text"], acted=False)
            return done("asked")
        decision = await self._asking.decided("proposal")
        if decision is None:
            question = Question(
                kind=ApprovalKind.PROPOSAL,
                text=plan["text"],
                open_text=plan["text"],
                calls=plan["calls"],
                alternatives=plan["alternatives"],
            )
            await self._asking.ask(question, "proposal")
        assert decision is not None
        return await self._accepted(decision.status, decision.calls, decision.calls_hash)

    async def _accepted(self, status: ApprovalStatus, calls: list[dict[str, Any]], bound: str) -> Ending:
        if status is ApprovalStatus.EXPIRED:
            await self._voice.answer(say(Say.EXPIRED, self._voice.locale), acted=False)
            return Ending(status=RunStatus.CANCELLED, outcome="expired")
        if status is not ApprovalStatus.APPROVED or hash_of(calls) != bound:
            await self._voice.answer(say(Say.DENIED, self._voice.locale), acted=False)
            return done("denied")
        language = "fr" if self._voice.locale.startswith("fr") else "en"
        return await self._perform({"calls": calls, "layer": Layer.LANGUAGE, "language": language})

    async def _nothing(self, plan: Mapping[str, Any]) -> Ending:
        if plan["text"]:
            await self._voice.answer(plan["text"], acted=False)
        return done("nothing")

    async def _beyond(self, plan: Mapping[str, Any]) -> Ending:
        """What the grammar does not know goes to the model, if there is one."""
        if plan["layer"] == Layer.SLASH:
            command = self.run.sentence.split(maxsplit=1)[0][:40]
            text = say(Say.UNKNOWN_COMMAND, self._voice.locale, command=command)
            await self._voice.answer(text, acted=False)
            return done("not_understood")
        answered = await self._model.converse(self._touch)
        if answered.proposals:
            decision = await self._asking.decided("proposal")
            if decision is None:
                await self._asking.ask(proposal_question(answered.proposals, self._voice.locale), "proposal")
            assert decision is not None
            return await self._accepted(decision.status, decision.calls, decision.calls_hash)
        if answered.refused is not None:
            return await self._refused(answered.refused)
        if answered.calls:
            speaker = await self._speaker()
            understood = Understood(calls=_calls(answered.calls), language=_language_of(speaker))
            text = self._language.reply(understood, answered.results, speaker)
            await self._voice.answer(text, acted=True)
            return done("changed" if self.run.entities else "answered")
        if answered.text is None:
            what = Say.NOT_UNDERSTOOD if answered.had_model else Say.NOT_UNDERSTOOD_NO_MODEL
            await self._voice.answer(say(what, self._voice.locale), acted=False)
            return done("not_understood")
        await self._voice.answer(answered.text, acted=answered.acted)
        return done("changed" if self.run.entities else "answered")

    async def _fail(self, what: Say, code: str, detail: str) -> Ending:
        changed = await self._has_changed()
        await self._voice.answer(say(what, self._voice.locale, changed=changed), acted=False)
        return Ending(status=RunStatus.FAILED, outcome="failed", error={"code": code, "detail": detail})

    async def _has_changed(self) -> bool:
        return any(step["kind"] == "tool" and not step.get("error") for step in self.run.steps)

    async def _speaker(self) -> Speaker:
        run = self.run
        return Speaker(
            locale=self._asker.locale,
            time_zone=self._asker.time_zone,
            # When it was said, not when it is worked on: "tomorrow" survives a restart at midnight.
            now=run.created_at,
            user_id=run.owner_id,
            room_id=run.room_id,
            message_id=run.message_id,
            reply_to=run.reply_to,
            recent=await recent_entities(run),
        )


async def recent_entities(run: Run) -> Sequence[Recent]:
    """What the asker's last runs in this room were about, newest first."""
    found: list[Recent] = []
    where = {
        "owner_id": run.owner_id,
        "room_id": run.room_id,
        "_id": {"$lt": run.id},
        "entities.0": {"$exists": True},
    }
    rows = await Run.rows().find(where, {"entities": 1}).sort("_id", -1).limit(5).to_list(5)
    still = await standing([raw["_id"] for raw in rows]) if rows else frozenset[str]()
    for raw in rows:
        for entity in reversed(raw["entities"]):
            if entity["change"] != "deleted" and raw["_id"] in still:
                found.append(Recent(kind=entity["kind"], id=entity["id"], label=entity.get("label") or ""))
    return found[:10]


def _planned(outcome: Understanding) -> dict[str, Any]:
    """An understanding as the journal keeps it."""
    kept: dict[str, Any] = {"language": outcome.language, "calls": [], "alternatives": [], "text": ""}
    match outcome:
        case Understood():
            return kept | {
                "outcome": "understood",
                "calls": _as_calls(outcome.calls),
                "confidence": outcome.confidence,
            }
        case Asks():
            alternatives = [{"label": each.label, "calls": _as_calls(each.calls)} for each in outcome.alternatives]
            calls = _as_calls(outcome.proposal)
            return kept | {"outcome": "asks", "calls": calls, "alternatives": alternatives, "text": outcome.question}
        case NothingToDo():
            return kept | {"outcome": "nothing", "reason": outcome.reason, "text": outcome.text}
        case NotUnderstood():
            return kept | {"outcome": "not_understood"}


def _as_calls(calls: Sequence[Call]) -> list[dict[str, Any]]:
    return [as_call(call.operation, call.arguments, call.label) for call in calls]


def _calls(calls: Sequence[Mapping[str, Any]]) -> tuple[Call, ...]:
    return tuple(
        Call(operation=call["operation"], arguments=dict(call["arguments"]), label=call.get("label"))
        for call in calls
    )


def _language_of(speaker: Speaker) -> Any:
    return "fr" if speaker.locale.lower().startswith("fr") else "en"
