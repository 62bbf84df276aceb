"""What goes out without a model in between, and what is refused at import."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, field_serializer

from hub.storage.documents import Owned, Stored, encode
from hub.storage.plain import Shape, read_time
from hub.storage.wire import EntityOut, Time, Wire, as_json

ID = "0123456789abcdef01234567"
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC)).map(
    lambda one: one.replace(microsecond=one.microsecond // 1000 * 1000)
)


class Colour(StrEnum):
    RED = "red"


class Part(Wire):
    text: str
    at: Time | None = None
    many: list[str] = []


class Thing(EntityOut):
    name: str
    day: date | None
    when: Time | date
    seconds: float | None
    colour: Colour = Colour.RED
    parts: list[Part]
    first: Part | None = None
    anything: dict[str, Any] = {}
    count: int = Field(default=0)


class ThingDocument(Owned):
    name: str
    day: date | None = None
    when: datetime | date
    seconds: float | None = None
    colour: Colour = Colour.RED
    parts: list[Part] = []
    first: Part | None = None
    hidden: str = "never"

    class Settings:
        name = "things"


THING = Shape(Thing, ThingDocument)
PARTS = st.builds(Part, text=st.text(), at=st.none() | MOMENTS, many=st.lists(st.text(), max_size=2))


@given(
    name=st.text(),
    day=st.none() | st.dates(),
    when=MOMENTS | st.dates(date(1950, 1, 1)),
    seconds=st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(0, 9),
    parts=st.lists(PARTS, max_size=3),
    first=st.none() | PARTS,
    made=MOMENTS,
)
def test_plain_is_what_the_model_shows(made: datetime, **fields: Any) -> None:
    doc = ThingDocument.model_construct(
        **{"parts": [], "colour": Colour.RED, "revision": 1, "hidden": "never"} | fields,
        id=ID, owner_id=ID, created_at=made, updated_at=made,
    )  # fmt: skip
    row = encode(doc)
    shown = THING.plain(row)
    model = Thing.model_validate({**row, "id": row["_id"]})
    assert shown == model.model_dump(mode="json")
    assert "hidden" not in shown


def test_what_old_documents_lack_has_its_default_and_what_is_needed_must_be_there() -> None:
    row = {
        "_id": ID,
        "owner_id": ID,
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
        "name": "x",
        "when": "2026-01-01",
    }
    row |= {"updated_at": row["created_at"], "revision": 3}
    shown = THING.plain(row)
    assert (shown["colour"], shown["parts"], shown["day"], shown["count"]) == ("red", [], None, 0)
    del row["name"]
    with pytest.raises(KeyError):
        THING.plain(row)


def test_a_row_that_was_read_through_the_projection_becomes_what_goes_out() -> None:
    row: dict[str, Any] = dict.fromkeys(THING.fields)
    row |= {"_id": ID, "parts": [{"text": "a", "more": "hidden"}], "created_at": "2026-01-01T00:00:00.000Z"}
    shown = THING.listed(row, count=7)
    assert shown is row and shown["id"] == ID and "_id" not in shown and shown["count"] == 7
    assert shown["parts"] == [{"text": "a", "at": None, "many": []}]
    assert THING.times == {"created_at", "updated_at"}, "what may be a day is not put as a time by the database"


def test_read_time_takes_both_forms() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert read_time(moment) == read_time("2026-01-01T00:00:00.000Z") == moment


def test_what_a_model_does_beyond_its_fields_is_refused_at_import() -> None:
    class Loud(EntityOut):
        name: str

        @field_serializer("name")
        def loud(self, name: str) -> str:
            return name.upper()

    class Renamed(EntityOut):
        name: Annotated[str, Field(alias="called")]

    class Foreign(EntityOut):
        elsewhere: str

    class Odd(EntityOut):
        name: bytes

    for model, why in (
        (Loud, "more than take and show"),
        (Renamed, "another name"),
        (Foreign, "comes from nowhere"),
        (Odd, "no plain form"),
    ):
        with pytest.raises(TypeError, match=why):
            Shape(model, ThingDocument)
    assert Shape(Foreign, ThingDocument, made={"elsewhere"}).model is Foreign


def test_a_page_is_json_by_itself_and_dumps_as_before() -> None:
    from hub.storage.plain import plain_items

    page = plain_items([{"id": ID, "name": "é"}], None)
    assert as_json(page) == b'{"items":[{"id":"0123456789abcdef01234567","name":"\xc3\xa9"}],"next_cursor":null}'
    assert page.model_dump(mode="json") == {"items": [{"id": ID, "name": "é"}], "next_cursor": None}
    assert issubclass(ThingDocument, Stored)
