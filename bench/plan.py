"""How much is measured: the whole, or just enough to see that everything works."""

from __future__ import annotations

from dataclasses import dataclass

from bench.records import Records


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a part gets to know.

    Attributes:
        rounds: How often everything is measured; the servers take turns within each.
        quick: Smaller crowds and fewer messages.
    """

    rounds: int
    quick: bool
    records: Records

    def scaled(self, full: int, quick: int) -> int:
        """A number for the whole run or for the quick one."""
        return quick if self.quick else full


def turns(servers: list[str], round: int) -> list[str]:
    """The order in a round: everyone is first as often as last."""
    cut = round % len(servers)
    return servers[cut:] + servers[:cut]
