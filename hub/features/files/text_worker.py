"""Reads the words of one file. Run as a script, in a process of its own, never imported.

Usage: `text_worker.py FILE KIND MOST_CHARACTERS`, KIND one of `text`, `pdf` and `office`. Writes the text as UTF-8 to
standard output, as far as it came; nothing for what it cannot or will not open. Files are handed in by strangers:
what reads them here may take what it may have of memory and time, and takes nobody along.
"""

import os
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree

MEMORY_BYTES = 800_000_000
SECONDS = 15
MOST_BYTES = 40_000_000
"""Unpacked, of the parts of one office file: more is a bomb, or no text."""
PARTS = re.compile(
    r"(word/(document|footnotes|endnotes|comments|header\d*|footer\d*)|xl/sharedStrings|ppt/slides/slide\d+|content)\.xml"
)
"""Where the words are: Word, Excel, PowerPoint, and OpenDocument's one `content.xml`."""
PIECES = frozenset({"t"})
"""Elements of Microsoft's formats that hold text; in an OpenDocument everything does."""
ENDS = frozenset({"p", "h", "si", "tr", "br", "table-row", "tab", "list-item"})
"""Elements after which words stand apart."""


def main() -> None:
    """Do what the arguments say."""
    path, kind, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    pieces = {"text": plain, "pdf": pdf, "office": office}[kind](path, most)
    left = most
    try:
        for piece in pieces:
            sys.stdout.buffer.write(piece[:left].encode("utf-8", "replace"))
            sys.stdout.buffer.flush()  # what was read before it fell counts
            left -= len(piece)
            if left <= 0:
                break
    except Exception as fault:  # whatever a stranger's file makes a parser do: what came before it stands
        sys.stderr.write(f"read no further: {type(fault).__name__}\n")


def plain(path: str, most: int) -> Iterator[str]:
    """A text in whichever of the usual encodings."""
    with Path(path).open("rb") as file:
        start = file.read(4 * most)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield start.decode("utf-16", "replace")
        return
    try:
        # The last character may have been cut.
        yield start.decode("utf-8-sig", "strict" if len(start) < 4 * most else "ignore")
    except UnicodeDecodeError:
        yield start.decode("cp1252", "replace")


def pdf(path: str, most: int) -> Iterator[str]:
    """Page by page."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        return
    for page in reader.pages:
        yield page.extract_text() + "\n"


def office(path: str, most: int) -> Iterator[str]:
    """The parts that hold words, element by element: nothing is ever unpacked as a whole."""
    left = MOST_BYTES
    with zipfile.ZipFile(path) as archive:
        for info in sorted(archive.infolist(), key=lambda one: one.filename):
            if not PARTS.fullmatch(info.filename):
                continue
            everything = info.filename == "content.xml"
            with archive.open(info) as part:
                parser = ElementTree.XMLPullParser(["end"])
                while left > 0 and (block := part.read(64 * 1024)):
                    left -= len(block)
                    parser.feed(block)
                    yield from _words(parser, everything)
            if left <= 0:
                raise ValueError("more than any text")
            yield "\n"


def _words(parser: Any, everything: bool) -> Iterator[str]:
    for _, element in cast("Iterator[tuple[str, ElementTree.Element]]", parser.read_events()):
        name = str(element.tag).rpartition("}")[2]
        if everything:
            yield from filter(None, ("".join(element.itertext()) if name in ("p", "h") else "",))
        elif name in PIECES:
            yield element.text or ""
        if name in ENDS:
            yield "\n"
            element.clear()


main()
