"""Whose things are: a person's own, or a project's, which its members share."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from pymongo import ASCENDING, IndexModel

from hub.kernel.context import Actor, Ctx
from hub.kernel.errors import forbidden, not_found
from hub.storage.documents import Owned, Stored, encode
from hub.storage.following import Wanted
from hub.storage.portable import Portable

Raw = Mapping[str, Any]
D = TypeVar("D", bound=Owned)


class Part(StrEnum):
    """What somebody has to do with what is shared."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


class Scoped(Owned):
    """Something that belongs to a person, or to a project and then to all of its members, whoever made it."""

    project_id: str | None = None
    scope: str = ""
    """Whose it is: the project's id, or else its owner's. Lists, events, search and activity go by it."""

    def derive(self) -> None:
        """Say whose it is."""
        self.scope = self.project_id or self.owner_id


class ShareDocument(Stored):
    """One person's part in one project; the owner has one too."""

    scope: str
    """The project's id."""
    user_id: str
    role: Part
    GLANCED = frozenset({"role"})

    def __init__(self, **fields: Any) -> None:
        fields.setdefault("_id", fields.get("id") or share_id(fields["scope"], fields["user_id"]))
        fields.pop("id", None)
        super().__init__(**fields)

    PORTABLE = Portable(
        collection="projectMembers",
        instance=True,
        needs=frozenset({"scope", "user_id"}),
        own_id=lambda raw: share_id(raw["scope"], raw["user_id"]),
    )

    class Settings:
        name = "shares"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("user_id", ASCENDING), ("scope", ASCENDING)]),
            IndexModel([("scope", ASCENDING), ("_id", ASCENDING)]),
        ]


def share_id(scope: str, user_id: str) -> str:
    """The id of a person's part in a project: there can only be one, and it is found without a search."""
    return hashlib.sha256(f"{scope}/{user_id}".encode()).hexdigest()[:24]


async def moved(ctx: Ctx, doc: Scoped, project_id: str | None) -> dict[str, Any]:
    """The changes that put a thing into another project, or into none; that the caller may do so is asked before.

    What leaves a project goes to whoever made it, or to the caller if that person has no part in the project any
    more: nobody gets back what they were taken away from.
    """
    if doc.project_id and project_id != doc.project_id:
        stays = await ctx.work.glance(ShareDocument, share_id(doc.project_id, doc.owner_id)) is not None
        return {"project_id": project_id, "owner_id": doc.owner_id if stays else ctx.person_id}
    return {"project_id": project_id}


class Glances(Protocol):
    """A unit of work, or the read cache itself."""

    async def glance_all(self, kind: type[ShareDocument], field: str, value: str) -> Sequence[ShareDocument]:
        """See `Work.glance_all`."""
        ...


async def part_in(ctx: Ctx, scope: str) -> Part | None:
    """What the caller has to do with a project; None if nothing."""
    share = await ctx.work.glance(ShareDocument, share_id(scope, ctx.person_id))
    return share.role if share else None


async def scopes_of(work: Glances, person_id: str, *, write: bool = False) -> list[str]:
    """Everything that is somebody's: their own, then the projects they have part in (with `write`: may change)."""
    shares = await work.glance_all(ShareDocument, "user_id", person_id)
    return [person_id, *(share.scope for share in shares if not write or share.role is not Part.VIEWER)]


async def topics_of(work: Glances, actor: Actor) -> list[str]:
    """The topics of the projects that somebody has part in."""
    if not actor.may_read("project"):
        return []
    shares = await work.glance_all(ShareDocument, "user_id", actor.person_id)
    return ["project:" + share.scope for share in shares]


async def shared_with(people: Sequence[str]) -> dict[str, frozenset[str]]:
    """The topics of the projects that people have part in, as it is stored; by person."""
    found: dict[str, set[str]] = {}
    async for row in ShareDocument.rows().find({"user_id": {"$in": list(people)}}, {"user_id": 1, "scope": 1}):
        found.setdefault(row["user_id"], set()).add(f"project:{row['scope']}")
    return {person: frozenset(topics) for person, topics in found.items()}


