"""A message that answers Eko's question: "yes", "non", "the first", or the words of a choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agents.runtime.documents import Approval, ApprovalStatus, Run
from agents.runtime.trigger import answer_in
from hub.kernel.clock import Clock
from hub.kernel.context import Actor, Call, Origin
from hub.kernel.pipeline import Pipeline
from hub.storage.documents import new_id


class AnswerGiven:
    """Passes such an answer on as the decision it is, made by the person and not by the agent."""

    def __init__(self, pipeline: Pipeline, clock: Clock) -> None:
        self._pipeline = pipeline
        self._clock = clock

    async def take(self, run: Run, asker: Actor) -> bool:
        """Decide the newest open question in this room if the sentence answers it.

        Returns:
            False where there is no question, or the sentence is something else.

        Raises:
            OperationError: The decision was not possible (it had just expired).
        """
        where: dict[str, Any] = {
            "owner_id": run.owner_id,
            "room_id": run.room_id,
            "status": ApprovalStatus.PENDING.value,
            "expires_at": {"$gt": self._clock.now()},
        }
        question = await Approval.rows().find_one(where, sort=[("_id", -1)])
        decision = _decision(run.sentence, question) if question is not None else None
        if question is None or decision is None:
            return False
        call = Call(
            actor=asker,
            origin=Origin.AGENT,
            request_id=new_id(),
            idempotency_key=f"run:{run.id}:decide",
            room_id=run.room_id,
        )
        await self._pipeline.run("approval.decide", {"id": question["_id"], **decision}, call)
        return True


def _decision(sentence: str, question: Mapping[str, Any]) -> dict[str, Any] | None:
    """The input of `approval.decide` that a sentence stands for, or None."""
    answer = answer_in(sentence)
    alternatives: list[dict[str, Any]] = question["alternatives"]
    # `True` and `False` are numbers too: the choice comes last.
    if answer is False:
        return {"decision": "deny"}
    if answer is True:
        return {"decision": "approve"} if question["calls"] else None
    if answer is not None and answer <= len(alternatives):
        return {"decision": "approve", "choice": answer - 1}
    said = sentence.strip(" .!").casefold()
    for place, alternative in enumerate(alternatives):
        if said and said == str(alternative["label"]).strip(" .!").casefold():
            return {"decision": "approve", "choice": place}
    return None
