"""A hostile client in the midst of others: they are served as before, and it leaves nothing behind."""

from __future__ import annotations

import pytest

from tests.hostile.attack import attack
from tests.house import House


# Hypothesis describes each strategy in words before it uses it, and finds ours long.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
async def test_a_hostile_client_disturbs_nobody(house: House) -> None:
    assert await attack(house) > 100
