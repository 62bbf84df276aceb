"""The reference pages: readable without a token, made once, all three from the same catalog."""

import asyncio

import aiohttp

from tests.house import House

PAGES = {"/openapi.json": "application/json", "/asyncapi.json": "application/json", "/docs": "text/html"}


async def test_anyone_reads_the_reference(house: House) -> None:
    async def read(session: aiohttp.ClientSession, path: str) -> tuple[str, str]:
        async with session.get(house.base + path) as response:
            assert response.status == 200
            return response.content_type, await response.text()

    async with aiohttp.ClientSession() as session:
        # At once, as the first readers do.
        answers = await asyncio.gather(*(read(session, path) for path in PAGES))
    for (content_type, text), (path, expected) in zip(answers, PAGES.items(), strict=True):
        assert content_type == expected
        assert "task.create" in text, path
