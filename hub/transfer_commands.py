"""`panoramix import …` and `panoramix export`: what is stored, out of a file and into one.

Works beside a running hub (it uses that one's database, and everybody there sees what came) and without one.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any, BinaryIO

from hub.cannot_start import CannotStart
from hub.features.accounts.access import named, only_person
from hub.features.transfer.access import make_by_hand, stored_transfer
from hub.features.transfer.schemas import Direction, Scope, TransferStatus
from hub.features.transfer.sources.known import ARCHIVE, INSTANCE
from hub.features.transfer.work import carry_out
from hub.kernel.context import SYSTEM
from hub.log import configure_logging
from hub.settings import Settings
from hub.storage.mongo import open_or_join_mongo
from hub.transfer_worker import workshop

NAMED = 10
"""Lines of each collection that are shown with what is to be said of them."""


def run(given: Namespace, settings: Settings) -> int:
    """Run one of the commands; return its exit status: 1 if it failed, or if the file is cut."""
    configure_logging(settings.log_format, "warning")
    if given.command == Direction.IMPORT and not Path(given.file).is_file():
        raise CannotStart(f"There is no file {given.file}.", "Name the file that is to be read.")
    return asyncio.run(_import(given, settings) if given.command == Direction.IMPORT else _export(given, settings))


async def _import(given: Namespace, settings: Settings) -> int:
    path = Path(given.file)
    if given.source in INSTANCE and given.for_user:
        raise CannotStart(f"A file of {given.source} holds everybody's things.", "Leave out --for.")
    mongo = await open_or_join_mongo(settings)
    try:
        async with workshop(settings, mongo, _show if sys.stderr.isatty() else _say_nothing) as shop:
            whole = given.source in INSTANCE or (given.source == ARCHIVE and not given.for_user)
            owner_id = SYSTEM.id if whole else await _person(given.for_user)
            made = await make_by_hand(
                owner_id=owner_id,
                direction=Direction.IMPORT,
                source=given.source,
                scope=Scope.ALL if whole else Scope.MINE,
                dry_run=given.dry_run,
                overwrite=given.overwrite,
                file_name=path.name,
                at=shop.clock.now(),
            )
            await carry_out(shop, made, path=path)
            return _report(await stored_transfer(made))
    finally:
        await mongo.stop()


async def _export(given: Namespace, settings: Settings) -> int:
    mongo = await open_or_join_mongo(settings)
    try:
        async with workshop(settings, mongo, _show if sys.stderr.isatty() else _say_nothing) as shop:
            owner_id = SYSTEM.id if given.all else await _person(given.for_user)
            made = await make_by_hand(
                owner_id=owner_id,
                direction=Direction.EXPORT,
                source=ARCHIVE,
                scope=Scope.ALL if given.all else Scope.MINE,
                dry_run=False,
                overwrite=False,
                file_name=Path(given.to).name if given.to else "",
                at=shop.clock.now(),
            )
            with _opened(given.to) as out:

                async def write(data: bytes) -> None:
                    out.write(data)

                await carry_out(shop, made, write=write)
            found = await stored_transfer(made)
            if found["status"] != TransferStatus.DONE:
                sys.stderr.write(f"{found['error'] or found['status']}\n")
                return 1
            documents = sum(count["written"] for count in found["report"])
            sys.stderr.write(f"{documents:,} documents, {found['size'] / 1e6:.1f} MB\n")
            return 0
    finally:
        await mongo.stop()


def _opened(to: str | None) -> Any:
    """The file to write, readable by nobody else; standard output where none is named."""
    if to is None:
        if sys.stdout.isatty():
            raise CannotStart(
                "An archive is no text to be shown.", "Name a file with --to, or send it on with | or >."
            )
        return contextlib.nullcontext(sys.stdout.buffer)
    path = Path(to)
    try:
        out: BinaryIO = path.open("xb")
        path.chmod(0o600)
    except FileExistsError:
        raise CannotStart(f"{to} is there already.", "Name another file, or remove that one first.") from None
    except OSError as fault:
        raise CannotStart(f"{to} cannot be written: {fault.strerror}.", "Name another file with --to.") from fault
    return out


async def _person(username: str | None) -> str:
    """Whose things are meant: the account of that name, or the only one there is."""
    if username is None:
        id = await only_person()
        if id is None:
            raise CannotStart("There is more than one account, or none.", "Say whose with --for USER.")
        return id
    found = (await named([username])).get(username.lower())
    if found is None or found.kind != "user":
        raise CannotStart(f"There is no account {username!r}.", "panoramix user list")
    return found.id


def _report(found: dict[str, Any]) -> int:
    say = sys.stdout.write
    if found["report"]:
        say(f"{'':<22}{'read':>9}{'written':>9}{'changed':>9}{'as it was':>11}{'skipped':>9}\n")
    for count in sorted(found["report"], key=lambda one: one["collection"]):
        say(f"{count['collection'][:21]:<22}{count['read']:>9}{count['written']:>9}{count['updated']:>9}")
        say(f"{count['unchanged']:>11}{count['skipped_count']:>9}\n")
    for count in found["report"]:
        for what in ("skipped", "noted"):
            for one in count[what][:NAMED]:
                where = f"line {one['line']}" if one["line"] else count["collection"]
                say(f"  {where}: {count['collection']} {one['why']}\n")
            if count[f"{what}_count"] > NAMED:
                say(f"  … and {count[f'{what}_count'] - NAMED} more of {count['collection']}\n")
    if found["dry_run"]:
        say("Nothing was written: this was a dry run.\n")
    if found["cut_at"] is not None:
        say(f"The file stops in the middle: line {found['cut_at']} is the last that is whole.\n")
    if found["status"] != TransferStatus.DONE:
        sys.stderr.write(f"{found['error'] or found['status']}\n")
    return 0 if found["status"] == TransferStatus.DONE and found["cut_at"] is None else 1


def _show(phase: str, done: int, total: int) -> None:
    sys.stderr.write(f"\r{phase} {done:,}{f' of {total:,}' if total else ''}\033[K")


def _say_nothing(phase: str, done: int, total: int) -> None:
    """Where nobody looks on."""
