"""Who is where: the people and the listeners of the other processes, as those have told."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

GONE_AFTER_S = 30.0
"""A process that has not been heard of for so long is taken for dead."""


@dataclass
class _Process:
    heard_at: float
    people: set[str] = field(default_factory=set[str])
    topics: set[str] = field(default_factory=set[str])


class Roster:
    """The other processes. It keeps no time: the caller says what time it is."""

    def __init__(self) -> None:
        self._processes: dict[str, _Process] = {}
        self._places: dict[str, int] = {}
        """In how many other processes a person is."""

    def heard(self, process: str, now: float) -> bool:
        """A process gave a sign of life; whether that was its first."""
        known = self._processes.get(process)
        if known is None:
            self._processes[process] = _Process(heard_at=now)
            return True
        known.heard_at = now
        return False

    def state(self, process: str, people: Iterable[str], topics: Iterable[str]) -> None:
        """All of a process' people and topics."""
        known = self._processes[process]
        now = set(people)
        self.moved(process, now - known.people, known.people - now)
        known.topics = set(topics)

    def moved(self, process: str, came: Iterable[str], left: Iterable[str]) -> None:
        """Who has come to a process and who has left it."""
        people = self._processes[process].people
        for user_id in came:
            if user_id not in people:
                people.add(user_id)
                self._places[user_id] = self._places.get(user_id, 0) + 1
        for user_id in left:
            if user_id in people:
                people.discard(user_id)
                self._places[user_id] -= 1
                if not self._places[user_id]:
                    del self._places[user_id]

    def topic(self, process: str, topic: str, heard: bool) -> None:
        """Whether a process has a socket that hears a topic."""
        topics = self._processes[process].topics
        (topics.add if heard else topics.discard)(topic)

    def gone(self, process: str) -> list[str]:
        """A process has ended; returns those who are in no other one now."""
        known = self._processes.get(process)
        if known is None:
            return []
        people = list(known.people)
        self.moved(process, (), people)
        del self._processes[process]
        return [user_id for user_id in people if user_id not in self._places]

    def silent(self, now: float) -> list[str]:
        """The processes that have not been heard of for too long."""
        return [name for name, known in self._processes.items() if now - known.heard_at > GONE_AFTER_S]

    def processes(self) -> list[str]:
        """The names of the living ones."""
        return sorted(self._processes)

    def people(self) -> Collection[str]:
        """Who is in another process."""
        return self._places.keys()

    def is_heard(self, topic: str) -> bool:
        """Whether another process has a socket that hears a topic."""
        return any(topic in known.topics for known in self._processes.values())
