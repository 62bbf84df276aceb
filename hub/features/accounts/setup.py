"""What main hands to this feature at start: the settings, the clock, and keys derived from the secret."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from hub.kernel.clock import Clock
from hub.settings import Settings
from hub.storage.read_cache import ReadCache


@dataclass(frozen=True, kw_only=True)
class Setup:
    """The configuration of this process; stored forms are bound to one database per process as well."""

    settings: Settings
    clock: Clock
    cache: ReadCache
    """Sessions and accounts as of a moment ago, for who is calling."""
    access_key: bytes
    """Signs access tokens."""
    refresh_key: bytes
    """Signs refresh tokens."""


_current: Setup | None = None


def configure(settings: Settings, clock: Clock, cache: ReadCache) -> None:
    """Set up the feature; main calls it before the first operation. One key for each purpose, so that
    a token made for one thing is never accepted for another.
    """
    global _current
    secret = settings.signing_secret.encode()
    _current = Setup(
        settings=settings,
        clock=clock,
        cache=cache,
        access_key=_derived(secret, b"panoramix access token"),
        refresh_key=_derived(secret, b"panoramix refresh token"),
    )


def setup() -> Setup:
    """What was configured.

    Raises:
        RuntimeError: Main has not called `configure`.
    """
    if _current is None:
        raise RuntimeError("hub.features.accounts.setup.configure was not called")
    return _current


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return hmac.new(secret, purpose, hashlib.sha256).digest()
