"""People, teams and contacts: who somebody is, whom they work with, and somebody new."""

import re
from typing import Any

from agents.language.fold import fold
from agents.language.meaning.things import changed, listed, made
from agents.language.outcome import Call, Recent
from agents.language.reading import Match, Reading, Talk, choose, find, refer, tidy
from agents.language.references import Found, name_of

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+")
_NOT_NAMES = frozenset(
    [
        "he",
        "she",
        "they",
        "there",
        "here",
        "next",
        "that",
        "this",
        "it",
        "who",
        "someone",
        "somebody",
        "everyone",
        "everybody",
        "anyone",
        "nobody",
        "you",
        "eko",
        "me",
        "il",
        "elle",
        "ils",
        "elles",
        "la",
        "ce",
        "ca",
        "lui",
        "moi",
        "toi",
        "tu",
        "vous",
        "nous",
        "on",
        "quelqu'un",
        "personne",
        "tout",
    ]
)
"""What "who is …" may be followed by that is nobody's name."""


async def read(match: Match, talk: Talk) -> Reading | None:
    """What is said of people."""
    phrase = match.phrase
    if match.verb == "reports":
        return await _of_one(match, talk, lambda one: [Call(operation="person.reports", arguments={"id": one.id})])
    if match.verb == "create":
        return await _create(match, talk)
    if match.verb == "delete":
        return await changed(match, talk, "person")
    if match.verb == "update":
        return await _update(match, talk)
    if phrase.set.get("who"):
        return await _who(match, talk)
    if phrase.set.get("manager"):
        return await _manager(match, talk)
    if "team" in match.slots:
        return await _in_team(match, talk)
    return listed(match)


async def read_team(match: Match, talk: Talk) -> Reading | None:
    """What is said of teams."""
    if match.verb == "list":
        return listed(match)
    return made(match, talk, "team") if match.verb == "create" else await changed(match, talk, "team")


async def read_contact(match: Match, talk: Talk) -> Reading | None:
    """What is said of the accounts that somebody keeps at hand."""
    if match.verb == "list":
        return listed(match)
    if match.verb == "delete":
        return await changed(match, talk, "contact")

    def use(found: Found) -> list[Call]:
        return [Call(operation="contact.create", arguments={"user_id": found.id}, label=found.label)]

    return await refer(talk, "user", match, match.slots["thing"], use)


async def _who(match: Match, talk: Talk) -> Reading | None:
    """Somebody among one's people, or else among the accounts; of several, all of them."""
    said = tidy(match.slots["q"])
    words = fold(said).split()
    if not words or words[0] in _NOT_NAMES:
        return None
    found = await find(talk, "person", said)
    if len(found) == 1:
        return Reading(
            calls=_card(found[0], talk.say("manager")), literal=match.literal, touched=[_touched(found[0])]
        )
    if found:
        return Reading(calls=[Call(operation="person.list", arguments={"q": said[:200]})], literal=match.literal)
    if accounts := await find(talk, "user", said):
        name = name_of("user", accounts[0].entity) if len(accounts) == 1 else said
        return Reading(calls=[Call(operation="user.list", arguments={"q": name[:200]})], literal=match.literal)
    # "Who is coming on Friday?" asks for no name; "who is Marie?" does.
    named = match.phrase.set.get("named") or (len(words) <= 3 and (said[:1].isupper() or len(words) == 1))
    return Reading(missing=said, score=0.0, literal=match.literal) if named else None


def _card(found: Found, manager: str) -> list[Call]:
    """Who somebody is, with their team and their manager."""
    calls = [Call(operation="person.get", arguments={"id": found.id})]
    if found.entity.get("team_id"):
        calls.append(Call(operation="team.get", arguments={"id": found.entity["team_id"]}))
    if found.entity.get("manager_id"):
        calls.append(Call(operation="person.get", arguments={"id": found.entity["manager_id"]}, label=manager))
    return calls


def _touched(found: Found) -> Recent:
    return Recent(kind="person", id=found.id, label=found.label)


async def _of_one(match: Match, talk: Talk, use: Any) -> Reading | None:
    """What is asked of one person, who must be there."""
    found = await find(talk, "person", match.slots["q"])
    if not found:
        return Reading(missing=tidy(match.slots["q"]), score=0.0, literal=match.literal)
    return choose(found, use, match, talk)


async def _manager(match: Match, talk: Talk) -> Reading | None:
    def use(found: Found) -> list[Call] | str:
        manager = found.entity.get("manager_id")
        if not manager:
            return talk.say("no_manager", name=found.label)
        return [Call(operation="person.get", arguments={"id": manager})]

    return await _of_one(match, talk, use)


async def _in_team(match: Match, talk: Talk) -> Reading | None:
    """The people of a team."""
    found = await find(talk, "team", match.slots["team"])
    if not found:
        return None if match.phrase.set.get("maybe") else Reading(missing=tidy(match.slots["team"]), score=0.0)

    def use(one: Found) -> list[Call]:
        return [Call(operation="person.list", arguments={"team_id": one.id})]

    return choose(found, use, match, talk)


async def _create(match: Match, talk: Talk) -> Reading | None:
    first, _, last = tidy(match.slots["name"]).partition(" ")
    if not first:
        return None
    arguments: dict[str, Any] = {"first_name": first, **({"last_name": last.strip()} if last else {})}
    if "team" in match.slots:
        teams = await _teams(match, talk)
        if len(teams) != 1:
            return Reading(missing=match.slots["team"], score=0.0, literal=match.literal)
        # Somebody who is there already is moved; nobody is noted twice.
        known = await find(talk, "person", match.slots["name"])
        if known:
            return choose(known, lambda one: [_moved(one, teams[0])], match, talk)
        arguments["team_id"] = teams[0]
    label = f"{first} {last}".strip()
    return Reading(
        calls=[Call(operation="person.create", arguments=arguments, label=label)],
        literal=match.literal,
        touched=[Recent(kind="person", id=f"${talk.calls + 1}.id", label=label)],
    )


async def _teams(match: Match, talk: Talk) -> list[str]:
    wanted = fold(tidy(match.slots["team"]))
    return [str(team["id"]) for team in await talk.items("team.list") if fold(str(team["name"])) == wanted]


def _moved(found: Found, team_id: str) -> Call:
    return Call(operation="person.update", arguments={"id": found.id, "team_id": team_id}, label=found.label)


async def _update(match: Match, talk: Talk) -> Reading | None:
    """A role, an address, a manager, or that somebody has left."""
    changes: dict[str, Any] = dict(match.phrase.set)
    if "role" in match.slots:
        changes["role"] = tidy(match.slots["role"])[:200]
    if "email" in match.slots:
        email = tidy(match.slots["email"]).strip("<>")
        if not _EMAIL.fullmatch(email):
            return None
        changes["email"] = email
    if "manager" in match.slots:
        managers = await find(talk, "person", match.slots["manager"])
        if len(managers) != 1:
            return Reading(missing=tidy(match.slots["manager"]), score=0.0, literal=match.literal)
        changes["manager_id"] = managers[0].id
    return await changed(match, talk, "person", **changes)
