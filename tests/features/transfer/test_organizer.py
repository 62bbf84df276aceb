"""Exports of Organizer, in each form, whole, damaged and made to do harm."""

from __future__ import annotations

import base64
import gzip
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from hub.features.transfer.sources import BLOB, BadLine, Foreign, Note, NotThisFormat
from hub.features.transfer.sources.items import Items
from hub.features.transfer.sources.organizer import Organizer
from tests.features.transfer import generate


def read(path: Path) -> tuple[list[Foreign], list[BadLine], Organizer]:
    source = Organizer(path)
    source.zone = "Europe/Paris"
    found = list(source.read())
    made = [one for one in found if isinstance(one, Foreign)]
    return made, [one for one in found if isinstance(one, BadLine)], source


def exported(path: Path, **lists: list[dict[str, Any]]) -> Path:
    path = path / "made.json"
    path.write_text(json.dumps(lists))
    return path


def message(id: str = "m0", **fields: Any) -> dict[str, Any]:
    return {"_id": id, "roomId": "r0", "senderId": "u0", "content": "Hi", "createdAt": generate.at(1), **fields}


@pytest.mark.parametrize("lines", [False, True])
@pytest.mark.parametrize("ejson", [False, True])
def test_every_form_says_the_same(tmp_path: Path, lines: bool, ejson: bool) -> None:
    plain, _, _ = read(generate.organizer(tmp_path / "a.json"))
    other, bad, source = read(generate.organizer(tmp_path / "b.json", lines=lines, ejson=ejson))
    assert [(one.line, one.kind, one.old_id, one.doc) for one in other] == [
        (one.line, one.kind, one.old_id, one.doc) for one in plain
    ]
    assert [(one.collection, isinstance(one, Note)) for one in bad] == [
        ("messages", True),
        ("notes", True),
        ("refresh_tokens", False),
    ]
    assert not source.cut and source.last_whole == 31


def test_packed_it_is_the_same(tmp_path: Path) -> None:
    plain = generate.organizer(tmp_path / "a.json")
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(plain.read_bytes()))
    assert read(tmp_path / "a.json.gz")[0] == read(plain)[0]


def test_by_kinds_it_is_the_same(tmp_path: Path) -> None:
    source = Organizer(generate.organizer(tmp_path / "a.json"))
    whole = [one for one in source.read() if isinstance(one, Foreign)]
    by_kind = [one for kind in dict.fromkeys(one.kind for one in whole) for one in source.read([kind])]
    assert sorted(map(repr, by_kind)) == sorted(map(repr, whole))


def test_people_keep_their_names_and_passwords(tmp_path: Path) -> None:
    made, _, _ = read(generate.organizer(tmp_path / "a.json"))
    alice, bob, _, eko = (one.doc for one in made if one.kind == "user")
    assert (alice["username"], alice["role"], alice["password_hash"]) == ("alice", "admin", generate.BCRYPT)
    assert (bob["role"], bob["status"], bob["status_text"], bob["time_zone"]) == (
        "member",
        "busy",
        "At work",
        "Europe/Paris",
    )
    assert (eko["kind"], eko["role"], eko["password_hash"]) == ("bot", "member", None)


def test_names_that_cannot_be_and_hashes_that_cannot_be_checked(tmp_path: Path) -> None:
    people = [
        {"_id": "u0", "username": "Jean-Élodie", "displayName": "Eko", "passwordHash": "md5:x"},
        {"_id": "u1", "username": "everyone", "displayName": "a\u202eb" * 60},
    ]
    made, bad, _ = read(exported(tmp_path, users=people))
    first, second = (one.doc for one in made)
    assert first["username"].startswith("jean_elodie_") and first["password_hash"] is None
    assert first["display_name"] == f"Eko ({first['username'][:15]})"
    assert second["username"].startswith("everyone_") and "\u202e" not in second["display_name"]
    assert len(second["display_name"]) <= 80
    assert len(bad) == 3 and all(isinstance(one, Note) for one in bad)


