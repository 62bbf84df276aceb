"""The pages that are generated from the settings are current."""

import re
from pathlib import Path

from dotenv import dotenv_values

from hub.settings import Settings
from hub.settings_reference import EXAMPLE, NETWORK_PAGE, entries, example_file, network_page, without_effect

ROOT = Path(__file__).resolve().parent.parent


def test_the_pages_are_current() -> None:
    advice = "run: make docs"
    assert (ROOT / NETWORK_PAGE).read_text(encoding="utf-8") == network_page(), advice
    assert (ROOT / EXAMPLE).read_text(encoding="utf-8") == example_file(), advice


def test_every_setting_is_described() -> None:
    assert len(list(entries())) == len(Settings.model_fields)
    assert all(len(entry.description) > 8 for entry in entries())


# Settings that are read through a property of the class.
THROUGH = {"env": "is_production", "secret": "signing_secret", "public_url": "base_url"}
THROUGH["encryption_key"] = "encryption_secret"


def test_what_nothing_uses_is_said_and_what_is_said_is_true() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("hub", "agents", "connectors")
        for path in (ROOT / folder).rglob("*.py")
        if not path.name.startswith("settings")
    )
    for entry in entries():
        if entry.name == "env":  # its use is in the class: what production refuses
            continue
        is_used = re.search(rf"\bsettings\.{THROUGH.get(entry.name, entry.name)}\b", code) is not None
        assert is_used is not entry.is_later, (
            f"{entry.name}: set or remove `later` in hub/settings.py, then make docs"
        )


def test_setting_what_nothing_uses_is_noticed() -> None:
    assert without_effect(Settings(_env_file=None)) == []
    settings = Settings(_env_file=None, mail_from="hub@example.org", port=4001)
    assert without_effect(settings) == ["PANORAMIX_MAIL_FROM"]


def test_the_example_changes_nothing_when_uncommented(tmp_path: Path) -> None:
    uncommented = tmp_path / ".env"
    lines = [
        line.removeprefix("#") if line.startswith("#PANORAMIX_") else line for line in example_file().splitlines()
    ]
    uncommented.write_text("\n".join(lines))
    assert len(dotenv_values(uncommented)) == len(Settings.model_fields)
    assert Settings(_env_file=uncommented) == Settings(_env_file=None)
