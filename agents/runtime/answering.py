"""Who sees the answer: said where it was asked only if everybody there may know it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from agents.runtime.documents import Layer, Run
from agents.runtime.journal import Journal
from agents.runtime.ports import Rooms, Tell
from agents.runtime.summary import can_be_undone, changed_by, summary
from agents.runtime.texts import Say, say
from hub.kernel.catalog import Catalog
from hub.kernel.context import Actor
from hub.kernel.events import Publish
from hub.kernel.operation import Effect

_PIECE_CHARS = 48
_PIECE_S = 0.05
_SHOWN_LAYER: Mapping[Layer | None, str] = {Layer.SLASH: "slash", Layer.LANGUAGE: "grammar", Layer.MODEL: "model"}


class Voice:
    """Speaks for one run."""

    def __init__(self, *, journal: Journal, rooms: Rooms, tell: Tell, catalog: Catalog, asker: Actor) -> None:
        self._journal = journal
        self._rooms = rooms
        self._tell = tell
        self._catalog = catalog
        self._asker = asker
        self._index = 0
        self._held = ""
        self._held_since = 0.0

    @property
    def run(self) -> Run:
        """The run that speaks."""
        return self._journal.run

    @property
    def locale(self) -> str:
        """The asker's language."""
        return self._asker.locale

    @property
    def in_the_open(self) -> bool:
        """True while the answer goes to a room that others read."""
        return not self.run.private and not self.run.private_reads

    @property
    def _only_looked(self) -> bool:
        """True when nothing but reads was called; that they are not private is known by then."""
        operations = (step.get("operation") for step in self.run.steps if step["kind"] == "tool")
        found = [self._catalog.operation(str(name)) for name in operations]
        return all(each is not None and each.effect is Effect.READ for each in found)

    async def answer_room(self) -> str:
        """Where the answer goes: the same room, or the asker's direct room once it is theirs alone."""
        run = self.run
        if run.private or not run.private_reads:
            return run.room_id
        if run.answer_room_id in (None, run.room_id):
            await self._journal.note(answer_room_id=await self._rooms.direct_room(self._asker))
        return str(run.answer_room_id)

    async def delta(self, text: str) -> None:
        """Stream a piece of the answer to the room that gets it.

        In a shared room nothing is streamed: until the run ends a read may make the answer private.
        """
        if self.in_the_open:
            return
        now = asyncio.get_running_loop().time()
        if not self._held:
            self._held_since = now
        self._held += text
        if len(self._held) >= _PIECE_CHARS or now - self._held_since >= _PIECE_S:
            await self.flush()

    async def flush(self) -> None:
        """Send what is held back for a fuller piece."""
        if not self._held:
            return
        room_id = await self.answer_room()
        payload = {"run_id": self.run.id, "room_id": room_id, "index": self._index, "text": self._held}
        self._index += 1
        self._held = ""
        await self._tell(Publish(name="run.delta", audience=frozenset({f"room:{room_id}"}), payload=payload))

    async def answer(self, text: str, *, acted: bool, open_text: str | None = None) -> None:
        """Give the answer, once.

        Args:
            text: What the asker may read.
            acted: Operations were called, so `text` may hold what they answered.
            open_text: What a shared room may read instead, where the runtime has better words
                than counts and dates.
        """
        await self.flush()
        if self._journal.find("answer") is not None:
            return
        run = self.run
        entities = await changed_by(run, self._catalog)
        card = await self._card(entities)
        await self._journal.note(
            entities=[{name: entity[name] for name in ("kind", "id", "change", "label")} for entity in entities]
        )
        room_id = await self.answer_room()
        public = summary(entities, self.locale, self._asker.time_zone) if entities else None
        if run.private:
            message_id = await self._say(run.room_id, text, "answer", card)
        elif run.private_reads:
            message_id = await self._say(room_id, text, "answer", card)
            line = say(Say.ANSWERED_PRIVATELY, self.locale)
            await self._say(run.room_id, f"{public} {line}" if public else line, "notice", card)
        elif acted and not self._only_looked:
            message_id = await self._say(
                run.room_id, open_text or public or say(Say.NO_WORDS, self.locale), "answer", card
            )
        else:
            # Words of its own, or of what everybody may read.
            message_id = await self._say(run.room_id, open_text or text, "answer", card)
        await self._journal.add("answer", message_id=message_id, room_id=room_id)

    async def ask(self, text: str, open_text: str, approval_id: str, key: str) -> tuple[str, str | None]:
        """Ask a question where the answer would go; returns the room and the message."""
        await self.flush()
        room_id = await self.answer_room()
        shown = open_text if self.in_the_open else text
        card: dict[str, Any] = {"entities": [], "approval_id": approval_id}
        message_id = await self._say(room_id, shown, key, card)
        if room_id != self.run.room_id:
            await self._say(self.run.room_id, say(Say.ANSWERED_PRIVATELY, self.locale), f"{key}-notice", None)
        return room_id, message_id

    async def _card(self, entities: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
        if not entities:
            return None
        run = self.run
        card: dict[str, Any] = {
            "entities": [{name: entity[name] for name in ("kind", "id", "change")} for entity in entities],
            "layer": _SHOWN_LAYER.get(run.layer),
        }
        if await can_be_undone(self.run):
            card["undo"] = {"run_id": self.run.id}
        return card

    async def _say(self, room_id: str, text: str, key: str, card: Mapping[str, Any] | None) -> str | None:
        return await self._rooms.post(
            room_id=room_id,
            run_id=self.run.id,
            asker=self._asker,
            content=text,
            key=f"run-{self.run.id}-{key}",
            card=card,
        )
