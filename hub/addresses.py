"""Where a caller really is, behind proxies that are trusted."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address

Networks = tuple[IPv4Network | IPv6Network, ...]


def caller(peer: str, forwarded_for: Iterable[str], trusted: Networks) -> str:
    """The caller's address; a forwarded one counts only when it comes from a trusted proxy.

    Args:
        peer: Who is at the other end of the connection.
        forwarded_for: The values of `X-Forwarded-For`, as they came.
        trusted: The proxies whose word counts.
    """
    if not trusted:
        return peer
    forwarded = [part.strip() for value in forwarded_for for part in value.split(",") if part.strip()]
    while forwarded and within(peer, trusted):
        peer = forwarded.pop()
    return peer


def within(address: str, networks: Networks) -> bool:
    """Whether an address is in one of the networks."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)
