"""The report of a run: Markdown for people, JSON for programs."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.goals import Verdict, judge
from bench.records import Records, Spread
from bench.servers import HUB, ROOT

PARTS = {
    "fanout": "Fan-out",
    "endtoend": "Stored messages to a room of 1,000",
    "durable": "Stored before the ack",
    "memory": "Memory",
    "leaving": "Crowds that leave and come back",
    "stalled": "Readers who do not read",
}


def about(rounds: int, quick: bool, load_before: float) -> dict[str, Any]:
    """What ran where."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "rounds": rounds,
        "quick": quick,
        "processors": os.cpu_count(),
        "load_before": round(load_before, 2),
        "load_after": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "node": _output("node", "--version"),
    }


def goals_table(records: Records) -> str:
    """The goals with what was reached, as a Markdown table."""
    return _table(["goal", "limit", "reached", "rounds from to", ""], [one.cells() for one in judge(records)])


def write(folder: Path, records: Records, facts: Mapping[str, Any], plots: Sequence[Path]) -> Path:
    """Write `report.md` and `report.json`; returns the former."""
    verdicts = judge(records)
    plain = {
        "about": dict(facts),
        "goals": [_plain(one) for one in verdicts],
        "failures": records.failures,
        "records": records.plain(),
    }
    (folder / "report.json").write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    lines = ["# Measured side by side", "", _facts(facts), "", goals_table(records), ""]
    if records.failures:
        lines += ["Could not be measured:", "", *(f"- {failure}" for failure in records.failures), ""]
    lines += [f"![{plot.stem}]({plot.name})" for plot in plots]
    part_before = ""
    for part, case in records.cases():
        if part != part_before:
            lines += ["", f"## {PARTS.get(part, part)}"]
            part_before = part
        lines += ["", f"### {case}", "", _case_table(records, part, case)]
    file = folder / "report.md"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _facts(facts: Mapping[str, Any]) -> str:
    size = "quick, with smaller crowds: not for comparing" if facts["quick"] else "whole"
    return (
        f"{facts['at']}, commit {facts['commit']}, {facts['rounds']} rounds ({size}). "
        f"{facts['processors']} processors shared by server, database and clients; "
        f"load {facts['load_before']} before and {facts['load_after']} after; "
        f"Python {facts['python']}, Node {facts['node']}. Medians over the rounds, with the least and the most; "
        "ratios are taken within each round. CPU is the server's own user and system time."
    )


def _case_table(records: Records, part: str, case: str) -> str:
    of = records.of(part, case)
    servers = list(dict.fromkeys(one.server for one in of))
    servers.sort(key=lambda name: (name != HUB, name))
    figures = list(dict.fromkeys(name for one in of for name in one.figures))
    others = [name for name in servers if name != HUB] if HUB in servers else []
    rows: list[list[str]] = []
    for figure in figures:
        row = [f"`{figure}`", *(_shown(records.spread(part, case, server, figure)) for server in servers)]
        row += [_shown(records.ratio(part, case, figure, HUB, other)) for other in others]
        rows.append(row)
    return _table(["", *servers, *(f"hub ÷ {other}" for other in others)], rows)


def _shown(spread: Spread | None) -> str:
    if spread is None:
        return "–"
    return f"{_number(spread.median)} ({_number(spread.low)}–{_number(spread.high)})"


def _number(value: float) -> str:
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 100 else f"{value:.3g}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _plain(verdict: Verdict) -> dict[str, Any]:
    found = verdict.found
    return {
        "goal": verdict.goal.what,
        "limit": verdict.goal.limit,
        "at_least": verdict.goal.at_least,
        "unit": verdict.goal.unit.strip(),
        "reached": None if found is None else found.median,
        "least": None if found is None else found.low,
        "most": None if found is None else found.high,
        "verdict": verdict.word,
    }


def _commit() -> str:
    return _output("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD") or "unknown"


def _output(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
