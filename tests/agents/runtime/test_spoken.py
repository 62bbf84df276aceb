"""Plain commands through the real grammar, from the message to the change."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from agents.runtime.spoken import read_date
from tests.agents.runtime.conftest import Eko, make_task, tasks_of
from tests.house import House, Person

SATURDAY = datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def spoken(eko: Eko, house: House) -> Eko:
    eko.phrases.passes_to = eko.grammar
    return eko


async def test_a_task_with_its_date_and_the_whole_way_back(spoken: Eko, alice: Person) -> None:
    room = await spoken.direct_room(alice)
    run, said = await spoken.talk(alice, room, "add a task to water the plants tomorrow")
    assert (run["status"], run["layer"]) == ("done", "language"), run
    assert await tasks_of(alice) == ["water the plants"] and said[0].startswith("Done:")
    run, said = await spoken.talk(alice, room, "undo")
    assert run["status"] == "done" and said == ["Undone."]
    assert await tasks_of(alice) == []


async def test_in_french_and_by_slash(spoken: Eko, alice: Person) -> None:
    room = await spoken.direct_room(alice)
    await spoken.talk(alice, room, "ajoute une tâche : arroser les plantes")
    run, _ = await spoken.talk(alice, room, "/task Sweep the yard")
    assert run["layer"] == "slash" and run["status"] == "done", run
    assert len(await tasks_of(alice)) == 2
    await spoken.talk(alice, room, "/annuler")
    assert len(await tasks_of(alice)) == 1


async def test_what_was_just_made_can_be_called_it(spoken: Eko, alice: Person) -> None:
    room = await spoken.direct_room(alice)
    await spoken.talk(alice, room, "add a task to water the plants")
    run, _ = await spoken.talk(alice, room, "move it to friday")
    assert run["status"] == "done", run
    [task] = (await alice("GET", "/api/tasks")).ok()["items"]
    assert task["deadline"] is not None


async def test_a_list_is_read_in_private(spoken: Eko, alice: Person, bob: Person, shared: str) -> None:
    await make_task(alice, "See the divorce lawyer")
    message = await spoken.say(alice, shared, "@eko what are my tasks?")
    run = await spoken.run_of(alice, message)
    assert run["status"] == "done" and "divorce" not in " ".join(await spoken.heard(bob, shared))
    assert "divorce" in " ".join(await spoken.heard(alice, run["answer_room_id"]))


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("on friday", date(2026, 11, 27)),
        ("demain", date(2026, 11, 22)),
        ("by the end of the week", date(2026, 11, 27)),
    ],
)
def test_a_phrase_is_a_day(phrase: str, day: date) -> None:
    assert read_date(phrase, SATURDAY)[0] == day


def test_a_phrase_with_a_time_is_an_instant() -> None:
    _, moment = read_date("tomorrow at 3pm", SATURDAY)
    assert moment is not None and moment.astimezone(UTC) == datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


def test_a_phrase_without_a_date_is_nothing() -> None:
    assert read_date("the blue one", SATURDAY) == (None, None)
