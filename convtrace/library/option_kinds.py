"""Kinds of options of library functions: readers that give one value per axis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import index
from typing import TypeAlias, TypeVar

from convtrace.values.array_like import exact_complex, unpacked
from convtrace.values.complex_number import Complex, Number
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_INDEX

OptionValues: TypeAlias = "tuple[object, ...]"
Options: TypeAlias = "Mapping[str, OptionValues]"
Item = TypeVar("Item")
_MISSING = object()
# texts that are no strings where they are typed for an option
NAMED_VALUES = {"True": True, "False": False, "None": None}


class OptionKind(Frozen, kw_only=False):
    """`read(given, axes)` gives one value per axis, None where it does not fit; `legal` says what does, `names` which
    names do.

    >>> kind = whole_numbers(1)
    >>> kind.read([2, 1], 2), kind.read(3, 2), kind.read(0, 2), kind.legal
    ((2, 1), (3, 3), None, 'a whole number from 1 up, or one per axis')
    """

    legal: str
    read: Callable[[object, int], OptionValues | None]
    names: tuple[object, ...] = ()


def _items(given: object, read: Callable[[object], Item | None], count: int | None = None) -> tuple[Item, ...] | None:
    """All elements of a list that has so many, each read; None where anything does not fit."""
    given = unpacked(given)
    if not isinstance(given, list | tuple) or count not in {None, len(given)}:
        return None
    found = tuple(value for item in given if (value := read(item)) is not None)
    return found if len(found) == len(given) else None


def _whole(least: int | None) -> Callable[[object], int | None]:
    """A reader of one whole number, no less than the least."""

    def read(given: object) -> int | None:
        try:
            number = None if isinstance(given, bool) else index(given)  # type: ignore[arg-type]
        except TypeError:
            return None
        known = number is not None and -MAX_INDEX <= number <= MAX_INDEX
        return number if known and (least is None or number >= least) else None  # type: ignore[operator]

    return read


def _from(least: int | None) -> str:
    return "" if least is None else f" from {least} up"


def whole_numbers(least: int | None = None) -> OptionKind:
    """One whole number for all axes, or one for each."""
    whole = _whole(least)

    def read(given: object, axes: int) -> OptionValues | None:
        single = whole(given)
        return _items(given, whole, axes) if single is None else (single,) * axes

    return OptionKind(f"a whole number{_from(least)}, or one per axis", read)


def one_for_all(kind: OptionKind) -> OptionKind:
    """What the kind reads, and a list of one value, which holds for all axes, as PyTorch takes it.

    >>> one_for_all(whole_numbers(1)).read((2,), 3), one_for_all(whole_numbers(1)).read((2, 1), 3)
    ((2, 2, 2), None)
    """

    def read(given: object, axes: int) -> OptionValues | None:
        items = unpacked(given)
        alone = items[0] if isinstance(items, list | tuple) and len(items) == 1 else given
        return kind.read(alone, axes)

    return kind.replace(read=read)


def pairs(least: int | None = None) -> OptionKind:
    """The numbers added before and after each axis: [[1, 1], [0, 2]]."""
    whole = _whole(least)
    return OptionKind(
        f"a pair [before, after]{_from(least)} for each axis",
        lambda given, axes: _items(given, lambda item: _items(item, whole, 2), axes),
    )


def _same(given: object, name: object) -> bool:
    """True for the same number, name or truth; True is no number.

    >>> _same(0.0, 0), _same(True, 1), _same("same", "same")
    (True, False, True)
    """
    kinds = [next(kind for kind in (bool, int | float, str, object) if isinstance(one, kind)) for one in (given, name)]
    return kinds[0] == kinds[1] and bool(given == name)


def choice(*names: object) -> OptionKind:
    """One of the names, for all axes.

    >>> choice("full", "same").read("same", 1), choice("full", "same").read("sane", 1)
    (('same',), None)
    """

    def read(given: object, axes: int) -> OptionValues | None:
        if type(given) is str:  # by far the most
            return (given,) * axes if given in names else None
        found = next((name for name in names if _same(unpacked(given), name)), _MISSING)
        return None if found is _MISSING else (found,) * axes

    return OptionKind("one of: " + ", ".join(map(repr, names)) if names[1:] else repr(names[0]), read, names)


def exact_value(given: object) -> Number | None:
    """One exact number; None for anything else.

    >>> exact_value(2), exact_value(0.5), exact_value("2")
    (2, Fraction(1, 2), None)
    """
    if type(given) is int:
        return given
    from convtrace.library.arrays import exact  # only here: most options are whole numbers, or names

    return exact(given)


def exact_number() -> OptionKind:
    """One exact number for all axes."""
    return OptionKind(
        "a number", lambda given, axes: None if (found := exact_value(given)) is None else (found,) * axes
    )


def any_number() -> OptionKind:
    """One exact number for all axes, be it complex or not.

    >>> any_number().read(2 + 1j, 1), any_number().read(float("nan"), 1)
    ((Complex(real=2, imag=1),), None)
    """

    def read(given: object, axes: int) -> OptionValues | None:
        given = unpacked(given)
        if isinstance(given, complex):
            given = exact_complex(given)
        found = given if isinstance(given, Complex) else exact_value(given)
        return None if found is None else (found,) * axes

    return OptionKind("a number", read)


def exact_numbers() -> OptionKind:
    """A list of exact numbers, kept whole."""
    return OptionKind(
        "a list of numbers",
        lambda given, axes: None if (found := _items(given, exact_value)) is None else (found,) * axes,
    )


def none_for(value: object) -> OptionKind:
    """None, which stands for the value on every axis.

    >>> none_for(1).read(None, 2), none_for(1).read(1, 2)
    ((1, 1), None)
    """
    return OptionKind("None", lambda given, axes: (value,) * axes if given is None else None)


def flat_pairs() -> OptionKind:
    """The numbers added before all axes, then those after them, as ONNX writes `pads`.

    >>> flat_pairs().read([1, 0, 2, 3], 2)
    ((1, 2), (0, 3))
    """

    def read(given: object, axes: int) -> OptionValues | None:
        found = _items(given, _whole(0), 2 * axes)
        return found and tuple(zip(found[:axes], found[axes:], strict=True))

    return OptionKind("all before, then all after: [1, 1, 0, 2]", read)


def either(*kinds: OptionKind) -> OptionKind:
    """The first kind that fits.

    >>> either(choice("same"), whole_numbers(0)).read(2, 1)
    (2,)
    """

    def read(given: object, axes: int) -> OptionValues | None:
        return next((found for kind in kinds if (found := kind.read(given, axes)) is not None), None)

    names = tuple(name for kind in kinds for name in kind.names)
    return OptionKind("; or ".join(kind.legal for kind in kinds), read, names)
