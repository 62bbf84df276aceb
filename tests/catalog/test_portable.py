"""Everything can be taken along: each kind that is recorded says how it is carried, or is here with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest

from agents.runtime.operations import agent_feature
from agents.runtime.runtime import AgentRuntime
from hub.feature_list import FEATURES
from hub.features.transfer.kinds import ACTOR, Kind, Kinds
from hub.features.transfer.sources import BLOB
from hub.kernel.catalog import Catalog
from hub.storage.documents import Stored

NOT_CARRIED = {
    "approval": "a question to somebody, bound to a run of this instance",
    "invitation": "a credential",
    "org": "says which state the reporting lines are in; those are carried",
    "reveal": "says who looked at what here",
    "session": "a credential",
    "token": "a credential",
    "transfer": "what was brought in here, and from here",
}
CATALOG = Catalog((*FEATURES, agent_feature(AgentRuntime())))
KINDS = Kinds(CATALOG)


def _declared() -> Iterator[Any]:
    for kind in KINDS:
        for path, target in kind.paths:
            yield pytest.param(kind, path, target, id=f"{kind.name}.{'.'.join(path)}")


@pytest.mark.parametrize("name", sorted(CATALOG.entities))
def test_every_kind_is_carried_or_says_why_not(name: str) -> None:
    """A kind is declared in one line on its stored form; docs/howto/add-an-operation.md shows it."""
    portable = cast("type[Stored]", CATALOG.entities[name].document).PORTABLE
    assert (portable is None) == (name in NOT_CARRIED), f"{name}: PORTABLE = Portable(collection=…), or NOT_CARRIED"


def test_collections_have_names_of_their_own() -> None:
    """Two kinds under one name could not be told apart."""
    assert len(KINDS.by_collection) == len(KINDS.by_name)


@pytest.mark.parametrize(("kind", "path", "target"), list(_declared()))
def test_ids_stand_where_they_are_said_to(kind: Kind, path: tuple[str, ...], target: str) -> None:
    """What points somewhere names a field that there is, and a kind that is carried."""
    assert path[0] in kind.document.model_fields
    assert target.startswith("@") or target in (ACTOR, BLOB) or target in KINDS.by_name or target in NOT_CARRIED


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.name)
def test_no_id_is_forgotten(kind: Kind) -> None:
    """A field whose name ends in `_id` points somewhere, unless it says that it is only a number of the outside."""
    outside = {"client_msg_id", "run_id", "calendar_id", "invoice_id", "batch_id", "revision_id"}
    said = {path[0] for path, _ in kind.paths} | kind.leave | outside
    forgotten = {name for name in kind.document.model_fields if name.endswith("_id")} - said
    assert not forgotten or kind.portable.remap is not None, forgotten
