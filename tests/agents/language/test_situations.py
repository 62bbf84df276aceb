"""How people speak about situations."""

from __future__ import annotations

from typing import Any

import pytest

from tests.agents.language.saying import calls


@pytest.mark.parametrize(
    ("sentence", "operation", "arguments"),
    [
        ("create a situation called The move", "situation.create", {"title": "The move"}),
        ("new situation: Paul and Anna", "situation.create", {"title": "Paul and Anna"}),
        ("help me think through the situation with Paul", "situation.create", {"title": "Paul"}),
        ("nouvelle situation : le déménagement", "situation.create", {"title": "Le déménagement"}),
        ("aide-moi à réfléchir à la situation avec Paul", "situation.create", {"title": "Paul"}),
        ("show my situations", "situation.list", {}),
        ("which situations do I have?", "situation.list", {}),
        ("open the situation about the move", "situation.list", {"q": "the move"}),
        ("mes situations", "situation.list", {}),
        ("montre mes situations", "situation.list", {}),
        ("ouvre ma situation avec Paul", "situation.list", {"q": "Paul"}),
    ],
)
async def test_it_is_understood(sentence: str, operation: str, arguments: dict[str, Any]) -> None:
    assert await calls(sentence) == [(operation, arguments)]
