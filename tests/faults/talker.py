"""A listener who also talks: pipelined sends that are sent again until they are acknowledged, and changes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.faults.journal import Acknowledged, Changed, Sent
from tests.faults.line import Gone, Line
from tests.faults.listener import Listener, passes

IN_FLIGHT = 12
PAUSE_S = (0.02, 0.12)
CHANGES = 0.12
"""The share of pauses in which something said before is changed."""
EMOJI = ("👍", "🎉", "👀", "✅")


@dataclass
class Said:
    """A message that was acknowledged, for changing it later."""

    room_id: str
    id: str
    emoji: set[str] = field(default_factory=set[str])
    taken_back: set[str] = field(default_factory=set[str])
    deleted: bool = False


class Talker(Listener):
    """Says things while `active` is set, and goes on trying with what was said until it is acknowledged."""

    def __init__(self, name: str, **parts: Any) -> None:
        super().__init__(name, **parts)
        self.journal.senders[name] = self.user_id
        self.padding = 0
        """Bytes that are added to each message."""
        self.retries = 0
        self.refusals = 0
        self._waiting: dict[str, dict[str, Any]] = {}
        self._said: list[Said] = []
        self._number = 0
        self._order = 0
        self._changing = 0

    @property
    def pending(self) -> int:
        """How much was said or changed and is not acknowledged."""
        return len(self._waiting) + self._changing

    def state(self) -> str:
        """Where this talker is, for who has to find out why."""
        return f"{super().state()}, {len(self._waiting)} waiting, {self._changing} changing"

    @property
    def said(self) -> int:
        """How many messages were acknowledged."""
        return len(self._said)

    def start(self) -> None:
        """Connect and be ready to talk."""
        super().start()
        self.spawn(self._talk())

    def say(self, room_id: str) -> None:
        """Say one more thing; it is sent now if connected, and again until it is acknowledged."""
        self._number += 1
        client_msg_id = f"{self.name}-{self._number}"
        content = f"{client_msg_id} {'x' * self.padding}".rstrip()
        self._waiting[client_msg_id] = {"room_id": room_id, "content": content, "client_msg_id": client_msg_id}
        self._send(client_msg_id)

    async def greeted(self) -> None:
        """Send again what is not acknowledged, in the order in which it was said."""
        for client_msg_id in self._waiting:
            self.retries += 1
            self._send(client_msg_id)

    def _send(self, client_msg_id: str) -> None:
        line, message = self.line, self._waiting.get(client_msg_id)
        if line is None or message is None or line.ended.done():
            return
        self._order += 1
        self.journal.sent.append(
            Sent(self.name, self.connection, self._order, message["room_id"], message["client_msg_id"])
        )
        self.spawn(self._acknowledge(line, self.connection, message, line.call("message.send", message)))

    async def _acknowledge(
        self, line: Line, connection: int, message: Mapping[str, Any], answer: asyncio.Future[dict[str, Any]]
    ) -> None:
        client_msg_id = message["client_msg_id"]
        try:
            ack = await self.answered(line, "message.send", answer)
        except Gone:
            return  # sent again by the next connection
        if ack["ok"]:
            data = ack["data"]
            self.journal.acknowledged.append(
                Acknowledged(self.name, connection, data["room_id"], client_msg_id, data["seq"], data["id"])
            )
            if data["client_msg_id"] != client_msg_id:
                self.complain(f"{client_msg_id} was answered with {data['client_msg_id']}")
            if self._waiting.pop(client_msg_id, None) is not None:
                self._said.append(Said(room_id=data["room_id"], id=data["id"]))
            return
        self.refusals += 1
        if not passes(ack["error"]):
            self.complain(f"message.send: {ack['error']}")
        await asyncio.sleep(self.rng.uniform(0.1, 0.3))
        if self.line is line:
            self.retries += 1
            self._send(client_msg_id)

    async def _talk(self) -> None:
        while True:
            await self.active.wait()
            if self.line is not None and len(self._waiting) < IN_FLIGHT:
                for _ in range(self.rng.randint(1, IN_FLIGHT // 2)):
                    self.say(self.rng.choice(self.rooms))
                if self._said and self.rng.random() < CHANGES and self._changing == 0:
                    self.spawn(self._change(self.rng.choice(self._said[-50:])))
            await asyncio.sleep(self.rng.uniform(*PAUSE_S))

    async def _change(self, said: Said) -> None:
        """Edit, delete or react to something of one's own; again with the same key until it is acknowledged."""
        if said.deleted:
            return
        self._changing += 1
        self._number += 1
        event, fields, what, value = self._some_change(said)
        change = Changed(self.name, said.room_id, said.id, what, value, None)
        self.journal.changed.append(change)
        question = {"id": said.id, "idempotency_key": f"{self.name}-{self._number}", **fields}
        try:
            while True:
                try:
                    ack = await self.ask(event, question)
                except Gone:
                    await asyncio.sleep(0.05)
                    continue
                if ack["ok"]:
                    self.journal.changed.append(change._replace(rev=ack["data"]["rev"]))
                    return
                if not passes(ack["error"]):
                    self.complain(f"{event} of {said.id}: {ack['error']}")
                    return
                await asyncio.sleep(self.rng.uniform(0.1, 0.3))
        finally:
            self._changing -= 1

    def _some_change(self, said: Said) -> tuple[str, dict[str, Any], str, str]:
        dice = self.rng.random()
        free = [emoji for emoji in EMOJI if emoji not in said.emoji]
        if dice < 0.1:
            said.deleted = True
            return "message.delete", {}, "deleted", ""
        if dice < 0.5 and free:
            emoji = free[0]
            said.emoji.add(emoji)
            return "message.react", {"emoji": emoji}, "added", f"{emoji} {self.user_id}"
        if dice < 0.7 and said.emoji > said.taken_back:
            # Each is put on and taken off once: two same changes could not be told apart.
            emoji = min(said.emoji - said.taken_back)
            said.taken_back.add(emoji)
            return "message.unreact", {"emoji": emoji}, "removed", f"{emoji} {self.user_id}"
        content = f"edited by {self.name} as {self._number}"
        return "message.edit", {"content": content}, "content", content
