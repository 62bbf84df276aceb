"""A client that keeps up with one room, as a good client of the hub does: it ends with every message, once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import orjson

from bench.load.client import Client
from bench.load.crowd import connected

READY = b'42["ready",'


class Follower:
    """What one person knows of a room, through connections that come and go.

    Attributes:
        known: The seq up to which nothing is missing.
        syncs: How often it had to ask.
        twice: Messages that one connection brought twice by themselves (a `room.sync` may overlap them).
    """

    def __init__(self, port: int, token: str, room_id: str, moved: Callable[[], None]) -> None:
        self._port, self._token, self._room_id = port, token, room_id
        self._moved = moved
        self._beyond: set[int] = set()
        self._syncing = False
        self._live: set[int] = set()
        self.client: Client | None = None
        self.known = 0
        self.syncs = 0
        self.twice = 0

    async def connect(self) -> None:
        """Connect, again if need be; returns when the server has said `ready`."""
        self.client = await connected(self._next)

    def _next(self) -> Client:
        client = Client("127.0.0.1", self._port, self._token)
        client.on_event = lambda payload: self._event(client, payload)
        client.on_delivery = self._delivery
        self._syncing = False
        self._live.clear()
        self.client = client
        return client

    def cut(self) -> None:
        """Lose the connection."""
        if self.client is not None:
            self.client.cut()

    def _event(self, client: Client, payload: bytes) -> None:
        if client is self.client and payload.startswith(READY):
            head = _room(orjson.loads(payload[2:])[1]["rooms"], self._room_id)
            if head > self.known:
                self._sync(client)

    def _delivery(self, payload: bytes) -> None:
        event = orjson.loads(payload[2:])[1]
        if event["room_id"] != self._room_id:
            return
        seq = event["message"]["seq"]
        self.twice += seq in self._live
        self._live.add(seq)
        self._take(seq)
        if self._beyond and self.client is not None:
            self._sync(self.client)

    def _take(self, seq: int) -> None:
        if seq > self.known:
            self._beyond.add(seq)
        while self.known + 1 in self._beyond:
            self.known += 1
            self._beyond.remove(self.known)
        self._moved()

    def _sync(self, client: Client) -> None:
        if self._syncing:
            return
        self._syncing = True
        self.syncs += 1
        asked = orjson.dumps({"room_id": self._room_id, "after_seq": self.known, "after_rev": 0})
        client.emit("room.sync", asked, lambda ack: self._synced(client, ack))

    def _synced(self, client: Client, ack: bytes) -> None:
        if client is not self.client:
            return
        self._syncing = False
        answer: dict[str, Any] = orjson.loads(ack)[0]
        if not answer["ok"]:
            raise RuntimeError(f"room.sync: {answer['error']}")
        for item in answer["data"]["items"]:
            self._take(item["seq"])
        if answer["data"]["more"] or self._beyond:
            asyncio.get_running_loop().call_later(0.1, self._sync, client)


def _room(rooms: list[dict[str, Any]], room_id: str) -> int:
    return next((int(room["seq"]) for room in rooms if room["id"] == room_id), 0)
