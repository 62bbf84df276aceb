"""What the note sessions feature hands over to the composition root."""

from __future__ import annotations

from hub.features.note_sessions import lines, operations, thinking
from hub.features.note_sessions.access import audience, authorize, beneath, visible
from hub.features.note_sessions.documents import LineDocument, SessionDocument
from hub.features.note_sessions.present import present_lines, present_sessions
from hub.features.note_sessions.said import texts
from hub.features.note_sessions.schemas import NoteLine, NoteSession
from hub.kernel.catalog import Entity, Feature, Searchable
from hub.storage.search.texts import text_of

FEATURE = Feature(
    name="note_sessions",
    operations=(
        operations.create_session,
        operations.list_sessions,
        operations.get_session,
        operations.update_session,
        operations.delete_session,
        lines.list_lines,
        lines.add_line,
        lines.update_line,
        lines.move_line,
        lines.delete_line,
        thinking.summarize_session,
        thinking.keep_summary,
        thinking.coach_session,
        thinking.keep_coaching,
        thinking.make_task,
    ),
    entities=(
        Entity(
            kind="note_session",
            document=SessionDocument,
            model=NoteSession,
            present=present_sessions,
            audience=audience,
            authorize=authorize,
            visible=visible,
            references={"project_id": "project"},
            search=Searchable(text=texts, at="started_at"),
            unrecorded=frozenset({"words", "scope"}),
        ),
        Entity(
            kind="note_line",
            document=LineDocument,
            model=NoteLine,
            present=present_lines,
            audience=beneath.audience,
            authorize=beneath.authorize,
            under="session_id",
            label=lambda raw: str(raw.get("text", ""))[:80],
            references={"session_id": "note_session"},
            search=Searchable(
                text=text_of("text"), part_of=("session_id", "note_session"), order=(("rank", 1), ("_id", 1))
            ),
        ),
    ),
    thoughts=(thinking.SUMMARIZE, thinking.COACH),
)
