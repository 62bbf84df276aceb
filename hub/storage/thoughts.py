"""What a module has a model think about: the question, what it may cite, and what becomes of the answer.

A thought is carried out as a run of the agent's (`agents.runtime.thinking`), which the module does not
know: it says `ask` and later gets the answer through the operation that it named, with the rights of
whoever asked. See docs/adr/0018.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field

from hub.kernel.context import Ctx
from hub.kernel.errors import unavailable
from hub.kernel.operation import Rate
from hub.storage.documents import Stored
from hub.storage.wire import ById, Id, Wire

RATE = Rate(per_second=0.2, burst=12)
"""How often somebody may have a model think: it takes time and, elsewhere, money."""


class Passage(BaseModel):
    """One piece of text that the model is shown."""

    ref: str
    """What an answer that cites it names in the end: it stays when the label would change."""
    label: str
    """What the model sees it called, such as `L3`."""
    text: str


class FromModel(BaseModel):
    """The base of what a model must answer: whatever it says besides is not kept."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


class Cited(FromModel):
    """Something that the model says, and the passages that it follows from; without any it is dropped."""

    text: str = Field(min_length=1, max_length=2_000)
    cites: list[str] = Field(max_length=100, description="Labels of the passages that this follows from.")


class Kept(ById):
    """The base of what an operation that keeps an answer is given; `id` is that of the target."""

    left_out: int = 0
    """How many of the oldest passages the model was not shown."""


@dataclass(frozen=True, kw_only=True)
class Thought:
    """One thing that a module can have thought about."""

    name: str
    """The operation that asks, such as `note_session.summarize`."""
    output: type[FromModel]
    """What the model must answer."""
    prompts: Path
    """The folder with its instructions: `summarize.en.md` and `summarize.fr.md`."""
    keep: str
    """The operation that is given a `Kept` with `result`, and what was carried along.

    It has no doors: nobody but the agent comes to it.
    """
    max_passages: int = 400
    max_chars: int = 24_000

    def instructions(self, language: str) -> str:
        """What the model is to do, in that language (`en` or `fr`)."""
        verb = self.name.partition(".")[2]
        return (self.prompts / f"{verb}.{language}.md").read_text(encoding="utf-8").strip()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be thought about, and for what."""

    thought: Thought
    target: tuple[str, str]
    """Kind and id of what the answer is about."""
    label: str
    """What the run is called in lists."""
    passages: Sequence[Passage]
    carried: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What the operation that keeps the answer is given besides; JSON."""


class Thinking(Wire):
    """A thought that is under way: its run streams, can be cancelled, and ends with the answer kept or why not."""

    run_id: Id
    passages: int = Field(description="How many passages the model is shown.")
    left_out: int = Field(
        default=0, description="How many of the oldest it is not shown, because there are too many."
    )


class Thinker(Protocol):
    """The agent, as storage and features see it."""

    async def refusal(self, locale: str) -> str | None:
        """Why nothing can be thought now, in one plain sentence in that language; None if it can."""
        ...

    async def run(self, ctx: Ctx, asked: Asked) -> Stored:
        """The run to carry it out: the caller's that is under way for the same, or a new one."""
        ...


_thinker: list[Thinker] = []


def configure(thinker: Thinker) -> None:
    """Say who thinks; the composition root does."""
    _thinker[:] = [thinker]


async def ask(ctx: Ctx, asked: Asked) -> Thinking:
    """Have something thought about: the run is stored with the caller's unit of work.

    Raises:
        OperationError: `unavailable` where no model can write, in words that say what to do.
    """
    if not _thinker:
        raise unavailable("The part that thinks is not there.")
    why_not = await _thinker[0].refusal(ctx.actor.locale)
    if why_not is not None:
        raise unavailable(why_not)
    shown = newest(asked.passages, asked.thought.max_passages, asked.thought.max_chars)
    left_out = len(asked.passages) - len(shown)
    carried = {**asked.carried, "left_out": left_out}
    run = await _thinker[0].run(ctx, replace(asked, passages=shown, carried=carried))
    return Thinking(run_id=run.id, passages=len(shown), left_out=left_out)


def newest(passages: Sequence[Passage], most: int, most_chars: int) -> Sequence[Passage]:
    """As many of the last passages as fit, in order; the very last one always, cut if need be."""
    kept: list[Passage] = []
    left = most_chars
    for passage in reversed(passages[-most:]):
        if not kept:
            passage = passage.model_copy(update={"text": passage.text[:most_chars]})
        elif len(passage.text) > left:
            break
        kept.append(passage)
        left -= len(passage.text)
    return kept[::-1]
