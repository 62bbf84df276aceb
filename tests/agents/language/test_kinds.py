"""What things are called, and where answers lead."""

from __future__ import annotations

import re
from pathlib import Path

from agents.language.kinds import KINDS, PLACES, path_of
from agents.language.meaning import READERS
from agents.language.reply import has_words
from agents.runtime.operations import agent_feature
from agents.runtime.runtime import AgentRuntime
from agents.runtime.texts import counted
from hub.kernel.catalog import Catalog
from hub.kernel.operation import Door
from hub.main import FEATURES

CATALOG = Catalog((*FEATURES, agent_feature(AgentRuntime())))
APP = Path(__file__).parents[3] / "web_widget" / "src" / "app"


def test_every_kind_that_is_told_of_has_a_name_in_both_languages() -> None:
    told = {kind for kind, entity in CATALOG.entities.items() if not entity.silent}
    assert told <= set(KINDS["en"]) == set(KINDS["fr"])


def test_whatever_eko_may_do_has_an_answer() -> None:
    for operation in CATALOG.through(Door.AGENT):
        if operation.feature not in ("activity", "run", "approval"):
            assert has_words(operation.name), operation.name
    assert all(has_words(f"{feature}.list") for feature in READERS)


def test_answers_lead_to_pages_that_are_there() -> None:
    """The first part of an address is a place of the app, and its own kind's address begins with it."""
    paths = {"rooms", "tasks", "agenda", "notes", "projects", "budget", "alarms"}
    for source in APP.glob("modules/*/module.ts"):
        paths |= set(re.findall(r'path: "(\w+)"', source.read_text(encoding="utf-8")))
    for kind, place in PLACES.items():
        assert re.split(r"[/?]", place)[1] in paths, (kind, place)


def test_an_address_that_cannot_be_made_is_none() -> None:
    assert path_of("person", {"id": "a"}) == "/people/a"
    assert path_of("poll", {"id": "a"}) is None
    assert path_of("nothing", {"id": "a"}) is None


def test_counts_agree_with_the_noun() -> None:
    assert counted("note_session", 1, "fr") == "une séance de notes"
    assert counted("link", 1, "fr-CH") == "un lien" and counted("link", 3, "fr") == "3 liens"
    assert counted("person", 2, "en") == "2 people" and counted("unheard_of", 2, "en") == "2 unheard_ofs"
