"""What is glanced at is of a moment ago at most: here, after a commit, never of before it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from hub.features.notes.documents import NoteDocument
from hub.features.rooms.documents import RoomDocument
from hub.features.rooms.schemas import RoomKind
from hub.kernel.context import SYSTEM, Call, Origin
from hub.storage.documents import encode, new_id
from hub.storage.following import Change, Following, Wanted
from hub.storage.read_cache import ReadCache
from hub.storage.unit_of_work import MongoStore, UnitOfWork
from tests.house import House

CALL = Call(actor=SYSTEM, origin=Origin.SYSTEM, request_id="test")


async def until(true: Callable[[], bool]) -> None:
    """Wait for what the database tells; there is nothing else to wait for."""
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0.005)


async def stored(following: Following) -> RoomDocument:
    """A room that came into the database past everything of ours, and that has been told of."""
    room = RoomDocument(id=new_id(), owner_id="o", name="a room", kind=RoomKind.PRIVATE, revision=1)
    await RoomDocument.rows().insert_one(encode(room))
    if following.up:
        await until(lambda: room.id in told)
    return room


told: set[str] = set()


@pytest.fixture
async def following(house: House) -> AsyncIterator[Following]:
    """A stream of its own. What it tells the cache it tells this file afterwards."""
    followed = Following(house.hub.mongo.database)
    yield followed
    await followed.stop()


@pytest.fixture
def cache(following: Following) -> ReadCache:
    made = ReadCache(following, [RoomDocument])

    def tell(change: Change) -> None:
        told.add(change["documentKey"]["_id"])

    following.want(Wanted(collection="rooms", when={"operationType": "insert"}, told=tell))
    return made


@pytest.fixture
async def up(following: Following, cache: ReadCache) -> None:
    """The stream tells what changes from here on."""
    following.start()
    await until(lambda: following.up)


async def test_what_was_looked_at_is_not_read_again_nor_is_what_is_absent(
    following: Following, cache: ReadCache, up: None
) -> None:
    room = await stored(following)
    first, second = await asyncio.gather(*[cache.glance(RoomDocument, room.id) for _ in range(2)])
    assert first is not None and first.name == "a room"
    assert second is first, "two who look at once read once"
    nobody = new_id()
    assert await cache.glance(RoomDocument, nobody) is None
    assert len(cache) == 2
    assert await cache.glance(RoomDocument, nobody) is None
    assert len(cache) == 2


async def test_what_another_writes_is_seen_and_what_does_not_matter_is_not_told(
    following: Following, cache: ReadCache, up: None
) -> None:
    room, other = await stored(following), await stored(following)
    assert (await cache.glance(RoomDocument, room.id)) is not None
    kept = await cache.glance(RoomDocument, other.id)
    await RoomDocument.rows().update_one({"_id": other.id}, {"$set": {"description": "of no revision"}})
    await RoomDocument.rows().update_one({"_id": room.id}, {"$set": {"name": "new"}, "$inc": {"revision": 1}})
    await until(lambda: cache.at_hand(RoomDocument, [room.id]) is None)
    found = await cache.glance(RoomDocument, room.id)
    assert found is not None and found.name == "new"
    assert kept is not None and cache.holds(kept)
    await RoomDocument.rows().delete_one({"_id": room.id})
    await until(lambda: cache.at_hand(RoomDocument, [room.id]) is None)
    assert await cache.glance(RoomDocument, room.id) is None
    await RoomDocument.rows().insert_one(encode(room))
    async with asyncio.timeout(30):
        while await cache.glance(RoomDocument, room.id) is None:
            await asyncio.sleep(0.005)


async def test_a_read_that_began_before_a_commit_is_not_kept(
    following: Following, cache: ReadCache, up: None
) -> None:
    room = await stored(following)
    reading = asyncio.create_task(cache.glance(RoomDocument, room.id))
    await asyncio.sleep(0)
    cache.forget(RoomDocument, room.id)
    found = await reading
    assert found is not None
    assert cache.at_hand(RoomDocument, [room.id]) is None
    assert await cache.glance(RoomDocument, room.id) is not found


async def test_who_gives_up_takes_nobody_along(following: Following, cache: ReadCache, up: None) -> None:
    room = await stored(following)
    first = asyncio.create_task(cache.glance(RoomDocument, room.id))
    await asyncio.sleep(0)
    second = asyncio.create_task(cache.glance(RoomDocument, room.id))
    await asyncio.sleep(0)
    first.cancel()
    found = await second
    assert found is not None and found.id == room.id


async def test_without_the_stream_every_look_is_a_read(following: Following, cache: ReadCache) -> None:
    room = await stored(following)
    first, second = [await cache.glance(RoomDocument, room.id) for _ in range(2)]
    assert first is not None and second is not first and len(cache) == 0
    following.start()
    await until(lambda: following.up)
    assert await cache.glance(RoomDocument, room.id) is await cache.glance(RoomDocument, room.id)
    await following.stop()
    await RoomDocument.rows().update_one({"_id": room.id}, {"$set": {"name": "unheard"}, "$inc": {"revision": 1}})
    found = await cache.glance(RoomDocument, room.id)
    assert found is not None and found.name == "unheard"
    following.start()
    await until(lambda: following.up)
    assert len(cache) == 0, "what was kept before is not believed"


async def test_what_was_glanced_at_cannot_be_changed_and_a_commit_is_seen_at_once(
    house: House, following: Following
) -> None:
    hub = house.hub
    room = await stored(following)
    store = MongoStore(hub.mongo.client, hub.catalog, hub.message_log, hub.cache)

    def begin() -> UnitOfWork:
        session = store.begin(house.clock)
        assert isinstance(session, UnitOfWork)
        return session

    async with asyncio.timeout(30):
        while (glanced := await begin().glance(RoomDocument, room.id)) is None or not hub.cache.holds(glanced):
            await asyncio.sleep(0.005)
    with pytest.raises(TypeError, match="load it"):
        begin().update(glanced, name="changed")
    with pytest.raises(TypeError, match="load it"):
        begin().delete(glanced)
    work = begin()
    loaded = await work.load(RoomDocument, room.id)
    assert loaded is not None
    work.update(loaded, name="changed")
    mine = await work.glance(RoomDocument, room.id)
    assert mine is not None and mine.name == "changed", "a unit of work sees what it would change"
    others = await begin().glance(RoomDocument, room.id)
    assert others is not None and others.name == "a room", "and nobody else does"
    await work.commit(hub.catalog.operations["room.update"], CALL, mine)
    after = await begin().glance(RoomDocument, room.id)
    assert after is not None and after.name == "changed"


async def test_a_kind_that_says_nothing_of_what_matters_cannot_be_glanced_at(cache: ReadCache) -> None:
    with pytest.raises(TypeError):
        await cache.glance_all(NoteDocument, "owner_id", "o")
