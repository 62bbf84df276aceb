"""What the catalog tests make and ask of tasks."""

from __future__ import annotations

from tests.catalog.world import Fill, Makers

MAKERS: Makers = {
    "task": ("/api/tasks", {"title": "Buy milk", "rrule": "FREQ=WEEKLY", "deadline": "2026-12-01"}),
    "second_task": ("/api/tasks", {"title": "Buy bread"}),
    "task_comment": ("/api/tasks/{task}/comments", {"text": "two bottles"}),
}
BY_HAND: dict[str, Fill] = {
    "task.update": lambda world: {"title": "Buy oat milk", "urgent": True},
    "task.move": lambda world: {"after_id": world.id("second_task")},
    "task.delete_comment": lambda world: {"id": world.id("task"), "comment_id": world.id("task_comment")},
}
