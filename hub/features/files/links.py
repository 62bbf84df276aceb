"""Links that open a file without a token: for one person, and for minutes."""

from __future__ import annotations

import hmac
import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from hub.features.files.setup import setup
from hub.kernel.errors import unauthenticated

STEP_S = 300
"""Links that are asked for within this time are the same, so that a browser keeps what it has fetched."""
GIVEN = re.compile(r"^([0-9a-f]{24})\.(\d{1,12})\.([0-9a-f]{64})$")


def link_for(file_id: str, person_id: str, now: datetime, *, what: str, download: bool) -> tuple[str, datetime]:
    """A link to a file's `content` or `thumbnail`, and when it ends: in five to ten minutes."""
    expires = int(now.timestamp() // STEP_S + 2) * STEP_S
    url = f"/api/files/{file_id}/{what}?s={person_id}.{expires}.{_signature(file_id, person_id, expires)}"
    return (f"{url}&download=1" if download else url), datetime.fromtimestamp(expires, UTC)


def holder_of(file_id: str, given: str, now: datetime) -> str:
    """Whose link this is.

    Raises:
        OperationError: `unauthenticated` for one that is not ours, of another file, or too old.
    """
    parts = GIVEN.match(given)
    if parts is None:
        raise unauthenticated("This link is not valid.")
    person_id, expires, signature = parts[1], int(parts[2]), parts[3]
    if not hmac.compare_digest(signature, _signature(file_id, person_id, expires)):
        raise unauthenticated("This link is not valid.")
    # The second half of the bound guards against a link made by a clock that was wrong.
    if not now.timestamp() < expires <= (now + timedelta(seconds=2 * STEP_S)).timestamp():
        raise unauthenticated("This link has expired. Ask for a new one.")
    return person_id


def _signature(file_id: str, person_id: str, expires: int) -> str:
    said = f"{file_id}.{person_id}.{expires}"
    return hmac.new(setup().link_key, said.encode(), sha256).hexdigest()
