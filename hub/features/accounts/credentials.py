"""Tokens and codes: how they are made, signed, hashed and read. No database here."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from binascii import a2b_base64, b2a_base64
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import orjson

from hub.features.accounts.setup import setup
from hub.kernel.errors import unauthenticated

ACCESS_LIFE = timedelta(minutes=15)
SESSION_IDLE = timedelta(days=30)
GRACE = timedelta(seconds=30)
"""How long the previous refresh token still works, for a second tab that asked at the same time."""
AUDIENCE = "panoramix"
OWN_HEADER = urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
"""The first part of every token that we make."""
URL_SAFE = bytes.maketrans(b"+/", b"-_")
FROM_URL_SAFE = str.maketrans("-_", "+/")
TOKEN_PREFIX = "pnx_"  # noqa: S105 - a marker, not a secret
REFRESH_COOKIE = "refresh"


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What an access token of ours says."""

    session_id: str
    expires: datetime
    key: bytes
    """What it is signed with."""


@dataclass(frozen=True, kw_only=True)
class RefreshClaims:
    """What a refresh token says, before it is verified against its session."""

    session_id: str
    generation: int
    signature: str


def make_access_token(account_id: str, session_id: str, now: datetime) -> str:
    """A signed token (JWT, HS256) that is good for 15 minutes."""
    claims = {
        "sub": account_id,
        "sid": session_id,
        "aud": AUDIENCE,
        "iat": int(now.timestamp()),
        "exp": int((now + ACCESS_LIFE).timestamp()),
    }
    return jwt.encode(claims, setup().access_key, algorithm="HS256")


_verified: OrderedDict[bytes, AccessClaims] = OrderedDict()
"""Tokens that were found to be ours, by their hash: whoever comes back brings the one that they came with."""
MOST_VERIFIED = 10_000


def session_of(token: str) -> str:
    """The id of the session that an access token was made for.

    Raises:
        OperationError: `unauthenticated`: not ours, or expired.
    """
    now = setup()
    try:
        hashed = hashlib.blake2b(token.encode(), digest_size=16).digest()
        claims = _verified.get(hashed)
        if claims is None or claims.key is not now.access_key:
            claims = _verified[hashed] = _verify(token, now.access_key)
            if len(_verified) > MOST_VERIFIED:
                _verified.popitem(last=False)
    except (jwt.InvalidTokenError, ValueError, OverflowError, TypeError) as fault:
        raise unauthenticated("The access token is not valid.") from fault
    if now.clock.now() >= claims.expires:
        raise unauthenticated("The access token has expired.")
    return claims.session_id


def _verify(token: str, key: bytes) -> AccessClaims:
    claims = _own_claims(token) or _any_claims(token)
    return AccessClaims(str(claims["sid"]), datetime.fromtimestamp(int(claims["exp"]), UTC), key)


def _own_claims(token: str) -> dict[str, Any] | None:
    """The claims of a token of exactly the form that `make_access_token` gives; None for any other.

    The same check as PyJWT's (RFC 7515, section 5.2) at a tenth of its cost: when thousands come back at
    once, each with a token, this is what they wait for.

    Raises:
        ValueError: It has that form and is not ours.
    """
    signed, _, signature = token.rpartition(".")
    header, _, payload = signed.partition(".")
    if header != OWN_HEADER or not signature.isascii() or not payload.isascii():
        return None
    signed_by_us = b2a_base64(hmac.digest(setup().access_key, signed.encode(), "sha256"), newline=False)
    if not hmac.compare_digest(signed_by_us.translate(URL_SAFE, b"="), signature.encode()):
        raise ValueError("the signature is not ours")
    claims: Any = orjson.loads(a2b_base64(payload.translate(FROM_URL_SAFE) + "=="))
    if not isinstance(claims, dict) or claims.get("aud") != AUDIENCE:  # pyright: ignore[reportUnknownMemberType]
        raise ValueError("it is for somebody else")
    if [type(claims.get(name)) for name in ("sub", "sid", "exp")] != [str, str, int]:  # pyright: ignore[reportUnknownMemberType,reportUnknownArgumentType]
        raise ValueError("it does not say enough")
    return claims  # pyright: ignore[reportUnknownVariableType]


def _any_claims(token: str) -> dict[str, Any]:
    return jwt.decode(
        token,
        setup().access_key,
        algorithms=["HS256"],
        audience=AUDIENCE,
        # Expiry is checked by the caller, by our own clock.
        options={"require": ["sub", "sid", "exp", "aud"], "verify_exp": False, "verify_iat": False},
    )


def new_nonce() -> str:
    """What makes one session's refresh tokens its own."""
    return secrets.token_hex(16)


def make_refresh_token(session_id: str, generation: int, nonce: str) -> str:
    """The refresh token of that generation: always the same one, so that none need be stored."""
    return f"{session_id}.{generation}.{_refresh_signature(session_id, generation, nonce)}"


def read_refresh_token(token: str) -> RefreshClaims | None:
    """The parts of a refresh token; None if it is not one. Not verified yet."""
    parts = token.split(".")
    if len(parts) != 3 or len(parts[0]) != 24 or not parts[1].isascii() or not parts[1].isdigit():
        return None
    if len(parts[1]) > 9:
        return None
    return RefreshClaims(session_id=parts[0], generation=int(parts[1]), signature=parts[2])


def is_genuine(claims: RefreshClaims, nonce: str) -> bool:
    """Whether we signed that refresh token for the session with this nonce."""
    expected = _refresh_signature(claims.session_id, claims.generation, nonce)
    return hmac.compare_digest(expected.encode(), claims.signature.encode())


def new_personal_token() -> str:
    """A personal access token: 256 random bits."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def new_invitation_code() -> str:
    """A code to register with: 120 random bits, in letters and digits that survive being read aloud."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(6)) for _ in range(4))


def new_password() -> str:
    """A password for an account that an administrator makes or resets."""
    return secrets.token_urlsafe(12)


def digest(secret: str) -> str:
    """How a long random secret is stored: it needs no slow hash, for it cannot be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _refresh_signature(session_id: str, generation: int, nonce: str) -> str:
    said = f"{session_id}.{generation}.{nonce}".encode()
    signed = hmac.new(setup().refresh_key, said, hashlib.sha256).digest()
    return urlsafe_b64encode(signed).decode().rstrip("=")
