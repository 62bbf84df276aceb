"""The offline language layer as the runtime uses it: words for what it has none for, dates for a model."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from threading import Thread
from typing import Any

from agents.language.clause import Clause
from agents.language.fold import clean, detect, fold
from agents.language.outcome import Call, Lookup, Speaker, Understood
from agents.language.outcome import Outcome as Understanding
from agents.language.reply import has_words
from agents.language.understanding import Understanding as Grammar
from agents.language.when.model import Today
from agents.language.when.scan import read_together
from agents.runtime.elsewhere import Elsewhere
from agents.runtime.texts import Say, say


class SpokenLanguage:
    """The grammar of all features, in a thread of its own: compiling it would hold up the hub for seconds."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._elsewhere = Elsewhere("language")

    def start(self) -> None:
        """Begin to compile, so that the first sentence need not wait."""
        Thread(target=self._grammar.warm_through, name="grammar", daemon=True).start()

    def close(self) -> None:
        """End the thread."""
        self._elsewhere.close()

    async def understand(self, sentence: str, speaker: Speaker, lookup: Lookup) -> Understanding:
        """What a sentence asks for."""
        look = _from_here(lookup)
        understood = await self._elsewhere.run(lambda: self._grammar.understand(sentence, speaker, look))
        return _whole_undo(understood)

    async def slash(self, text: str, speaker: Speaker, lookup: Lookup) -> Understanding:
        """What a slash command asks for."""
        look = _from_here(lookup)
        return _whole_undo(await self._elsewhere.run(lambda: self._grammar.slash(text, speaker, look)))

    def reply(self, understood: Understood, results: Sequence[Mapping[str, Any]], speaker: Speaker) -> str:
        """The answer to a command that was carried out."""
        worded = [
            (call, result)
            for call, result in zip(understood.calls, results, strict=False)
            if has_words(call.operation)
        ]
        if not worded:
            undone = any(call.operation.startswith("activity.undo") for call in understood.calls)
            return say(Say.UNDONE if undone else Say.NO_WORDS, understood.language)
        calls = tuple(call for call, _ in worded)
        return self._grammar.reply(replace(understood, calls=calls), [result for _, result in worded], speaker)


def read_date(phrase: str, now: datetime) -> tuple[date | None, datetime | None]:
    """A phrase, said at `now` on the speaker's clock, as the day and the instant that it means."""
    text = clean(phrase)
    language = detect(fold(text), "en", text)
    today = Today(now)
    when = read_together(Clause(text, language, today).spans, today)
    if not when:
        return None, None
    moment = when.starts(now)
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=now.tzinfo)
    return when.deadline(now), moment


def _from_here(lookup: Lookup) -> Lookup:
    """The same lookup for another thread: it runs on this loop, where the database client lives."""
    here = asyncio.get_running_loop()

    async def look(operation: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        found = asyncio.run_coroutine_threadsafe(lookup(operation, arguments), here)
        return await asyncio.wrap_future(found)

    return look


def _whole_undo(outcome: Understanding) -> Understanding:
    """What a person undoes in words is what was done in one go, not the last line of its record."""
    if not isinstance(outcome, Understood):
        return outcome
    calls = tuple(
        Call(operation="activity.undo_last", label=call.label) if call.operation == "activity.undo" else call
        for call in outcome.calls
    )
    return replace(outcome, calls=calls)
