"""Questions to the asker that a run waits for: durable, exact, bound by hash, expiring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from agents.language.kinds import KINDS
from agents.runtime.answering import Voice
from agents.runtime.budget import RunLimits
from agents.runtime.documents import Approval, ApprovalKind, ApprovalStatus, as_call, hash_of
from agents.runtime.journal import Journal
from agents.runtime.ports import Tell
from agents.runtime.present import present_approvals
from agents.runtime.texts import Say, say
from hub.kernel.clock import Clock
from hub.kernel.events import Publish
from hub.storage.documents import decode, encode


class Waiting(Exception):
    """The run has asked and is put aside."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is asked."""

    kind: ApprovalKind
    text: str
    open_text: str
    calls: Sequence[Mapping[str, Any]] = ()
    alternatives: Sequence[Mapping[str, Any]] = ()
    preview: list[dict[str, Any]] | None = None


class Asking:
    """Asks for one run, and finds what was decided."""

    def __init__(self, *, journal: Journal, voice: Voice, tell: Tell, clock: Clock, limits: RunLimits) -> None:
        self._journal = journal
        self._voice = voice
        self._tell = tell
        self._clock = clock
        self._limits = limits

    async def decided(self, key: str) -> Approval | None:
        """The decision about the question with that key.

        Returns:
            None where it was never asked.

        Raises:
            Waiting: It was asked and nobody has answered.
        """
        step = next((s for s in self._journal.run.steps if s["kind"] == "approval" and s["key"] == key), None)
        if step is None:
            return None
        raw = await Approval.rows().find_one({"_id": step["approval_id"]})
        if raw is None:
            return None
        found = decode(Approval, raw)
        if found.status is ApprovalStatus.PENDING:
            await self._put_aside(found.id)
            raise Waiting
        return found

    async def ask(self, question: Question, key: str) -> None:
        """Ask, and put the run aside.

        Raises:
            Waiting: Always.
        """
        run = self._journal.run
        approval = await self._kept(question, key)
        room_id, message_id = await self._voice.ask(question.text, question.open_text, approval.id, f"ask-{key}")
        await Approval.rows().update_one(
            {"_id": approval.id}, {"$set": {"room_id": room_id, "message_id": message_id}}
        )
        approval.room_id, approval.message_id = room_id, message_id
        shown = (await present_approvals([encode(approval)]))[0].model_dump(mode="json")
        audience = frozenset({f"user:{run.owner_id}"})
        await self._tell(Publish(name="approval.requested", audience=audience, payload=shown))
        await self._journal.add("approval", key=key, approval_id=approval.id)
        await self._put_aside(approval.id)
        raise Waiting

    async def _put_aside(self, approval_id: str) -> None:
        await self._journal.wait()
        # Decided while it was still being put aside: back in the queue.
        raw = await Approval.rows().find_one({"_id": approval_id}, {"status": 1})
        if raw is not None and raw["status"] != ApprovalStatus.PENDING.value:
            await self._journal.requeue()

    async def _kept(self, question: Question, key: str) -> Approval:
        run = self._journal.run
        # After a crash between storing and noting it, the question is found again, not asked twice.
        raw = await Approval.rows().find_one({"run_id": run.id, "step": len(run.steps)})
        if raw is not None:
            return decode(Approval, raw)
        calls = [as_call(call["operation"], call["arguments"], call.get("label")) for call in question.calls]
        seconds = self._limits.permission_s if question.kind is ApprovalKind.PERMISSION else self._limits.proposal_s
        now = self._clock.now()
        approval = Approval(
            owner_id=run.owner_id,
            run_id=run.id,
            room_id=run.room_id,
            kind=question.kind,
            question=question.text,
            calls=calls,
            alternatives=[dict(alternative) for alternative in question.alternatives],
            calls_hash=hash_of(calls),
            preview=question.preview,
            expires_at=now + timedelta(seconds=seconds),
            step=len(run.steps),
            created_at=now,
            updated_at=now,
        )
        await Approval.rows().insert_one(encode(approval))
        return approval


def permission_question(call: Mapping[str, Any], preview: list[dict[str, Any]] | None, locale: str) -> Question:
    """The question before a call that may not be made without a yes."""
    labels = ", ".join(f"“{item['label']}”" for item in preview or () if item.get("label"))
    what = described(call, locale) + (f" ({labels})" if labels else "")
    return Question(
        kind=ApprovalKind.PERMISSION,
        text=say(Say.SHALL_I_PERMISSION, locale, what=what),
        open_text=say(Say.SHALL_I_PERMISSION, locale, what=named(str(call["operation"]), locale)),
        calls=[call],
        preview=preview,
    )


def proposal_question(calls: Sequence[Mapping[str, Any]], locale: str) -> Question:
    """The question that a guess becomes."""
    joined = (" ; " if locale.lower().startswith("fr") else "; ").join(described(call, locale) for call in calls)
    text = say(Say.SHALL_I, locale, what=joined)
    return Question(kind=ApprovalKind.PROPOSAL, text=text, open_text=text, calls=calls)


_VERBS = {
    "create": ("create", "créer"), "update": ("change", "modifier"), "delete": ("delete", "supprimer"),
    "complete": ("complete", "terminer"), "reopen": ("reopen", "rouvrir"), "move": ("move", "déplacer"),
    "list": ("show", "montrer"), "get": ("show", "montrer"), "summary": ("add up", "résumer"),
    "send": ("send", "envoyer"), "snooze": ("snooze", "reporter"), "dismiss": ("dismiss", "arrêter"),
    "comment": ("comment on", "commenter"), "invite": ("invite to", "inviter à"),
    "summarize": ("sum up", "résumer"), "coach": ("coach", "coacher"), "add_line": ("add a line to", "ajouter à"),
    "vote": ("vote in", "voter dans"), "close": ("close", "clore"), "send_now": ("send", "envoyer"),
}  # fmt: skip
_MAIN = ("title", "name", "summary", "label", "vendor", "question", "first_name", "url", "text", "q", "content")


def named(operation: str, locale: str) -> str:
    """`delete (task)`: the operation in words, without anything it is about."""
    place = 1 if locale.lower().startswith("fr") else 0
    feature, _, action = operation.partition(".")
    verb = _VERBS.get(action, (action.replace("_", " "),) * 2)[place]
    noun = KINDS["fr" if place else "en"].get(feature, (feature, "", False))[0]
    return f"{verb} ({noun})"


def described(call: Mapping[str, Any], locale: str) -> str:
    """`create (task) “Buy milk”, deadline 2026-11-27`."""
    if call.get("label"):
        return str(call["label"])
    arguments: Mapping[str, Any] = call["arguments"]
    main = next((name for name in _MAIN if arguments.get(name)), None)
    text = named(str(call["operation"]), locale)
    if main is not None:
        text += f" “{str(arguments[main])[:120]}”"
    rest = [
        f"{name.replace('_', ' ')} {value}"
        for name, value in arguments.items()
        if name not in (main, "id") and isinstance(value, str | int | float) and not isinstance(value, bool)
    ]
    return ", ".join([text, *rest[:4]])
