"""Children of the hub: started, restarted, stopped, and gone when the hub is gone."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from hub.children import Child, ChildSpec, Keeper

SLEEP = ("/bin/sleep", "60")


async def test_output_goes_to_a_file_and_pipes_carry_talk(tmp_path: Path) -> None:
    output = tmp_path / "out"
    echo = ChildSpec(
        name="echo",
        command=("/bin/sh", "-c", "echo oops >&2; cat"),
        output=output,
        pipes=True,
        environment={},
    )
    child = await Child.start(echo)
    assert child.process.stdin and child.process.stdout
    child.process.stdin.write(b"hello\n")
    assert await child.process.stdout.readline() == b"hello\n"
    child.process.stdin.close()
    assert await child.wait() == 0
    assert output.read_text() == "oops\n"


async def test_stop_asks_and_then_insists() -> None:
    polite = await Child.start(ChildSpec(name="polite", command=SLEEP))
    await polite.stop()
    assert polite.returncode == -signal.SIGTERM
    stubborn = await Child.start(
        ChildSpec(name="stubborn", command=("/bin/sh", "-c", "trap '' TERM; echo; sleep 60"), pipes=True)
    )
    assert stubborn.process.stdout
    await stubborn.process.stdout.readline()
    await stubborn.stop(grace_s=0.2)
    assert stubborn.returncode == -signal.SIGKILL


async def test_a_keeper_restarts_until_it_is_stopped() -> None:
    attempts = 0

    async def start() -> Child:
        nonlocal attempts
        attempts += 1
        if attempts == 2:
            raise OSError("not today")
        return await Child.start(ChildSpec(name="kept", command=SLEEP))

    keeper = Keeper("kept", start)
    first = await keeper.start()
    watching = asyncio.create_task(keeper.watch())
    os.kill(first.pid, signal.SIGKILL)
    async with asyncio.timeout(60):
        while keeper.restarts == 0:
            await asyncio.sleep(0.02)
    assert attempts == 3, "the attempt that failed was followed by another"
    assert keeper.child and keeper.child.pid != first.pid
    await keeper.stop()
    assert keeper.child is None
    async with asyncio.timeout(60):
        await watching


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
async def test_a_child_ends_with_a_killed_parent() -> None:
    script = (
        "import asyncio\n"
        "from hub.children import Child, ChildSpec\n"
        "async def main():\n"
        f"    child = await Child.start(ChildSpec(name='x', command={SLEEP!r}))\n"
        "    print(child.pid, flush=True)\n"
        "    await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE)
    assert parent.stdout
    pid = int(await parent.stdout.readline())
    handle = os.pidfd_open(pid)
    gone = asyncio.Event()
    asyncio.get_running_loop().add_reader(handle, gone.set)
    parent.kill()
    await parent.communicate()
    try:
        async with asyncio.timeout(60):
            await gone.wait()
    finally:
        asyncio.get_running_loop().remove_reader(handle)
        os.close(handle)
