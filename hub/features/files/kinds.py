"""What a file is, said by its bytes: neither its name nor what a client claims decides."""

from __future__ import annotations

import re
from enum import StrEnum

from puremagic import PureError, magic_string

HEAD = 8 * 1024
"""How many of the first bytes are looked at."""
UNKNOWN = "application/octet-stream"
LEAST_SURE = 0.4


class Media(StrEnum):
    """What a file is to a person."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"


SIGNS: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), mime)
    for pattern, mime in (
        (rb"\x89PNG\r\n\x1a\n", "image/png"),
        (rb"\xff\xd8\xff", "image/jpeg"),
        (rb"GIF8[79]a", "image/gif"),
        (rb"RIFF....WEBP", "image/webp"),
        (rb"....ftypavi[fs]", "image/avif"),
        (rb"....ftyp(heic|heix|mif1|msf1)", "image/heic"),
        (rb"BM....\0\0\0\0", "image/bmp"),
        (rb"(II\*\0|MM\0\*)", "image/tiff"),
        (rb"%PDF-", "application/pdf"),
        (rb"....ftypqt  ", "video/quicktime"),
        (rb"....ftypM4[AB] ", "audio/mp4"),
        (rb"....ftyp", "video/mp4"),
        (rb"\x1aE\xdf\xa3.{0,60}webm", "video/webm"),
        (rb"\x1aE\xdf\xa3", "video/x-matroska"),
        (rb"OggS.{24,60}(\x01vorbis|OpusHead|Speex|\x7fFLAC)", "audio/ogg"),
        (rb"OggS", "video/ogg"),
        (rb"RIFF....WAVE", "audio/wav"),
        (rb"fLaC", "audio/flac"),
        (rb"ID3[\x02-\x04]", "audio/mpeg"),
        (rb"\xff[\xfb\xf3\xf2\xfa]", "audio/mpeg"),
        (rb"\x1f\x8b", "application/gzip"),
    )
)
"""Of everything that a browser may show in place; the rest is for the library."""
INLINE = frozenset(
    {
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "image/avif",
        "audio/mpeg",
        "audio/mp4",
        "audio/ogg",
        "audio/wav",
        "audio/flac",
        "video/mp4",
        "video/webm",
        "video/ogg",
        "application/pdf",
    }
)
"""What a browser shows without anything in it acting; everything else is only ever saved."""
OFFICE = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
TEXTS = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "md": "text/markdown",
    "markdown": "text/markdown",
    "json": "application/json",
    "ics": "text/calendar",
    "vcf": "text/vcard",
}
"""What a plain text may be called, by the end of its name: none of these acts."""
MARKUP = re.compile(
    rb"<(!doctype\s+html|html|head|body|script|iframe|img|svg|math|style|title|table|meta|link)[\s>/]", re.I
)

SCRIPTED = re.compile(rb"<(html|script|iframe)[\s>]", re.I)


def mime_of(head: bytes, name: str) -> str:
    """The MIME type of a file.

    Args:
        head: Its first bytes, `HEAD` of them if there are as many.
        name: What it is called; only ever chooses among plain texts.
    """
    if not head:
        return UNKNOWN
    for sign, mime in SIGNS:
        if sign.match(head):
            return mime
    if head.startswith(b"PK\x03\x04"):
        return _in_a_zip(head)
    text = _as_text(head)
    if text is not None:
        return _of_text(text, name)
    try:
        found = magic_string(head)
    except (PureError, ValueError):
        return UNKNOWN
    sure = [one.mime_type for one in found if one.mime_type and one.confidence >= LEAST_SURE]
    # What is binary is never taken for something that a browser reads as text.
    return next((mime for mime in sure if mime not in INLINE and not mime.startswith("text/")), UNKNOWN)


def media_of(mime: str) -> Media:
    """What a file of that type is to a person; an SVG is a document, because it can act."""
    family = mime.partition("/")[0]
    if mime == "image/svg+xml" or family not in ("image", "video", "audio"):
        return Media.DOCUMENT
    return Media(family)


def _in_a_zip(head: bytes) -> str:
    if b"mimetype" in head[:60]:
        named = re.search(rb"mimetype(application/[\w.+-]{1,80}?)PK", head[:200])
        if named:
            return named[1].decode("ascii")
    if b"[Content_Types].xml" in head or b"_rels/" in head:
        return next((mime for folder, mime in OFFICE.items() if folder in head), "application/zip")
    return "application/zip"


def _as_text(head: bytes) -> bytes | None:
    """The head as UTF-8 without its mark, if it is text; UTF-16 is text where it says so."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore").encode()
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", plain):
        return None
    return plain


def _of_text(text: bytes, name: str) -> str:
    start = re.sub(rb"^\s*(<\?xml[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>]*>|\s)*", b"", text, flags=re.DOTALL | re.I)
    if re.match(rb"<(\w+:)?svg[\s>]", start, re.I):
        return "image/svg+xml"
    if MARKUP.match(text.lstrip()) or MARKUP.match(start) or SCRIPTED.search(text):
        return "text/html"
    if text.lstrip().startswith(b"<?xml"):
        return "application/xml"
    return TEXTS.get(name.rpartition(".")[2].lower(), "text/plain")
