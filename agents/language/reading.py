"""One way to read a clause, and what the readers of all modules share."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from agents.language.clause import Clause, Cut
from agents.language.fold import fold
from agents.language.outcome import Alternative, Call, Language, Lookup, Recent, Speaker
from agents.language.phrases import Phrase
from agents.language.references import NOUNS, PRONOUNS, Found, decide, is_bulk, name_of, rank
from agents.language.texts import say
from agents.language.when.model import When


@dataclass(frozen=True)
class Match:
    """A template that fits a clause."""

    phrase: Phrase
    clause: Clause
    cut: Cut
    slots: Mapping[str, str]
    literal: int  # characters of the clause that the template accounts for

    @property
    def verb(self) -> str:
        return self.phrase.operation.rpartition(".")[2]

    def when(self, *, past: bool = False) -> When:
        return self.clause.when(self.cut, past=past)

    @property
    def due(self) -> bool:
        """Whether a date is said to be a deadline."""
        return any(re.match(r"due|deadline|echeance|a rendre|date limite", span.lead) for span in self.cut.spans)


@dataclass
class Reading:
    """What a match comes to. Without calls it is a question, or (with `missing`) a name that fits nothing."""

    calls: list[Call] = field(default_factory=list)
    score: float = 1.0
    question: str = ""
    alternatives: list[Alternative] = field(default_factory=list)
    missing: str = ""
    touched: list[Recent] = field(default_factory=list)
    literal: int = 0

    @property
    def acts(self) -> bool:
        return bool(self.calls) and not self.question


_PAGE = 200  # the most that a list operation gives at once
_PAGES = 10


class Talk:
    """One sentence being understood: the speaker, what was looked up, what it has been about so far."""

    def __init__(self, speaker: Speaker, language: Language, lookup: Lookup) -> None:
        self.speaker = speaker
        self.language: Language = language
        self.recent: list[Recent] = list(speaker.recent)
        self.calls = 0  # of the clauses before, for "$n.id"
        self.made: dict[str, Mapping[str, Any]] = {}  # by "$n.id": what the clauses before are about to create
        self._lookup = lookup
        self._cache: dict[str, Sequence[Mapping[str, Any]]] = {}

    async def look(self, operation: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a read operation answers."""
        return await self._lookup(operation, arguments)

    async def items(self, operation: str, arguments: Mapping[str, Any] | None = None) -> Sequence[Mapping[str, Any]]:
        """The items of a list operation, asked once a sentence."""
        asked = {"limit": _PAGE, **(arguments or {})}
        key = f"{operation} {sorted(asked.items())}"
        if key not in self._cache:
            self._cache[key] = (await self._lookup(operation, asked)).get("items", [])
        return self._cache[key]

    async def every(self, operation: str) -> Sequence[Mapping[str, Any]]:
        """The items of a list operation that has no filter by words, beyond its first page."""
        if operation not in self._cache:
            found: list[Mapping[str, Any]] = []
            cursor: dict[str, Any] = {}
            for _ in range(_PAGES):
                page = await self._lookup(operation, {"limit": _PAGE, **cursor})
                found += page.get("items", [])
                if not page.get("next_cursor"):
                    break
                cursor = {"cursor": page["next_cursor"]}
            self._cache[operation] = found
        return self._cache[operation]

    def say(self, text: str, **values: Any) -> str:
        return say(self.language, text, **values)

    @property
    def here(self) -> datetime:
        return self.speaker.here


LISTS = {kind: f"{kind}.list" for kind in NOUNS}