def test_rooms_have_their_people_and_how_far_they_read(tmp_path: Path) -> None:
    made, _, _ = read(generate.organizer(tmp_path / "a.json"))
    rooms = {one.old_id: one.doc for one in made if one.kind == "room"}
    assert (rooms["r0"]["kind"], rooms["r1"]["kind"], rooms["r1"]["owner_id"]) == ("public", "private", "u1")
    inside = {one.old_id: (one.doc["role"], one.doc["last_read_seq"]) for one in made if one.kind == "membership"}
    # In r0 Bob wrote the last of ten; Alice read up to the third; in r1 Carol wrote all but one.
    assert inside == {
        "r0/u0": ("owner", 3),
        "r0/u1": ("member", 10),
        "r0/u2": ("member", 0),
        "r0/u9": ("member", 0),
        "r1/u1": ("owner", 0),
        "r1/u2": ("member", 10),
    }


def test_when_somebody_read_last_says_how_far(tmp_path: Path) -> None:
    members = [{"userId": f"u{n}", "lastReadAt": generate.at(n)} for n in range(5)]
    room = {"_id": "r0", "type": "public", "name": "R", "createdBy": "u0", "members": members}
    said = [message(f"m{n}", senderId="u9", createdAt=generate.at(n)) for n in (1, 2, 2, 9)]
    made, _, _ = read(exported(tmp_path, messages=said, rooms=[room]))
    assert [one.doc["last_read_seq"] for one in made if one.kind == "membership"] == [0, 1, 3, 3, 3]


def test_messages_keep_what_was_said_and_felt(tmp_path: Path) -> None:
    made, _, _ = read(generate.organizer(tmp_path / "a.json"))
    first, _, picture, eko = (
        one.doc for one in made if one.kind == "message" and one.old_id in ("m0", "m1", "m2", "m3")
    )
    assert first["reactions"] == [{"emoji": "👍", "user_ids": ["u0", "u2"]}]
    assert first["sender"] == {"kind": "user", "id": "u1", "display_name": "Bob"}
    assert (picture["content"], picture["kind"], picture["attachments"]) == ("A cat\n\n📎 cat.png", "text", [])
    assert eko["sender"]["kind"] == "agent"


def test_a_long_message_goes_on_in_more(tmp_path: Path) -> None:
    made, bad, _ = read(exported(tmp_path, messages=[message(content="é€" * 10_000)]))
    assert [one.old_id for one in made] == ["m0", "m0/1", "m0/2", "m0/3"]
    assert "".join(one.doc["content"] for one in made) == "é€" * 10_000 and bad == []
    assert all(len(one.doc["content"].encode()) <= 16 * 1024 for one in made)
    assert len({one.doc["client_msg_id"] for one in made}) == 4


def test_files_come_with_their_bytes_and_do_not_say_where_they_were_taken(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 29.0)})
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG", exif=exif)
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "p.jpg").write_bytes(picture.getvalue())
    (tmp_path / "outside").write_bytes(b"secret")
    said = [
        message("m0", type="image", content="https://host/uploads/p.jpg?x=1", fileName="me.jpg"),
        message(
            "m1",
            type="file",
            content="data:text/plain;base64," + base64.b64encode(b"hello").decode(),
            fileName="a.txt",
        ),
        message("m2", type="file", content="/uploads/../outside", fileName="b"),
        message("m3", type="file", content="/uploads/..", fileName="c"),
    ]
    made, bad, _ = read(exported(tmp_path, messages=said))
    taken = b"".join(one.doc["data"] for one in made if one.kind == BLOB and one.old_id == "message:m0")
    with Image.open(BytesIO(taken)) as kept:
        assert not kept.getexif().get_ifd(0x8825).get(2)
    files = {one.old_id: one.doc for one in made if one.kind == "file"}
    assert files["message:m0"]["position_removed"] and files["message:m0"]["message_id"] == "m0"
    assert files["message:m1"]["size"] == 5
    texts = {one.old_id: one.doc for one in made if one.kind == "message"}
    assert texts["m0"]["kind"] == "file" and texts["m0"]["attachments"][0]["mime_type"] == "image/jpeg"
    assert texts["m2"]["content"] == "📎 b" and texts["m3"]["content"] == "📎 c"
    assert len(bad) == 2 and "secret" not in str(made)


