"""A browser as far as sign-in is concerned: it keeps the refresh cookie."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any

from tests.house import PASSWORD, Answer, House


class Device:
    """Signs in and keeps its cookie."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.cookie: str | None = None
        self.set_cookie = ""
        self.token = ""

    async def send(self, path: str, json: Any = None, *, cookie: str | None = None, **options: Any) -> Answer:
        """POST to an operation of sign-in; a cookie that comes back is kept."""
        headers = dict(options.pop("headers", {}))
        sent = cookie or self.cookie
        if sent:
            headers["Cookie"] = sent
        answer = await self.house.request("POST", f"/api/auth/{path}", json=json, headers=headers, **options)
        self.set_cookie = answer.headers.get("Set-Cookie", "")
        for name, morsel in SimpleCookie(self.set_cookie).items():
            self.cookie = f"{name}={morsel.value}" if morsel["max-age"] != "0" else None
        if answer.status < 300 and "access_token" in answer.body:
            self.token = answer.body["access_token"]
        return answer

    async def sign_in(self, username: str, password: str = PASSWORD) -> Device:
        """Sign in."""
        (await self.send("login", {"username": username, "password": password})).ok()
        return self

    async def get(self, path: str) -> Answer:
        """GET with the access token."""
        return await self.house.request("GET", path, token=self.token)
