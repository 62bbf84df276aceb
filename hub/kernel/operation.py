"""An operation: one typed async function, declared once, reached through many doors."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

if TYPE_CHECKING:
    from hub.kernel.context import Ctx

NAME = re.compile(r"^[a-z][a-z_]*\.[a-z][a-z_]*$")


class Effect(StrEnum):
    """What running an operation can do; drives approvals, MCP annotations and the log."""

    READ = "read"
    WRITE = "write"
    DESTROY = "destroy"
    EXTERNAL = "external"


class Door(StrEnum):
    """A way in. Each operation opts in to its doors."""

    REST = "rest"
    SOCKET = "socket"
    SLASH = "slash"
    PALETTE = "palette"
    AGENT = "agent"
    MCP = "mcp"


EVERYWHERE = frozenset(Door)
PROGRAMS = frozenset({Door.REST, Door.SOCKET})
PEOPLE_AND_PROGRAMS = frozenset({Door.REST, Door.SOCKET, Door.PALETTE})


@dataclass(frozen=True, kw_only=True)
class Route:
    """The REST door of an operation; `{name}` in the path is an input field."""

    method: str
    path: str
    status: int = 200

    @property
    def parameters(self) -> tuple[str, ...]:
        """The input fields that the path carries, in order."""
        return tuple(re.findall(r"{(\w+)}", self.path))


def GET(path: str) -> Route:
    """A reading route; the input comes from the query."""
    return Route(method="GET", path=path)


def POST(path: str, status: int = 200) -> Route:
    """An acting route; the input comes from the JSON body. Creations answer 201."""
    return Route(method="POST", path=path, status=status)


def PUT(path: str) -> Route:
    """A setting route."""
    return Route(method="PUT", path=path)


def PATCH(path: str) -> Route:
    """A changing route."""
    return Route(method="PATCH", path=path)


def DELETE(path: str) -> Route:
    """A removing route."""
    return Route(method="DELETE", path=path)


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A token bucket: `burst` at once, refilled at `per_second`."""

    per_second: float
    burst: int


Handler = Callable[["Ctx", Any], Awaitable[BaseModel]]
Policy = Callable[["Ctx"], None]
H = TypeVar("H", bound=Callable[..., Awaitable[BaseModel]])


@dataclass(frozen=True, kw_only=True)
class Operation:
    """The declaration that every door is derived from. Built by `operation`, never by hand."""

    name: str
    effect: Effect
    policy: Policy
    handler: Handler
    input: type[BaseModel]
    output: type[BaseModel]
    doors: frozenset[Door]
    route: Route | None
    slash: tuple[str, ...]
    description: str
    rate: Rate | None
    undoable: bool
    """False where what it wrote cannot be put back (a secret, a mail that was sent)."""
    idempotent: bool
    """Whether an idempotency key is honoured; never for what hands out credentials."""
    private: bool
    """Whether what it answers is the asker's own, so that an agent may not say it in a shared room."""

    @property
    def feature(self) -> str:
        """The part of the name before the dot; also the name of its scope."""
        return self.name.partition(".")[0]

    @property
    def summary(self) -> str:
        """The first line of the description."""
        return self.description.partition("\n")[0]


def operation(
    name: str,
    *,
    effect: Effect,
    policy: Policy,
    route: Route | None = None,
    doors: frozenset[Door] = PROGRAMS,
    slash: str | tuple[str, ...] = (),
    rate: Rate | None = None,
    undoable: bool = True,
    idempotent: bool = True,
    private: bool = True,
) -> Callable[[H], H]:
    """Declare an async `(ctx, model) -> model` function an operation; the function itself is returned.

    Importing registers nothing: the declaration hangs on the function until a `Feature` hands it over.

    Raises:
        TypeError: The name, the docstring or the signature is not what an operation needs.
    """
    slashes = (slash,) if isinstance(slash, str) else slash

    def declare(handler: H) -> H:
        if not NAME.match(name):
            raise TypeError(f"{name!r}: an operation is named noun.verb in lower case")
        if not handler.__doc__:
            raise TypeError(f"{name}: an operation needs a docstring; it is shown to people and to the agent")
        hints = typing.get_type_hints(handler)
        taken = list(inspect.signature(handler).parameters)
        if len(taken) != 2 or not _is_model(hints.get(taken[1])) or not _is_model(hints.get("return")):
            raise TypeError(f"{name}: an operation is (ctx, one model) -> model")
        declared = Operation(
            name=name,
            effect=effect,
            policy=policy,
            handler=handler,
            input=hints[taken[1]],
            output=hints["return"],
            doors=doors if route else doors - {Door.REST},
            route=route,
            slash=slashes,
            description=inspect.cleandoc(handler.__doc__),
            rate=rate,
            undoable=undoable and effect is not Effect.EXTERNAL,
            idempotent=idempotent and effect is not Effect.READ,
            private=private,
        )
        handler.__operation__ = declared  # type: ignore[attr-defined]  # the declaration travels with the function
        return handler

    return declare


def declaration(handler: Callable[..., Any]) -> Operation:
    """The operation that hangs on a decorated function.

    Raises:
        TypeError: The function was not decorated.
    """
    found = getattr(handler, "__operation__", None)
    if not isinstance(found, Operation):
        raise TypeError(f"{handler!r} is not an operation")
    return found


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, BaseModel)
