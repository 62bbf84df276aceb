"""What has to be reached, and what was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.parts import durable, endtoend, fanout, files, leaving, lists, memory, search, stalled, transfer
from bench.records import Records, Spread
from bench.servers import HUB, NODE, STOCK


@dataclass(frozen=True, kw_only=True)
class Goal:
    """One line of the table.

    Attributes:
        at_least: The limit is the least that will do; else it is the most.
        find: What was reached; None where it was not measured.
    """

    what: str
    limit: float
    unit: str
    at_least: bool
    find: Callable[[Records], Spread | None]
    aside: bool = False
    """Good to know beside the goal before it; neither passed nor missed."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A goal and what came of it."""

    goal: Goal
    found: Spread | None

    @property
    def word(self) -> str:
        """`pass`, `MISS`, or that it was not measured."""
        if self.found is None:
            return "not measured"
        if self.goal.aside:
            return "aside"
        reached = self.found.median
        good = reached >= self.goal.limit if self.goal.at_least else reached <= self.goal.limit
        return "pass" if good else "MISS"

    def cells(self) -> list[str]:
        """For a table: goal, limit, reached, spread, verdict."""
        sign = "≥" if self.goal.at_least else "≤"
        unit = self.goal.unit
        if self.found is None:
            return [self.goal.what, f"{sign} {self.goal.limit:g}{unit}", "–", "–", self.word]
        found = self.found
        return [
            self.goal.what,
            f"{sign} {self.goal.limit:g}{unit}",
            f"{found.median:.2f}{unit}",
            f"{found.low:.2f} to {found.high:.2f}",
            self.word,
        ]


def judge(records: Records) -> list[Verdict]:
    """Every goal with what was reached."""
    return [Verdict(goal=goal, found=goal.find(records)) for goal in GOALS]


def _times(part: str, case: str, figure: str, over: str, under: str) -> Callable[[Records], Spread | None]:
    return lambda records: records.ratio(part, case, figure, over, under)


def _last_p99(records: Records) -> Spread | None:
    """All rounds together, for a hundredth of one round is not even one message; the spread is that of the rounds."""
    case = fanout.lone_case()
    hub = records.percentile(fanout.PART, case, HUB, "last_ms", 99)
    node = records.percentile(fanout.PART, case, NODE, "last_ms", 99)
    by_round = records.ratio(fanout.PART, case, "last_p99_ms", HUB, NODE)
    if not hub or not node or by_round is None:
        return None
    return Spread(median=hub / node, low=by_round.low, high=by_round.high, rounds=by_round.rounds)


def _added_delay(records: Records) -> Spread | None:
    """How much later than Node's the messages of a burst come in a room of 10, where processing takes no time.

    Node writes each message at once, so what is more than its time was added by waiting for company. Where the hub
    is the faster of the two even so, against the hub's own lone messages.
    """
    burst, lone = fanout.burst_case(10), fanout.lone_case(10)
    hub = records.values(fanout.PART, burst, HUB, "last_p50_ms")
    node = records.values(fanout.PART, burst, NODE, "last_p50_ms")
    alone = records.values(fanout.PART, lone, HUB, "last_p50_ms")
    return Spread.of([max(hub[at] - node[at], hub[at] - alone[at]) for at in hub if at in node and at in alone])


def _delay_of_node(records: Records) -> Spread | None:
    burst = records.values(fanout.PART, fanout.burst_case(10), NODE, "last_p50_ms")
    lone = records.values(fanout.PART, fanout.lone_case(10), NODE, "last_p50_ms")
    return Spread.of([burst[at] - lone[at] for at in burst if at in lone])


def _stalled_others(records: Records) -> Spread | None:
    with_them = records.values(stalled.PART, stalled.WITH, HUB, "others_p99_ms")
    without = records.values(stalled.PART, stalled.WITHOUT, HUB, "others_p99_ms")
    return Spread.of([with_them[at] / without[at] for at in with_them if at in without])


def _reconnect(records: Records) -> Spread | None:
    return records.ratio(leaving.PART, leaving.RECONNECT, "cpu_s", HUB, NODE)


def _reconnect_looked_up(records: Records) -> Spread | None:
    return records.ratio(leaving.PART, leaving.RECONNECT, "cpu_s", HUB, NODE, under_case=leaving.LOOKED_UP)


def _leaving(records: Records) -> Spread | None:
    many = records.values(leaving.PART, leaving.MANY_LEAVE, HUB, "cpu_s")
    few = records.values(leaving.PART, leaving.FEW_LEAVE, HUB, "cpu_s")
    return Spread.of([many[at] / few[at] for at in many if at in few])


_CPU = "cpu_us_per_delivery"


def _least(what: str, limit: float, find: Callable[[Records], Spread | None], unit: str = "×") -> Goal:
    return Goal(what=what, limit=limit, unit=unit, at_least=True, find=find)


def _most(what: str, limit: float, find: Callable[[Records], Spread | None], unit: str = "×") -> Goal:
    return Goal(what=what, limit=limit, unit=unit, at_least=False, find=find)


