"""Finding which existing thing the words refer to."""

# ruff: noqa: E501 - a pattern is easier to read whole than cut to pieces

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agents.language.fold import fold

# What people call the things of a kind. These words are no part of a name, unless the name has them.
NOUNS: dict[str, str] = {
    "task": r"tasks?|to-?dos?|todo items?|items?|taches?",
    "note": r"notes?|checklists?|lists?|listes?",
    "project": r"projects?|projets?",
    "agenda": r"(?:calendar )?events?|meetings?|appointments?|evenements?|reunions?|rendez-?vous|rdv|calls?|appels?",
    "budget": r"expenses?|purchases?|payments?|transactions?|(?:budget )?lines?|depenses?|achats?|paiements?|lignes?|charges?|incomes?|recettes?",
    "alarm": r"alarms?|reminders?|timers?|alarmes?|rappels?|reveils?|minuteurs?",
    "contact": r"contacts?",
    "file": r"files?|documents?|attachments?|fichiers?|pieces? jointes?",
    "journal": r"journal lines?|lines?|entry|entries|lignes?|entrees?",
    "link": r"links?|web ?sites?|liens?|sites?",
    "lot": r"lots?",
    "note_session": r"(?:note |meeting )?sessions?|meeting notes|seances?(?: de notes)?",
    "person": r"persons?|people|colleagues?|personnes?|collegues?",
    "poll": r"polls?|votes?|surveys?|sondages?",
    "scheduled": r"(?:scheduled )?messages?(?: programmes?)?",
    "situation": r"situations?",
    "team": r"teams?|equipes?",
    "user": r"users?|accounts?|people|comptes?",
}
# Words that say the kind so clearly that a thing of another kind is not meant.
_PLAIN: dict[str, str] = {
    "task": r"tasks?|to-?dos?|taches?",
    "note": r"notes?",
    "project": r"projects?|projets?",
    "agenda": r"events?|appointments?|meetings?|evenements?|reunions?|rendez-?vous|rdv",
    "budget": r"expenses?|purchases?|payments?|depenses?|achats?|paiements?",
    "alarm": r"alarms?|reminders?|alarmes?|rappels?",
}
NAME_FIELDS: dict[str, tuple[str, ...]] = {
    "task": ("title",),
    "note": ("title",),
    "project": ("name",),
    "agenda": ("summary",),
    "budget": ("vendor", "label"),
    "alarm": ("title",),
    "contact": ("nickname", "display_name"),
    "file": ("name",),
    "journal": ("text",),
    "link": ("name",),
    "lot": ("name",),
    "note_session": ("title",),
    "person": ("first_name", "last_name"),
    "poll": ("question",),
    "scheduled": ("content",),
    "situation": ("title",),
    "team": ("name",),
    "user": ("display_name", "username"),
}
PRONOUNS = frozenset(
    [
        "it",
        "this",
        "that",
        "them",
        "this",
        "one",
        "that",
        "one",
        "le",
        "la",
        "les",
        "l",
        "ca",
        "cela",
        "celle-ci",
        "celui-ci",
        "celle-la",
        "celui-la",
        "lui",
    ]
) | {
    "this one",
    "that one",
    "celle la",
    "celui la",
}
_DETERMINER = re.compile(
    r"(?:(?:the|my|our|this|that|a|an|le|la|les|mon|ma|mes|notre|nos|ce|cet|cette|un|une|du|de la)\s+|l')+"
)
_CONNECTOR = r"(?:\s*(?:called|named|titled|about|of|for|on|to|at|from|with|intitulee?|nommee?|qui s'appelle|appelee?|sur|de|du|d'|pour|chez|avec|a|:)(?:\s+|(?<=')|(?<=:)\s*)|\s+)"
_BULK = re.compile(
    r"(?:all|every|everything|each|any|both|tous|toutes|tout|chaque|l'ensemble)\b.*|(?:my|mes|the|les) (?:[a-z]+s)$"
)
_ALL = re.compile(r"(?:all|every|everything|each|both|tous|toutes|tout|chaque|l'ensemble)\b")
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "for",
        "with",
        "my",
        "our",
        "in",
        "on",
        "at",
        "and",
        "le",
        "la",
        "les",
        "l",
        "de",
        "du",
        "des",
        "d",
        "un",
        "une",
        "mon",
        "ma",
        "mes",
        "avec",
        "chez",
        "pour",
        "au",
        "aux",
        "et",
        "en",
        "sur",
    ]
)
_TOKEN = re.compile(r"[^\W_]+")

