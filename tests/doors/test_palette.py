"""The palette knows what everything is called, in both languages."""

from __future__ import annotations

from pathlib import Path

from agents.runtime.runtime import AgentRuntime
from hub.doors.palette import LANGUAGES, Titles
from hub.kernel.operation import Door
from hub.main import assemble
from tests.house import Person

FILES = Path(__file__).parents[2] / "hub" / "features"


def test_every_command_has_a_title_in_every_language() -> None:
    titles = Titles.read(FILES.glob("*/titles.yaml")).by_operation
    catalog = assemble(AgentRuntime())
    offered = {one.name for one in catalog.through(Door.PALETTE)}
    assert offered <= set(titles), sorted(offered - set(titles))
    assert set(titles) <= set(catalog.operations), "titles of operations that are no more"
    for name, languages in titles.items():
        assert set(languages) == set(LANGUAGES) and all(one.title for one in languages.values()), name
        said = {language: one.summary for language, one in languages.items() if one.summary}
        assert set(said) == set(LANGUAGES) - {"en"}, (
            f"{name}: what it does in each language; English is its docstring"
        )
        assert len(set(said.values()) | {catalog.operations[name].summary}) == len(LANGUAGES), f"{name}: untranslated"


async def test_commands_come_in_the_callers_language(alice: Person) -> None:
    (await alice("PATCH", "/api/auth/me", {"locale": "fr"})).ok()
    items = {one["name"]: one for one in (await alice("GET", "/api/commands")).ok()["items"]}
    assert items["task.create"]["title"] == "Ajouter une tâche"
    assert items["task.complete"]["summary"].startswith("Marquer une tâche comme faite.")
    assert items["task.complete"]["titles"]["en"]["summary"].startswith("Mark a task as done.")
    assert "title" in items["task.create"]["arguments"]["properties"]
