"""The one exception for "the hub cannot start, and here is what to do about it"."""

from __future__ import annotations


class CannotStart(Exception):
    """Something outside our code stands in the way of starting.

    The command line prints both parts without a traceback, since neither needs a programmer.
    """

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what}\n{advice}")
        self.what = what
        self.advice = advice
