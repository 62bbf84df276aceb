"""What clients rely on changes only on purpose: pages, snapshots and types are as the catalog says."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.reference_pages import WROTE, pages

ROOT = Path(__file__).parents[2]
PAGES = pages()


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_generated_files_are_current(path: Path) -> None:
    stored = (ROOT / path).read_text(encoding="utf-8")
    assert stored == PAGES[path], f"{path} is out of date: run `{WROTE}`, and read the difference"
