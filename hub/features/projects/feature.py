"""What the projects feature hands over to the composition root."""

from __future__ import annotations

from hub.features.projects import members, operations
from hub.features.projects.access import audience, authorize, visible
from hub.features.projects.documents import ProjectDocument
from hub.features.projects.present import present_projects
from hub.features.projects.schemas import Project, ProjectMember
from hub.kernel.catalog import Entity, Feature, Searchable
from hub.storage.search.texts import text_of
from hub.storage.shares import ShareDocument

FEATURE = Feature(
    name="projects",
    operations=(
        operations.create_project,
        operations.list_projects,
        operations.get_project,
        operations.update_project,
        operations.move_project,
        operations.delete_project,
        members.list_members,
        members.set_member,
        members.remove_member,
        members.leave_project,
    ),
    entities=(
        Entity(
            kind="project",
            document=ProjectDocument,
            model=Project,
            present=present_projects,
            audience=audience,
            authorize=authorize,
            visible=visible,
            search=Searchable(text=text_of("name", "description"), people=lambda raw: [raw["owner_id"]]),
            unrecorded=frozenset({"words", "scope", "members_at"}),
        ),
        Entity(
            kind="project_member",
            document=ShareDocument,
            model=ProjectMember,
            present=members.present_members,
            audience=members.member_audience,
            authorize=members.authorize_member,
            announce=members.announce_member,
            label=lambda raw: "",
            references={"scope": "project", "user_id": "user"},
        ),
    ),
)
