"""What the messages feature hands over to the composition root."""

from __future__ import annotations

from hub.features.messages import around, changes, operations, threads
from hub.features.messages.access import audience, authorize, visible
from hub.features.messages.documents import MessageDocument
from hub.features.messages.present import present_messages, texts_of_messages
from hub.features.messages.schemas import Message
from hub.kernel.catalog import Entity, Feature, Searchable

FEATURE = Feature(
    name="messages",
    operations=(
        operations.send_message,
        operations.answer_message,
        operations.list_messages,
        operations.get_message,
        around.messages_around,
        threads.read_thread,
        threads.list_threads,
        operations.sync_room,
        changes.edit_message,
        changes.delete_message,
        changes.react,
        changes.unreact,
        changes.pin_message,
        changes.unpin_message,
        changes.message_history,
    ),
    entities=(
        Entity(
            kind="message",
            document=MessageDocument,
            model=Message,
            present=present_messages,
            audience=audience,
            authorize=authorize,
            visible=visible,
            search=Searchable(text=texts_of_messages, people=lambda raw: [raw["sender_id"]], at="created_at"),
            announce=changes.announce,
            label=lambda raw: f"#{raw['seq']}",
            unrecorded=frozenset({"rev", "history"}),
            references={"room_id": "room"},
        ),
    ),
)
