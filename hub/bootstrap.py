"""The one-time code that the first registration must carry when the hub is reachable from elsewhere.

Without it, whoever finds a fresh hub on the network first becomes its admin. It is printed by
`panoramix serve` and kept in the data folder until the first account exists.
"""

from __future__ import annotations

import hmac
import secrets
import sys
from pathlib import Path

from hub.private_files import read_or_make
from hub.settings import Settings

# Read aloud and typed by hand: no 0/o, 1/l/i.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def needs_bootstrap_code(settings: Settings) -> bool:
    """Whether the first registration must carry the code: always, unless only this machine can reach us."""
    return not settings.listens_on_loopback


def bootstrap_code(settings: Settings) -> str:
    """Return the code, making it the first time; the same in every process on this data folder."""
    return read_or_make(_path(settings), _make)


def announce_bootstrap_code(settings: Settings) -> None:
    """Show the code to whoever started the hub: on the terminal, not in the log, which others may read."""
    sys.stdout.write(
        f"\nThere is no account yet, and this hub can be reached from elsewhere.\n"
        f"The first registration must carry this code: {bootstrap_code(settings)}\n\n"
    )
    sys.stdout.flush()


def matches_bootstrap_code(settings: Settings, given: str) -> bool:
    """Compare in constant time, forgiving case and surrounding space."""
    return hmac.compare_digest(given.strip().lower().encode(), bootstrap_code(settings).encode())


def forget_bootstrap_code(settings: Settings) -> None:
    """Remove the code; call it once the first account exists."""
    _path(settings).unlink(missing_ok=True)


def _make() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(3))
    return "-".join(groups)


def _path(settings: Settings) -> Path:
    return settings.data_dir / "first-account.code"
