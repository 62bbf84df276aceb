"""From a sentence to its clauses: several actions may be asked at once, the verb of a later one left out."""

# ruff: noqa: E501 - a pattern is easier to read whole than cut to pieces

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agents.language.address import strip_address
from agents.language.amounts import find_amounts
from agents.language.fold import clean, detect, fold
from agents.language.outcome import Language
from agents.language.templates import Compiler

# "rappelle-moi", "supprime-la": the pronoun is a word of its own (same length, only in the folded text).
_CLITIC = re.compile(r"(?<=[a-z])-(?=(?:moi|toi|le|la|les|y|lui|leur)\b)")
_JOINT: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\s*(?:[,;.]\s+|\n)\s*(?:and then|and also|then|and|also|plus|but)?\s*|\s+(?:and then|and also|then|and|plus|but)\s+"
    ),
    "fr": re.compile(
        r"\s*(?:[,;.]\s+|\n)\s*(?:et puis|et ensuite|puis|ensuite|et aussi|et|aussi|mais)?\s*|\s+(?:et puis|et ensuite|et aussi|puis|ensuite|et|mais)\s+"
    ),
}
_ELIDED: dict[Language, tuple[re.Pattern[str], str]] = {
    "en": (re.compile(r"(?:an?|another|one|one more) (?:\w+ )?(?:task|note|project|event|reminder|alarm)\b"), "add "),
    "fr": (re.compile(r"(?:une|un)(?: autre)? (?:tache|note|projet|evenement|rappel|alarme)\b"), "ajoute "),
}
# After "add a task …", these may just as well go on with the title ("clean the flat and finish the report").
_WEAK: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"(?:finish|complete|check|close|start|book|arrange|plan|record|change|update|set|put|make|new|paid|log|find|search|list|show|what|note|pause|resume|write|push|shift|drop|tick)\b"
    ),
    "fr": re.compile(r"\w+(?:er|ir|re)\b|note\b|change\b|fais\b|termine\b"),
}
_TITLED = re.compile(
    r"(?:add|create|make|new|put|set|ajoute|cree|fais|mets|nouvelle)\w*\b.{0,12}\b(?:tasks?|to-?do|taches?)\b|(?:task|tache|todo)\b|"
    r"(?:remind|rappelle|schedule|planifie)\b"
)
# A note takes everything that follows word for word.
_VERBATIM: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"(?:note|memo|remember (?:that|this)|jot|write down|(?:take|make|save|write|new|add|create) (?:me )?(?:an? |the )?(?:new |quick )?note)\b"
    ),
    "fr": re.compile(
        r"(?:notes?|noter|memo|retiens|souviens|garde|(?:prends?|fais|ecris|enregistre|nouvelle|ajoute|cree) (?:moi )?(?:une |la )?(?:nouvelle )?note)\b"
    ),
}


# "Two tasks: a, b and c": the commas are between titles.
_LISTED = re.compile(
    r"(?:add|create|make|ajoute|cree|fais)\w* .{0,25}\b(?:tasks|taches|to-?dos)\b(?! .{0,40}\b(?:and|et)\b .*:)"
)
# "delete the note A and the task B": the verb goes for both.
_AGAIN = re.compile(
    r"(?:delete|remove|erase|cancel|complete|finish|archive|supprime|efface|enleve|annule|termine|coche)\w*(?=\s)"
)
_ANOTHER = re.compile(
    r"(?:(?:the|my|la|le|ma|mon)\s+|l')(?:task|note|project|event|meeting|appointment|alarm|reminder|expense|tache|projet|evenement|reunion|"
    r"rendez-?vous|rdv|alarme|rappel|depense)\b"
)
_OF_IT = re.compile(r"\w+ (?:it|them|this|that|la|le|les|ca)\b")
_REFUSED = re.compile(r"(?:please )?(?:don't|dont|do not|never)\b|(?:surtout )?(?:ne |n'(?!oublie))")


@dataclass(frozen=True)
class Part:
    """A stretch of the request; `prefix` is the verb that the writer left out."""

    text: str
    folded: str


class Splitter:
    """Cuts a request where a new command begins."""

    def __init__(self, rules: Mapping[Language, Mapping[str, str]]) -> None:
        self._commands = {
            language: Compiler(given).compile("<command>").as_start() for language, given in rules.items()
        }

    def prepare(self, text: str, locale: str) -> tuple[str, str, Language]:
        """Original and folded request (equally long), without address, and its language."""
        original = clean(text)
        folded = fold(original)
        language = detect(re.sub(r"@?\beko\b", " ", folded), locale, original)
        if language == "fr":
            folded = _CLITIC.sub(" ", folded)
        start, end = strip_address(folded, language)
        return original[start:end], folded[start:end], language

    def is_command(self, folded: str, language: Language) -> bool:
        """Whether a request begins as a command does."""
        return bool(self._commands[language].match(folded))

    def split(self, text: str, folded: str, language: Language) -> Sequence[Part]:
        """The commands in order; one part when nothing says otherwise."""
        cuts: list[tuple[int, int, str]] = [(0, 0, "")]
        elided, verb = _ELIDED[language]
        for joint in _JOINT[language].finditer(folded):
            begin = cuts[-1][1]
            left, right = folded[begin : joint.start()], folded[joint.end() :]
            if not left.strip() or not right.strip() or folded[: joint.start()].count('"') % 2:
                continue
            if joint[0].strip().startswith(".") and re.search(r"\b(?:mr|mrs|dr|st|m)$", left):
                continue
            hard = (
                bool(re.match(r"\s*[.;\n]", joint[0]))
                or "then" in joint[0]
                or "puis" in joint[0]
                or "also" in joint[0]
            )
            if _VERBATIM[language].match(left) and not hard:
                continue
            if _LISTED.match(left) and not hard:
                continue
            skip, _ = strip_address(right, language)
            prefix = ""
            if elided.match(right):
                prefix = verb
            elif found := self._repeated_amount(left, right, cuts[-1][2], language):
                prefix = found
            elif _ANOTHER.match(right) and (again := _AGAIN.match(cuts[-1][2] + left)):
                prefix = again[0] + " "
            elif _REFUSED.match(right):
                skip = 0
            elif not self._commands[language].match(right[skip:]) or (
                _TITLED.match(left)
                and not hard
                and _WEAK[language].match(right[skip:])
                and not _OF_IT.match(right[skip:])
                and "," not in joint[0]
            ):
                continue
            cuts.append((joint.start(), joint.end() + (skip if not prefix else 0), prefix))
        parts: list[Part] = []
        for index, (_, begin, prefix) in enumerate(cuts):
            end = cuts[index + 1][0] if index + 1 < len(cuts) else len(folded)
            parts.append(Part(prefix + text[begin:end], fold(prefix) + folded[begin:end]))
        return parts

    def _repeated_amount(self, left: str, right: str, before: str, language: Language) -> str:
        """ "I spent 12 € at A and 30 € at B": the second amount has the verb of the first."""
        second = find_amounts(right, language)
        if not second or second[0].start != 0:
            return ""
        first = find_amounts(left, language)
        return (left[: first[0].start] or before) if len(first) == 1 else ""
