"""People: who somebody is, and somebody new."""

from typing import Any

from agents.language.fold import fold
from agents.language.outcome import Call, Recent
from agents.language.reading import Match, Reading, Talk, tidy


async def read(match: Match, talk: Talk) -> Reading | None:
    if match.verb == "list":
        q = tidy(match.slots.get("q", ""))
        return Reading(calls=[Call(operation="person.list", arguments={"q": q} if q else {})], literal=match.literal)
    first, _, last = tidy(match.slots["name"]).partition(" ")
    if not first:
        return None
    arguments: dict[str, Any] = {"first_name": first, **({"last_name": last.strip()} if last else {})}
    if "team" in match.slots:
        wanted = fold(tidy(match.slots["team"]))
        teams = [team for team in await talk.items("team.list") if fold(str(team["name"])) == wanted]
        if len(teams) != 1:
            return Reading(missing=match.slots["team"], score=0.0, literal=match.literal)
        arguments["team_id"] = teams[0]["id"]
    label = f"{first} {last}".strip()
    return Reading(
        calls=[Call(operation="person.create", arguments=arguments, label=label)],
        literal=match.literal,
        touched=[Recent(kind="person", id=f"${talk.calls + 1}.id", label=label)],
    )
