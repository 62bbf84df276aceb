"""What may be kept as a web address: nothing that a browser would run, or read otherwise than it looks."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from hub.kernel.errors import OperationError, invalid

LONGEST = 2_000
"""Characters of an address."""
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"})
"""Unicode categories of what one does not see: controls, what turns the direction around, white space."""
HOST = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?\.?|\[[0-9a-fA-F:.]+\]")
"""A name in any script as it was typed, an IPv4 address, or an IPv6 one in brackets."""
ONLY_A_PORT = re.compile(r"[^:/?#]+:\d{1,5}(?:[/?#].*)?", re.DOTALL)


def web_address(typed: str) -> str:
    """An address as it is kept: `https://` before it where it has no scheme, otherwise as it was typed.

    Raises:
        OperationError: `invalid` for what is no http or https address, is too long, names a user or a password,
            or holds what one does not see (control characters, white space, marks that turn text around).
    """
    text = typed.strip(" ")
    if not text or any(unicodedata.category(char) in HIDDEN for char in text) or "\\" in text:
        raise _refused("must be a web address, without spaces and backslashes")
    scheme, mark, rest = text.partition("://")
    if mark and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
        if scheme.lower() not in ("http", "https"):
            raise _refused("must begin with http:// or https://")
        address = f"{scheme.lower()}://{rest}"
    elif ":" in re.split(r"[/?#]", text, maxsplit=1)[0] and not text.startswith("[") and not ONLY_A_PORT.match(text):
        raise _refused("must begin with http:// or https://")
    else:
        address = f"https://{text.removeprefix('//')}"
    if len(address) > LONGEST:
        raise _refused(f"must have {LONGEST} characters at most")
    try:
        parts = urlsplit(address)
        host_and_port = parts.netloc
        _ = parts.port
    except ValueError as fault:
        raise _refused("is not an address that can be opened") from fault
    if "@" in host_and_port:
        raise _refused("must not name a user or a password")
    host = host_and_port if host_and_port.endswith("]") else re.sub(r":\d{0,5}\Z", "", host_and_port)
    if not HOST.fullmatch(host):
        raise _refused("must name a host")
    return address


def host_of(address: str) -> str:
    """The host that an address names, without `www.`: what a link without a name is called."""
    return urlsplit(address).netloc.lower().removeprefix("www.")[:300]


def _refused(why: str) -> OperationError:
    return invalid("The address cannot be kept.", url=why)
