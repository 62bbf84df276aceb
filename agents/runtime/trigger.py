"""Which messages start a run: spoken to Eko, never spoken about it.

Called before a message is stored, so that the run is stored in the same commit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from agents.runtime.documents import Approval, ApprovalStatus, Run, Trigger
from agents.runtime.ports import MessageView, RoomView

_MENTION = re.compile(r"(?<![\w@.])@eko\b", re.IGNORECASE)
_CALLED = re.compile(
    r"^\s*(?:(?:hey|hi|hello|ok|okay|salut|bonjour|dis|hé)[\s,]+)?eko\b\s*(?P<after>[,:!?…]*)\s*", re.IGNORECASE
)
# "Eko is slow", "Eko a oublié": told about it, in the third person.
_ABOUT = re.compile(
    r"^(?:(?:is|was|has|had|does|did|doesn['’]t|didn['’]t|isn['’]t|wasn['’]t|seems|seemed|said|says|knows|forgot|"
    r"made|got|gets|works|worked|will|would|never|always|and|or|est|était|a|avait|semble|dit|sait|va|fait|fera|"
    r"n['’]|ne|et|ou|répond|marche)\b|n['’]|['’]s\b)",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^\W*(?:yes|yeah|yep|ok(?:ay)?|sure|please do|do it|go ahead|go|oui|ouais|d['’]accord|vas[- ]y|fais[- ]le|"
    r"volontiers|bien s[ûu]r)(?:\s+(?:please|thanks|merci|stp|svp))?\W*$",
    re.IGNORECASE,
)
_NO = re.compile(r"^\W*(?:no|nope|no thanks|don['’]t|cancel|non|non merci|annule|laisse tomber)\W*$", re.IGNORECASE)
_CHOICE = re.compile(
    r"^\W*(?:the\s+|le\s+|la\s+)?(?P<n>[1-9]|first|second|third|premi[eè]re?|deuxi[eè]me|second|troisi[eè]me)\W*$",
    re.IGNORECASE,
)
_NUMBERS = {
    "first": 1, "second": 2, "third": 3, "premier": 1, "première": 1, "premiere": 1, "deuxième": 2,
    "deuxieme": 2, "troisième": 3, "troisieme": 3,
}  # fmt: skip
_LONGEST_ANSWER = 40
_ASKERS = frozenset({"user", "bot"})


def answer_in(content: str) -> bool | int | None:
    """Read a message as an answer to a question: True, False, the number of a choice, or None."""
    if len(content) > _LONGEST_ANSWER:
        return None
    if _YES.match(content):
        return True
    if _NO.match(content):
        return False
    choice = _CHOICE.match(content)
    if choice is None:
        return None
    word = choice["n"].lower()
    return int(word) if word.isdigit() else _NUMBERS[word]


def sentence_in(content: str) -> str:
    """What was said, without the name of the one it was said to."""
    called = _CALLED.match(content)
    if called is not None:
        content = content[called.end() :]
    return (
        re.sub(r"\s+", " ", _MENTION.sub(" ", content)).strip(" ,:") if _MENTION.search(content) else content.strip()
    )


def spoken_to(content: str, mentions: frozenset[str], eko_id: str) -> bool:
    """Whether the words address Eko, wherever they are said."""
    if eko_id in mentions or _MENTION.search(content):
        return True
    called = _CALLED.match(content)
    if called is None:
        return False
    return bool(called["after"]) or not _ABOUT.match(content[called.end() :])


class RunTrigger:
    """Makes the run that a message starts, if it starts one."""

    def __init__(self, eko_id: str) -> None:
        self._eko_id = eko_id

    async def runs_for(self, message: MessageView, room: RoomView, now: datetime) -> Sequence[Run]:
        """The run to store with the message; empty for most messages.

        Reads the database only where the message may answer a question of Eko's.
        """
        if message.kind != "text" or message.sender_kind not in _ASKERS or message.sender_id == self._eko_id:
            return ()
        trigger = await self._trigger(message, room, now)
        if trigger is None:
            return ()
        private = room.is_private_with(self._eko_id)
        run = Run(
            owner_id=message.sender_id,
            asked_by=message.sender_id,
            trigger=trigger,
            room_id=room.id,
            private=private,
            answer_room_id=room.id,
            message_id=message.id,
            sentence=message.content if trigger is Trigger.SLASH else sentence_in(message.content),
            reply_to=message.reply_to,
            scopes=None if message.scopes is None else sorted(message.scopes),
            created_at=now,
            updated_at=now,
        )
        return (run,)

    async def _trigger(self, message: MessageView, room: RoomView, now: datetime) -> Trigger | None:
        content = message.content.strip()
        if content.startswith("/"):
            return Trigger.SLASH
        if answer_in(content) is not None and await self._is_asked(message, now):
            return Trigger.ANSWER
        if room.is_private_with(self._eko_id):
            return Trigger.DIRECT
        if spoken_to(content, message.mentions, self._eko_id):
            return Trigger.MENTION
        if message.reply_to is not None and await self._asked_with(message.reply_to, message.sender_id):
            return Trigger.REPLY
        return None

    async def _is_asked(self, message: MessageView, now: datetime) -> bool:
        found = await Approval.rows().find_one(
            {
                "room_id": message.room_id,
                "owner_id": message.sender_id,
                "status": ApprovalStatus.PENDING.value,
                "expires_at": {"$gt": now},
            },
            {"_id": 1},
        )
        return found is not None

    async def _asked_with(self, message_id: str, person_id: str) -> bool:
        found = await Approval.rows().find_one({"message_id": message_id, "owner_id": person_id}, {"_id": 1})
        return found is not None
