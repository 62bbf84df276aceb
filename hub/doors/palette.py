"""The command palette: what can be done, with titles in every language and the schema of what it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from hub.doors.schemas import Schemas
from hub.kernel.catalog import Catalog, Feature
from hub.kernel.context import Ctx
from hub.kernel.operation import GET, PROGRAMS, Door, Effect, Operation, operation
from hub.kernel.policies import signed_in
from hub.storage.wire import Nothing, Wire

LANGUAGES = ("en", "fr")


class Title(Wire):
    """What a command is called in one language, words that find it, and what it does."""

    title: str
    words: list[str] = []
    summary: str = ""
    """In English the first line of the operation's own description, so it is not written twice."""


class Command(Wire):
    """One command of the palette and of `/help`."""

    name: str
    title: str
    """In the caller's language."""
    titles: dict[str, Title]
    summary: str
    """In the caller's language."""
    effect: Effect
    slash: list[str]
    arguments: dict[str, Any]
    """JSON schema of the input."""


class Commands(Wire):
    """Everything that can be done from the palette."""

    items: list[Command]


@dataclass(frozen=True)
class Titles:
    """Titles by operation and language, read from the files beside the features."""

    by_operation: Mapping[str, Mapping[str, Title]]

    @classmethod
    def read(cls, files: Iterable[Path]) -> Titles:
        """Read every file; each maps an operation to `{language: {title, words, summary}}`."""
        found: dict[str, dict[str, Title]] = {}
        for file in sorted(files):
            for name, languages in yaml.safe_load(file.read_text(encoding="utf-8")).items():
                found[name] = {language: Title.model_validate(title) for language, title in languages.items()}
        return cls(found)

    def of(self, found: Operation) -> Mapping[str, Title]:
        """The titles of an operation; its name in words where nobody gave it one."""
        noun, _, verb = found.name.partition(".")
        plain = Title(title=f"{verb} {noun}".replace("_", " ").capitalize())
        given = self.by_operation.get(found.name) or dict.fromkeys(LANGUAGES, plain)
        return {
            language: title if title.summary else title.model_copy(update={"summary": found.summary})
            for language, title in given.items()
        }


def palette(catalog: Callable[[], Catalog], titles: Titles) -> Feature:
    """The palette as a feature of its own; the catalog it lists is known once it is built."""
    listed: list[Command] = []

    @operation("command.list", effect=Effect.READ, policy=signed_in, route=GET("/api/commands"), doors=PROGRAMS)
    async def list_commands(ctx: Ctx, command: Nothing) -> Commands:
        """List what the command palette and `/help` show, in the caller's language."""
        if not listed:
            listed.extend(_commands(catalog(), titles))
        language = ctx.actor.locale[:2].lower()
        return Commands(items=[_in(language, one) for one in listed])

    return Feature(name="commands", operations=(list_commands,))


def _in(language: str, command: Command) -> Command:
    title = command.titles.get(language, command.titles["en"])
    return command.model_copy(update={"title": title.title, "summary": title.summary})


def _commands(catalog: Catalog, titles: Titles) -> list[Command]:
    offered = list(catalog.through(Door.PALETTE))
    schemas = Schemas(offered)
    return [
        Command(
            name=one.name,
            title=titles.of(one)["en"].title,
            titles=dict(titles.of(one)),
            summary=titles.of(one)["en"].summary,
            effect=one.effect,
            slash=list(one.slash),
            arguments=_inlined(schemas.input(one), schemas.components),
        )
        for one in offered
    ]


def _inlined(schema: Any, components: Mapping[str, Any]) -> Any:
    """The schema with its references filled in, so that it stands alone."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return _inlined(components[schema["$ref"].rpartition("/")[2]], components)
        return {key: _inlined(value, components) for key, value in schema.items()}
    return [_inlined(item, components) for item in schema] if isinstance(schema, list) else schema
