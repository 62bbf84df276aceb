"""Every reason that the report of an import can give is there in French too, and none that no report gives.

Reasons are made in many places, in English: that is what programs read. The web has a table of them; here the sources
are read for what they can say, so that a new one is not forgotten.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from tests.features.transfer.reasons import Reasons, constants_of

ROOT = Path(__file__).parents[3]
SOURCES = [
    *sorted((ROOT / "hub/features/transfer").rglob("*.py")),
    ROOT / "hub/features/links/addresses.py",
    ROOT / "hub/storage/rrule.py",
]
"""What makes reasons, and what stands within some of them."""
TABLE = ROOT / "web_widget/src/i18n/words/transfer_reasons.fr.ts"


def in_french() -> dict[str, str]:
    """The table of the web, which is JSON but for its comments and its last comma."""
    body = TABLE.read_text().partition("= {")[2].rpartition("}")[0]
    lines = [line for line in body.splitlines() if line.strip() and not line.strip().startswith("//")]
    pairs = json.loads("{" + "".join(lines).rstrip().removesuffix(",") + "}", object_pairs_hook=list)
    found = dict(pairs)
    assert len(found) == len(pairs), "a reason stands there twice"
    return found


@cache
def said() -> list[Reasons]:
    """What each file can say."""
    texts = [path.read_text() for path in SOURCES]
    constants = constants_of(texts)
    return [Reasons(path.name, text, constants) for path, text in zip(SOURCES, texts, strict=True)]


def test_every_reason_is_there_in_french_and_no_other() -> None:
    reasons = {one for file in said() for one in file.found}
    table = in_french()
    assert len(reasons) > 100
    assert reasons - table.keys() == set(), "these are missing in transfer_reasons.fr.ts"
    assert table.keys() - reasons == set(), "these are in transfer_reasons.fr.ts, and nothing says them"


def test_it_is_known_where_every_reason_is_written() -> None:
    """What a reason is passed on from is named in `reasons.py`: one that comes from elsewhere would not be read."""
    assert {one for file in said() for one in file.unknown} == set()


def test_the_french_says_all_that_the_english_does() -> None:
    for english, french in in_french().items():
        assert sorted(re.findall(r"\{\w+\}", french)) == sorted(re.findall(r"\{\w+\}", english)), english
        assert french.strip(), english


def test_reasons_are_found_however_they_are_written() -> None:
    read = Reasons(
        "one.py",
        """
WORDS = {"a": "is one of these", "b": "is another"}
GONE = "has gone"

def fault_of(value):
    return f"is over {MOST}" if value else "is none"

def convert(doc, name, report):
    if why := fault_of(doc):
        doc.lost.append(f"{name} {why}: left out")
    doc.lost.append(f"says {name!r} and {doc.other[:4]}")
    try:
        raise Unfit(WORDS.get(name, "is unknown"))
    except Unfit as fault:
        report.skipped("tasks", 1, f"its file: {fault}")
    report.noted("tasks", 1, GONE if name else str(fault))
    report.noted("tasks", 1, found_elsewhere(name))
    raise Unfit(f"{name}: {first['msg']}")
""",
    )
    assert read.found == {
        "{0} {w1}: left out",
        "is over {0}",
        "is none",
        "says {q0} and {1}",
        "is one of these",
        "is another",
        "is unknown",
        "its file: {w0}",
        "has gone",
    }
    assert read.unknown == {"one.py: found_elsewhere(name)"}
