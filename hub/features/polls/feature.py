"""What the feature of polls hands over to the composition root."""

from __future__ import annotations

from hub.features.polls import closing, operations
from hub.features.polls.access import audience, authorize, authorize_vote, visible
from hub.features.polls.documents import PollDocument, PollVoteDocument
from hub.features.polls.present import present_polls, present_votes
from hub.features.polls.schemas import Poll, PollVote
from hub.kernel.catalog import Entity, Feature

FEATURE = Feature(
    name="polls",
    operations=(
        operations.create_poll,
        operations.list_polls,
        operations.get_poll,
        operations.vote,
        operations.close_poll,
        closing.expire_poll,
    ),
    entities=(
        Entity(
            kind="poll",
            document=PollDocument,
            model=Poll,
            present=present_polls,
            audience=audience,
            authorize=authorize,
            visible=visible,
            label=lambda raw: str(raw.get("question", ""))[:80],
            references={"message_id": "message"},
            unrecorded=frozenset({"due_at"}),
        ),
        Entity(
            kind="poll_vote",
            document=PollVoteDocument,
            model=PollVote,
            present=present_votes,
            audience=audience,
            authorize=authorize_vote,
            label=lambda raw: "",
            references={"poll_id": "poll"},
            noted=frozenset({"cast_at"}),
        ),
    ),
    jobs=(closing.JOB,),
)
