"""Tokens of the servers that have no accounts: a JWT that says who one is and which rooms one hears."""

from __future__ import annotations

import time
from collections.abc import Sequence

import jwt

FANOUT_KEY = "known to every server and client of one measurement on loopback"
LIFE_S = 4 * 3600


def token(id: str, rooms: Sequence[str] | None) -> str:
    """A token of a person who hears these rooms; with None the server looks them up."""
    claims = {"id": id, "name": f"Person {id}", "exp": int(time.time()) + LIFE_S}
    return jwt.encode(claims if rooms is None else {**claims, "rooms": list(rooms)}, FANOUT_KEY, algorithm="HS256")
