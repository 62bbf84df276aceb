"""The dashboard and the deployment page speak only of measures that exist."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml

from tests.house import House

ROOT = Path(__file__).resolve().parent.parent.parent


async def test_every_measure_that_is_shown_exists(house: House) -> None:
    text = house.hub.measures.text().decode()
    known = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE ")}
    dashboard = (ROOT / "ops/dashboards/panoramix.json").read_text(encoding="utf-8")
    page = (ROOT / "docs/deployment.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:panoramix|process)_[a-z_]+[a-z]\b", dashboard))
    named |= set(re.findall(r"`(panoramix_[a-z_]+)`", page))
    assert len(named) > 10
    assert {name.removesuffix("_bucket") for name in named} <= known


def test_the_files_can_be_read() -> None:
    panels = json.loads((ROOT / "ops/dashboards/panoramix.json").read_text(encoding="utf-8"))["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    scrape = yaml.safe_load((ROOT / "ops/dashboards/prometheus.yml").read_text(encoding="utf-8"))
    assert scrape["scrape_configs"][0]["job_name"] == "panoramix"
