"""Reading frames: what comes whole is read at once, and is what it would be read to be piece by piece."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hub.realtime.frames import FrameReader
from tests.realtime.raw import frame

LARGEST = 200
texts = st.binary(max_size=LARGEST + 2)
masks = st.binary(min_size=4, max_size=4)


def masked(payload: bytes, mask: bytes, first: int = 0x81) -> bytes:
    size = len(payload)
    head = bytes((first, 0x80 | size)) if size < 126 else bytes((first, 0xFE)) + size.to_bytes(2, "big")
    return head + mask + bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))


@given(texts, masks)
def test_a_whole_text_is_read_at_once(payload: bytes, mask: bytes) -> None:
    reader = FrameReader(LARGEST)
    found = reader.only(masked(payload, mask))
    if 0 < len(payload) <= LARGEST:
        assert found == payload
    else:
        assert found is None
    assert reader.held == 0 and reader.next() is None


@given(texts.filter(lambda one: 0 < len(one) <= LARGEST), masks, st.data())
def test_anything_else_is_left_to_be_fed(payload: bytes, mask: bytes, data: st.DataObject) -> None:
    whole = masked(payload, mask)
    cut = data.draw(st.integers(0, len(whole) - 1))
    other = masked(payload, mask, data.draw(st.sampled_from([0x01, 0x80, 0x82, 0x88, 0x89, 0x8A, 0xC1])))
    reader = FrameReader(LARGEST)
    for piece in (whole[:cut], whole + b"\x81", whole + whole, other, frame(payload)[:2]):
        assert reader.only(piece) is None
    unmasked = bytes((0x81, len(payload))) + payload if len(payload) < 126 else b"\x81\x7f" + whole
    assert reader.only(unmasked) is None

    reader.feed(whole[:cut])
    if cut:
        assert reader.only(whole) is None, "what waits comes first"
    reader.feed(whole[cut:])
    assert reader.next() == (1, payload)


def test_a_text_between_fragments_is_left_to_be_refused() -> None:
    reader = FrameReader(LARGEST)
    reader.feed(masked(b"a", b"\1\2\3\4", first=0x01))
    assert reader.next() is None
    assert reader.only(masked(b"b", b"\1\2\3\4")) is None
