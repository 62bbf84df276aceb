"""The `panoramix` command, run as people run it."""

import asyncio
import re
import signal
import socket
import time

import aiohttp
import pytest

from hub.storage import mongod_binary
from tests.command import Panoramix, servers_on

needs_mongod = pytest.mark.skipif(not list(mongod_binary.candidates()), reason="no MongoDB server here")


@pytest.mark.parametrize(
    "command",
    ["", "serve", "doctor", "user", "user create", "user list", "user role", "user disable", "user reset-password"],
)
async def test_every_command_explains_itself(panoramix: Panoramix, command: str) -> None:
    status, said = await panoramix.run(*command.split(), "--help")
    assert status == 0
    assert "usage: panoramix" in said


async def test_wrong_settings_are_named_and_not_shown(panoramix: Panoramix) -> None:
    status, said = await panoramix.run("serve", ENV="production", SECRET="changeme")
    assert status == 1
    assert "PANORAMIX_SECRET" in said
    assert "changeme" not in said
    assert "Traceback" not in said


@needs_mongod
async def test_ctrl_c_leaves_nothing_behind(panoramix: Panoramix) -> None:
    process = await panoramix.serve()
    assert len(servers_on(panoramix.data_dir)) == 1
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, said = await process.communicate()
    took_s = time.monotonic() - began
    assert process.returncode == 0, said
    assert servers_on(panoramix.data_dir) == []
    # About a second on a quiet machine; a replica set that takes its quiet time would need fifteen.
    assert took_s < 10, said


@needs_mongod
async def test_ctrl_c_during_the_start_leaves_nothing_behind(panoramix: Panoramix) -> None:
    process = await panoramix.start("serve")
    async with asyncio.timeout(60):
        while not servers_on(panoramix.data_dir):
            await asyncio.sleep(0.01)
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(60):
        _, said = await process.communicate()
    assert b"Traceback" not in said
    assert servers_on(panoramix.data_dir) == []


@needs_mongod
async def test_a_killed_hub_leaves_no_database_behind(panoramix: Panoramix) -> None:
    process = await panoramix.serve()
    process.kill()
    await process.communicate()
    async with asyncio.timeout(60):
        while servers_on(panoramix.data_dir):
            await asyncio.sleep(0.05)


@needs_mongod
async def test_a_second_hub_is_refused_and_commands_work_beside_the_first(panoramix: Panoramix) -> None:
    first = await panoramix.serve()
    status, said = await panoramix.run("serve", PORT="0")
    assert status == 1
    assert f"in use by another Panoramix (process {first.pid} " in said
    assert "Traceback" not in said

    status, said = await panoramix.run("user", "create", "Alice", "--role", "admin")
    assert status == 0, said
    password = re.search(r"shown this once\): (\S+)", said)
    assert password
    assert await sign_in(panoramix, "alice", password[1]) == 200

    status, said = await panoramix.run("user", "create", "alice")
    assert (status, "Traceback" in said) == (1, False)
    status, said = await panoramix.run("user", "create", "bob", "--password-stdin", said="correct horse\n")
    assert (status, "correct horse" in said) == (0, False)
    assert await sign_in(panoramix, "bob", "correct horse") == 200
    assert (await panoramix.run("user", "disable", "bob"))[0] == 0
    assert await sign_in(panoramix, "bob", "correct horse") != 200
    assert (await panoramix.run("user", "disable", "bob", "--undo"))[0] == 0
    status, said = await panoramix.run("user", "reset-password", "bob", "--password-stdin", said="battery staple\n")
    assert status == 0, said
    assert await sign_in(panoramix, "bob", "correct horse") == 401
    assert await sign_in(panoramix, "bob", "battery staple") == 200
    assert (await panoramix.run("user", "role", "bob", "guest"))[0] == 0
    status, said = await panoramix.run("user", "list")
    assert status == 0
    assert re.search(r"^alice\s+admin\s+active", said, re.MULTILINE)
    assert re.search(r"^bob\s+guest\s+active", said, re.MULTILINE)
    status, said = await panoramix.run("user", "role", "nobody", "guest")
    assert (status, "no account 'nobody'" in said) == (1, True)


async def sign_in(panoramix: Panoramix, username: str, password: str) -> int:
    """The HTTP status of signing in."""
    address = f"http://127.0.0.1:{panoramix.port}/api/auth/login"
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, json={"username": username, "password": password}) as response,
    ):
        return response.status


@needs_mongod
async def test_a_taken_port_is_explained(panoramix: Panoramix) -> None:
    with socket.create_server(("127.0.0.1", panoramix.port)):
        status, said = await panoramix.run("serve")
        assert status == 1
        assert "PANORAMIX_PORT" in said
        assert "Traceback" not in said
        assert servers_on(panoramix.data_dir) == []
        status, said = await panoramix.run("doctor")
        assert status == 1
        assert f"PROBLEM port        127.0.0.1:{panoramix.port} cannot be used" in said


@needs_mongod
async def test_beyond_loopback_the_first_account_needs_the_code(panoramix: Panoramix) -> None:
    process = await panoramix.serve(HOST="0.0.0.0")
    assert process.stdout
    code = None
    async with asyncio.timeout(60):
        while code is None:
            code = re.search(r"code: (\S+)", (await process.stdout.readline()).decode())
    address = f"http://127.0.0.1:{panoramix.port}/api/auth/register"
    account = {"username": "first", "password": "correct horse"}
    async with aiohttp.ClientSession() as session:
        async with session.post(address, json=account) as response:
            assert response.status in (403, 422)
        async with session.post(address, json={**account, "invite": code[1]}) as response:
            assert response.status == 201
            assert (await response.json())["user"]["role"] == "admin"


async def test_doctor_says_what_there_is_and_what_is_wrong(panoramix: Panoramix) -> None:
    status, said = await panoramix.run("doctor", AGENT_PROVIDER="none")
    assert status == (0 if list(mongod_binary.candidates()) else 1)
    for part in ("python", "settings", "data", "disk", "database", "port", "web app", "model", "bus", "search"):
        assert re.search(rf"^(  ok  | note |PROBLEM) +{part} ", said, re.MULTILINE), part
    wrong = {"PROT": "1", "BUS_URL": "redis://127.0.0.1:1", "QDRANT_URL": "http://127.0.0.1:1", "MAIL_FROM": "a@b.c"}
    status, said = await panoramix.run("doctor", AGENT_PROVIDER="none", **wrong)
    assert status == 1
    assert "Did you mean PANORAMIX_PORT?" in said
    assert "PANORAMIX_MAIL_FROM is set, and this version does not use it" in said
    assert re.search(r"^PROBLEM search +Qdrant at PANORAMIX_QDRANT_URL does not answer", said, re.MULTILINE)
    assert re.search(r"^PROBLEM bus +Redis at PANORAMIX_BUS_URL does not answer", said, re.MULTILINE)
