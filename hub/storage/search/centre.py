"""Vectors of meaning without what all texts have in common: what has nothing to do with a question is near zero.

A model of meaning puts all texts into one narrow cone: with the bundled one any two are 0.74 to 0.85 alike, and the
right answers hardly more than chance. So from each vector that of the middle is taken away, of questions and of
stored texts apart, and what is left is made of length one again. Then a likeness says something by itself: below
`Centre.floor` it is chance, and nothing is found. Measured (bench/search_quality): more of the right answers are
among the first five than before, and of questions about nothing that is there nine in ten find nothing among twenty.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from hub.storage.search.embedding import Embedder

HERE = Path(__file__).parent
SPREADS = 2.4
"""How far above chance, in standard deviations of what unrelated texts come to, a likeness has to be."""
KNOWN = HERE / "centres"
"""Of the models that come with us, worked out before (`python -m bench.search_quality --centre`)."""

Vector = Sequence[float]


def background() -> tuple[list[str], list[str]]:
    """Everyday texts in English and French about anything, and for each a question that it answers."""
    lines = (HERE / "background.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line]
    return [text for text, _ in pairs], [question for _, question in pairs]


@dataclass(frozen=True)
class Centre:
    """The middle of a model's questions and of its stored texts.

    Attributes:
        questions: The mean of the vectors of questions.
        texts: The mean of the vectors of stored texts.
        floor: The least likeness, between -1 and 1, that is more than chance.
    """

    questions: Vector
    texts: Vector
    floor: float

    @classmethod
    def of(cls, model: Embedder) -> Self:
        """The centre of a model, worked out over everyday texts; raises OSError when a remote one does not answer."""
        texts, questions = background()
        said = [model.passage(text) for text in texts]
        asked = [model.query(text) for text in questions]
        found = cls(_mean(asked), _mean(said), 0.0)
        told = [found.text(vector) for vector in said]
        chance = [
            _dot(found.question(vector), other)
            for number, vector in enumerate(asked)
            for place, other in enumerate(told)
            # A text and its translation stand half of the list apart.
            if (number - place) % (len(texts) // 2)
        ]
        middle = sum(chance) / len(chance)
        spread = math.sqrt(sum((one - middle) ** 2 for one in chance) / len(chance))
        return cls(found.questions, found.texts, round(middle + SPREADS * spread, 4))

    def question(self, vector: Vector) -> list[float]:
        """The vector of a question, centred."""
        return _apart(vector, self.questions)

    def text(self, vector: Vector) -> list[float]:
        """The vector of a stored text, centred."""
        return _apart(vector, self.texts)

    def kept(self) -> str:
        """As it is kept in a file."""
        rounded = {name: [round(one, 5) for one in getattr(self, name)] for name in ("questions", "texts")}
        return json.dumps({**rounded, "floor": self.floor})

    @classmethod
    def read(cls, text: str) -> Self:
        """From what `kept` gave; raises ValueError for anything else."""
        try:
            found: Any = json.loads(text)
            return cls([*map(float, found["questions"])], [*map(float, found["texts"])], float(found["floor"]))
        except (KeyError, TypeError) as fault:
            raise ValueError("no centre of a model") from fault


class Centred:
    """A model whose vectors are centred."""

    def __init__(self, model: Embedder, centre: Centre) -> None:
        self._model = model
        self._centre = centre
        self.name = f"{model.name}-centred"
        self.size = model.size
        self.remote = model.remote
        self.floor = centre.floor

    @classmethod
    def around(cls, model: Embedder, folder: Path) -> Self:
        """The model with its centre, which is worked out once and then kept in a folder."""
        known = KNOWN / f"{model.name}.json"
        kept = known if known.exists() else folder / f"centre-{_plain(model.name)}.json"
        try:
            centre = Centre.read(kept.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            centre = Centre.of(model)
            kept.write_text(centre.kept(), encoding="utf-8")
        if len(centre.texts) != model.size:
            centre = Centre.of(model)
            kept.write_text(centre.kept(), encoding="utf-8")
        return cls(model, centre)

    def query(self, text: str) -> Vector:
        """See `Embedder.query`."""
        return self._centre.question(self._model.query(text))

    def passage(self, text: str) -> Vector:
        """See `Embedder.passage`."""
        return self._centre.text(self._model.passage(text))


def _plain(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-." else "_" for letter in name)


def _mean(vectors: Sequence[Vector]) -> list[float]:
    return [sum(column) / len(vectors) for column in zip(*vectors, strict=True)]


def _apart(vector: Vector, centre: Vector) -> list[float]:
    left = [one - other for one, other in zip(vector, centre, strict=True)]
    length = math.sqrt(sum(one * one for one in left)) or 1.0
    return [one / length for one in left]


def _dot(one: Vector, other: Vector) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
