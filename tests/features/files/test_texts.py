"""A file is found by the words in it; what cannot be read is found by its name, and nothing falls."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from hub.features.files.documents import FileDocument, TextDocument
from hub.features.files.reading import texts
from tests.features.files.sending import post
from tests.house import Person

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
ODF_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def pdf(*pages: str) -> bytes:
    """The least that is a PDF: pages of one line each."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, text in enumerate(pages):
        drawn = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET"
        fonts = "/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 600 800]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {fonts} /Contents {5 + 2 * n} 0 R >>")
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    out = b"%PDF-1.4\n"
    places: list[int] = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count, end = len(objects) + 1, len(out)
    trailer = f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{end}\n%%EOF"
    return out + f"xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode()


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            # An OpenDocument says first, and unpacked, what it is.
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


def docx(*paragraphs: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})


def odt(*paragraphs: str) -> bytes:
    body = "".join(f"<t:p>{text} <t:span>spanned</t:span></t:p>" for text in paragraphs)
    content = f'<o:document xmlns:o="{ODF}" xmlns:t="{ODF_TEXT}">{body}</o:document>'
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()})


async def text_of(person: Person, data: bytes, name: str) -> str:
    """What an uploaded file is found by, beside its name."""
    file = (await post(person, data, name)).ok()
    row: dict[str, Any] | None = await FileDocument.rows().find_one({"_id": file["id"]})
    assert row is not None
    (text,) = await texts([row])
    first, _, rest = text.partition("\n")
    assert first == name
    return rest


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("Le château de Łódź".encode(), "plain.txt"),
        ("Le château".encode("cp1252"), "old.txt"),
        ("Le château".encode("utf-16"), "wide.txt"),
        (b"\xef\xbb\xbf" + "place;château\n".encode(), "table.csv"),
        (docx("Le château", "et son parc"), "letter.docx"),
        (odt("Le château", "et son parc"), "letter.odt"),
    ],
)
async def test_words_are_read_of_texts_and_letters(alice: Person, data: bytes, name: str) -> None:
    assert "château" in await text_of(alice, data, name)


async def test_words_are_read_of_every_page(alice: Person) -> None:
    text = await text_of(alice, pdf("The castle", "and its park"), "tour.pdf")
    assert "castle" in text and "park" in text
    assert "et son parc" in await text_of(alice, docx("Le château", "et son parc"), "letter.docx")
    assert "château spanned" in await text_of(alice, odt("Le château"), "letter.odt")


async def test_what_cannot_be_read_is_found_by_its_name(alice: Person) -> None:
    bomb = docx("a" * 60_000_000)
    assert len(bomb) < 1_000_000
    nested = b"<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'>" + b"".join(
        f"<!ENTITY {chr(99 + n)} '{f'&{chr(98 + n)};' * 10}'>".encode() for n in range(9)
    )
    laughs = zipped({"[Content_Types].xml": b"", "word/document.xml": nested + b"]><a>&k;</a>"})
    for data, name in (
        (b"%PDF-1.7\n" + b"\x00garbage" * 100, "broken.pdf"),
        (docx("cut")[:-40], "cut.docx"),
        (laughs, "laughs.docx"),
        (zipped({"[Content_Types].xml": b"", "word/document.xml": b"<a><b>"}), "unclosed.docx"),
    ):
        assert len(await text_of(alice, data, name)) < 1_000
    assert len(await text_of(alice, bomb, "bomb.docx")) <= 100_000


async def test_a_long_text_is_kept_to_its_limit(alice: Person) -> None:
    assert len(await text_of(alice, b"word " * 100_000, "long.txt")) <= 100_000


async def test_a_file_that_came_by_another_way_is_read_when_it_is_indexed(alice: Person) -> None:
    file = (await post(alice, b"what an import brought", "brought.txt")).ok()
    await TextDocument.rows().delete_one({"_id": file["id"]})
    row: dict[str, Any] | None = await FileDocument.rows().find_one({"_id": file["id"]})
    assert row is not None
    assert await texts([row]) == ["brought.txt\nwhat an import brought"]
    assert await TextDocument.rows().count_documents({"_id": row["blob_id"]}) == 1
