"""Pieces: what is scanned onto a sheet, and set one by one or many at once; made once for each kind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from hub.features.reception.documents import CountedDocument, PieceDocument
from hub.features.reception.schemas import PIECES, Counted
from hub.features.reception.sheets import Handler, Raw, Sheets
from hub.kernel.catalog import Entity, Searchable
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, invalid, not_found, too_large
from hub.kernel.operation import DELETE, EVERYWHERE, GET, PATCH, POST, PROGRAMS, Effect, operation
from hub.kernel.policies import member
from hub.storage.documents import encode, to_wire
from hub.storage.listing import page, where
from hub.storage.shares import Under, scopes_of
from hub.storage.wire import ById, Deleted, Page
from hub.storage.words import containing

SCANNED = (("_id", 1),)


@dataclass(frozen=True, kw_only=True)
class Models:
    """What goes in and comes out of the operations on one kind of piece."""

    shown: type[BaseModel]
    scan: type[BaseModel]
    update: type[BaseModel]
    set_many: type[BaseModel]
    list: type[BaseModel]


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """One kind of piece."""

    kind: str
    noun: str
    path: str
    document: type[PieceDocument]
    sheets: Sheets
    models: Models
    filters: Callable[[Any], Mapping[str, Any]] = lambda command: {}
    check: Callable[[Any], None] = lambda piece: None
    """Raises `invalid` for a piece whose fields do not fit each other."""
    looked_up: Callable[[Any, dict[str, Any]], Awaitable[dict[str, Any]]] | None = None
    """Fills in what was not said of one that is scanned: `(sheet, fields)`."""
    closed: Callable[[Any], str | None] = lambda sheet: None
    """Why nothing can be scanned onto a sheet any more."""
    said: bool = False
    slash: tuple[str, ...] = ()
    beneath: Under = field(init=False)

    def __post_init__(self) -> None:
        access = self.sheets.access
        beneath = Under(self.sheets.document, self.document.ABOVE, access.fetch, access.audience)
        object.__setattr__(self, "beneath", beneath)

    @property
    def one(self) -> str:
        """The noun with its article."""
        return f"{'an' if self.noun[0] in 'aeiou' else 'a'} {self.noun}"

    async def present(self, rows: Sequence[Raw]) -> Sequence[Any]:
        """Stored forms to public ones."""
        return [self.models.shown.model_validate(to_wire(row)) for row in rows]

    async def present_one(self, doc: PieceDocument) -> Any:
        """The public form of one."""
        return (await self.present([encode(doc)]))[0]

    async def texts(self, rows: Sequence[Raw]) -> Sequence[str]:
        """What they are searched by."""
        return [" ".join(row[name] for name in self.document.SAYS if row.get(name)) for row in rows]

    async def fetch(self, ctx: Ctx, id: str, *, write: bool = False) -> PieceDocument:
        """A piece, if the caller may see it (or change it, with `write`).

        Raises:
            OperationError: `not_found`, also where its sheet is not the caller's to see; `forbidden`.
        """
        found = await ctx.work.load(self.document, id)
        if found is None:
            raise not_found(f"The {self.noun}")
        await self.beneath.authorize(ctx, encode(found), write)
        return found

    def entity(self) -> Entity:
        """What the mechanisms must know of it."""
        above = self.document.ABOVE
        return Entity(
            kind=self.kind,
            document=self.document,
            model=self.models.shown,
            present=self.present,
            audience=self.beneath.audience,
            authorize=self.beneath.authorize,
            under=above,
            label=lambda raw: str(raw.get("serial", "")),
            references={above: self.sheets.kind},
            search=Searchable(text=self.texts, part_of=(above, self.sheets.kind)),
            unrecorded=frozenset({"words", "scope", "claimed_in"}),
        )

    def operations(self) -> tuple[Handler, ...]:
        """Scan, list, show, change, set many and delete."""
        return (self._scan(), self._list(), self._get(), self._update(), self._set_many(), self._delete())

    def write(self, ctx: Ctx, piece: PieceDocument, changes: Mapping[str, Any]) -> None:
        """Set fields, and note when the piece came to be ready.

        Raises:
            OperationError: `invalid` where the fields do not fit each other.
        """
        ctx.work.update(piece, **changes)
        self.check(piece)
        ready_at = (piece.ready_at or ctx.now) if piece.is_ready else None
        ctx.work.update(piece, ready_at=ready_at)

    def _scan(self) -> Handler:
        async def scan(ctx: Ctx, command: Any) -> Any:
            sheet: CountedDocument = await self.sheets.access.fetch(
                ctx, getattr(command, self.document.ABOVE), write=True
            )
            why = self.closed(sheet)
            if why:
                raise conflict(why)
            if sheet.total >= PIECES:
                raise too_large(f"{self.sheets.one.capitalize()} can hold {PIECES}. Begin another one.")
            fields = command.model_dump()
            if self.looked_up is not None:
                fields = await self.looked_up(sheet, fields)
            made = self.document(**fields, owner_id=sheet.owner_id)
            self.check(made)
            made.ready_at = ctx.now if made.is_ready else None
            piece = ctx.work.insert(made)
            await self.document.settle(ctx.work, [piece])
            return await self.present_one(piece)

        return self._declared(
            scan,
            "scan",
            f"Take {self.one} in by its serial number; `conflict` where that is there already.",
            (self.models.scan, self.models.shown),
            effect=Effect.WRITE,
            route=POST(f"{self.sheets.path}/{{{self.document.ABOVE}}}/{self.noun}s", status=201),
            doors=EVERYWHERE if self.said else PROGRAMS,
            slash=self.slash,
        )

    def _list(self) -> Handler:
        async def list_all(ctx: Ctx, command: Any) -> Any:
            above = self.document.ABOVE
            sheet_id = getattr(command, above)
            if sheet_id:
                within: dict[str, Any] = {above: (await self.sheets.access.fetch(ctx, sheet_id)).id}
            else:
                within = {"scope": {"$in": await scopes_of(ctx.work, ctx.person_id)}}
            return await page(
                self.document,
                {**within, **where(words=containing(command.q)), **self.filters(command)},
                self.present,  # type: ignore[arg-type]  # one model for each kind, known when it is made
                limit=command.limit,
                cursor=command.cursor,
                order=SCANNED,
            )

        return self._declared(
            list_all,
            "list",
            f"List the {self.noun}s of one {self.sheets.noun}, or all that the caller may see, as they were scanned.",
            (self.models.list, Page[self.models.shown]),
            effect=Effect.READ,
            route=GET(self.path),
        )

    def _get(self) -> Handler:
        async def get(ctx: Ctx, command: Any) -> Any:
            return await self.present_one(await self.fetch(ctx, command.id))

        return self._declared(
            get,
            "get",
            f"Show one {self.noun}.",
            (ById, self.models.shown),
            effect=Effect.READ,
            route=GET(f"{self.path}/{{id}}"),
        )

    def _update(self) -> Handler:
        async def update(ctx: Ctx, command: Any) -> Any:
            piece = await self.fetch(ctx, command.id, write=True)
            if command.revision is not None and command.revision != piece.revision:
                current = (await self.present_one(piece)).model_dump(mode="json")
                raise conflict(f"The {self.noun} has changed meanwhile.", current)
            self.write(ctx, piece, command.changes())
            await self.document.settle(ctx.work, [piece])
            return await self.present_one(piece)

        return self._declared(
            update,
            "update",
            f"Change one {self.noun}; only what is sent is changed.",
            (self.models.update, self.models.shown),
            effect=Effect.WRITE,
            route=PATCH(f"{self.path}/{{id}}"),
        )

    def _set_many(self) -> Handler:
        async def set_many(ctx: Ctx, command: Any) -> Any:
            changes = {name: getattr(command, name) for name in command.model_fields_set - {"ids"}}
            if not changes:
                raise invalid("Say what to set.", ids="are given, and nothing to set on them")
            ids = list(dict.fromkeys(command.ids))
            found = {piece.id: piece for piece in await ctx.work.find(self.document, {"_id": {"$in": ids}})}
            for sheet_id in {piece.sheet_id for piece in found.values()}:
                await self.sheets.access.fetch(ctx, sheet_id, write=True)
            if len(found) < len(ids):
                raise not_found(f"One of the {self.noun}s")
            for piece in found.values():
                self.write(ctx, piece, changes)
            await self.document.settle(ctx.work, list(found.values()))
            return Counted(count=len(ids), sheet_ids=sorted({piece.sheet_id for piece in found.values()}))

        return self._declared(
            set_many,
            "set_many",
            f"Set the same on several {self.noun}s at once: on all of them, or on none.",
            (self.models.set_many, Counted),
            effect=Effect.WRITE,
            route=POST(f"{self.path}/set"),
        )

    def _delete(self) -> Handler:
        async def delete(ctx: Ctx, command: Any) -> Any:
            piece = await self.fetch(ctx, command.id, write=True)
            ctx.work.delete(piece)
            await self.document.settle(ctx.work, [piece])
            return Deleted(id=piece.id)

        return self._declared(
            delete,
            "delete",
            f"Delete one {self.noun}. This can be undone.",
            (ById, Deleted),
            effect=Effect.DESTROY,
            route=DELETE(f"{self.path}/{{id}}"),
        )

    def _declared(self, handler: Handler, verb: str, says: str, models: tuple[Any, Any], **declared: Any) -> Handler:
        """See `Sheets`."""
        handler.__doc__ = says
        handler.__annotations__ = {"ctx": Ctx, "command": models[0], "return": models[1]}
        return operation(f"{self.kind}.{verb}", policy=member, **declared)(handler)
