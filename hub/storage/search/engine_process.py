"""The search process: the index and the model of meaning, for every hub process of this machine.

Run as `python -m hub.storage.search.engine_process FOLDER` by the hub, never imported by it: native code that holds
the interpreter for a while, and may die. It ends with whoever started it, and its folder is opened by one at a time.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import logging
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

# Before anything native is imported: with more threads a question sometimes takes ten times as long.
os.environ["OMP_NUM_THREADS"] = "1"

from hub.storage.search.centre import Centred
from hub.storage.search.embedding import Embedder, NoModel, Wish, embedder_for
from hub.storage.search.engine import Asked, Item
from hub.storage.search.frames import SOCKET, Nonsense, frame, read_frame
from hub.storage.search.query_cache import Remembering
from hub.storage.search.shelf import Shelf, drop_folder

log = logging.getLogger(__name__)
OPTIONS = "PANORAMIX_SEARCH_PROCESS"
LONGEST_WAIT_S = 20.0
"""For the process before this one to let go of the folder."""
NICE_OF_TEXTS = 15
REST_S = 0.2
MODEL_AGAIN_S = 60.0
FOLDER_TAKEN = 3


def main() -> int:
    """Serve until told to stop."""
    folder = Path(sys.argv[1])
    options = json.loads(os.environ.get(OPTIONS, "{}"))
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        if not _take(lock):
            return FOLDER_TAKEN
        # Relative from here on: the path of a Unix socket may have 107 bytes.
        os.chdir(folder)
        wish = Wish(**options.get("wish", {"kind": "none"}))
        url = str(options.get("qdrant_url") or "")
        if not url and wish.kind in ("auto", "embedded", "none"):
            sys.addaudithook(_refuse_network)
        asyncio.run(_serve(wish, url, str(options.get("qdrant_key") or ""), str(options.get("prefix") or "")))
    return 0


async def _serve(wish: Wish, url: str, key: str, prefix: str) -> None:
    embedder, why_not = _embedder(wish)
    shelf = _shelf(embedder, why_not, url, key, prefix)
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, told.set)
    stopping = threading.Event()
    texts = threading.Thread(target=_read_texts, args=(shelf, stopping), name="texts", daemon=True)
    with ThreadPoolExecutor(4, "search") as pool:
        desk = Desk(shelf, pool)
        with suppress(FileNotFoundError):
            os.unlink(SOCKET)  # noqa: PTH108 - once, before anybody is served
        os.umask(0o177)
        server = await asyncio.start_unix_server(desk.meet, SOCKET)
        texts.start()
        again = None
        if embedder is None and wish.kind in ("ollama", "openai"):
            again = asyncio.create_task(_until_there_is_a_model(wish, told))
        await told.wait()
        stopping.set()
        server.close()
        if again is not None:
            again.cancel()
    await asyncio.to_thread(texts.join, 2.0)
    shelf.close()


def _embedder(wish: Wish) -> tuple[Embedder | None, str | None]:
    try:
        model = embedder_for(wish)
        return Remembering(Centred.around(model, Path())), None
    except NoModel as fault:
        return None, str(fault)
    except OSError as fault:
        return None, f"{wish.kind} at {wish.url} stopped answering: {fault}"


def _shelf(embedder: Embedder | None, why_not: str | None, url: str, key: str, prefix: str) -> Shelf:
    here = Path()
    if url:
        from hub.storage.search.server import ServerStore, connect

        client = connect(url, key)
        return Shelf(
            here,
            open_store=lambda name, size: ServerStore(client, f"{prefix}{name}", size),
            drop_store=lambda name: ServerStore.drop(client, f"{prefix}{name}"),
            embedder=embedder,
            why_not=why_not,
            where="server",
        )
    from hub.storage.search.edge import EdgeStore

    return Shelf(
        here,
        open_store=lambda name, size: EdgeStore(here / name, size),
        drop_store=lambda name: drop_folder(here / name),
        embedder=embedder,
        why_not=why_not,
    )


async def _until_there_is_a_model(wish: Wish, told: asyncio.Event) -> None:
    """End once the model answers: whoever needs this process starts it again, and then it has one."""
    while True:
        await asyncio.sleep(MODEL_AGAIN_S)
        embedder, _ = await asyncio.to_thread(_embedder, wish)
        if embedder is not None:
            told.set()
            return


def _read_texts(shelf: Shelf, stopping: threading.Event) -> None:
    """Make the meanings of what waits, behind everything else that this machine has to do."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE_OF_TEXTS)
    while not stopping.is_set():
        try:
            busy = shelf.make_one_meaning()
            if not busy:
                shelf.settle()
        except Exception:  # top of a thread: the words are found all the same
            log.exception("a meaning could not be made")
            busy = False
        if not busy:
            stopping.wait(REST_S)


class Desk:
    """Answers requests. What changes something is done one after the other, questions beside it."""

    def __init__(self, shelf: Shelf, pool: ThreadPoolExecutor) -> None:
        self._shelf = shelf
        self._pool = pool
        self._changes = asyncio.Lock()
        self._running: set[asyncio.Task[None]] = set()
        self._does: dict[str, Callable[[dict[str, Any]], Any]] = {
            "put": lambda given: shelf.put([Item(**one) for one in given["items"]], rebuilding=given["rebuilding"]),
            "remove": lambda given: shelf.remove(given["kind"], given["ids"]),
            "query": lambda given: shelf.query(Asked(**given["asked"])),
            "like": lambda given: shelf.like(given["kind"], given["id"], Asked(**given["asked"])),
            "begin_rebuild": lambda _: shelf.begin_rebuild(),
            "finish_rebuild": lambda _: shelf.finish_rebuild(),
            "keep": lambda _: shelf.flush(),
            "state": lambda _: shelf.state(),
        }

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one hub process until it goes."""
        try:
            while True:
                request = await read_frame(reader)
                task = asyncio.create_task(self._answer(request, writer))
                self._running.add(task)
                task.add_done_callback(self._running.discard)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # it has gone, as is its right
        except Nonsense as fault:
            log.warning("nonsense from a hub: %s", fault)
        finally:
            writer.close()

    async def _answer(self, request: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        does = self._does.get(str(request.get("do")))
        given: dict[str, Any] = request.get("with") or {}
        loop = asyncio.get_running_loop()
        try:
            if does is None:
                raise LookupError(f"no such request: {request.get('do')}")
            if request["do"] in ("query", "like", "state"):
                said = await loop.run_in_executor(self._pool, does, given)
            else:
                async with self._changes:
                    said = await loop.run_in_executor(self._pool, does, given)
            answer = {"n": request.get("n"), "ok": True, "said": said, "model": self._shelf.has_model}
        except Exception as fault:  # a process's top: the reason travels to the hub, which logs it
            log.exception("a request failed")
            answer = {"n": request.get("n"), "ok": False, "why": f"{type(fault).__name__}: {fault}"}
        with suppress(ConnectionError, RuntimeError):
            writer.write(frame(answer))
            await writer.drain()


def _take(lock: IO[str]) -> bool:
    until = time.monotonic() + LONGEST_WAIT_S
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        else:
            return True


def _refuse_network(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        raise PermissionError("the search process has no network")


if __name__ == "__main__":
    sys.exit(main())
