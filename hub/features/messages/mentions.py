"""Who a text speaks of: `@name` and `@room`."""

from __future__ import annotations

import re

from hub.features.accounts.access import named

MENTION = re.compile(r"(?<![\w@/.])@([A-Za-z0-9_]{3,30})\b")
CODE = re.compile(r"```.*?(?:```|$)|`[^`\n]*`", re.DOTALL)
MOST = 50


async def mentions_in(content: str) -> list[str]:
    """The ids of the accounts that a text mentions, and `room` for the whole room; code is left out."""
    if "@" not in content:
        return []
    found = list(dict.fromkeys(name.lower() for name in MENTION.findall(CODE.sub(" ", content))))[:MOST]
    known = await named(name for name in found if name != "room")
    ids = ["room" if name == "room" else known[name].id for name in found if name == "room" or name in known]
    return list(dict.fromkeys(ids))
