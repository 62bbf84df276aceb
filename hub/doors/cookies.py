"""Cookies of the REST door: operations speak of roles, this gives them names and attributes."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from hub.kernel.context import Reply


class Cookies:
    """Names carry the instance's id, because cookies ignore ports."""

    def __init__(self, instance_id: str, *, secure: bool, path: str = "/api/auth") -> None:
        self._prefix = f"panoramix_{instance_id[:12]}_"
        self._secure = secure
        self._path = path

    def read(self, request: web.Request) -> Mapping[str, str]:
        """Role to value, of our own cookies only."""
        return {
            name.removeprefix(self._prefix): value
            for name, value in request.cookies.items()
            if name.startswith(self._prefix)
        }

    def write(self, request: web.Request, response: web.StreamResponse, reply: Reply) -> None:
        """Set or remove what the operation asked for."""
        for role, (value, seconds) in reply.cookies.items():
            if seconds <= 0:
                response.del_cookie(self._prefix + role, path=self._path)
            else:
                response.set_cookie(
                    self._prefix + role,
                    value,
                    max_age=seconds,
                    path=self._path,
                    httponly=True,
                    samesite="Strict",
                    secure=self._secure,
                )
