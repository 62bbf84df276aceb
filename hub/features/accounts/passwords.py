"""Password hashes: Argon2id, and bcrypt where an import brought it.

Hashing takes tens of milliseconds and 19 MB, so it runs in two threads at most, whatever comes in.
Operations call it while their unit of work only holds what it has read: the transaction opens at the
commit, so nobody waits for a hash.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hub.kernel.errors import unavailable

T = TypeVar("T")
# OWASP's smallest recommended Argon2id: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="password")
BCRYPT_BYTES = 72
MOST_WAITING = 100
"""A flood of sign-ins is refused, so that those who are in the queue are served within seconds."""
_waiting = 0


async def hash_password(password: str) -> str:
    """The Argon2id hash of a password."""
    return await _in_thread(lambda: _hasher.hash(_normal(password)))


async def verify_password(password: str, stored: str | None) -> bool:
    """Whether the password is the one that was hashed.

    Without a hash (no such account, or one that cannot sign in) it takes as long and says no.
    """
    return await _in_thread(lambda: _verify(password, stored))


def is_outdated(stored: str) -> bool:
    """Whether the hash should be made anew now that the password is at hand."""
    return _is_bcrypt(stored) or _hasher.check_needs_rehash(stored)


async def _in_thread(work: Callable[[], T]) -> T:
    global _waiting
    if _waiting >= MOST_WAITING:
        raise unavailable("Too many people are signing in just now. Try again.", retry_after=2)
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work)
    finally:
        _waiting -= 1


def _verify(password: str, stored: str | None) -> bool:
    if stored is None:
        _argon2(password, _nobodys_hash())
        return False
    return _bcrypt(password, stored) if _is_bcrypt(stored) else _argon2(password, stored)


def _argon2(password: str, stored: str) -> bool:
    try:
        return _hasher.verify(stored, _normal(password))
    except (VerificationError, InvalidHashError):
        return False


def _bcrypt(password: str, stored: str) -> bool:
    import bcrypt  # only imported accounts need it

    try:
        # The libraries that made these hashes looked at 72 bytes; this one refuses longer input.
        return bcrypt.checkpw(password.encode()[:BCRYPT_BYTES], stored.encode())
    except ValueError:
        return False


def _is_bcrypt(stored: str) -> bool:
    return stored.startswith(("$2a$", "$2b$", "$2x$", "$2y$"))


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")


def _normal(password: str) -> str:
    """One form for the same characters, however a keyboard composes them (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