def who_shares(changed: Callable[[], None]) -> Wanted:
    """For who follows changes: told when somebody was given part in a project, or taken out of one."""
    when = {"operationType": {"$in": ["insert", "delete"]}}
    return Wanted(collection=ShareDocument.collection_name(), when=when, told=lambda _: changed())


class Access(Generic[D]):
    """Who may see and change things of one kind: whose they are, and who is named in a field of those in no project.

    In a project its members decide alone: who is taken out of it sees nothing of it any more, what they
    made themselves included. It stays with the project.

    Args:
        kind: The stored form.
        thing: What a refusal calls it, such as `The note`.
        named: A field with the id of somebody else who may see and change it.
    """

    def __init__(self, kind: type[D], thing: str, *, named: str | None = None) -> None:
        self._kind = kind
        self._thing = thing
        self._named = named
        self._shared = issubclass(kind, Scoped)

    async def authorize(self, ctx: Ctx, raw: Raw, write: bool) -> None:
        """Let those through whose it is; who only looks on in its project changes nothing.

        Raises:
            OperationError: `not_found`, so that a stranger does not even learn that it exists; `forbidden`.
        """
        project_id = raw.get("project_id") if self._shared else None
        if project_id:
            part = await part_in(ctx, project_id)
            if part is None:
                raise not_found(self._thing)
            if write and part is Part.VIEWER:
                raise forbidden("Who only looks on in a project cannot change what is in it.")
        elif ctx.person_id not in (raw.get("owner_id"), raw.get(self._named) if self._named else None):
            raise not_found(self._thing)

    async def fetch(self, ctx: Ctx, id: str, *, write: bool = False) -> D:
        """The thing with that id, if the caller may see it (or change it, with `write`).

        Raises:
            OperationError: `not_found` or `forbidden`.
        """
        found = await ctx.work.load(self._kind, id)
        if found is None:
            raise not_found(self._thing)
        await self.authorize(ctx, encode(found), write)
        return found

    async def visible(self, ctx: Ctx, *, write: bool = False) -> dict[str, Any]:
        """The filter for the things that the caller may see (or change, with `write`)."""
        if not self._shared:
            return {"owner_id": ctx.person_id}
        theirs = {"scope": {"$in": await scopes_of(ctx.work, ctx.person_id, write=write)}}
        return {"$or": [theirs, {self._named: ctx.person_id, "project_id": None}]} if self._named else theirs

    async def audience(self, raw: Raw) -> frozenset[str]:
        """The topics of those who may see a thing."""
        if self._shared and raw.get("project_id"):
            return frozenset({f"project:{raw['project_id']}"})
        people = {raw["owner_id"], raw.get(self._named) if self._named else None} - {None}
        return frozenset(f"user:{person}" for person in people)


class Under:
    """Who may see and change what hangs beneath something else: whoever may do so with that.

    Args:
        parent: The stored form of what it hangs beneath.
        field: Where that is named.
        fetch: Fetches it for a caller; raises `not_found` or `forbidden`.
        audience: The topics of those who may see it.
    """

    def __init__(
        self,
        parent: type[Owned],
        field: str,
        fetch: Callable[..., Awaitable[Any]],
        audience: Callable[[Raw], Awaitable[frozenset[str]]],
    ) -> None:
        self._parent = parent
        self._field = field
        self._fetch = fetch
        self._audience = audience

    async def authorize(self, ctx: Ctx, raw: Raw, write: bool) -> None:
        """See `Access.authorize`."""
        await self._fetch(ctx, raw[self._field], write=write)

    async def audience(self, raw: Raw) -> frozenset[str]:
        """See `Access.audience`; of what outlives its parent by a moment, its owner."""
        parent = await self._parent.rows().find_one({"_id": raw[self._field]})
        return await self._audience(parent) if parent else frozenset({f"user:{raw['owner_id']}"})
