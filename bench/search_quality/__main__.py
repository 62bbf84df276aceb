"""`python -m bench.search_quality`: recall of words, of meaning and of both, on labelled questions.

A made corpus: 80 things, half of them English and half French, among 920 that are put together from halves of theirs,
so that every word of a question stands in many. Each carries the number of a file, an invoice or an order, as what
people write at work does. Of each thing four questions are asked: in its own words, in other words of its language,
in the other language, and by its number. The right answer is the thing itself; recall@5 says how often it is among
the first five. The weights of the fusion were chosen on the even things, before there were questions by number; what
is reported is of the odd ones.

Questions about nothing that is there (absurd.txt) should find nothing: how many do is told for collections of some
sizes. The floor below which a likeness in meaning is chance is as high as leaves the fusion, on even and on odd
things, no worse than it was with the model's plain vectors.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hub.storage.search import fusion
from hub.storage.search.centre import KNOWN, Centre, Centred
from hub.storage.search.edge import EdgeStore
from hub.storage.search.embedding import BundledModel, Embedder
from hub.storage.search.engine import Asked, Item
from hub.storage.search.fusion import POWER, RANK_K
from hub.storage.search.index import Index
from hub.storage.search.query_cache import Remembering

THINGS = 1_000
ITEMS = Path(__file__).with_name("items.tsv")
ABSURD = Path(__file__).with_name("absurd.txt")
SIZES = {20: 10, 100: 4, THINGS: 1}
"""How many things there are, and how many times so many are drawn."""
SCOPE = "user:somebody"
FIRST = 5
SORTS = ("own words", "other words", "other language", "number")
NUMBERS = {
    "en": (
        "invoice INV-26-0000|INV-26-0000|invoice 26-0000",
        "order 4500-0000|order 4500-0000|4500-0000",
        "file K0000|K0000",
    ),
    "fr": (
        "facture FA-26-0000|FA-26-0000|la facture 26-0000",
        "commande 4500-0000|commande 4500-0000|4500-0000",
        "dossier K0000|K0000",
    ),
}
"""How a thing is numbered, then the ways to ask for it; 0000 stands for its digits."""
SIDES = ("words", "meaning", "both")


@dataclass(frozen=True)
class Question:
    """What is asked, of which sort, and the right answer."""

    text: str
    sort: str
    right: str
    even: bool


def corpus(seed: int) -> tuple[list[Item], list[Question]]:
    """Things to find and questions with their answers, the same for the same seed."""
    chance = random.Random(seed)
    with ITEMS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    items: list[Item] = []
    questions: list[Question] = []
    halves: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, (language, text, *asked) in enumerate(rows):
        id = f"{number:024x}"
        called, by_number = _number(chance, language)
        items.append(_item(id, f"{text} ({called})"))
        asked.append(by_number)
        questions += [Question(q, sort, id, number % 2 == 0) for q, sort in zip(asked, SORTS, strict=True)]
        words = text.split()
        halves[language].append((" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])))
    while len(items) < THINGS:
        language = chance.choice(sorted(halves))
        (begin, _), (_, rest) = chance.sample(halves[language], 2)
        called, _ = _number(chance, language)
        items.append(_item(f"{len(items):024x}", f"{begin} {rest} ({called})"))
    chance.shuffle(items)
    return items, questions


def _number(chance: random.Random, language: str) -> tuple[str, str]:
    """What a thing is called by in a file, and how somebody asks for it: they seldom type all of it."""
    digits = f"{chance.randrange(10_000):04}"
    called, *ways = chance.choice(NUMBERS[language]).split("|")
    return called.replace("0000", digits), chance.choice(ways).replace("0000", digits)


def _item(id: str, text: str) -> Item:
    return Item(kind="note", id=id, title="", text=text, scopes=[SCOPE])


def recall(index: Index, model: Embedder, questions: Sequence[Question], side: str) -> dict[str, float]:
    """How often the right thing is among the first, of each sort of question and of all."""
    found: dict[str, list[bool]] = defaultdict(list)
    for question in questions:
        asked = Asked(text=question.text, scopes=[SCOPE], limit=20, words=side != "meaning", meaning=side != "words")
        vector = None if side == "words" else model.query(question.text)
        first = [hit.id for hit in index.query(asked, vector, model.floor)][:FIRST]
        for sort in (question.sort, "all"):
            found[sort].append(question.right in first)
    return {sort: sum(hits) / len(hits) for sort, hits in found.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--tune", action="store_true", help="try weights of the fusion on the even things")
    parser.add_argument("--centre", action="store_true", help="work out the middle of the bundled model's vectors")
    given = parser.parse_args()
    items, questions = corpus(given.seed)
    bundled = BundledModel()
    if given.centre:
        KNOWN.mkdir(exist_ok=True)
        (KNOWN / f"{bundled.name}.json").write_text(Centre.of(bundled).kept(), encoding="utf-8")
    model = Remembering(Centred.around(bundled, KNOWN))
    with TemporaryDirectory() as folder:
        index = Index(EdgeStore(Path(folder) / "shard", model.size), meaning=True)
        for start in range(0, len(items), 200):
            index.put(items[start : start + 200])
        while (piece := index.next_waiting()) is not None:
            index.give_meaning(piece, model.passage(piece.text))
        if given.tune:
            tune(index, model, [one for one in questions if one.even])
        held_out = [one for one in questions if not one.even]
        for name, some in (("held out", held_out), ("all", questions)):
            print(f"\n{name}: {len(some)} questions, {THINGS} things, recall@{FIRST}")
            for side in SIDES:
                shares = recall(index, model, some, side)
                print(f"{side:<10}" + "  ".join(f"{sort} {shares[sort]:.3f}" for sort in (*SORTS, "all")))
        print(f"\nabsurd questions that find nothing (floor {model.floor:.3f})")
        for size, times in SIZES.items():
            share = empty_handed(index, items, model, random.Random(given.seed), size, times)
            print(f"of {size:>4} things: {share:.2f}")
        index.close()


def empty_handed(
    whole: Index, items: Sequence[Item], model: Embedder, chance: random.Random, size: int, times: int
) -> float:
    """How many of the questions about nothing that is there find nothing, by words or by meaning."""
    questions = [line for line in ABSURD.read_text(encoding="utf-8").splitlines() if line]
    nothing = 0
    for _ in range(times):
        with TemporaryDirectory() as folder:
            # What is the same text keeps its meaning: it is not made again.
            index = Index(EdgeStore(Path(folder) / "shard", model.size), meaning=True, vectors_from=whole)
            some = chance.sample(items, size)
            for start in range(0, size, 200):
                index.put(some[start : start + 200])
            for question in questions:
                asked = Asked(text=question, scopes=[SCOPE], limit=20)
                nothing += not index.query(asked, model.query(question), model.floor)
            index.close()
    return nothing / (times * len(questions))


def tune(index: Index, model: Embedder, questions: Sequence[Question]) -> None:
    """Print what different ways of fusing come to."""
    for k in (2, 5, 10, 20, 60):
        for power in (1.0, 1.5, 2.0, 3.0, 4.0):
            fusion.RANK_K, fusion.POWER = k, power
            print(f"k {k:>3} power {power:.1f}  {recall(index, model, questions, 'both')['all']:.3f}")
    fusion.RANK_K, fusion.POWER = RANK_K, POWER


if __name__ == "__main__":
    main()
