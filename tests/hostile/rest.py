"""Every REST operation, fuzzed from what `/openapi.json` says of it, as nobody, a member and an administrator."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import aiohttp

from tests.command import Panoramix
from tests.house import PASSWORD

CHECKS = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_headers_conformance", "response_schema_conformance"),
)
ENDS_ITSELF = ("auth.logout", "session.revoke", "session.revoke_others")
"""Fuzzed by nobody only: who has ended the own session is refused everywhere else."""
NEED_A_MODEL = ("journal.fix", "journal.summarize", "note_session.coach", "note_session.summarize")
"""Fuzzed by nobody only: here no model can write, which they rightly answer with 503."""
LATEST_S = 3000.0


async def sign_in(base: str, username: str) -> str:
    """A new account's access token; the first is the administrator's."""
    body = {"username": username, "password": PASSWORD}
    async with aiohttp.ClientSession() as http, http.post(f"{base}/api/auth/register", json=body) as response:
        assert response.status == 201, await response.text()
        return str((await response.json())["access_token"])


async def fuzz(panoramix: Panoramix, folder: Path, *, examples: int, phases: str, seed: int = 0) -> None:
    """Fuzz a hub of its own.

    Args:
        panoramix: An installation that nobody else uses: the administrator's turn leaves nothing as it was.
        folder: Where the reports go.
        examples: Inputs made up for each operation and caller.
        phases: Schemathesis' own words: `fuzzing` makes inputs up, `coverage` tries each limit of the schema.
        seed: Of what is made up.

    Raises:
        AssertionError: With what was answered and should not have been.
    """
    process = await panoramix.serve(RATE_LIMITS="off", AGENT_PROVIDER="none", REGISTRATION="open")
    assert process.stderr is not None
    log: list[str] = []

    async def read() -> None:
        async for line in process.stderr or ():
            log.append(line.decode())

    reading = asyncio.create_task(read())
    base = f"http://127.0.0.1:{panoramix.port}"
    try:
        tokens = {"admin": await sign_in(base, "admin"), "member": await sign_in(base, "member"), "nobody": ""}
        # The administrator's turn is last: it closes registrations and ends other people's sessions.
        for who in ("nobody", "member", "admin"):
            said, status = await _run(base, tokens[who], folder, examples, phases, seed)
            assert status == 0, f"as {who}:\n{said[-6000:]}"
        faults = [line for line in log if " error " in line or line.startswith("Traceback")]
        assert not faults, "".join(log[-60:])
        assert process.returncode is None
    finally:
        if process.returncode is None:
            process.terminate()
        await reading
        await process.wait()


async def _run(base: str, token: str, folder: Path, examples: int, phases: str, seed: int) -> tuple[str, int]:
    options = [
        *("--checks", ",".join(CHECKS), "--phases", phases, "--max-examples", str(examples), "--seed", str(seed)),
        *("--generation-database", "none", "--suppress-health-check", "all", "--no-shrink", "--warnings", "off"),
        *("--continue-on-failure", "--no-color", "--workers", "1"),
    ]
    if token:
        options += ["--header", f"Authorization: Bearer {token}"]
        for name in (*ENDS_ITSELF, *NEED_A_MODEL):
            options += ["--exclude-operation-id", name]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{base}/openapi.json", *options),
        cwd=folder,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(LATEST_S):
            said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return said.decode(errors="replace"), process.returncode