def test_notes_are_their_makers_with_labels_of_their_own(tmp_path: Path) -> None:
    made, _, _ = read(generate.organizer(tmp_path / "a.json"))
    trip, eggs = (one.doc for one in made if one.kind == "note")
    assert (trip["owner_id"], trip["pinned"], trip["label_ids"]) == ("u0", True, ["l0/u0"])
    assert (eggs["title"], eggs["archived"], eggs["label_ids"]) == ("Milk", True, ["l0/u1"])
    assert [(item["text"], item["checked"]) for item in eggs["items"]] == [("Milk", False), ("Eggs", True)]
    labels = {one.old_id: one.doc["owner_id"] for one in made if one.kind == "note_label"}
    assert labels == {"l0/u0": "u0", "l0/u1": "u1"}


def test_a_broken_document_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    whole = [json.dumps(message(f"m{n}")) for n in range(4)]
    whole[1] = whole[1].replace('"Hi"', "Hi")
    whole[2] = json.dumps(message("m2", content=None))
    deep = '{"a":' * 3_000 + "1" + "}" * 3_000
    path.write_text('{"messages": [' + ",".join([*whole, deep]) + "]}")
    made, bad, source = read(path)
    assert [one.old_id for one in made] == ["m0", "m3"]
    assert [(one.line, one.why) for one in bad][:2] == [(2, "is not JSON"), (3, "says nothing")]
    assert bad[2].line == 5 and not source.cut


def test_wrong_types_are_refused_one_by_one(tmp_path: Path) -> None:
    said = [
        message("m0", roomId=None),
        message("m1", senderId={"$gt": ""}),
        message("m2", createdAt="tomorrow"),
        message("m3", reactions={"userId": 3}, readBy="u0", replyTo=[1]),
        {"_id": {"$ne": 1}},
    ]
    made, bad, _ = read(
        exported(tmp_path, messages=said, rooms=[{"_id": "r0", "members": [1, None, {"userId": []}]}])
    )
    assert [one.old_id for one in made if one.kind == "message"] == ["m3"]
    assert [one.old_id for one in made if one.kind != "message"] == ["r0", "r0/1"]
    refused = [one.line for one in bad if not isinstance(one, Note)]
    assert refused == [1, 2, 3, 5]


def test_one_that_is_cut_says_so(tmp_path: Path) -> None:
    whole = generate.organizer(tmp_path / "a.json", size=50).read_bytes()
    (tmp_path / "cut.json").write_bytes(whole[: len(whole) // 2])
    made, _, source = read(tmp_path / "cut.json")
    assert source.cut and made and 0 < source.last_whole < 61
    (tmp_path / "cut.gz").write_bytes(gzip.compress(whole)[:-20])
    assert read(tmp_path / "cut.gz")[2].cut


def test_an_object_that_is_too_large_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("w") as file:
        file.write('{"messages":[' + json.dumps(message("m0")) + ',{"_id":"big","content":"')
        for _ in range(90):
            file.write("x" * 100_000)
        file.write('"},' + json.dumps(message("m1")) + "]}")
    made, bad, _ = read(path)
    assert [one.old_id for one in made] == ["m0", "m1"]
    assert [(one.line, one.why) for one in bad] == [(2, "is longer than 8 MB")]


@pytest.mark.parametrize("content", [b"", b"hello", b"[1, 2]", b"{}", b'{"a": {"b": 1}}', b"]]]]}}}}"])
def test_what_is_no_export_says_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(NotThisFormat):
        read(tmp_path / "other")


def test_objects_are_found_wherever_the_text_is_divided() -> None:
    whole = {
        "say": 'x ["{',
        "data": {"users": [{"a": 'q"{[\\', "b": [{"c": 1}]}, {"d": {}}], "none": []},
        "z": [{"e": "\\"}],
    }
    text = json.dumps(whole).encode()
    expected = [("users", whole["data"]["users"][0]), ("users", {"d": {}}), ("z", {"e": "\\"})]  # type: ignore[index]  # JSON
    for length in (1, 2, 3, 7, len(text)):
        items = Items([text[start : start + length] for start in range(0, len(text), length)])
        assert [(name, json.loads(item or b"")) for name, item in items] == expected
        assert items.ended
