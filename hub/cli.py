"""The `panoramix` command."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hub import __version__
from hub.cannot_start import CannotStart

if TYPE_CHECKING:
    from hub.settings import Settings

# Only what every command needs is imported above: `--help` answers at once.

INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        return given.run(given)
    except CannotStart as fault:
        print(f"{fault.what}\n→ {fault.advice}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="panoramix",
        description="A self-hosted place where people talk and talk becomes work.",
        epilog="Settings are environment variables with the prefix PANORAMIX_, or lines of .env: docs/network.md",
    )
    parser.add_argument("--version", action="version", version=f"panoramix {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    serve = commands.add_parser(
        "serve", help="run the hub until Ctrl-C", description="Run the hub, its database included, until Ctrl-C."
    )
    serve.add_argument("--host", help="address to listen on (PANORAMIX_HOST)")
    serve.add_argument("--port", type=int, help="port to listen on (PANORAMIX_PORT)")
    serve.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="serve with N processes on the one port (WebSocket only); needs redis-server or PANORAMIX_BUS_URL",
    )
    serve.set_defaults(run=_serve)

    doctor = commands.add_parser(
        "doctor",
        help="say what is there, what is missing and what to do",
        description="Look at settings, data folder, disk, database, port, web app, model and bus. Exits with 1 "
        "if something stands in the way of running.",
    )
    doctor.set_defaults(run=_doctor)
    search = commands.add_parser("search", help="look after the search index", description="Look after search.")
    about = search.add_subparsers(title="commands", required=True, metavar="COMMAND")
    about.add_parser("status", help="say what is in the index", description="Say what is in the search index.")
    about.add_parser(
        "rebuild",
        help="put everything into the index anew",
        description="Put everything into the search index anew, while the old one serves; shows how far it is.",
    )
    for name, command in about.choices.items():
        command.set_defaults(run=_search, command=name)
    _add_transfer_commands(commands)
    _add_user_commands(commands.add_parser("user", help="manage accounts", description="Manage accounts."))
    return parser


def _add_transfer_commands(commands: Any) -> None:
    bring = commands.add_parser(
        "import",
        help="bring in what is in a file",
        description="Bring in what is in a file. Doing it again changes nothing. Exits with 1 if the file is cut.",
    )
    bring.add_argument("source", choices=_sources(), help="what made the file")
    bring.add_argument("file", metavar="FILE")
    bring.add_argument("--for", dest="for_user", metavar="USER", help="to whom everything will belong")
    bring.add_argument("--dry-run", action="store_true", help="only say what would happen")
    bring.add_argument("--overwrite", action="store_true", help="write over what has been changed here since")
    bring.set_defaults(run=_transfer, command="import")

    send = commands.add_parser(
        "export",
        help="put what is stored into an archive",
        description="Put what is one person's, or everything there is, into an archive: gzip NDJSON, files included.",
    )
    send.add_argument("--to", metavar="FILE", help="the file to write; standard output unless given")
    whose = send.add_mutually_exclusive_group()
    whose.add_argument("--for", dest="for_user", metavar="USER", help="whose things")
    whose.add_argument("--all", action="store_true", help="everybody's, with accounts, rooms and password hashes")
    send.set_defaults(run=_transfer, command="export")


def _sources() -> list[str]:
    from hub.features.transfer.sources.known import ARCHIVE, SOURCES

    return [ARCHIVE, *SOURCES]


def _add_user_commands(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    create = commands.add_parser("create", help="make an account", description="Make an account.")
    create.add_argument("username")
    create.add_argument("--display-name")
    create.add_argument("--email")
    create.add_argument("--role", choices=["admin", "member", "guest"], default="member")
    create.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    listing = commands.add_parser("list", help="list the accounts", description="List the accounts.")
    listing.add_argument("--search", help="only those whose name contains this")

    role = commands.add_parser("role", help="change a role", description="Change what an account may do.")
    role.add_argument("username")
    role.add_argument("role", choices=["admin", "member", "guest"])

    disable = commands.add_parser(
        "disable", help="lock an account out", description="Lock an account out and cut its sessions."
    )
    disable.add_argument("username")
    disable.add_argument("--undo", action="store_true", help="let it in again")

    reset = commands.add_parser(
        "reset-password", help="set a new password", description="Set a new password and end all sessions."
    )
    reset.add_argument("username")
    reset.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    for name, command in commands.choices.items():
        command.set_defaults(run=_user, command=name)


def _serve(given: argparse.Namespace) -> int:
    from hub.log import configure_logging
    from hub.serving import serve_until_told

    chosen = {name: value for name in ("host", "port") if (value := getattr(given, name)) is not None}
    settings = _settings(**chosen)
    configure_logging(settings.log_format, settings.log_level)
    serve_until_told(settings, workers=given.workers)
    return 0


def _doctor(given: argparse.Namespace) -> int:
    from hub.doctor import Finding, State, examine, report

    settings = _settings()

    async def look() -> list[Finding]:
        found: list[Finding] = []
        async for finding in examine(settings):
            print(report(finding), flush=True)
            found.append(finding)
        return found

    problems = sum(finding.state is State.PROBLEM for finding in asyncio.run(look()))
    print(f"\n{problems} problem{'s' if problems > 1 else ''}." if problems else "\nReady to serve.")
    return 1 if problems else 0


def _user(given: argparse.Namespace) -> int:
    from hub.user_commands import run

    return run(given, _settings())


def _transfer(given: argparse.Namespace) -> int:
    from hub.transfer_commands import run

    return run(given, _settings())


def _search(given: argparse.Namespace) -> int:
    from hub.search_commands import run

    return run(given, _settings())


def _settings(**chosen: Any) -> Settings:
    """Read the settings, the command line's own choices first.

    Raises:
        CannotStart: some value is not acceptable; each is named, none is shown.
    """
    from pydantic import ValidationError

    from hub.settings import PREFIX, Settings

    try:
        return Settings(**chosen)
    except ValidationError as error:
        faults: list[str] = []
        for fault in error.errors():
            name = str(fault["loc"][0]) if fault["loc"] else ""
            variable = name if name.startswith(PREFIX) or not name else f"{PREFIX}{name.upper()}"
            faults.append(f"{variable}: {fault['msg']}" if variable else fault["msg"])
        raise CannotStart(
            "The settings are not right.\n" + "\n".join(f"  {line}" for line in faults),
            "docs/network.md says what each one takes.",
        ) from error