async def find(
    talk: Talk,
    kind: str,
    words: str,
    *,
    arguments: Mapping[str, Any] | None = None,
    prefer: Callable[[Mapping[str, Any]], bool] | None = None,
) -> list[Found]:
    """The entities that the words may mean. `prefer` puts some before equally named others."""
    if fold(words).strip(" '\".!?") in PRONOUNS:
        recent = talk.recent[0] if talk.recent and talk.recent[0].kind == kind else None
        if recent is None:
            return []
        if recent.id.startswith("$"):
            return [Found(kind, {**talk.made.get(recent.id, {}), "id": recent.id}, 1.0)]
        entity = next((i for i in await talk.items(LISTS[kind], arguments) if i["id"] == recent.id), None)
        return [Found(kind, entity or {"id": recent.id, "title": recent.label}, 1.0)]
    items = await talk.items(LISTS[kind], arguments)
    found = rank(kind, words, items)
    if not decide(found) and len(items) >= _PAGE:
        # There is more than one page: have the hub look for the word that says most.
        word = max(re.findall(r"\w+", words), key=len, default="")
        found = rank(kind, words, await talk.items(LISTS[kind], {**(arguments or {}), "q": word})) if word else []
    if prefer is not None and found:
        top = [item for item in found if item.score >= found[0].score - 0.08]
        preferred = [item for item in top if prefer(item.entity)]
        if preferred and len(preferred) < len(top):
            return preferred
    return decide(found)


async def refer(
    talk: Talk,
    kind: str,
    match: Match,
    words: str,
    use: Callable[[Found], list[Call] | str],
    *,
    arguments: Mapping[str, Any] | None = None,
    prefer: Callable[[Mapping[str, Any]], bool] | None = None,
    many: bool = False,
) -> Reading | None:
    """Resolve the words and use what they mean; `use` answers calls, or a question if something is lacking."""
    if is_bulk(words):
        return await _bulk(talk, kind, words, use, arguments, match)
    is_pronoun = fold(words).strip(" '\".!?") in PRONOUNS
    if is_pronoun and not talk.recent:
        return Reading(question=talk.say("which"), literal=match.literal, score=0.3)
    found = await find(talk, kind, words, arguments=arguments, prefer=prefer)
    if not found and many and (parts := _parts(words)):
        each = [await find(talk, kind, part, arguments=arguments, prefer=prefer) for part in parts]
        if all(len(one) == 1 for one in each):
            return _use_all([one[0] for one in each], use, match)
    if not found:
        return None if is_pronoun else Reading(missing=words, score=0.0, literal=match.literal)
    return choose(found, use, match, talk)


def choose(found: Sequence[Found], use: Callable[[Found], list[Call] | str], match: Match, talk: Talk) -> Reading:
    """Use the only one, or ask which."""
    if len(found) == 1:
        return _use_all(found, use, match)
    alternatives: list[Alternative] = []
    for item in found[:6]:
        calls = use(item)
        if not isinstance(calls, str):
            alternatives.append(Alternative(label=item.label, calls=tuple(calls)))
    return Reading(
        question=talk.say("which_of", names=_names([item.label for item in found[:6]], talk.language)),
        alternatives=alternatives,
        score=found[0].score,
        literal=match.literal,
    )


def _use_all(found: Sequence[Found], use: Callable[[Found], list[Call] | str], match: Match) -> Reading:
    calls: list[Call] = []
    for item in found:
        used = use(item)
        if isinstance(used, str):
            return Reading(question=used, score=item.score, literal=match.literal)
        calls.extend(used)
    touched = [Recent(kind=item.kind, id=item.id, label=item.label) for item in found]
    return Reading(calls=calls, score=min(item.score for item in found), touched=touched, literal=match.literal)


