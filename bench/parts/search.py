"""Search over 100,000 notes of 50 people: how long an answer takes, and how soon what is written is found.

The notes are put straight into the database and indexed by the hub itself. Their vectors of meaning are prepared:
making them with the bundled model takes hours, so each is one of a few hundred that the model made, a little to the
side. Those of the questions are made by the model as each question comes, and no question comes twice.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import aiohttp
import jwt
from beanie import init_beanie

from bench.hub_process import HubProcess, Person
from bench.people import settle
from bench.plan import Plan
from bench.records import percentile
from bench.servers import HUB, start_hub
from hub.features.notes.documents import NoteDocument
from hub.kernel.clock import SystemClock
from hub.settings import Settings
from hub.storage.documents import encode
from hub.storage.mongo import open_or_join_mongo
from hub.storage.search.centre import Centred
from hub.storage.search.edge import EdgeStore
from hub.storage.search.embedding import BundledModel
from hub.storage.search.index import WAITING

PART = "search"
WORDS, BOTH = "by words", "by words and meaning"
FIGURE, SAMPLES = "p95_ms", "ms"
FRESH, FOUND = "a note that was just written", "found_after_s"
OTHERS, ALONE = "other requests while five search", "other requests alone"
PEOPLE = 50
CHUNK = 1_000
THEMES = 300
KNOWN = 20_000
"""Words of the made language; as in a real one, few of them make up most of a text."""
LONGEST_WAIT_S = 600


async def measure(plan: Plan) -> None:
    """Fill, prepare, then ask."""
    notes = plan.scaled(100_000, 5_000)
    chance = random.Random(4)
    with TemporaryDirectory(prefix="panoramix-bench-", ignore_cleanup_errors=True) as folder:
        data_dir = Path(folder) / "hub"
        tokens = await _fill(data_dir, notes, chance)
        _give_meanings(data_dir / "search", chance)
        hub = await HubProcess.start(data_dir)
        try:
            async with aiohttp.ClientSession() as session:
                people = [Person(hub=hub, token=token) for token in tokens]
                await _until(people[0], session, lambda status: status["mode"] == "both" and not status["waiting"])
                await _ask(people, session, _questions(chance, 20), "both")
                for round in range(plan.rounds):
                    await _round(plan, round, people, session, chance)
        finally:
            await hub.stop()


async def _round(
    plan: Plan, round: int, people: Sequence[Person], session: aiohttp.ClientSession, chance: random.Random
) -> None:
    for case, by in ((WORDS, "words"), (BOTH, "both")):
        took = await _ask(people, session, _questions(chance, plan.scaled(200, 40)), by)
        plan.records.add(PART, case, HUB, round, _summed(took), ms=took)
    found = [await _until_found(people[chance.randrange(PEOPLE)], session, chance) for _ in range(plan.scaled(10, 3))]
    plan.records.add(PART, FRESH, HUB, round, {FOUND: max(found)})
    took = await _others(people[0], session)
    plan.records.add(PART, ALONE, HUB, round, _summed(took))
    questions = [_questions(chance, 1_000) for _ in range(5)]
    asking = [asyncio.create_task(_ask(people[n + 1 :], session, some, "both")) for n, some in enumerate(questions)]
    try:
        took = await _others(people[0], session)
    finally:
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
    plan.records.add(PART, OTHERS, HUB, round, _summed(took))


def _summed(took: Sequence[float]) -> dict[str, float]:
    return {FIGURE: percentile(took, 95), "p50_ms": percentile(took, 50)}


def _questions(chance: random.Random, count: int) -> list[str]:
    return [" ".join(_words(chance, chance.randint(2, 4))) for _ in range(count)]


async def _ask(
    people: Sequence[Person], session: aiohttp.ClientSession, questions: Sequence[str], by: str
) -> list[float]:
    """Each question by another person, one after the other; how long each took, in milliseconds."""
    took: list[float] = []
    for number, question in enumerate(questions):
        person = people[number % len(people)]
        began = time.perf_counter()
        answer = await person.get(session, f"/api/search?q={question.replace(' ', '+')}&by={by}")
        took.append((time.perf_counter() - began) * 1000)
        if answer["mode"] != by:
            raise RuntimeError(f"searched by {answer['mode']}")
    return took


async def _until_found(person: Person, session: aiohttp.ClientSession, chance: random.Random) -> float:
    word = "".join(chance.choices("bcdfghjklmnpqrstvwxz", k=12))
    began = time.perf_counter()
    note = await person.post(session, "/api/notes", {"title": f"About {word}"})
    while time.perf_counter() - began < LONGEST_WAIT_S:
        found = await person.get(session, f"/api/search?q={word}&by=words")
        if any(one["id"] == note["id"] for one in found["items"]):
            return time.perf_counter() - began
        await asyncio.sleep(0.02)
    raise TimeoutError("a note is not found")


async def _others(person: Person, session: aiohttp.ClientSession) -> list[float]:
    took: list[float] = []
    for _ in range(200):
        began = time.perf_counter()
        await person.get(session, "/api/tasks?limit=1")
        took.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.01)
    return took


async def _fill(data_dir: Path, notes: int, chance: random.Random) -> list[str]:
    """Make people and their notes, and have the hub index them by their words; returns the people's tokens."""
    hub = await start_hub(data_dir)
    try:
        town = await settle(hub, data_dir, PEOPLE, {})
        mongo = await open_or_join_mongo(Settings(_env_file=None, data_dir=data_dir))  # pyright: ignore[reportCallIssue] - pydantic's own argument
        try:
            await init_beanie(database=mongo.database, document_models=[NoteDocument], skip_indexes=True)
            owners = [str(jwt.decode(token, options={"verify_signature": False})["sub"]) for token in town.tokens]
            for start in range(0, notes, CHUNK):
                some = [_note(owners[number % PEOPLE], chance) for number in range(start, min(start + CHUNK, notes))]
                await NoteDocument.rows().insert_many([encode(note) for note in some])
        finally:
            await mongo.stop()
        async with aiohttp.ClientSession(base_url=f"http://127.0.0.1:{hub.port}") as session:
            began = time.perf_counter()
            await _until_indexed(session, town.tokens[0], notes)
            print(f"  {notes} notes indexed by their words in {time.perf_counter() - began:.0f} s", flush=True)
    finally:
        await hub.stop()
    return town.tokens


