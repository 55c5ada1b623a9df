"""Frozen records: given whole, never changed, equal only to their own class."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace.values.frozen import Frozen


class Place(Frozen):
    row: int
    column: int = 0


class Pair(Frozen, kw_only=False):
    row: int
    column: int = 0


class Named(Place):
    name: str


NUMBERS = st.integers(-3, 3)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_equal_fields_make_equal_records(row: int, column: int, other: int) -> None:
    place = Place(row=row, column=column)
    assert (place == Place(row=row, column=other)) is (column == other)
    assert hash(place) == hash(Place(row=row).replace(column=column))
    assert place != Pair(row, column)
    assert place != (row, column)
    assert place.replace(row=other).fields() == {"row": other, "column": column}


def test_fields_come_in_order_and_from_the_base() -> None:
    assert Pair(1) == Pair(row=1, column=0)
    assert Named(row=1, name="a").fields() == {"row": 1, "column": 0, "name": "a"}
    match Pair(1, 2):
        case Pair(row, column):
            assert (row, column) == (1, 2)


@pytest.mark.parametrize(
    ("placed", "given_fields"), [((), {}), ((1,), {}), ((), {"row": 1, "depth": 2}), ((1, 2), {"row": 1})]
)
def test_wrong_fields_are_refused(placed: tuple[int, ...], given_fields: dict[str, int]) -> None:
    with pytest.raises(TypeError, match="Place has the fields row, column, not"):
        Place(*placed, **given_fields)


def test_nothing_changes() -> None:
    place = Place(row=1)
    with pytest.raises(AttributeError, match="Place is frozen: row stays as it is"):
        place.row = 2  # type: ignore[misc]
    assert place.row == 1
