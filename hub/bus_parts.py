"""Puts the bus into the hub: what the parts ask of other processes, and what they look up when they missed some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack

from hub.features.accounts import access as accounts
from hub.features.activity.operations import WATCHED
from hub.features.rooms import access as rooms
from hub.measures import Measures
from hub.realtime.bus import Bus, channel_of
from hub.realtime.presence import Presence
from hub.realtime.recheck import Recheck
from hub.realtime.server import Realtime
from hub.settings import Settings
from hub.storage.following import Following
from hub.storage.shares import shared_with, who_shares
from hub.subscribers.heads import Heads

ASKED = frozenset({WATCHED})


def bus_for(settings: Settings, measures: Measures) -> Bus | None:
    """The bus that the settings ask for; it is not started."""
    if settings.bus_url is None:
        return None
    return Bus(settings.bus_url.get_secret_value(), channel_of(settings.signing_secret), measures, asked=ASKED)


def join(
    bus: Bus,
    *,
    realtime: Realtime,
    presence: Presence,
    heads: Heads,
    following: Following,
    stops: AsyncExitStack,
) -> None:
    """Start to be one of several processes; `following` must not have been started."""
    recheck = Recheck(realtime, heard_by, ASKED)
    realtime.others = bus.tell
    realtime.ordered = recheck.moved
    bus.follow = realtime.follow
    presence.elsewhere = bus
    bus.here = presence.here
    bus.vanished = presence.look_again
    bus.returned.extend((recheck.soon, heads.tell_now))

    def changed() -> None:
        # While the bus stands its orders come first and in order; this is for the time without it.
        if not bus.line.up:
            recheck.soon()

    following.want(rooms.who_is_in(changed), who_shares(changed), accounts.who_is_what(changed))
    recheck.start()
    stops.push_async_callback(recheck.stop)
    bus.start()
    stops.push_async_callback(bus.stop)


async def heard_by(people: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """What people may hear of rooms, projects and roles, from the database; nothing for who is locked out."""
    names = await accounts.names(people)
    inside = await rooms.rooms_of(people)
    shared = await shared_with(people)
    return {
        id: frozenset(
            {f"role:{name.role}", *(f"room:{room_id}" for room_id in inside[id]), *shared.get(id, frozenset())}
        )
        for id, name in names.items()
        if not name.disabled
    }
