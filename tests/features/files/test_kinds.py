"""What a file is, by its bytes; names that harm nobody; where a picture was taken."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from hub.features.files.kinds import INLINE, mime_of
from hub.features.files.names import disposition, safe_name
from tests.features.files.sending import content, fetch, picture, post
from tests.house import House, Person

SVG = b'<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("a\0b.txt", "ab.txt"),
        ("a\r\nSet-Cookie: x", "aSet-Cookie_ x"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("con.txt", "_con.txt"),
        ("..", "file"),
        ("\ud800", "file"),
        ("Déjà vu 👩‍👧.pdf", "Déjà vu 👩‍👧.pdf"),
    ],
)
def test_a_name_is_no_path(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_a_long_name_keeps_its_ending() -> None:
    for name in ("x" * 300 + ".tar", "é" * 300 + ".pdf", "👩" * 300 + ".jpeg"):
        short = safe_name(name)
        assert len(short) <= 200 and len(short.encode()) <= 240 and short.endswith(name[name.index(".") :])


def test_a_name_in_a_header_ends_nothing() -> None:
    shown = disposition('a"; filename="b.exe', inline=False)
    assert shown.count('"') == 2 and shown.isascii() and "\n" not in disposition("é\n", inline=True)


@pytest.mark.parametrize(
    ("data", "name", "mime"),
    [
        (SVG, "picture.png", "image/svg+xml"),
        (b"  <!DOCTYPE html><p>x", "a.txt", "text/html"),
        (b"hello <script>alert(1)</script>", "a.txt", "text/html"),
        (b"# Title\n\ntext", "a.md", "text/markdown"),
        (b"# Title\n\ntext", "a.exe", "text/plain"),
        (b"caf\xe9;1,5\n", "a.csv", "text/csv"),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 60, "a.png", "application/octet-stream"),
        (b"", "a.png", "application/octet-stream"),
        (b"%PDF-1.7\n", "a.html", "application/pdf"),
        (b"\xff\xfb\x90\x64" + b"\0" * 400, "a.mp3", "audio/mpeg"),
        (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41", "a.mp4", "video/mp4"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "a.webm", "video/webm"),
    ],
)
def test_the_bytes_decide(data: bytes, name: str, mime: str) -> None:
    assert mime_of(data, name) == mime


async def test_who_lies_about_the_type_is_not_believed(alice: Person) -> None:
    file = (await post(alice, b"<html><script>alert(1)</script>", "holiday.png", "image/png")).ok()
    assert file["mime_type"] == "text/html" and file["media"] == "document" and not file["has_thumbnail"]
    got = await content(alice, file["id"])
    assert got.headers["Content-Disposition"].startswith("attachment;")
    real = (await post(alice, picture(), "page.html", "text/html")).ok()
    assert real["mime_type"] == "image/png" and real["media"] == "image"


async def test_what_can_act_is_only_ever_saved(alice: Person) -> None:
    file = (await post(alice, SVG, "logo.svg", "image/svg+xml")).ok()
    got = await content(alice, file["id"])
    assert got.status == 200 and got.body == SVG and file["mime_type"] not in INLINE
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert got.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    shown = await content(alice, (await post(alice, picture(), "a.png")).ok()["id"])
    assert shown.headers["Content-Disposition"].startswith("inline;")
    assert shown.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    saved = await fetch(alice.house, f"/api/files/{file['id']}/content?download=1", alice.token)
    assert saved.headers["Content-Disposition"].startswith("attachment;")
    assert (await alice("GET", f"/api/files/{file['id']}")).ok()["clicks"] == 1


async def test_a_name_with_folders_is_saved_without(alice: Person) -> None:
    file = (await post(alice, b"x", "../../../etc/cron.d/x")).ok()
    assert file["name"] == "x"
    renamed = (await alice("PATCH", f"/api/files/{file['id']}", {"name": "a/../b\u202e\0.txt"})).ok()
    assert renamed["name"] == "b.txt"
    got = await content(alice, file["id"])
    assert "filename=\"b.txt\"; filename*=UTF-8''b.txt" in got.headers["Content-Disposition"]


async def test_a_zip_bomb_is_bytes_like_any_other(alice: Person) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("xl/workbook.xml", b"0" * 200_000_000)
    file = (await post(alice, out.getvalue(), "budget.xlsx")).ok()
    assert file["size"] == len(out.getvalue()) < 1_000_000 and file["media"] == "document"
    assert (await content(alice, file["id"])).body == out.getvalue()


async def test_a_picture_has_a_thumbnail(house: House, alice: Person) -> None:
    for form in ("PNG", "JPEG", "WEBP", "GIF", "AVIF"):
        file = (await post(alice, picture(form), f"a.{form.lower()}")).ok()
        assert (file["width"], file["height"], file["has_thumbnail"]) == (1200, 800, True), form
        got = await fetch(house, f"/api/files/{file['id']}/thumbnail", alice.token)
        small = Image.open(io.BytesIO(got.body))
        assert got.status == 200 and got.headers["Content-Type"] == "image/webp" and small.size == (720, 480)
    text = (await post(alice, b"x")).ok()
    missing = await alice("GET", f"/api/files/{text['id']}/thumbnail")
    missing.refused("not_found", 404)


async def test_a_picture_that_would_fill_the_memory_is_not_opened(alice: Person) -> None:
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1_000)), (b"IEND", b""))
    bomb = b"\x89PNG\r\n\x1a\n"
    for kind, data in parts:
        bomb += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    file = (await post(alice, bomb, "bomb.png")).ok()
    assert file["mime_type"] == "image/png" and not file["has_thumbnail"] and file["width"] is None
    cut = (await post(alice, picture("JPEG")[:2_000], "cut.jpg")).ok()
    assert cut["mime_type"] == "image/jpeg" and not cut["has_thumbnail"]


def taken_in_paris(form: str, **how: object) -> bytes:
    """A sideways picture that says where, by whom and how it was made."""
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif[0x0112] = 6
    where = exif.get_ifd(0x8825)
    where[1], where[3] = "N", "E"
    where[2] = (IFDRational(48), IFDRational(51), IFDRational(2961, 100))
    where[4] = (IFDRational(2), IFDRational(17), IFDRational(4020, 100))
    return picture(form, exif=exif, **how)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
async def test_a_picture_does_not_say_where_it_was_taken(house: House, alice: Person, form: str) -> None:
    given = taken_in_paris(form)
    assert Image.open(io.BytesIO(given)).getexif().get_ifd(0x8825)[2][0] == 48
    file = (await post(alice, given, f"a.{form.lower()}")).ok()
    got = (await content(alice, file["id"])).body
    there = Image.open(io.BytesIO(got))
    there.load()
    assert file["position_removed"] and len(got) == len(given)
    assert not there.getexif().get_ifd(0x8825)
    # The rest stays: who made it, how it is to be turned, and every pixel.
    assert there.getexif()[0x010F] == "A camera" and (file["width"], file["height"]) == (800, 1200)
    assert there.tobytes() == Image.open(io.BytesIO(given)).tobytes()
    small = Image.open(io.BytesIO((await fetch(house, f"/api/files/{file['id']}/thumbnail", alice.token)).body))
    assert small.size == (480, 720) and not small.getexif()


async def test_a_position_in_xmp_goes_too(alice: Person) -> None:
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="48,51.49N" xmp:Rating="5">'
        b"<exif:GPSLongitude>2,17.67E</exif:GPSLongitude></rdf:Description></x:xmpmeta>"
    )
    file = (await post(alice, picture("JPEG", xmp=xmp), "a.jpg")).ok()
    got = (await content(alice, file["id"])).body
    assert file["position_removed"] and b"48,51" not in got and b"17.67" not in got and b'Rating="5"' in got
    assert not (await post(alice, picture("JPEG"), "b.jpg")).ok()["position_removed"]
