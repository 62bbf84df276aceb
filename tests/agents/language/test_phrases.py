"""The phrase files and their templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from agents.evals.expectations import sentences
from agents.evals.run import phrase_directories
from agents.language.phrases import load
from agents.language.templates import Compiler, TemplateError
from hub.kernel.operation import declaration
from hub.main import FEATURES


def test_every_template_compiles_and_names_an_operation_that_exists() -> None:
    known = {declaration(operation).name for feature in FEATURES for operation in feature.operations} | {
        "task.propose"
    }
    for book in load(phrase_directories()).values():
        for pattern in book.patterns:
            assert pattern.regex
        assert {phrase.operation for phrase in book.phrases} <= known


@pytest.mark.parametrize("source", ["buy <unknown>", "{a} and {a}", "buy (milk"])
def test_a_broken_template_is_named(source: str) -> None:
    with pytest.raises(TemplateError, match=r"buy|and"):
        Compiler({}).compile(source)


def test_an_unknown_key_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "en.yaml").write_text("phrases:\n- {do: task.create, says: ['x']}\n")
    with pytest.raises(TemplateError, match=r"en\.yaml.*says"):
        load([tmp_path])


def test_optional_parts_and_slots() -> None:
    pattern = Compiler({"add": "(add|create)"}).compile("<add> [a] [new] task[s] [to|:] {title}")
    for text in ("add task buy milk", "create a new task to buy milk", "add tasks: buy milk"):
        found = pattern.match(text)
        assert found and text[slice(*found["title"])] == "buy milk", text
    assert pattern.match("add a taskforce buy milk") is None


FIRST = {"agenda", "alarms", "budget", "multi", "notes", "nothing", "projects", "tasks"}


def test_the_evaluation_is_large_balanced_and_mostly_about_change() -> None:
    work, measure = ([s for s in sentences(part) if s.module in FIRST] for part in ("work", "measure"))
    assert len(work) + len(measure) >= 360
    assert abs(len(work) - len(measure)) <= 4
    for part in (work, measure):
        assert 0.33 <= sum(s.changes_nothing for s in part) / len(part) <= 0.5
        assert abs(sum(s.language == "en" for s in part) - len(part) / 2) <= 3
    assert not {s.say for s in sentences("work")} & {s.say for s in sentences("measure")}
    ids = [s.id for part in ("work", "measure", "slash") for s in sentences(part)]
    assert len(ids) == len(set(ids))
