"""The REST door: every operation with a route, answered as JSON, refused as RFC 9457 problems."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
from aiohttp import web
from pydantic import BaseModel

from hub.doors.cookies import Cookies
from hub.doors.requests import address_of, request_id_of
from hub.kernel.context import ANYONE, Actor, Call, Origin, Reply
from hub.kernel.errors import MEANINGS, Code, OperationError, not_found, too_large
from hub.kernel.operation import Door, Operation
from hub.kernel.pipeline import AsText, Outcome, Pipeline
from hub.kernel.policies import anyone
from hub.storage.wire import as_json

log = logging.getLogger(__name__)
Authenticate = Callable[[str], Awaitable[Actor]]
PROBLEM = "application/problem+json"
LARGEST_BODY = 8 * 1024 * 1024


class RestDoor:
    """Turns requests into calls of the pipeline, and outcomes into responses."""

    def __init__(self, pipeline: Pipeline, authenticate: Authenticate, cookies: Cookies) -> None:
        self._pipeline = pipeline
        self._authenticate = authenticate
        self._cookies = cookies

    def add_to(self, app: web.Application) -> None:
        """Add one route for each operation that has this door, and an answer for unknown paths."""
        for operation in self._pipeline.catalog.through(Door.REST):
            if operation.route is not None:
                app.router.add_route(operation.route.method, operation.route.path, self._handler(operation))
        app.router.add_route("*", "/api/{rest:.*}", self._unknown)

    async def actor(self, request: web.Request) -> Actor:
        """Who is calling: the bearer of the token, or nobody.

        Raises:
            OperationError: `unauthenticated` for a token that is not good.
        """
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token.strip():
            return await self._authenticate(token.strip())
        return ANYONE

    async def _caller(self, operation: Operation, request: web.Request) -> Actor:
        """Who is calling; where anyone may, an old token in the headers is no reason to refuse.

        Raises:
            OperationError: `unauthenticated` for a token that is not good.
        """
        try:
            return await self.actor(request)
        except OperationError as refusal:
            if operation.policy is anyone and refusal.code is Code.UNAUTHENTICATED:
                return ANYONE
            raise

    def _handler(self, operation: Operation) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            request_id = request_id_of(request)
            reply = Reply()
            call = Call(
                actor=await self._caller(operation, request),
                origin=Origin.REST,
                request_id=request_id,
                idempotency_key=_idempotency_key(request),
                address=address_of(request),
                user_agent=request.headers.get("User-Agent", "")[:300],
                cookies=self._cookies.read(request),
                reply=reply,
            )
            try:
                outcome = await self._pipeline.run(operation.name, await _payload(operation, request), call)
                response = _answer(operation, outcome)
            except OperationError as refusal:
                # A refused refresh takes its cookie away.
                response = problem(refusal, request_id)
            self._cookies.write(request, response, reply)
            return response

        return handle

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        raise not_found(f"The path {request.path[:200]}")


@web.middleware
async def problems(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> Any:
    """Every refusal under `/api/` becomes a problem document that carries the request id."""
    request_id = request_id_of(request)
    try:
        response = await handler(request)
    except OperationError as refusal:
        response = problem(refusal, request_id)
    except web.RequestPayloadError:
        refusal = OperationError(Code.INVALID, "The body does not hold what its headers say.", malformed=True)
        response = problem(refusal, request_id)
    except web.HTTPRequestEntityTooLarge:
        response = problem(too_large("The request is too large."), request_id)
    except web.HTTPMethodNotAllowed as refusal:
        response = problem(OperationError(Code.INVALID, "That method is not allowed here."), request_id, 405)
        response.headers["Allow"] = ", ".join(sorted(refusal.allowed_methods))
    except web.HTTPException:
        raise
    except (ConnectionResetError, TimeoutError):
        raise
    except Exception:
        log.exception("request failed", extra={"request_id": request_id, "path": request.path})
        response = problem(
            OperationError(Code.INTERNAL, "Something went wrong here. It has been logged."), request_id
        )
    if not response.prepared:
        response.headers["X-Request-Id"] = request_id
    return response


def problem(refusal: OperationError, request_id: str, status: int | None = None) -> web.Response:
    """A refusal as an RFC 9457 problem document."""
    meaning = MEANINGS[refusal.code]
    status = status or (400 if refusal.malformed else meaning.http_status)
    body = {"type": "about:blank", "title": meaning.title, "status": status, **refusal.envelope(request_id)}
    response = web.Response(body=orjson.dumps(body, default=str), status=status, content_type=PROBLEM)
    if refusal.retry_after is not None:
        response.headers["Retry-After"] = str(max(1, round(refusal.retry_after)))
    if refusal.code is Code.UNAUTHENTICATED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _answer(operation: Operation, outcome: Outcome) -> web.Response:
    result = outcome.result
    body = as_json(result) if isinstance(result, BaseModel) else orjson.dumps(dict(result))
    status = operation.route.status if operation.route else 200
    response = web.Response(body=body, status=status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    if outcome.activity_id:
        response.headers["X-Activity-Id"] = outcome.activity_id
    if outcome.replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def _idempotency_key(request: web.Request) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not 1 <= len(key) <= 200:
        raise OperationError(Code.INVALID, "An Idempotency-Key has 1 to 200 characters.")
    return key


async def _payload(operation: Operation, request: web.Request) -> Any:
    assert operation.route is not None
    path = dict(request.match_info)
    if operation.route.method in ("GET", "DELETE") and not request.can_read_body:
        return AsText(fields={**_query(operation, request), **path})
    body = await _json(request)
    if not path:
        return body
    if not isinstance(body, dict):
        raise OperationError(Code.INVALID, "The body must be a JSON object.", malformed=True)
    clash = [name for name, value in path.items() if name in body and str(body[name]) != value]
    if clash:
        raise OperationError(
            Code.INVALID, "The body contradicts the path.", errors=dict.fromkeys(clash, "differs from the path")
        )
    numbers = {name for name, field in operation.input.model_fields.items() if field.annotation is int}
    return {**body, **{name: int(value) if name in numbers else value for name, value in path.items()}}


def _query(operation: Operation, request: web.Request) -> Mapping[str, Any]:
    fields: dict[str, Any] = {}
    lists = {
        field.alias or name
        for name, field in operation.input.model_fields.items()
        if "list[" in str(field.annotation).lower()
    }
    for name in request.query:
        values = request.query.getall(name)
        if name in lists:
            # As one text: it is taken apart by the field (`Several`), since pydantic reads no lists out of texts.
            fields[name] = ",".join(values)
        elif len(values) > 1:
            raise OperationError(Code.INVALID, "The input is not valid.", errors={name: "given more than once"})
        else:
            fields[name] = values[0]
    return fields


async def _json(request: web.Request) -> Any:
    raw = await request.read()
    if not raw.strip():
        return {}
    if request.content_type not in ("application/json", "application/octet-stream", "text/json") and not (
        request.content_type.endswith("+json")
    ):
        raise OperationError(Code.INVALID, "The body must be application/json.", malformed=True)
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as fault:
        raise OperationError(Code.INVALID, f"The body is not JSON: {fault}", malformed=True) from None
