"""What the messages feature hands over to the composition root."""

from __future__ import annotations

from hub.features.messages import changes, operations
from hub.features.messages.access import audience, authorize
from hub.features.messages.documents import MessageDocument
from hub.features.messages.present import present_messages
from hub.features.messages.schemas import Message
from hub.kernel.catalog import Entity, Feature

FEATURE = Feature(
    name="messages",
    operations=(
        operations.send_message,
        operations.answer_message,
        operations.list_messages,
        operations.get_message,
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
            announce=changes.announce,
            label=lambda raw: f"#{raw['seq']}",
            unrecorded=frozenset({"rev", "history"}),
            references={"room_id": "room"},
        ),
    ),
)
