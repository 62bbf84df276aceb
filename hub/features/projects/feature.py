"""What the projects feature hands over to the composition root."""

from __future__ import annotations

from hub.features.projects import operations
from hub.features.projects.access import audience, authorize
from hub.features.projects.documents import ProjectDocument
from hub.features.projects.present import present_projects
from hub.features.projects.schemas import Project
from hub.kernel.catalog import Entity, Feature

FEATURE = Feature(
    name="projects",
    operations=(
        operations.create_project,
        operations.list_projects,
        operations.get_project,
        operations.update_project,
        operations.move_project,
        operations.delete_project,
    ),
    entities=(
        Entity(
            kind="project",
            document=ProjectDocument,
            model=Project,
            present=present_projects,
            audience=audience,
            authorize=authorize,
            unrecorded=frozenset({"words"}),
        ),
    ),
)
