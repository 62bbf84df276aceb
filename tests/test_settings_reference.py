"""The pages that are generated from the settings are current."""

from pathlib import Path

from dotenv import dotenv_values

from hub.settings import Settings
from hub.settings_reference import EXAMPLE, NETWORK_PAGE, entries, example_file, network_page

ROOT = Path(__file__).resolve().parent.parent


def test_the_pages_are_current() -> None:
    advice = "run: make docs"
    assert (ROOT / NETWORK_PAGE).read_text(encoding="utf-8") == network_page(), advice
    assert (ROOT / EXAMPLE).read_text(encoding="utf-8") == example_file(), advice


def test_every_setting_is_described() -> None:
    assert len(list(entries())) == len(Settings.model_fields)
    assert all(len(entry.description) > 8 for entry in entries())


def test_the_example_changes_nothing_when_uncommented(tmp_path: Path) -> None:
    uncommented = tmp_path / ".env"
    lines = [
        line.removeprefix("#") if line.startswith("#PANORAMIX_") else line for line in example_file().splitlines()
    ]
    uncommented.write_text("\n".join(lines))
    assert len(dotenv_values(uncommented)) == len(Settings.model_fields)
    assert Settings(_env_file=uncommented) == Settings(_env_file=None)
