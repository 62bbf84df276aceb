"""What fails beside others is looked at again by itself, and nothing is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops import run_tests as running
from ops.run_tests import FEW, MINE, run_tests

UNSTEADY = """
from pathlib import Path

def test_it():
    seen = Path(__file__).with_suffix(".seen")
    first = not seen.exists()
    seen.touch()
    assert not first
"""
BROKEN = "def test_it():\n    assert False\n"
RIGHT = "def test_it():\n    pass\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a test that passes, in which pytest starts as quickly as it can."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_XDIST_AUTO_NUM_WORKERS", "1")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -q -p xdist\n")
    (tmp_path / "test_right.py").write_text(RIGHT)
    return tmp_path


def _ran(folder: Path, capfd: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = run_tests(folder)
    return code, capfd.readouterr().out


def test_what_passes_by_itself_is_named(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """With the report of its first failure above."""
    (folder / "test_unsteady.py").write_text(UNSTEADY)
    code, said = _ran(folder, capfd)
    assert code == 0
    assert "assert not first" in said
    assert said.rstrip().endswith("unsteady:\n  test_unsteady.py::test_it")


def test_what_fails_by_itself_fails(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Also beside one that does not."""
    (folder / "test_unsteady.py").write_text(UNSTEADY)
    (folder / "test_broken.py").write_text(BROKEN)
    code, said = _ran(folder, capfd)
    assert code == 1 and "unsteady:" not in said


def test_many_failures_are_no_bad_moment(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """They are not looked at again."""
    for number in range(FEW + 1):
        (folder / f"test_unsteady_{number}.py").write_text(UNSTEADY)
    code, said = _ran(folder, capfd)
    assert code == 1 and "by itself" not in said


def test_what_cannot_be_collected_fails(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """However few there are."""
    (folder / "test_odd.py").write_text("import nothing_of_that_name\n")
    code, said = _ran(folder, capfd)
    assert code not in (0, 5) and "unsteady:" not in said


def test_all_well_runs_once(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A failure of an earlier day is forgotten."""
    kept = folder / ".pytest_cache" / "v" / "cache" / "lastfailed"
    kept.parent.mkdir(parents=True)
    kept.write_text('{"test_right.py::test_it": true}')
    code, said = _ran(folder, capfd)
    assert code == 0 and said.count(" passed") == 1


@pytest.mark.parametrize("room", [True, False])
def test_folders_are_in_memory_where_there_is_room(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, room: bool
) -> None:
    """They are gone afterwards, and so are those of a run that was killed."""
    memory = folder / "memory"
    (memory / f"{MINE}999999999" / "left").mkdir(parents=True)
    monkeypatch.setattr(running, "MEMORY", memory)
    monkeypatch.setattr(running, "ROOM", 1 if room else 2**60)
    (folder / "test_where.py").write_text("def test_it(tmp_path):\n    assert 0, tmp_path\n")
    code, said = _ran(folder, capfd)
    assert code == 1 and (str(memory) in said) is room and list(memory.iterdir()) == []