GOALS = (
    _least(
        "fan-out, one message, room of 1,000: stock's CPU over ours",
        5,
        _times(fanout.PART, fanout.lone_case(), _CPU, STOCK, HUB),
    ),
    _least(
        "fan-out, one message, room of 1,000: Node's CPU over ours",
        1.2,
        _times(fanout.PART, fanout.lone_case(), _CPU, NODE, HUB),
    ),
    _least(
        "fan-out, bursts of 10 in 5 ms, room of 1,000: stock's CPU over ours",
        20,
        _times(fanout.PART, fanout.burst_case(), _CPU, STOCK, HUB),
    ),
    _least(
        "fan-out, bursts of 10 in 5 ms, room of 1,000: Node's CPU over ours",
        3,
        _times(fanout.PART, fanout.burst_case(), _CPU, NODE, HUB),
    ),
    _most("fan-out, bursts: delay added by waiting for company", 5, _added_delay, " ms"),
    Goal(
        what="how much later than lone ones Node's messages come in bursts, without any waiting",
        limit=5,
        unit=" ms",
        at_least=False,
        find=_delay_of_node,
        aside=True,
    ),
    _most("last of 1,000 recipients, p99: ours over Node's", 0.8, _last_p99),
    _least(
        "durable, 64 senders in one room: our rate over Node's",
        3,
        _times(durable.PART, durable.ONE_ROOM, "acked_per_s", HUB, NODE),
    ),
    _least(
        "durable, 64 senders in 64 rooms: our rate over Node's",
        3,
        _times(durable.PART, durable.MANY_ROOMS, "acked_per_s", HUB, NODE),
    ),
    _most(
        "durable, 1 sender, p50: ours over Node's",
        1.2,
        _times(durable.PART, durable.LONE, "ack_p50_ms", HUB, NODE),
    ),
    _most(
        "memory of an idle connection: ours over Node's",
        1.3,
        _times(memory.PART, memory.PLAIN, memory.FIGURE, HUB, NODE),
    ),
    _most(
        "memory of an idle connection that offers compression: ours over stock's",
        0.3,
        _times(memory.PART, memory.OFFERED, memory.FIGURE, HUB, STOCK),
    ),
    _most("3,000 reconnect and catch up: our CPU over that of Node's reconnect alone", 1, _reconnect),
    Goal(
        what="the same where Node, too, reads from its database who is in which room",
        limit=1,
        unit="×",
        at_least=False,
        find=_reconnect_looked_up,
        aside=True,
    ),
    _most("mass disconnect: our CPU for 3,000 over that for 1,000", 3.3, _leaving),
    _most(
        "two workers: CPU a delivery of all hub processes over that of one",
        1.25,
        _times(endtoend.PART, endtoend.ALONE, _CPU, endtoend.TWO, HUB),
    ),
    _most(
        "20 stalled readers: memory of each",
        1024,
        lambda records: records.spread(stalled.PART, stalled.WITH, HUB, "kb_per_stalled_reader"),
        " KB",
    ),
    _least(
        "20 stalled readers: how many were cut",
        20,
        lambda records: records.spread(stalled.PART, stalled.WITH, HUB, "cut"),
        "",
    ),
    _most("20 stalled readers: everyone else's p99 over that without them", 1.2, _stalled_others),
    *(
        _most(
            f"{case}: how much the hub's memory rises",
            10,
            lambda records, case=case: records.spread(files.PART, case, HUB, files.FIGURE),
            " MB",
        )
        for case in (files.UP, files.PIECES, files.DOWN)
    ),
    *(
        _most(
            f"search over 100,000 notes, {case}: p95 of the answer",
            limit,
            lambda records, case=case: records.spread(search.PART, case, HUB, search.FIGURE),
            " ms",
        )
        for case, limit in ((search.WORDS, 15), (search.BOTH, 40))
    ),
    _most(
        "search: a note that was just written is found after",
        2,
        lambda records: records.spread(search.PART, search.FRESH, HUB, search.FOUND),
        " s",
    ),
    _least(
        "import of 100,000 documents, a second",
        3000,
        lambda records: records.spread(transfer.PART, transfer.IMPORT, HUB, transfer.RATE),
        "",
    ),
    _most(
        "import of 100,000 documents: peak memory of its process",
        300,
        lambda records: records.spread(transfer.PART, transfer.IMPORT, HUB, transfer.PEAK),
        " MB",
    ),
    Goal(
        what="search: p95 of other requests while five people search without a pause",
        limit=40,
        unit=" ms",
        at_least=False,
        find=lambda records: records.spread(search.PART, search.OTHERS, HUB, search.FIGURE),
        aside=True,
    ),
    *(
        _most(
            f"{name}, a page of {lists.PAGE}: our CPU over that of PyMongo alone",
            1.3,
            _times(lists.PART, lists.operation_case(name), lists.FIGURE, HUB, lists.RAW),
        )
        for name in lists.LISTS
    ),
    *(
        Goal(
            what=f"{name}, the same with all that HTTP takes",
            limit=1.3,
            unit="×",
            at_least=False,
            find=_times(lists.PART, lists.door_case(name), lists.FIGURE, HUB, lists.RAW),
            aside=True,
        )
        for name in lists.LISTS
    ),
)