async def _bulk(
    talk: Talk,
    kind: str,
    words: str,
    use: Callable[[Found], list[Call] | str],
    arguments: Mapping[str, Any] | None,
    match: Match,
) -> Reading | None:
    """ "All my tasks": asked first, with everything in the proposal."""
    said = fold(words)
    if any(re.search(rf"\b(?:{noun})\b", said) for other, noun in NOUNS.items() if other != kind) and not re.search(
        rf"\b(?:{NOUNS[kind]})\b", said
    ):
        return None
    names_kind = bool(re.search(rf"\b(?:{NOUNS[kind]})\b", said))
    dated = bool(match.cut.spans)
    if dated or not means_all(kind, words):
        # "All my tasks of Monday": what is meant is less than all, so all is not what a yes may do.
        names_kind = False
    filters = {**(arguments or {}), **(project_arguments(match) if kind in ("task", "note", "budget") else {})}
    items = await talk.items(LISTS[kind], filters) if names_kind else []
    calls: list[Call] = []
    for item in items:
        used = use(Found(kind, item, 1.0))
        if isinstance(used, str):
            return Reading(question=talk.say("which"), literal=match.literal, score=0.5)
        calls.extend(used)
    question = talk.say("all", count=len(items)) if calls else talk.say("which")
    return Reading(calls=calls, question=question, literal=match.literal, score=0.5 if names_kind else 0.4)


_EACH = (
    r"(?:all|every|everything|each|both|tous|toutes|tout|chaque)(?:\s+of)?"
    r"(?:\s+(?:the|my|our|these|those|mes|les|nos|ces|l'))*"
)


def means_all(kind: str, words: str) -> bool:
    """Whether the words mean all things of a kind, and not some of them ("all my urgent tasks")."""
    return bool(re.fullmatch(rf"{_EACH}\s*(?:{NOUNS[kind]})?", fold(words).strip()))


def _parts(words: str) -> list[str]:
    parts = re.split(r"\s*,\s*(?:and |et )?|\s+and\s+|\s+et\s+", words)
    return [part for part in parts if part] if len(parts) > 1 else []


def _names(names: Sequence[str], language: Language) -> str:
    quoted = [f"“{name}”" if language == "en" else f"« {name} »" for name in names]
    return ", ".join(quoted[:-1]) + (" or " if language == "en" else " ou ") + quoted[-1]


def tidy(text: str) -> str:
    """A slot's text as a title: without the quotes and punctuation around it."""
    text = re.sub(r"\s{2,}", " ", text).strip(" \t\n,;:-–—.!?")
    text = re.sub(r"\s+([,.;])", r"\1", text)
    if quoted := re.match(r"[\"“«]\s*([^\"“”«»]+?)\s*[\"”»](?=[\s,;.]|$)", text):
        return quoted[1].strip(" ,;:-")
    for left, right in ('""', "''", "“”", "«»", "‘’"):
        if len(text) > 1 and text[0] == left and text[-1] == right:
            text = text[1:-1].strip()
    return text.strip(" ,;:-")


_NOUN_AROUND = re.compile(
    r"^(?:(?:rendez-?vous|rdv|evenement)(?:\s+(?:chez|avec|du|de)(?:\s+(?:le|la))?|\s+d'|\s+chez l')?\s*)(?=\S|$)|"
    r"\s+(?:appointments?|events?|meetings?)$|^(?:appointments?|events?|meetings?|reunions?)$"
)


def query(words: str) -> str | None:
    """Words to search events for, without the noun; None if they only point at something."""
    text = tidy(words)
    folded = fold(text)
    if folded in PRONOUNS:
        return None
    noun = _NOUN_AROUND.search(folded)
    return (text[: noun.start()] + text[noun.end() :]).strip() if noun else text


def starts_as_told(match: Match, text: str) -> bool:
    """Whether the text begins as the phrase demands (`starts`, a regular expression)."""
    demand = match.phrase.set.get("starts")
    return demand is None or bool(re.match(demand, fold(text)))


def instant(moment: datetime) -> str:
    """A time as it goes over the wire."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def project_arguments(match: Match) -> dict[str, Any]:
    project = match.cut.project
    return {"project_id": project.id} if project and project.id else {}


__all__ = [
    "LISTS",
    "Match",
    "Reading",
    "Talk",
    "choose",
    "find",
    "instant",
    "means_all",
    "name_of",
    "project_arguments",
    "query",
    "refer",
    "starts_as_told",
    "tidy",
]
