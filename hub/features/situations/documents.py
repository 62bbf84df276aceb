"""The stored forms of situations; they never leave this feature."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import field_validator
from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.storage.documents import Owned
from hub.storage.portable import Portable
from hub.storage.words import folded

_BENEATH = [IndexModel([("situation_id", ASCENDING), ("_id", ASCENDING)])]


class SituationDocument(Owned):
    """A situation as it is stored: its owner's alone, in no project."""

    PORTABLE = Portable(collection="situations")
    title: str
    description: str = ""
    words: str = ""
    """Title and description, folded, for finding."""

    def derive(self) -> None:
        """Fold the words anew."""
        self.words = folded(self.title, self.description)

    class Settings:
        name = "situations"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING), ("updated_at", DESCENDING), ("_id", DESCENDING)])
        ]


class ActorDocument(Owned):
    """Somebody who has a part in a situation."""

    PORTABLE = Portable(collection="situationActors", ids={"person_id": "person"})
    situation_id: str
    person_id: str | None = None
    name: str = ""
    role_company: str = ""
    role_situation: str = ""
    namesakes: int = 0
    """How many of the owner's people have that name, where that is why it is none of them."""

    class Settings:
        name = "situation_actors"
        indexes: ClassVar[list[IndexModel]] = _BENEATH


class NoteDocument(Owned):
    """Something noted about a situation, or about one of its actors."""

    PORTABLE = Portable(collection="situationNotes")
    situation_id: str
    actor_id: str | None = None
    text: str

    class Settings:
        name = "situation_notes"
        indexes: ClassVar[list[IndexModel]] = _BENEATH


class QuestionDocument(Owned):
    """A question about an actor's part, and what the owner answers."""

    PORTABLE = Portable(collection="situationQuestions")
    situation_id: str
    actor_id: str | None = None
    question: str
    answer: str = ""

    class Settings:
        name = "situation_questions"
        indexes: ClassVar[list[IndexModel]] = _BENEATH


class SummaryDocument(Owned):
    """What a situation comes to: there is one at a time."""

    PORTABLE = Portable(
        collection="situationSummaries", ids={"problems.cites.id": "@kind", "actions.cites.id": "@kind"}
    )
    situation_id: str
    text: str
    problems: list[dict[str, Any]] = []
    actions: list[dict[str, Any]] = []
    left_out: int = 0

    @field_validator("problems", "actions", mode="before")
    @classmethod
    def _with_cites(cls, value: Any) -> Any:
        """What was written elsewhere is text alone: nothing is said of what it follows from."""
        return [{"text": one, "cites": []} if isinstance(one, str) else one for one in value]

    class Settings:
        name = "situation_summaries"
        indexes: ClassVar[list[IndexModel]] = _BENEATH
