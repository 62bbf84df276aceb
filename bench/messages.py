"""The messages that everyone sends: the same fields and the same size for every server."""

from __future__ import annotations

import itertools
import os

import orjson

CONTENT = "How many of these are there in a second?"
_ids = itertools.count(1)


def event(room_id: str) -> bytes:
    """A `message.created` as the hub broadcasts it, for servers that only pass it on: about 560 bytes of JSON."""
    number = next(_ids)
    return orjson.dumps(
        {
            "room_id": room_id,
            "message": {
                "id": f"65f0c0ffee00{number:012x}",
                "room_id": "65f0c0ffee00000000000001",
                "seq": number,
                "sender": {
                    "kind": "user",
                    "id": "65f0c0ffee00000000000002",
                    "display_name": "Person 1",
                    "on_behalf_of": None,
                },
                "kind": "text",
                "content": CONTENT,
                "attachments": [],
                "reply_to": None,
                "reactions": [],
                "mentions": [],
                "card": None,
                "run_id": None,
                "client_msg_id": f"bench-{number}",
                "rev": 0,
                "pinned": False,
                "edited_at": None,
                "deleted_at": None,
                "created_at": "2026-11-22T00:00:00.000Z",
                "updated_at": "2026-11-22T00:00:00.000Z",
                "revision": 1,
            },
        }
    )


def command(room_id: str) -> bytes:
    """A `message.send`."""
    own = f"bench-{os.getpid()}-{next(_ids)}"
    return orjson.dumps({"room_id": room_id, "content": CONTENT, "client_msg_id": own})
