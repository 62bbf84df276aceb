"""Which revisions of a note are kept: a law for every history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.features.notes.history import KEPT, KEPT_BYTES, NEWEST_KEPT, superfluous

START = datetime(2026, 1, 1, tzinfo=UTC)
histories = st.lists(
    st.tuples(st.integers(1, 10_000), st.sampled_from([10, 1_000, 900_000])), min_size=0, max_size=KEPT + 20
)


@given(histories, st.sampled_from([10, 1_000_000]))
def test_what_is_kept_is_bounded_and_the_newest_always_stay(steps: list[tuple[int, int]], coming: int) -> None:
    at = START
    kept: list[tuple[str, datetime, int]] = []
    for number, (seconds, size) in enumerate(steps):
        at += timedelta(seconds=seconds)
        kept.append((str(number), at, size))
    gone = superfluous(kept, coming)
    left = [one for one in kept if one[0] not in gone]
    assert len(gone) == len(set(gone)) and set(gone) <= {one[0] for one in kept}
    assert left[-NEWEST_KEPT:] == kept[-NEWEST_KEPT:]
    assert len(left) < KEPT or len(left) <= NEWEST_KEPT
    assert len(left) <= NEWEST_KEPT or sum(size for *_, size in left) + coming <= KEPT_BYTES


def test_of_the_older_ones_the_one_soonest_followed_goes() -> None:
    hours = [0, 24, 24.01, 48, *range(100, 100 + KEPT - 4)]
    kept = [(str(number), START + timedelta(hours=hour), 10) for number, hour in enumerate(hours)]
    assert superfluous(kept, 10) == ["1"]
