"""The report's pictures. They need matplotlib, the extra `bench`; without it there are none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.parts import durable, endtoend, fanout, leaving, memory
from bench.records import Records
from bench.servers import HUB, NODE, STOCK

COLOURS = {HUB: "#2f6fde", NODE: "#6a9a4b", STOCK: "#b9824f", endtoend.TWO: "#7d5bbe"}
Bars = tuple[str, str, str, str]
"""Label, part, case, figure."""


def draw(folder: Path, records: Records) -> list[Path]:
    """Draw what was measured; returns the files.

    Raises:
        ImportError: matplotlib is not installed.
    """
    import matplotlib

    matplotlib.use("agg")
    sizes = (10, 1000, 5000)
    pictures: Sequence[tuple[str, str, list[Bars]]] = (
        (
            "fan-out",
            "CPU per delivery, µs",
            [
                *((f"{n:,}\none", fanout.PART, fanout.lone_case(n), "cpu_us_per_delivery") for n in sizes),
                *((f"{n:,}\nbursts", fanout.PART, fanout.burst_case(n), "cpu_us_per_delivery") for n in sizes),
            ],
        ),
        (
            "last-recipient",
            "last of the room, p99, ms",
            [
                *((f"{n:,}\none", fanout.PART, fanout.lone_case(n), "last_p99_ms") for n in sizes),
                ("1,000\nbursts", fanout.PART, fanout.burst_case(), "last_p99_ms"),
                ("1,000\nstored", endtoend.PART, endtoend.ALONE, "last_p99_ms"),
            ],
        ),
        (
            "durable",
            "acknowledged messages a second",
            [
                ("one room", durable.PART, durable.ONE_ROOM, "acked_per_s"),
                ("64 rooms", durable.PART, durable.MANY_ROOMS, "acked_per_s"),
            ],
        ),
        (
            "memory",
            "KB per idle connection",
            [
                ("plain", memory.PART, memory.PLAIN, memory.FIGURE),
                ("compression\noffered", memory.PART, memory.OFFERED, memory.FIGURE),
            ],
        ),
        (
            "crowds",
            "CPU per client, µs",
            [
                ("reconnect", leaving.PART, leaving.RECONNECT, "cpu_us_per_client"),
                ("1,000 leave", leaving.PART, leaving.FEW_LEAVE, "cpu_us_per_client"),
                ("3,000 leave", leaving.PART, leaving.MANY_LEAVE, "cpu_us_per_client"),
            ],
        ),
    )
    drawn = [_draw(folder / f"{name}.png", records, title, bars) for name, title, bars in pictures]
    return [file for file in drawn if file is not None]


def _draw(file: Path, records: Records, title: str, bars: list[Bars]) -> Path | None:
    """Bars with the medians, whiskers with the least and the most over the rounds; None if nothing was measured."""
    import matplotlib.pyplot as pyplot

    bars = [bar for bar in bars if records.of(bar[1], bar[2])]
    if not bars:
        return None
    figure: Any
    axes: Any
    figure, axes = pyplot.subplots(figsize=(1.6 + 1.25 * len(bars), 3.4))
    servers = [name for name in COLOURS if any(records.spread(*bar[1:3], name, bar[3]) for bar in bars)]
    width = 0.8 / len(servers)
    named: set[str] = set()
    for place, server in enumerate(servers):
        for at, (_, part, case, name) in enumerate(bars):
            spread = records.spread(part, case, server, name)
            if spread is None:
                continue
            label = None if server in named else server
            named.add(server)
            whiskers = [[spread.median - spread.low], [spread.high - spread.median]]
            x = at - 0.4 + width * (place + 0.5)
            axes.bar(x, spread.median, width * 0.92, yerr=whiskers, color=COLOURS[server], capsize=2, label=label)
            axes.annotate(f"{spread.median:.3g}", (x, spread.high), ha="center", va="bottom", fontsize=7)
    axes.set_xticks(range(len(bars)), [bar[0] for bar in bars], fontsize=8)
    axes.set_title(title, fontsize=9, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize=8)
    figure.tight_layout()
    figure.savefig(file, dpi=130)
    pyplot.close(figure)
    return file