def _note(owner: str, chance: random.Random) -> NoteDocument:
    now = SystemClock().now()
    text = _words(chance, chance.randint(20, 60))
    note = NoteDocument(
        owner_id=owner,
        title=" ".join(text[:5]),
        content=" ".join(text[5:]),
        written_at=now,
        created_at=now,
        updated_at=now,
        revision=1,
    )
    note.derive()
    return note


_SOUNDS = [first + vowel for first in "bcdfglmnprstv" for vowel in ("a", "e", "i", "o", "u", "ai", "ou")]


def _words(chance: random.Random, count: int) -> list[str]:
    """Words of the made language, the common ones often."""
    made: list[str] = []
    for _ in range(count):
        number = min(int(chance.paretovariate(0.6)) + 1, KNOWN)
        word = ""
        while number:
            number, sound = divmod(number, len(_SOUNDS))
            word += _SOUNDS[sound]
        made.append(word + "n")
    return made


async def _until(person: Person, session: aiohttp.ClientSession, true: Any) -> None:
    async with asyncio.timeout(LONGEST_WAIT_S):
        while not true(await person.get(session, "/api/search/ai-status")):
            await asyncio.sleep(0.2)


async def _until_indexed(session: aiohttp.ClientSession, token: str, notes: int) -> None:
    async with asyncio.timeout(LONGEST_WAIT_S):
        while True:
            async with session.get("/api/search/ai-status", headers={"Authorization": f"Bearer {token}"}) as answer:
                answer.raise_for_status()
                status = await answer.json()
            if status["pieces"] >= notes and not status["rebuilding"]:
                return
            await asyncio.sleep(0.2)


def _give_meanings(folder: Path, chance: random.Random) -> None:
    """Give every piece a vector, in the folder of a hub that has ended."""
    noted = cast("dict[str, Any]", json.loads((folder / "serving.json").read_text("utf-8")))
    size = int(noted["size"])
    if not size:
        raise RuntimeError("there is no model of meaning here (the extra `embedded`)")
    model = Centred.around(BundledModel(), folder)
    themes = [model.passage(" ".join(_words(chance, 30))) for _ in range(THEMES)]
    store = EdgeStore(folder / str(noted["name"]), size)
    try:
        ids = [kept.id for kept in store.without_vector()]
        for start in range(0, len(ids), CHUNK):
            some = ids[start : start + CHUNK]
            store.set_vectors({id: _beside(chance.choice(themes), chance) for id in some})
            store.set_payload(some, {WAITING: None})
        store.flush()
    finally:
        store.close()


def _beside(theme: Sequence[float], chance: random.Random) -> list[float]:
    """A vector about as alike to a theme as texts about one thing are to each other."""
    spread = 0.7 / len(theme) ** 0.5
    return [one + chance.gauss(0, spread) for one in theme]
