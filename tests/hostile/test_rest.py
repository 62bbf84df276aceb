"""Every REST operation answers as `/openapi.json` says, whatever it is asked and whoever asks."""

from __future__ import annotations

from pathlib import Path

from tests.command import Panoramix
from tests.hostile.rest import fuzz


async def test_every_operation_answers_as_described(panoramix: Panoramix, tmp_path: Path) -> None:
    await fuzz(panoramix, tmp_path, examples=1, phases="fuzzing")
