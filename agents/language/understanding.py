"""Understanding a sentence: address, guards, clauses, templates, meaning."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock

from agents.language import reply, slash
from agents.language.clause import Clause
from agents.language.fold import clean, fold
from agents.language.guards import hard_guard, soft_guard
from agents.language.kinds import KINDS
from agents.language.meaning import read
from agents.language.outcome import (
    Alternative,
    Asks,
    Call,
    Language,
    Lookup,
    NothingToDo,
    NotUnderstood,
    Outcome,
    Speaker,
    Understood,
    reads,
)
from agents.language.phrases import Book, Text, load, rules
from agents.language.reading import Match, Reading, Talk
from agents.language.sentence import Part, Splitter
from agents.language.templates import first_word
from agents.language.texts import say
from agents.language.when.model import Today

_HELP = re.compile(
    r"(?:help(?: me)?|what can (?:you|i) (?:do|ask|say)|"
    r"how (?:do|does) (?:you|this|it) work|what do you (?:do|know)|commands?|"
    r"aide|aide moi|a l'aide|(?:que|qu'est-ce que) (?:sais-tu|peux-tu|tu sais|tu peux) faire|"
    r"tu (?:sais|peux) faire quoi|"
    r"comment (?:ca marche|tu marches|t'utiliser)|que peux-tu faire|commandes?)[\s?!.]*"
)
_UNDO = re.compile(
    r"(?:undo|revert)"
    r"(?: (?:that|it|this|the last (?:thing|action|change|command)|my last (?:action|change)))?[\s!.]*|"
    r"(?:annule|defais|annuler)(?: (?:la|ma) derniere (?:action|modification|commande|chose))[\s!.]*|defais (?:ca|le)"
)
# Questions about what was done, which "help" would not answer.
_PAST = re.compile(
    r"(?:did|have|has|who|whose|why|is|are|should|what|as-tu|avez-vous|tu as|t'as|qui|pourquoi|dois-je|devrais-je|"
    r"est-ce|c'est|quelle|que signifie|a quoi|es-tu)\b"
)
_LONGEST = 1_000  # characters of a command
_CLOSE = 6.0  # how near the weight of another reading must be to make the sentence ambiguous


class Understanding:
    """The grammar of all features, compiled once and used for every sentence."""

    def __init__(self, phrases: Sequence[Path]) -> None:
        """Remember where the phrases are; they are read on the first sentence, or by `warm`."""
        self._directories = tuple(phrases)
        self._books: dict[Language, Book] | None = None
        self._splitter: Splitter | None = None
        self._warming = Lock()

    def warm(self) -> None:
        """Read the phrases. Takes half a second of computing, so not on the event loop."""
        with self._warming:
            if self._books is None:
                self._splitter = Splitter({language: rules(language) for language in ("en", "fr")})
                self._books = load(self._directories)

    def warm_through(self) -> None:
        """Also compile every template, so that the first sentence is as fast as the next; for a thread of its own."""
        self.warm()
        assert self._books is not None
        for book in self._books.values():
            for pattern in book.patterns:
                _ = pattern.regex

    async def understand(self, text: str, speaker: Speaker, lookup: Lookup) -> Outcome:
        """What the speaker wants. Only read operations are run, through `lookup`."""
        await self._warmed()
        assert self._splitter is not None
        original, folded, language = self._splitter.prepare(text, speaker.locale)
        whole = fold(text)
        if not folded.strip():
            return NothingToDo(reason="greeting", language=language)
        if _HELP.fullmatch(folded):
            return NothingToDo(reason="question", language=language, text=say(language, "help"))
        if _UNDO.fullmatch(folded):
            return await slash.undo(language, lookup)
        commanding = self._splitter.is_command(folded, language)
        talk = Talk(speaker, language, lookup)
        if reason := hard_guard(folded, language, commanding=commanding):
            if reason == "question" and (known := await self._answered(original, folded, talk)):
                return known
            answer = say(language, "negation")
            if reason == "question":
                answer = say(language, "unknown_question" if _PAST.match(folded) else "help")
            return NothingToDo(reason=reason, language=language, text=answer)
        if len(folded) > _LONGEST:
            # Nobody commands at such length, except to have a text kept.
            reading = await self._clause(Part(original, folded), talk, plain=True)
            return self._outcome([reading if reading and reading.acts else None], [Part(original, folded)], talk)
        outcome = await self._request(original, folded, talk)
        if isinstance(outcome, NotUnderstood) and (
            reason := soft_guard(folded, language) or soft_guard(whole, language)
        ):
            answer = say(language, reason, help="") if reason in ("thanks", "greeting") else ""
            return NothingToDo(reason=reason, language=language, text=answer.strip())
        return outcome

    async def _answered(self, text: str, folded: str, talk: Talk) -> Outcome | None:
        """A question that looking answers ("who is Marie?"); one that would change something stays unanswered."""
        part = Part(text, folded)
        reading = await self._clause(part, talk, looking=True)
        return self._outcome([reading], [part], talk) if reading else None

    async def _warmed(self) -> None:
        if self._books is None:
            await asyncio.to_thread(self.warm)

    async def _request(self, text: str, folded: str, talk: Talk) -> Outcome:
        assert self._splitter is not None
        whole = Part(text, folded)
        alone = await self._clause(whole, talk, alone=True)
        if alone:
            # What says of itself that it is one sentence is not cut up, though something is missing in it.
            return self._outcome([alone], [whole], talk)
        parts = self._splitter.split(text, folded, talk.language)
        if len(parts) == 1:
            return self._outcome([await self._clause(whole, talk)], parts, talk)
        readings: list[Reading | None] = []
        kept: list[Part] = []
        recent, talk.calls = list(talk.recent), 0
        for part in parts:
            if hard_guard(
                part.folded, talk.language, commanding=self._splitter.is_command(part.folded, talk.language)
            ):
                continue  # "… and don't touch the rest"
            reading = await self._clause(part, talk)
            readings.append(reading)
            kept.append(part)
            if reading and reading.acts:
                for number, call in enumerate(reading.calls, start=talk.calls + 1):
                    talk.made[f"${number}.id"] = call.arguments
                talk.calls += len(reading.calls)
                talk.recent[:0] = reading.touched
        if all(reading and reading.acts for reading in readings):
            return self._outcome(readings, kept, talk)
        partly, talk.recent, talk.calls = list(talk.recent), recent, 0
        once = await self._clause(whole, talk)
        if once and once.acts:
            return self._outcome([once], [whole], talk)
        talk.recent = partly
        return self._outcome(readings, kept, talk)

    def _outcome(self, readings: Sequence[Reading | None], parts: Sequence[Part], talk: Talk) -> Outcome:
        language = talk.language
        acting = [reading for reading in readings if reading and reading.acts]
        calls = tuple(call for reading in acting for call in reading.calls)
        if acting and len(acting) == len(readings):
            return Understood(calls=calls, language=language, confidence=min(r.score for r in acting))
        for reading, part in zip(readings, parts, strict=True):
            if reading and reading.acts:
                continue
            if reading is None:
                if not acting:
                    continue
                rest = part.text.strip(" ,.")
                return Asks(question=say(language, "understood_part", rest=rest), language=language, proposal=calls)
            if reading.missing:
                if acting:
                    question = say(language, "missing_part", rest=reading.missing)
                    return Asks(question=question, language=language, proposal=calls)
                text = say(language, "not_found", name=reading.missing.strip())
                return NothingToDo(reason="not_found", language=language, text=text)
            return self._asks(reading, calls, language)
        return NotUnderstood(language=language)

    def _asks(self, reading: Reading, before: tuple[Call, ...], language: Language) -> Asks:
        proposal = (*before, *reading.calls) if reading.calls else ()
        alternatives = tuple(replace(one, calls=(*before, *one.calls)) for one in reading.alternatives)
        return Asks(question=reading.question, language=language, proposal=proposal, alternatives=alternatives)

    async def _clause(
        self, part: Part, talk: Talk, *, alone: bool = False, plain: bool = False, looking: bool = False
    ) -> Reading | None:
        projects = await talk.items("project.list") if "proje" in part.folded else ()
        today = Today(talk.here, month_first=talk.speaker.locale.replace("_", "-") == "en-US")
        clause = Clause(part.text, talk.language, today, projects, folded=part.folded, plain=plain)
        clause.commanding = self._splitter is not None and self._splitter.is_command(part.folded, talk.language)
        readings: list[Reading] = []
        for match in self._matches(clause, alone):
            if looking and not reads(match.phrase.operation):
                continue
            if reading := await read(match, talk):
                readings.append(reading)
        return self._best(readings, talk)

    def _matches(self, clause: Clause, alone: bool) -> list[Match]:
        """The best match of each phrase, for each way of cutting the clause."""
        assert self._books is not None
        book = self._books[clause.language]
        best: dict[tuple[int, Text], Match] = {}
        for how in ("project",) if clause.plain else ("cut", "loose", "project", "whole"):
            cut = clause.cut(how)
            for _, phrase, pattern in book.beginning(first_word(cut.folded)):
                if phrase.alone != alone or how not in phrase.text:
                    continue
                slots = pattern.match(cut.folded)
                if slots is None:
                    continue
                words = {name: cut.text[start:end] for name, (start, end) in slots.items()}
                literal = len(clause.folded) - sum(len(re.sub(r"\s+", " ", word)) for word in words.values())
                found = best.get((id(phrase), how))
                if found is None or literal > found.literal:
                    best[id(phrase), how] = Match(phrase, clause, cut, words, literal)
        return list(best.values())

    def _best(self, readings: list[Reading], talk: Talk) -> Reading | None:
        def weight(reading: Reading) -> float:
            return reading.literal + 40 * reading.score

        acting = sorted((r for r in readings if r.acts), key=weight, reverse=True)
        asking = sorted((r for r in readings if r.question), key=weight, reverse=True)
        if acting:
            best = acting[0]
            if asking and weight(asking[0]) > weight(best) + _CLOSE:
                return asking[0]
            rivals = [
                r
                for r in acting
                if weight(best) - weight(r) < _CLOSE
                and _target(r) != _target(best)
                and r.touched
                and not r.touched[0].id.startswith("$")
            ]
            if rivals and best.touched and not best.touched[0].id.startswith("$"):
                return self._between([best, *_distinct(rivals)], talk)
            return best
        if asking:
            return asking[0]
        missing = sorted((r for r in readings if r.missing), key=lambda r: r.literal, reverse=True)
        return missing[0] if missing else None

    def _between(self, readings: Sequence[Reading], talk: Talk) -> Reading:
        labels = [f"{r.touched[0].label} ({kind_name(r.touched[0].kind, talk.language)})" for r in readings]
        return Reading(
            question=talk.say("which_of", names=", ".join(labels)),
            alternatives=[
                Alternative(label=label, calls=tuple(r.calls)) for label, r in zip(labels, readings, strict=True)
            ],
            score=readings[0].score,
            literal=readings[0].literal,
        )

    async def exact(self, sentence: str, language: Language, speaker: Speaker, lookup: Lookup) -> Outcome:
        """A command in a known language: no address, no guard, no splitting."""
        await self._warmed()
        text = clean(sentence)
        talk = Talk(speaker, language, lookup)
        part = Part(text, fold(text).replace("-moi", " moi"))
        return self._outcome([await self._clause(part, talk)], [part], talk)

    async def slash(self, text: str, speaker: Speaker, lookup: Lookup) -> Outcome:
        """An exact command: "/task buy milk by Friday"."""
        return await slash.understand(self, text, speaker, lookup)

    def reply(self, outcome: Outcome, results: Sequence[object], speaker: Speaker) -> str:
        """The answer to what was understood and, if it ran, what came of it."""
        return reply.compose(outcome, results, speaker)


def _target(reading: Reading) -> tuple[str, ...]:
    return tuple(one.id for one in reading.touched)


def _distinct(readings: Sequence[Reading]) -> list[Reading]:
    seen: dict[tuple[str, ...], Reading] = {}
    for reading in readings:
        seen.setdefault(_target(reading), reading)
    return list(seen.values())


def kind_name(kind: str, language: Language) -> str:
    """What a kind of thing is called."""
    return KINDS[language][kind][0]
