"""The composition root: the only place that knows every part and puts them together."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from aiohttp import web

from agents.runtime.operations import agent_feature
from agents.runtime.runtime import AgentRuntime
from hub import __version__
from hub.agent_parts import attach_agent, companions
from hub.bootstrap import announce_bootstrap_code, needs_bootstrap_code
from hub.bus_parts import bus_for, join
from hub.collector import calm_collector
from hub.door_parts import add_doors
from hub.doors.listening import Listening
from hub.doors.pages import safe_headers
from hub.doors.palette import Titles, palette
from hub.doors.patience import Patience
from hub.doors.rest import LARGEST_BODY, problems
from hub.doors.sockets import SocketDoor
from hub.doors.transports import only_websocket
from hub.feature_list import FEATURES, FOLDERS
from hub.features.accounts import access as accounts
from hub.features.activity.retention import keep_for
from hub.features.files import setup as files
from hub.features.messages.catch_up import note_saved
from hub.features.rooms.access import circles
from hub.features.rooms.known_memberships import known_memberships
from hub.features.rooms.ready import ensure_lobby
from hub.features.transfer.following import Transfers
from hub.greeting import greeting
from hub.kernel.catalog import Catalog, Feature
from hub.kernel.clock import Clock, SystemClock
from hub.kernel.pipeline import Pipeline
from hub.kernel.rates import RateLimits
from hub.leaving import stop_all, take_leave
from hub.log import get_log
from hub.loop_delay import LoopDelay
from hub.measures import Measures
from hub.migrations import MIGRATIONS
from hub.parts import PARTS
from hub.realtime.bus import Bus
from hub.realtime.expiry import Expiry
from hub.realtime.intake import Limits
from hub.realtime.presence import Presence
from hub.realtime.server import Realtime
from hub.realtime.typers import Typers
from hub.settings import RateLimits as RateSwitch
from hub.settings import Settings
from hub.storage.database import prepare
from hub.storage.documents import Stored
from hub.storage.following import Following
from hub.storage.known_heads import known_heads
from hub.storage.message_log import Committed, Entry, MessageLog
from hub.storage.mongo import MongoHandle, open_mongo
from hub.storage.read_cache import ReadCache
from hub.storage.unit_of_work import MongoStore
from hub.subscribers.fanout import Fanout
from hub.subscribers.heads import Heads
from hub.subscribers.live_activity import LiveActivity
from hub.subscribers.scheduler import Scheduler
from hub.subscribers.settling import Settling
from hub.subscribers.standing import follow_standing, presence_set
from hub.subscribers.talk import Talk

log = get_log(__name__)
AT_ONCE = frozenset({"room.sync"})
"""Operations that everyone asks for who comes back; they wait for nothing but lookups."""


@dataclass(kw_only=True)
class Hub:
    """A hub that has been put together and started."""

    settings: Settings
    mongo: MongoHandle
    clock: Clock
    catalog: Catalog
    pipeline: Pipeline
    realtime: Realtime
    presence: Presence
    talk: Talk
    message_log: MessageLog
    cache: ReadCache
    fanout: Fanout
    scheduler: Scheduler
    app: web.Application
    sockets: SocketDoor
    agent: AgentRuntime
    measures: Measures
    following: Following
    transfers: Transfers
    bus: Bus | None = None
    _stops: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    async def stop(self) -> None:
        """Stop everything in the reverse order of its start; the database last."""
        await self._stops.aclose()


def assemble(agent: AgentRuntime, features: Sequence[Feature] = FEATURES) -> Catalog:
    """The catalog of everything there is: the features, the agent's own operations, the palette.

    Raises:
        CatalogError: Two features claim the same thing.
    """
    titles = Titles.read(FOLDERS.glob("*/titles.yaml"))
    catalog = Catalog((*features, agent_feature(agent), palette(lambda: catalog, titles)))
    return catalog


async def build(
    settings: Settings,
    *,
    mongo: MongoHandle | None = None,
    clock: Clock | None = None,
    features: Sequence[Feature] = FEATURES,
    transports: Sequence[str] = ("polling", "websocket"),
    measures: Measures | None = None,
) -> Hub:
    """Put a hub together and start its parts; serving it is up to the caller.

    Args:
        settings: The configuration.
        mongo: An open connection; without one the embedded or configured server is opened and, at
            `Hub.stop`, closed.
        clock: For tests.
        features: What the hub can do.
        transports: How sockets may come.
        measures: Where it counts; one of its own unless given.

    Raises:
        CannotStart: Something that is needed is missing; the text says what to do.
        CatalogError: Two features claim the same thing.
    """
    clock = clock or SystemClock()
    agent = AgentRuntime()
    catalog = assemble(agent, features)
    stops = contextlib.AsyncExitStack()
    async with stops:
        if mongo is None:
            mongo = await open_mongo(settings)
            stops.push_async_callback(mongo.stop)
        measures = measures or Measures()
        following = Following(mongo.database, lag=measures.change_lag.observe)
        cache = ReadCache(following, (kind for kind in catalog.documents() if kind.GLANCED is not None))
        accounts.configure(settings, clock, cache)
        files.configure(settings, catalog)
        await prepare(mongo.database, catalog, migrations=MIGRATIONS)
        await keep_for(settings.activity_days)
        await ensure_lobby(clock)
        eko = await accounts.ensure_bot()

        loop_delay = LoopDelay(measures.loop_delay.observe)
        loop_delay.start()
        stops.callback(loop_delay.stop)
        message_log = MessageLog(mongo.blocking, measures)
        bus = bus_for(settings, measures)
        realtime = Realtime(
            allowed_origins=settings.allowed_origins,
            authenticate=accounts.authenticate,
            transports=transports,
            manager=bus.fanout if bus else None,
            measures=measures,
            limits=Limits(rates=settings.rate_limits is RateSwitch.ON),
            trusted_proxies=settings.trusted_proxies,
        )
        known_heads.start_anew(alone=bus is None)
        if bus is None:
            known_memberships().keep(cache)
        realtime.manager.telling = known_heads.telling
        settling = Settling(realtime, realtime.listeners)
        fanout = Fanout(settling)
        pipeline = Pipeline(
            catalog=catalog,
            store=MongoStore(mongo.client, catalog, message_log, cache),
            publisher=fanout,
            clock=clock,
            rates=RateLimits(on=settings.rate_limits is RateSwitch.ON),
        )
        talk = Talk(realtime.publish)
        heads = Heads(realtime.publish_here, realtime.topics)
        live = LiveActivity(realtime, clock, realtime.is_heard if bus is None else bus.is_heard_anywhere)
        fanout.followers.append(live.follow)
        message_log.saved = note_saved
        message_log.committed = _both(talk.committed, live.sent)
        presence = Presence(realtime, standings=accounts.standings, circles=circles, left=accounts.seen)
        fanout.followers.append(follow_standing(presence.look_again))
        typers = Typers(realtime)
        expiry = Expiry(realtime, clock, runs_out_at=accounts.runs_out_at, running_out=accounts.running_out)
        sockets = SocketDoor(pipeline, current=accounts.current)
        realtime.receive = sockets.receive
        realtime.io.at_once = AT_ONCE
        realtime.greeting = greeting(clock, cache)
        sockets.ephemeral["typing.set"] = typers.set
        sockets.ephemeral["presence.watch"] = presence.watch
        sockets.ephemeral["presence.set"] = presence_set(pipeline)

        ended = accounts.EndedElsewhere(following, cut_session=realtime.cut_session, cut_person=realtime.cut_person)
        ended.start()
        transfers = Transfers(following, clock)
        stops.push_async_callback(ended.stop)
        if bus is not None:
            join(bus, realtime=realtime, presence=presence, heads=heads, following=following, stops=stops)

        def missed() -> None:
            known_heads.forget_all()
            heads.tell_now()

        # The database was away: what was being saved then may be stored, and told to nobody.
        following.restarted.append(missed)
        following.start()
        stops.push_async_callback(following.stop)

        language = attach_agent(
            agent,
            settings=settings,
            pipeline=pipeline,
            eko=eko,
            tell=realtime.publish,
            clock=clock,
            phrases=sorted(FOLDERS.glob("*/phrases")),
        )
        stops.callback(language.close)
        message_log.companions = companions(agent, clock)
        message_log.met_again = missed
        talk.started = lambda _runs: agent.wake()

        expiry.start()
        stops.push_async_callback(expiry.stop)
        message_log.start()
        stops.push_async_callback(message_log.stop)
        heads.start()
        stops.push_async_callback(heads.stop)
        stops.push_async_callback(live.stop)
        stops.push_async_callback(typers.stop)
        stops.push_async_callback(presence.stop)
        stops.push_async_callback(realtime.stop)
        stops.push_async_callback(settling.stop)
        scheduler = Scheduler(pipeline=pipeline, database=mongo.database, late=measures.schedule_delay.observe)
        await scheduler.start()
        stops.push_async_callback(scheduler.stop)
        agent.start()
        stops.push_async_callback(agent.stop)

        refusals = () if "polling" in transports else (only_websocket,)
        hub = Hub(
            settings=settings,
            mongo=mongo,
            clock=clock,
            catalog=catalog,
            pipeline=pipeline,
            realtime=realtime,
            presence=presence,
            talk=talk,
            message_log=message_log,
            cache=cache,
            fanout=fanout,
            scheduler=scheduler,
            sockets=sockets,
            agent=agent,
            measures=measures,
            following=following,
            transfers=transfers,
            bus=bus,
            app=web.Application(middlewares=[*refusals, safe_headers, problems], client_max_size=LARGEST_BODY),
        )
        for attach in PARTS:
            await attach(hub, stops)
        add_doors(hub)
        hub._stops = stops.pop_all()
        return hub


def _both(first: Committed, second: Committed) -> Committed:
    async def committed(entries: Sequence[Entry], companions: Sequence[Stored]) -> None:
        await first(entries, companions)
        await second(entries, companions)

    return committed


async def serve(
    settings: Settings,
    *,
    mongo: MongoHandle | None = None,
    worker: int | None = None,
    ready: Callable[[], None] | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM; a second one ends what the first one lets finish.

    Args:
        settings: The configuration.
        mongo: An open connection, which stays open; see `build`.
        worker: Which of several processes on one port this is, if there are several.
        ready: Called once it serves.

    Raises:
        CannotStart: Something that is needed is missing, or the port is taken.
    """
    told, hurried = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, lambda: (hurried if told.is_set() else told).set())
    # A client that polls would come to a different worker each time.
    transports = ("polling", "websocket") if worker is None else ("websocket",)
    measures = Measures(worker="" if worker is None else str(worker))
    hub = await build(settings, mongo=mongo, transports=transports, measures=measures)
    listening = Listening(
        hub.app,
        patience(settings),
        cut=lambda why: measures.http_cut.labels(why).inc(),
        door=hub.realtime.doorstep,
    )
    calm_collector()
    try:
        await listening.open(settings.host, settings.port, reuse_port=worker is not None)
        log.info("serving", url=settings.base_url, version=__version__)
        if worker in (None, 1) and needs_bootstrap_code(settings) and not await accounts.any_account():
            announce_bootstrap_code(settings)
        if ready is not None:
            ready()
        await told.wait()
        log.info("stopping")
        await take_leave(listening, hub.realtime.drain, hurried)
    finally:
        await stop_all(hub.realtime.stop, listening.close, hub.stop)


def patience(settings: Settings) -> Patience:
    """How long HTTP connections are borne with."""
    caps = settings.rate_limits is RateSwitch.ON
    return Patience(per_address=Patience.per_address if caps else 0, exempt=settings.trusted_proxies)
