"""nginx with the configuration that we ship: with other ports and paths and a certificate of its own."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import re
import shutil
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SHIPPED = Path(__file__).resolve().parents[2] / "ops" / "nginx" / "panoramix.conf"
PROGRAM = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
AROUND = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/panoramix.conf;
}}
"""


@dataclass(frozen=True, kw_only=True)
class Nginx:
    """A running nginx."""

    plain: int
    """The port of HTTP, which only leads to the other."""
    secure: int
    trust: ssl.SSLContext
    """What a client needs to believe its certificate."""


@asynccontextmanager
async def an_nginx(folder: Path, *, plain: int, secure: int, hubs: Sequence[int]) -> AsyncIterator[Nginx]:
    """Run nginx in front of hubs on these ports, without any right that a user does not have."""
    assert PROGRAM is not None
    _make_certificate(folder)
    (folder / "panoramix.conf").write_text(rendered(folder, plain, secure, hubs), encoding="utf-8")
    # As root it would give its workers to somebody who cannot read this folder.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user), encoding="utf-8")
    arguments = ("-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf"))
    process = await asyncio.create_subprocess_exec(PROGRAM, *arguments, stderr=asyncio.subprocess.PIPE)
    try:
        async with asyncio.timeout(60):
            while not await _listens(secure):
                if process.returncode is not None:
                    assert process.stderr is not None
                    raise AssertionError((await process.stderr.read()).decode())
                await asyncio.sleep(0.02)
        trust = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
        yield Nginx(plain=plain, secure=secure, trust=trust)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


def rendered(folder: Path, plain: int, secure: int, hubs: Sequence[int]) -> str:
    """The shipped file as whoever follows docs/deployment.md changes it; what is not found there is a failure."""
    text = SHIPPED.read_text(encoding="utf-8")
    servers = "\n".join(f"    server 127.0.0.1:{port};" for port in hubs)
    for pattern, replacement, times in (
        (r"listen 80;", f"listen {plain};", 1),
        (r"listen 443 ssl", f"listen {secure} ssl", 1),
        (r"server_name panoramix\.example;", "server_name localhost;", 2),
        (r"/etc/letsencrypt/live/panoramix\.example", str(folder), 2),
        (r"    server 127\.0\.0\.1:4000;", servers, 1),
    ):
        text, changed = re.subn(pattern, replacement, text)
        assert changed == times, pattern
    return text


def _make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
