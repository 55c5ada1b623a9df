"""Named tuples behave as those of the standard library, which they are to type checkers."""

from __future__ import annotations

import copy
import pickle
import typing
from collections.abc import Callable
from functools import partial
from typing import Any, Generic, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace.values.named_tuple import NamedTuple

Kind = TypeVar("Kind")


class Place(NamedTuple):
    """Where something is."""

    row: int
    column: int = 0
    name: str = ""

    @property
    def moved(self) -> Place:
        return self._replace(row=self.row + 1)


class Named(NamedTuple, Generic[Kind]):
    value: Kind
    name: str


class Standard:
    """The same by the standard library, and of the same name."""

    class Place(typing.NamedTuple):
        row: int
        column: int = 0
        name: str = ""


KINDS: tuple[Any, Any] = (Place, Standard.Place)
FIELDS = st.sampled_from(["row", "column", "name", "depth"])
CALLS = st.tuples(st.lists(st.integers(-2, 2), max_size=4), st.dictionaries(FIELDS, st.integers(-2, 2)))


def outcome(work: Callable[[], object]) -> object:
    """What comes out of it, an error by its type."""
    try:
        return work()
    except (TypeError, ValueError) as error:
        return type(error)


@given(CALLS)
def test_they_are_made_as_the_standard_ones(call: tuple[list[int], dict[str, Any]]) -> None:
    placed, named = call
    made, standard = (outcome(partial(kind, *placed, **named)) for kind in KINDS)
    assert made == standard
    assert repr(made) == repr(standard)


@given(st.integers(-2, 2), st.dictionaries(FIELDS, st.integers(-2, 2)))
def test_they_are_changed_as_the_standard_ones(row: int, changes: dict[str, Any]) -> None:
    mine, standard = (kind(row) for kind in KINDS)
    changed, expected = (outcome(partial(each._replace, **changes)) for each in (mine, standard))
    if isinstance(expected, type):  # which error it is differs from version to version
        assert changed in (TypeError, ValueError)
    else:
        assert changed == expected
        assert type(changed) is Place
    assert mine == standard == (row, 0, "")
    assert mine._asdict() == standard._asdict()
    assert hash(mine) == hash(standard)


def test_they_are_read_by_name_by_place_and_by_pattern() -> None:
    place = Place(1, name="a")
    row, column, name = place
    assert (row, column, name) == (place.row, place.column, place.name) == (place[0], place[1], place[2])
    assert place.moved == Place(2, 0, "a")
    match place:
        case Place(row, column):
            assert (row, column) == (1, 0)
    assert Named([1], "a").value == [1]
    assert Place.__doc__ == "Where something is."


def test_they_are_copied_and_pickled() -> None:
    place = Place(1, 2, "a")
    for made in (copy.copy(place), copy.deepcopy(place), *(pickle.loads(pickle.dumps(place, n)) for n in range(6))):
        assert made == place
        assert type(made) is Place


def test_nothing_changes_or_is_added() -> None:
    place: Any = Place(1)
    for name in ("row", "depth"):
        with pytest.raises(AttributeError):
            setattr(place, name, 2)
