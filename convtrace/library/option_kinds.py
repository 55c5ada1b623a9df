"""What an option of a library function may be: readers that give one value per axis."""

from __future__ import annotations

from collections.abc import Callable
from operator import index
from typing import TypeAlias

from convtrace.library.arrays import exact
from convtrace.values.frozen import Frozen

Values: TypeAlias = "tuple[object, ...]"


class Kind(Frozen, kw_only=False):
    """`read(given, axes)` gives one value per axis, None where it does not fit; `legal` says what does, `names` which
    names do.

    >>> numbers(1).read([2, 1], 2), numbers(1).read(3, 2), numbers(1).read(0, 2), numbers(1).legal
    ((2, 1), (3, 3), None, 'a whole number from 1 up, or one per axis')
    """

    legal: str
    read: Callable[[object, int], Values | None]
    names: tuple[object, ...] = ()


def _whole(given: object, least: int | None) -> int | None:
    try:
        number = None if isinstance(given, bool) else index(given)  # type: ignore[arg-type]
    except TypeError:
        return None
    return None if number is None or (least is not None and number < least) else number


def _several(given: object, count: int, least: int | None) -> tuple[int, ...] | None:
    given = given.tolist() if hasattr(given, "tolist") else given
    if not isinstance(given, list | tuple) or len(given) != count:
        return None
    found = tuple(number for item in given if (number := _whole(item, least)) is not None)
    return found if len(found) == count else None


def numbers(least: int | None = None) -> Kind:
    """One whole number for all axes, or one for each."""

    def read(given: object, axes: int) -> Values | None:
        single = _whole(given, least)
        return _several(given, axes, least) if single is None else (single,) * axes

    lowest = "" if least is None else f" from {least} up"
    return Kind(f"a whole number{lowest}, or one per axis", read)


def pairs(least: int | None = None) -> Kind:
    """What is added before and after each axis: [[1, 1], [0, 2]]."""

    def read(given: object, axes: int) -> Values | None:
        if not isinstance(given, list | tuple) or len(given) != axes:
            return None
        found = tuple(pair for item in given if (pair := _several(item, 2, least)) is not None)
        return found if len(found) == axes else None

    lowest = "" if least is None else f" from {least} up"
    return Kind(f"a pair [before, after]{lowest} for each axis", read)


def one_of(*names: object) -> Kind:
    """One of the names, for all axes.

    >>> one_of("full", "same").read("same", 1), one_of("full", "same").read("sane", 1)
    (('same',), None)
    """

    def read(given: object, axes: int) -> Values | None:
        known = any(type(given) is type(name) and given == name for name in names)
        return (given,) * axes if known else None

    return Kind("one of: " + ", ".join(map(repr, names)) if names[1:] else repr(names[0]), read, names)


def number() -> Kind:
    """One exact number for all axes."""

    def read(given: object, axes: int) -> Values | None:
        found = exact(given)
        return None if found is None else (found,) * axes

    return Kind("a number", read)


def vector() -> Kind:
    """A list of exact numbers, kept whole."""

    def read(given: object, axes: int) -> Values | None:
        given = given.tolist() if hasattr(given, "tolist") else given
        if not isinstance(given, list | tuple):
            return None
        found = tuple(map(exact, given))
        return None if None in found else (found,) * axes

    return Kind("a list of numbers", read)


def none_for(value: object) -> Kind:
    """None, which stands for the value on every axis.

    >>> none_for(1).read(None, 2), none_for(1).read(1, 2)
    ((1, 1), None)
    """
    return Kind("None", lambda given, axes: (value,) * axes if given is None else None)


def flat_pairs() -> Kind:
    """All that is added before the axes, then all after them, as ONNX writes `pads`.

    >>> flat_pairs().read([1, 0, 2, 3], 2)
    ((1, 2), (0, 3))
    """

    def read(given: object, axes: int) -> Values | None:
        found = _several(given, 2 * axes, 0)
        return found and tuple(zip(found[:axes], found[axes:], strict=True))

    return Kind("all before, then all after: [1, 1, 0, 2]", read)


def either(*kinds: Kind) -> Kind:
    """The first kind that fits.

    >>> either(one_of("same"), numbers(0)).read(2, 1)
    (2,)
    """

    def read(given: object, axes: int) -> Values | None:
        return next((found for kind in kinds if (found := kind.read(given, axes)) is not None), None)

    return Kind("; or ".join(kind.legal for kind in kinds), read)
