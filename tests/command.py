"""The `panoramix` command as a process of its own, with a data folder and a port of its own."""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import aiohttp


@dataclass(kw_only=True)
class Panoramix:
    """A data folder and a port, and the command to run on them."""

    data_dir: Path
    port: int
    started: list[asyncio.subprocess.Process]

    async def start(self, *arguments: str, **settings: str) -> asyncio.subprocess.Process:
        """Start a command."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", "import sys; from hub.cli import main; sys.exit(main())", *arguments),
            env=self.environment(settings),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        self.started.append(process)
        return process

    async def run(self, *arguments: str, said: str = "", **settings: str) -> tuple[int, str]:
        """Run a command to its end; return its status, and its output and errors together."""
        process = await self.start(*arguments, **settings)
        async with asyncio.timeout(60):
            output, errors = await process.communicate(said.encode())
        assert process.returncode is not None
        return process.returncode, output.decode() + errors.decode()

    async def serve(self, **settings: str) -> asyncio.subprocess.Process:
        """Start serving and return once the hub is ready."""
        process = await self.start("serve", **settings)
        async with asyncio.timeout(60), aiohttp.ClientSession() as session:
            while process.returncode is None:
                try:
                    async with session.get(f"http://127.0.0.1:{self.port}/health/ready") as response:
                        if response.status == 200:
                            return process
                except aiohttp.ClientConnectionError:
                    pass
                await asyncio.sleep(0.05)
        _, errors = await process.communicate()
        raise AssertionError(errors.decode())

    def environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        """Nothing of this machine's own settings."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("PANORAMIX_")}
        ours = {"DATA_DIR": str(self.data_dir), "PORT": str(self.port), **settings}
        root = str(Path(__file__).resolve().parent.parent)
        return plain | {"PYTHONPATH": root} | {f"PANORAMIX_{name}": value for name, value in ours.items()}


def servers_on(data_dir: Path) -> list[int]:
    """The processes of MongoDB that work on the folder."""
    found: list[int] = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            arguments = entry.read_text(encoding="utf-8").split("\0")
        except OSError:
            continue
        if "--dbpath" in arguments and str(data_dir / "mongodb" / "data") in arguments:
            found.append(int(entry.parent.name))
    return found
