"""Folding for matching: lower case, no accents, plain quotes, and as long as the original.

Because every character keeps its place, what a pattern finds in folded text is cut from the original, so that
titles keep their capitals and accents.
"""

# ruff: noqa: SIM905 - word lists are read as text

import re
import unicodedata
from typing import cast

from agents.language.outcome import Language

_QUOTES = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "«": '"', "»": '"', "“": '"', "”": '"', "–": "-", "—": "-"}


class _Table(dict[int, str]):
    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in _QUOTES:
            folded = _QUOTES[char]
        elif char.isspace():
            folded = " "
        else:
            folded = unicodedata.normalize("NFD", char)[0].lower()
            folded = folded if len(folded) == 1 else char
        self[code] = folded
        return folded


_TABLE = _Table()


def clean(text: str) -> str:
    """Compose accents and make every space a plain one; the result is what offsets refer to."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(" " if char.isspace() and char != "\n" else char for char in composed).strip()


def fold(text: str) -> str:
    """Fold clean text, keeping its length."""
    return text.translate(_TABLE)


_WORD = re.compile(r"[^\W\d_]+")

_ENGLISH = frozenset(
    """the a an to of on in at by for from with my me i you your it is are was be do does did what when where who how
    and or not don't please can could would should have has had this that these those new add create make delete
    remove move mark as done show list find cancel schedule remind wake set every next last tomorrow today tonight
    yesterday week month year monday tuesday wednesday thursday friday saturday sunday spent paid received bought
    thanks thank hello hi hey task tasks meeting event reminder alarm rename archive complete finish finished all
    called named into out up off about if there which rather who link links poll team people file files bookmark
    unread situation label""".split()
)
_FRENCH = frozenset(
    """le la les un une des du de d l au aux en dans sur sous pour par avec sans chez mon ma mes ton ta tes son sa ses
    je j tu il elle on nous vous ils elles me m te t se s ce c cet cette ces que qu qui quoi quel quelle quels quelles
    est sont suis es etait ai as a ont ne n pas et ou puis mais si comment combien pourquoi quand ajoute cree supprime
    deplace decale mets marque montre cherche liste trouve annule planifie rappelle reveille tous toutes toute tout
    demain aujourd hui hier soir matin semaine mois annee lundi mardi mercredi jeudi vendredi samedi dimanche paye
    depense recu achete merci bonjour salut tache taches reunion rappel renomme termine fini finie y plait stp svp
    nouvelle nouveau alarme alarmes reveil minuteur depenses projet projets evenement
    clos ferme vote sondage sondages seance seances lien liens equipe equipes fichier fichiers salon salons signet
    signets brouillons journee etiquette etiquettes personne personnes ouvre cette
    rdv agenda prochain prochaine desactive quelque fait faite coche c'est""".split()
)


_ACCENTS = re.compile(r"[éèêëàâùûîïôçœÉÈÊÀÂÙÛÎÔÇŒ]")


def detect(folded: str, locale: str, original: str = "") -> Language:
    """The language of a sentence, by its small words and accents; the locale decides a tie."""
    words = _WORD.findall(folded)
    # The first word weighs more: it is the verb, the rest may be a title in the other language.
    english = sum(word in _ENGLISH for word in words) + 1.5 * (bool(words) and words[0] in _ENGLISH)
    french = sum(word in _FRENCH for word in words) + 1.5 * (bool(words) and words[0] in _FRENCH)
    french += bool(_ACCENTS.search(original))
    if english == french:
        return cast(Language, "fr" if locale.lower().startswith("fr") else "en")
    return "en" if english > french else "fr"
