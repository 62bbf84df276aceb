"""The sentences for working on the grammar, over the fixture in memory: each is understood as it says."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from agents.evals.expectations import Judge, fixture, sentences
from agents.evals.memory import Memory
from agents.evals.run import measure
from tests.agents.language.saying import grammar


async def test_every_sentence_of_the_working_half_is_understood() -> None:
    given = fixture()
    world = Memory(given)
    judge = Judge(world.ids, given["time_zone"])
    now = datetime.fromisoformat(given["now"]).replace(tzinfo=ZoneInfo(given["time_zone"]))
    wrong: dict[str, list[str]] = {}
    for sentence in sentences("work"):
        result = await measure(grammar(), world, judge, sentence, now, given["time_zone"])
        if result.problems:
            wrong[sentence.say] = list(result.problems)
        assert not result.changed, f"{sentence.say!r} must change nothing"
    assert wrong == {}


def test_each_module_is_asked_for_in_both_languages() -> None:
    counted: dict[tuple[str, str], int] = {}
    for sentence in sentences("work"):
        counted[sentence.module, sentence.language] = counted.get((sentence.module, sentence.language), 0) + 1
    modules = {
        "people", "teams", "contacts", "links", "files", "gallery", "sessions", "labels", "situations", "journal",
        "reception", "dashboard", "bookmarks", "threads", "drafts", "scheduled", "polls", "reports", "transfers",
        "search",
    }  # fmt: skip
    few = {key: count for key, count in counted.items() if key[0] in modules and count < 12}
    assert few == {} and modules <= {module for module, _ in counted}
