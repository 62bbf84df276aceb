"""Which room is meant: one that the speaker is in, by its name or by the person at its other end."""

import re
from collections.abc import Mapping
from typing import Any

from agents.language.fold import fold
from agents.language.reading import Talk, tidy

_AROUND = re.compile(
    r"^(?:(?:to|in|into|for|at|on|the|room|channel|a|au|aux|dans|pour|sur|le|la|l'|salon|de|du|#)\s+|#|l')+"
    r"|(?:\s+(?:to|in|into|for|at|on|room|channel|a|au|dans|pour|le|salon|de|,))+$"
)


def room_words(text: str) -> str:
    """What is left of a name when the words around it are taken off, folded."""
    return _AROUND.sub("", fold(tidy(text)).strip(" ,"))


async def room_named(talk: Talk, text: str) -> Mapping[str, Any] | None:
    """The one room of that name; None for none, and for several."""
    wanted = room_words(text)
    if not wanted:
        return None
    rooms = [(fold(str(room["name"])), room) for room in await talk.items("room.list")]
    for fits in (
        [room for name, room in rooms if name == wanted],
        [room for name, room in rooms if wanted in name.split()],
    ):
        if fits:
            return fits[0] if len(fits) == 1 else None
    return None
