"""Getting a database ready: document classes, indexes, and the steps from one schema to the next."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from beanie import init_beanie  # pyright: ignore[reportUnknownVariableType] - its database has an open type
from pymongo.asynchronous.database import AsyncDatabase

from hub.kernel.catalog import Catalog
from hub.storage.activity import Activity, ActivityChanges
from hub.storage.counters import Counter
from hub.storage.documents import Stored
from hub.storage.idempotency import Answer
from hub.storage.lease import LeaseDocument
from hub.storage.per_database import bound_anew

log = logging.getLogger(__name__)
Database = AsyncDatabase[dict[str, Any]]
OWN: tuple[type[Stored], ...] = (Activity, ActivityChanges, Answer, Counter, LeaseDocument)


@dataclass(frozen=True, kw_only=True)
class Migration:
    """One step of the schema. Running it twice must change nothing more."""

    version: int
    name: str
    run: Callable[[Database], Awaitable[None]]


class SchemaError(Exception):
    """The data were written by a newer Panoramix than this one."""


async def prepare(
    database: Database,
    catalog: Catalog,
    *,
    also: Sequence[type[Stored]] = (),
    migrations: Sequence[Migration] = (),
) -> None:
    """Migrate what is stored, then bind the documents and make their indexes.

    Raises:
        SchemaError: The stored schema is newer than the newest migration known here.
    """
    await migrate(database, migrations)
    models = dict.fromkeys([*OWN, *catalog.documents(), *also])
    await init_beanie(database=database, document_models=list(models))
    bound_anew()


async def bind(database: Database, catalog: Catalog) -> None:
    """Bind the documents to a database that another process has got ready."""
    models = dict.fromkeys([*OWN, *catalog.documents()])
    await init_beanie(database=database, document_models=list(models), skip_indexes=True)
    bound_anew()


async def migrate(database: Database, migrations: Sequence[Migration]) -> int:
    """Run the steps that this database has not had, in order; returns the version reached."""
    meta = database["meta"]
    newest = max((step.version for step in migrations), default=0)
    found = await meta.find_one({"_id": "schema"})
    if found is None:
        await meta.insert_one({"_id": "schema", "version": newest})
        return newest
    version: int = found["version"]
    if version > newest:
        raise SchemaError(f"These data have schema {version}; this version knows {newest}. Use a newer Panoramix.")
    for step in sorted(migrations, key=lambda step: step.version):
        if step.version > version:
            log.info("migrating", extra={"version": step.version, "step": step.name})
            await step.run(database)
            await meta.update_one({"_id": "schema"}, {"$set": {"version": step.version}})
            version = step.version
    return version