CLEAR = 0.55
_MARGIN = 0.08


@dataclass(frozen=True)
class Found:
    """An entity that may be meant, and how well the words fit it (0 to 1)."""

    kind: str
    entity: Mapping[str, Any]
    score: float

    @property
    def id(self) -> str:
        return self.entity["id"]

    @property
    def label(self) -> str:
        return name_of(self.kind, self.entity)


def name_of(kind: str, entity: Mapping[str, Any]) -> str:
    """What a person calls this entity."""
    if kind == "person":
        return " ".join(str(entity[field]) for field in NAME_FIELDS[kind] if entity.get(field))
    return next((str(entity[field]) for field in NAME_FIELDS[kind] if entity.get(field)), "")


def is_bulk(words: str) -> bool:
    """Whether the words mean many things at once ("all my tasks", "everything")."""
    return bool(_ALL.match(fold(words).strip()))


def rank(kind: str, words: str, entities: Sequence[Mapping[str, Any]]) -> list[Found]:
    """The entities that the words may mean, best first, down to a weak resemblance."""
    forms = _forms(kind, words)
    if not forms:
        return []
    found: list[Found] = []
    for entity in entities:
        names = [str(entity[field]) for field in NAME_FIELDS[kind] if entity.get(field)]
        if len(names) > 1:
            names.append(" ".join(names))
        names += [str(alias) for alias in entity.get("aliases") or ()]
        best = max((_score(form, fold(name)) for form in forms for name in names), default=0.0)
        if best >= 0.4:
            found.append(Found(kind, entity, best))
    return sorted(found, key=lambda item: -item.score)


def decide(found: Sequence[Found]) -> list[Found]:
    """The clear match alone, or those between which the writer must choose, or none."""
    if not found or found[0].score < CLEAR:
        return []
    close = [item for item in found if item.score >= found[0].score - _MARGIN]
    exact = [item for item in found if item.score >= 0.99]
    return exact[:1] if len(exact) == 1 else (exact or close)


def _forms(kind: str, words: str) -> list[str]:
    """The words as a name: as they are, and without the noun of the kind."""
    plain = fold(words).strip(" \"'.,;:!?").removesuffix("'s")
    bare = _DETERMINER.sub("", plain, count=1) if _DETERMINER.match(plain) else plain
    noun = NOUNS[kind]
    stripped = re.sub(rf"^(?:{noun}){_CONNECTOR}", "", bare)
    stripped = re.sub(rf"\s+(?:{noun})$", "", stripped).strip(" \"':")
    stripped = _DETERMINER.sub("", stripped, count=1) if _DETERMINER.match(stripped) else stripped
    for other, pattern in _PLAIN.items():
        if other != kind and re.search(rf"^(?:{pattern})\b|\b(?:{pattern})$", bare):
            # Said to be of another kind: only a name with that very word in it fits.
            return ["=" + plain, "=" + bare]
    return list(dict.fromkeys([plain, bare, stripped]))


def _score(form: str, name: str) -> float:
    if form.startswith("="):
        return 1.0 if form[1:] == name else 0.0
    if form == name:
        return 1.0
    wanted = [token for token in _TOKEN.findall(form) if token not in _STOP]
    present = [token for token in _TOKEN.findall(name) if token not in _STOP]
    if not wanted or not present:
        return 0.0
    fitting = sum(any(_alike(token, other) for other in present) for token in wanted)
    if fitting == len(wanted):
        return 0.62 + 0.36 * min(1.0, fitting / len(present))
    if fitting >= 2 and fitting / len(wanted) >= 0.6:
        return 0.5 * fitting / max(len(wanted), len(present)) + 0.1
    return 0.0


def _alike(one: str, other: str) -> bool:
    if one == other or one.rstrip("sx") == other.rstrip("sx"):
        return True
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 1:
        return False
    return _one_edit(one, other)


def _one_edit(one: str, other: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours makes them equal."""
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) == len(other):
        swapped = one[:at] + one[at + 1 : at + 2] + one[at : at + 1] + one[at + 2 :]
        return one[at + 1 :] == other[at + 1 :] or swapped == other
    return one[at:] == other[at + 1 :]
