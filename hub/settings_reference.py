"""What the documentation and `.env.example` say about the settings, taken from the class itself.

`python -m hub.settings_reference` writes both; a test fails when either is out of date.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import AliasChoices, SecretStr
from pydantic.fields import FieldInfo

from hub.settings import PREFIX, Settings

NETWORK_PAGE = Path("docs/network.md")
EXAMPLE = Path(".env.example")

_WROTE = "python -m hub.settings_reference"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One setting as a reader needs it.

    Attributes:
        example: What to put after `=` in a file; empty when the default is "nothing".
        is_secret: Whether it never belongs into a log or a repository.
        is_later: Whether it is read and checked, and nothing uses it in this version.
    """

    name: str
    variable: str
    also: tuple[str, ...]
    description: str
    shown_default: str
    example: str
    is_secret: bool
    is_later: bool


def entries() -> Iterator[Entry]:
    """Yield every setting in the order of the class."""
    for name, field in Settings.model_fields.items():
        variable, *also = _variables(name, field)
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        default = _plain(field.default) if field.default_factory is None else ""
        yield Entry(
            name=name,
            variable=variable,
            also=tuple(also),
            description=field.description or "",
            shown_default=str(extra.get("shown_default") or default or "none"),
            example=default,
            is_secret=SecretStr.__name__ in str(field.annotation),
            is_later=bool(extra.get("later")),
        )


def known_variables() -> frozenset[str]:
    """Return the names of all environment variables that are read."""
    return frozenset(name for entry in entries() for name in (entry.variable, *entry.also))


def without_effect(settings: Settings) -> list[str]:
    """Return the variables that somebody has set and this version does not use."""
    return [entry.variable for entry in entries() if entry.is_later and entry.name in settings.model_fields_set]


def network_page() -> str:
    """Return `docs/network.md`."""
    rows = "\n".join(
        f"| `{entry.variable}` | {entry.description}{_remarks(entry)} | {entry.shown_default} |"
        for entry in entries()
    )
    return f"""# Settings and the network

<!-- Written by `{_WROTE}` from hub/settings.py. Change it there. -->

Every setting is an environment variable, or a line of a file `.env` in the working directory; the environment
wins. An empty value counts as not set. `panoramix doctor` says which are wrong or misspelt.

| setting | meaning | default |
|---|---|---|
{rows}

## What listens, and who connects where

| what | where | who reaches it |
|---|---|---|
| the hub (HTTP, Socket.IO) | `{PREFIX}HOST`:`{PREFIX}PORT` | browsers, bots, a proxy in front |
| embedded MongoDB | 127.0.0.1, a port between 20000 and 31999, chosen once and kept | the hub only |
| Redis of `serve --workers` | a Unix socket in the data folder | this user only |

The embedded MongoDB asks for a password; it and the port are kept in the data folder, readable by its owner only.

The hub itself connects only to what the settings name: an external database, Ollama (looked for on this machine), an
OpenAI-compatible server. Nothing is sent anywhere else.

Listening on anything but loopback while there is no account yet, `panoramix serve` prints a one-time code, and the
first registration must carry it: otherwise whoever finds a fresh hub first would own it.
"""


def example_file() -> str:
    """Return `.env.example`: every setting, commented out, with its default."""
    parts = [f"# Copy to .env and uncomment what you change. Written by `{_WROTE}`."]
    for entry in entries():
        note = (" Keep it secret." if entry.is_secret else "") + (
            " Not used by this version." if entry.is_later else ""
        )
        parts.append(
            f"\n# {entry.description}{note}\n# Default: {entry.shown_default}\n#{entry.variable}={entry.example}"
        )
    return "\n".join(parts) + "\n"


def _variables(name: str, field: FieldInfo) -> list[str]:
    if isinstance(field.validation_alias, AliasChoices):
        return [str(choice) for choice in field.validation_alias.choices]
    return [f"{PREFIX}{name.upper()}"]


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return ",".join(str(item) for item in value) if isinstance(value, tuple) else str(value)


def _remarks(entry: Entry) -> str:
    also = f" Also read: {', '.join(f'`{name}`' for name in entry.also)}." if entry.also else ""
    return (
        also
        + (" **Secret.**" if entry.is_secret else "")
        + (" *Not used by this version.*" if entry.is_later else "")
    )


def write(root: Path) -> None:
    """Write both files below the root of the repository."""
    (root / NETWORK_PAGE).parent.mkdir(exist_ok=True)
    (root / NETWORK_PAGE).write_text(network_page(), encoding="utf-8")
    (root / EXAMPLE).write_text(example_file(), encoding="utf-8")


if __name__ == "__main__":
    write(Path(__file__).resolve().parent.parent)
