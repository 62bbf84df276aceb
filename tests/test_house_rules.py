"""House rules that a linter cannot state: who may import whose documents, and who wraps which vendor."""

from __future__ import annotations

import ast
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ops.file_lengths import too_long

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("hub", "agents", "connectors")

# A vendor's SDK has one wrapper, so that it can be replaced, faked and imported late in one place.
VENDORS = (
    "apscheduler",
    "argon2",
    "bcrypt",
    "dateparser",
    "font_roboto",
    "fpdf",
    "hassil",
    "holidays",
    "needle",
    "ollama",
    "openai",
    "openpyxl",
    "PIL",
    "price_parser",
    "puremagic",
    "qdrant_client",
    "qdrant_edge",
    "redis",
    "text_to_num",
)


@cache
def imports() -> tuple[tuple[Path, str], ...]:
    """Every import in our sources: the file, relative to the root, and the full name of the module."""
    return tuple(_imports())


def _imports() -> Iterator[tuple[Path, str]]:
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    # `from a.b import c` may mean the module a.b.c.
                    names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
                else:
                    continue
                yield from ((path.relative_to(ROOT), name) for name in names)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_vendor_has_one_wrapper(vendor: str) -> None:
    importers = {path for path, name in imports() if name.split(".")[0] == vendor}
    assert len(importers) <= 1, f"{vendor} is imported by {sorted(map(str, importers))}"


def test_documents_stay_in_their_feature() -> None:
    offences: dict[str, set[str]] = defaultdict(set)
    for path, name in imports():
        parts = name.split(".")
        if parts[:2] == ["hub", "features"] and parts[3:4] == ["documents"]:
            home = Path("hub", "features", parts[2])
            if not path.is_relative_to(home):
                offences[str(path)].add(name)
    assert not offences, "use the other feature's access.py or its operations instead"


def test_no_name_that_says_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    found = [
        str(path.relative_to(ROOT))
        for folder in (*SOURCES, "ops", "tests", "bench")
        for path in (ROOT / folder).rglob("*.py")
        if path.stem in vague or path.parent.name in vague
    ]
    assert not found


def test_no_file_is_too_long() -> None:
    assert not list(too_long(ROOT))


def test_nothing_of_this_machine_is_in_the_tree() -> None:
    listed = subprocess.run(["git", "ls-files", "--stage"], cwd=ROOT, capture_output=True, text=True, check=True)
    links = [line.split("\t")[1] for line in listed.stdout.splitlines() if line.startswith("120000")]
    assert not links, "a link leads out of the tree on every machine but one"
