"""What the people feature hands over to the composition root."""

from __future__ import annotations

from hub.features.people import operations
from hub.features.people.access import audience, authorize, authorize_org, name_of, org_audience, visible
from hub.features.people.documents import OrgDocument, PersonDocument
from hub.features.people.present import present_orgs, present_people, text_of
from hub.features.people.schemas import Person
from hub.kernel.catalog import Entity, Feature, Searchable
from hub.storage.wire import EntityOut

FEATURE = Feature(
    name="people",
    operations=(
        operations.create_person,
        operations.list_people,
        operations.get_person,
        operations.list_reports,
        operations.update_person,
        operations.delete_person,
    ),
    entities=(
        Entity(
            kind="person",
            document=PersonDocument,
            model=Person,
            present=present_people,
            audience=audience,
            authorize=authorize,
            visible=visible,
            search=Searchable(text=text_of, people=lambda raw: [raw["_id"]]),
            label=name_of,
            references={"team_id": "team", "manager_id": "person"},
            unrecorded=frozenset({"normalized_name", "sort_name", "alias_keys", "words"}),
        ),
        # Recorded, so that an undo sees whether the reporting lines are still as they were.
        Entity(
            kind="org",
            document=OrgDocument,
            model=EntityOut,
            present=present_orgs,
            audience=org_audience,
            authorize=authorize_org,
            label=lambda raw: "Reporting lines",
            unrecorded=frozenset({"turn"}),
            silent=True,
        ),
    ),
)
