"""What main hands to this feature at start."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

from hub.kernel.catalog import Catalog
from hub.settings import Settings

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Setup:
    """The configuration of this process."""

    most_bytes: int
    """Of one file."""
    kept_days: int
    """How long what was deleted may still be brought back."""
    spool: Path
    """Where a picture lies while it is looked at."""
    link_key: bytes
    """Signs links."""
    catalog: Catalog
    """The kinds of things that files are attached to."""


_current: Setup | None = None


def configure(settings: Settings, catalog: Catalog) -> None:
    """Set up the feature; main calls it before the first request."""
    global _current
    key = hmac.new(settings.signing_secret.encode(), b"panoramix file link", hashlib.sha256).digest()
    _current = Setup(
        most_bytes=settings.max_upload_mb * MEGABYTE,
        kept_days=settings.activity_days,
        spool=settings.data_dir / "spool",
        link_key=key,
        catalog=catalog,
    )


def setup() -> Setup:
    """What was configured.

    Raises:
        RuntimeError: Main has not called `configure`.
    """
    if _current is None:
        raise RuntimeError("hub.features.files.setup.configure was not called")
    return _current
