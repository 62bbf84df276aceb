"""Sheets: what can be done with every one of them alike, made once for each kind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from hub.features.projects.access import access_project
from hub.features.reception.documents import CountedDocument, SheetDocument
from hub.features.reception.papers import Paper, Speech, speech
from hub.features.reception.schemas import CreateSheet, ListSheets, UpdateSheet
from hub.kernel.catalog import Entity, Searchable
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict
from hub.kernel.operation import DELETE, EVERYWHERE, GET, PATCH, POST, PROGRAMS, Door, Effect, operation
from hub.kernel.policies import member
from hub.storage.documents import encode, to_wire
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.listing import page, where
from hub.storage.shares import Access, moved
from hub.storage.wire import ById, Deleted, Page
from hub.storage.words import containing

Raw = Mapping[str, Any]
Handler = Callable[..., Awaitable[BaseModel]]


@dataclass(frozen=True, kw_only=True)
class Sheets:
    """One kind of sheet."""

    kind: str
    noun: str
    """What descriptions and refusals call one, such as `order`; its plural has an s."""
    path: str
    document: type[SheetDocument]
    model: type[BaseModel]
    create: type[CreateSheet]
    update: type[UpdateSheet]
    list: type[ListSheets]
    given: Callable[[Ctx, dict[str, Any]], dict[str, Any]] = lambda ctx, fields: fields
    """What a new or changed one is stored with, of what was sent."""
    looked_up: Callable[[Ctx, dict[str, Any]], Awaitable[dict[str, Any]]] | None = None
    """Fills in what was not said of a new one, where that must be asked for."""
    filters: Callable[[Ctx, Any], Mapping[str, Any]] = lambda ctx, command: {}
    """What its list can be asked for beside words and a project."""
    shown: Callable[[Raw], Mapping[str, Any]] = lambda raw: {}
    """What it shows beyond what is stored."""
    said: bool = False
    """Whether one says it to Eko: then making and listing go through every door."""
    slash: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """For making and for listing."""
    noted: frozenset[str] = frozenset()
    paper: Callable[[Speech, Any, Sequence[Any]], Mapping[str, Any]]
    """What of it stands on paper (fields of `Paper`): `(speech, sheet, its pieces as they were scanned)`."""
    access: Access[Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "access", Access(self.document, f"The {self.noun}"))

    @property
    def one(self) -> str:
        """The noun with its article."""
        return f"{'an' if self.noun[0] in 'aeiou' else 'a'} {self.noun}"

    async def present(self, rows: Sequence[Raw]) -> Sequence[Any]:
        """Stored forms to public ones."""
        return [self.model.model_validate({**to_wire(row), **self.shown(row)}) for row in rows]

    async def present_one(self, doc: SheetDocument) -> Any:
        """The public form of one."""
        return (await self.present([encode(doc)]))[0]

    async def texts(self, rows: Sequence[Raw]) -> Sequence[str]:
        """What they are searched by."""
        return ["\n".join(text for text in self.document.model_validate(row).says() if text) for row in rows]

    def entity(self) -> Entity:
        """What the mechanisms must know of it."""
        counts = {"total", "ready"} if issubclass(self.document, CountedDocument) else set[str]()
        return Entity(
            kind=self.kind,
            document=self.document,
            model=self.model,
            present=self.present,
            audience=self.access.audience,
            authorize=self.access.authorize,
            visible=self.access.visible,
            search=Searchable(text=self.texts),
            references={"project_id": "project"},
            unrecorded=frozenset({"words", "scope", *counts}),
            noted=self.noted,
        )

    def operations(self) -> tuple[Handler, ...]:
        """Make, list, show, change, delete and print."""
        return (self._create(), self._list(), self._get(), self._update(), self._delete(), self._print())

    def _create(self) -> Handler:
        async def create(ctx: Ctx, command: Any) -> Any:
            if command.project_id:
                await access_project(ctx, command.project_id, write=True)
            fields = self.given(ctx, command.model_dump())
            if self.looked_up is not None:
                fields = await self.looked_up(ctx, fields)
            made = self.document(**fields, owner_id=ctx.person_id)
            made.derive()  # what does not fit together is refused
            return await self.present_one(ctx.work.insert(made))

        return self._declared(
            create,
            "create",
            f"Make a new {self.noun}, for the caller or in a project that they can write to.",
            (self.create, self.model),
            effect=Effect.WRITE,
            route=POST(self.path, status=201),
            doors=EVERYWHERE if self.said else PROGRAMS,
            slash=self.slash[0],
        )

    def _list(self) -> Handler:
        async def list_all(ctx: Ctx, command: Any) -> Any:
            conditions = where(project_id=command.project_id, words=containing(command.q))
            return await page(
                self.document,
                {**await self.access.visible(ctx), **conditions, **self.filters(ctx, command)},
                self.present,  # type: ignore[arg-type]  # one model for each kind, known when it is made
                limit=command.limit,
                cursor=command.cursor,
            )

        return self._declared(
            list_all,
            "list",
            f"List the {self.noun}s that the caller may see, newest first.",
            (self.list, Page[self.model]),
            effect=Effect.READ,
            route=GET(self.path),
            doors=EVERYWHERE if self.said else PROGRAMS,
            slash=self.slash[1],
        )

    def _get(self) -> Handler:
        async def get(ctx: Ctx, command: Any) -> Any:
            return await self.present_one(await self.access.fetch(ctx, command.id))

        return self._declared(
            get,
            "get",
            f"Show one {self.noun}.",
            (ById, self.model),
            effect=Effect.READ,
            route=GET(f"{self.path}/{{id}}"),
        )

    def _update(self) -> Handler:
        async def update(ctx: Ctx, command: Any) -> Any:
            sheet = await self.access.fetch(ctx, command.id, write=True)
            if command.revision is not None and command.revision != sheet.revision:
                current = (await self.present_one(sheet)).model_dump(mode="json")
                raise conflict(f"The {self.noun} has changed meanwhile.", current)
            changes = self.given(ctx, command.model_dump(include=command.changes().keys()))
            if changes.get("project_id"):
                await access_project(ctx, changes["project_id"], write=True)
            if "project_id" in changes:
                changes |= await moved(ctx, sheet, changes["project_id"])
            ctx.work.update(sheet, **changes).derive()
            await self.document.settle(ctx.work, [sheet])
            return await self.present_one(sheet)

        return self._declared(
            update,
            "update",
            f"Change {self.one}; only what is sent is changed.",
            (self.update, self.model),
            effect=Effect.WRITE,
            route=PATCH(f"{self.path}/{{id}}"),
            doors=PROGRAMS_AND_EKO if self.said else PROGRAMS,
        )

    def _delete(self) -> Handler:
        async def delete(ctx: Ctx, command: Any) -> Any:
            sheet = await self.access.fetch(ctx, command.id, write=True)
            ctx.work.delete(sheet)
            if isinstance(sheet, CountedDocument):
                for piece in await ctx.work.find(sheet.PIECE, {sheet.PIECE.ABOVE: sheet.id}):
                    ctx.work.delete(piece)
            return Deleted(id=sheet.id)

        return self._declared(
            delete,
            "delete",
            f"Delete {self.one} with all that is in it. This can be undone.",
            (ById, Deleted),
            effect=Effect.DESTROY,
            route=DELETE(f"{self.path}/{{id}}"),
        )

    def _print(self) -> Handler:
        async def say(ctx: Ctx, command: Any) -> Any:
            sheet = await self.access.fetch(ctx, command.id)
            words = speech(ctx.actor.locale, ctx.zone)
            pieces: Sequence[Any] = ()
            if isinstance(sheet, CountedDocument):
                pieces = await ctx.work.find(sheet.PIECE, {sheet.PIECE.ABOVE: sheet.id})
            said = {
                "title": words(self.kind),
                "name": sheet.name,
                "locale": words.locale,
                "notes": sheet.description,
                "made": words("made").format(day=words.day(ctx.now)),
                "page": words("page"),
            }
            return Paper.model_validate({**said, **self.paper(words, sheet, pieces)})

        return self._declared(
            say,
            "print",
            f"Say what stands on the paper of {self.one}; the door that draws it asks this.",
            (ById, Paper),
            effect=Effect.READ,
            doors=frozenset[Door](),
        )

    def _declared(self, handler: Handler, verb: str, says: str, models: tuple[Any, Any], **declared: Any) -> Handler:
        """The handler as an operation on this kind: its models are what the doors read its input and answer off."""
        handler.__doc__ = says
        handler.__annotations__ = {"ctx": Ctx, "command": models[0], "return": models[1]}
        return operation(f"{self.kind}.{verb}", policy=member, **declared)(handler)
