"""Stored polls to public ones, with who chose what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.messages.standing import standing
from hub.features.polls.documents import PollDocument, PollVoteDocument
from hub.features.polls.schemas import Poll, PollVote
from hub.storage.documents import decode, encode, to_wire

Raw = Mapping[str, Any]
Cast = tuple[str, Sequence[str]]
"""Who chose, and what: a vote that is about to be stored."""


async def present_polls(rows: Sequence[Raw]) -> list[Poll]:
    """Public polls, the votes of all of them in one query."""
    votes: dict[str, list[Raw]] = {row["_id"]: [] for row in rows}
    found = PollVoteDocument.rows().find({"poll_id": {"$in": list(votes)}}).sort([("cast_at", 1), ("_id", 1)])
    async for vote in found:
        votes[vote["poll_id"]].append(vote)
    return [_present(decode(PollDocument, row), votes[row["_id"]]) for row in rows]


async def present_poll(doc: PollDocument, cast: Cast | None = None) -> Poll:
    """One public poll, with a vote in place of what its voter chose before."""
    shown = (await present_polls([encode(doc)]))[0]
    if cast is None:
        return shown
    who, chosen = cast
    for option in shown.options:
        others = [one for one in option.user_ids if one != who]
        option.user_ids = [*others, who] if option.id in chosen else others
    shown.voters = len({one for option in shown.options for one in option.user_ids})
    return shown


async def present_standing(rows: Sequence[Raw]) -> list[Poll]:
    """Those of some polls whose message is still there."""
    there = await standing(row["message_id"] for row in rows)
    return await present_polls([row for row in rows if row["message_id"] in there])


async def present_votes(rows: Sequence[Raw]) -> list[PollVote]:
    """Public votes."""
    return [PollVote.model_validate(to_wire(row)) for row in rows]


def _present(poll: PollDocument, votes: Sequence[Raw]) -> Poll:
    end = poll.ends_at
    counted = [vote for vote in votes if end is None or vote["cast_at"] <= end]
    chosen: dict[str, list[str]] = {option["id"]: [] for option in poll.options}
    for vote in counted:
        for option_id in vote["option_ids"]:
            chosen[option_id].append(vote["owner_id"])
    options = [{**option, "user_ids": chosen[option["id"]]} for option in poll.options]
    return Poll.model_validate({**to_wire(encode(poll)), "options": options, "voters": len(counted)})
