"""An option of a library function, and how its values are written in a call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from convtrace.library.axis_call import TargetAxis
from convtrace.library.option_kinds import OptionKind, OptionValues
from convtrace.values.array_like import unpacked
from convtrace.values.complex_number import Complex
from convtrace.values.frozen import Frozen

if TYPE_CHECKING:
    from convtrace.law.axis import Unknown
    from convtrace.law.channels import Layout


def in_python(values: OptionValues) -> str:
    """Option values as Python has them: one where it is the same for all axes.

    >>> from fractions import Fraction
    >>> in_python(("same", "same")), in_python((1, 2)), in_python(((Fraction(1, 2),),))
    ('"same"', '(1, 2)', '(1/2,)')
    >>> in_python((Complex(2, -1),)), in_python((Complex(0, Fraction(1, 2)),))
    ('2-1j', 'complex(0, 1/2)')
    """
    return _literal(values[0] if len(set(map(repr, values))) == 1 else values)


def _literal(value: object) -> str:
    """A value of an option as Python has it; a fraction needs no name there."""
    match value:
        case str():
            return f'"{value}"'
        case Complex(real, imag):
            whole = isinstance(real, int) and isinstance(imag, int)
            return str(complex(real, imag)).strip("()") if whole else f"complex({real}, {imag})"
        case tuple():
            return f"({', '.join(map(_literal, value))}{',' * (len(value) == 1)})"
        case _:
            return str(value)


def _plain(given: object) -> object:
    """A number or a list of an array of another library, tuples as lists."""
    found = unpacked(given)
    return [*map(_plain, found)] if isinstance(found, list | tuple) else found


def each_typed(values: OptionValues) -> str:
    """Option values with commas between, as they stand in the brackets of a size.

    >>> each_typed((5, 5))
    '5, 5'
    """
    return ", ".join(map(str, values))


def as_tuple(values: OptionValues) -> str:
    """Option values as Python has them where the library wants one for each axis; names as they are.

    >>> as_tuple((2, 2)), as_tuple(("SAME", "SAME"))
    ('(2, 2)', '"SAME"')
    """
    return in_python(values) if isinstance(values[0], str) else str(values)


class Option(Frozen):
    """An option as the library spells it. `default` is what leaving it out means, or an example where it is `required`.

    `candidates` are the values by which a call could reach a target, the default alone without it; an option
    `per_axis` takes one for each axis, any other the same for all. Of a `fixed` one only the default is worked out, and
    `fitting` gives the numbers that fit an axis of a call.
    `in_python` writes the values of all axes in a call. `names_boundary` marks the one that names the boundary rule,
    `scales` those with a part in scale and offset, `casts` those about the types of numbers, and `only_here` those that
    the library itself does not have. One that `lays` decides how arrays lie. One with values `along` all axes of an
    array, the output or the image, may be given with what it has `beside` those of space; of the output that is its
    sizes; some are `typed_whole` in a call. One that `counts` says what the arrays say themselves: the channels C into
    the call, O out of it and M out of each group, or the size of the kernel K.
    """

    name: str
    default: object
    kind: OptionKind
    required: bool = False
    also: tuple[str, ...] = ()
    candidates: Callable[[TargetAxis], Iterable[object]] | None = None
    per_axis: bool = False
    fixed: bool = False
    fitting: Callable[..., range] | None = None
    in_python: Callable[[OptionValues], str] = in_python
    names_boundary: bool = False
    scales: bool = False
    only_here: bool = False
    casts: bool = False
    lays: bool = False
    along: Unknown | None = None
    beside: object = 1
    typed_whole: bool = False
    counts: str = ""

    def read(self, given: object, axes: int, layout: Layout | None = None) -> OptionValues | None:
        """One value per axis of space, None where they don't fit."""
        return self.kind.read(self.in_space(given, axes, layout), axes)

    def in_space(self, given: object, axes: int, layout: Layout | None) -> object:
        """What is given for the axes of space, of one value for each axis of a whole array; anything else as it is."""
        beside, in_space = self._apart(given, axes, layout)
        return in_space if self.along == "m" or beside.count(self.beside) == len(beside) else given

    def given_beside(self, given: object, axes: int, layout: Layout | None) -> list[object]:
        """What is given for the axes of a whole array beside those of space, in the order N, O, C."""
        return self._apart(given, axes, layout)[0]

    def _apart(self, given: object, axes: int, layout: Layout | None) -> tuple[list[object], object]:
        listed = unpacked(given)
        if layout is None or self.along is None or not isinstance(listed, list | tuple):
            return [], given
        order = layout.arrangement(axes).axes(self.along)
        if len(listed) != len(order) or len(listed) == axes:
            return [], given
        found = [value for _, value in sorted(zip(order, map(_plain, listed), strict=True), key=lambda pair: pair[0])]
        return found[:-axes], found[-axes:]

    def typed(self, values: OptionValues, layout: Layout | None, sizes: Mapping[str, int]) -> str:
        """Values of the axes of space as they stand in a call, where arrays have so many images and channels."""
        if not self.typed_whole or layout is None or self.along is None or isinstance(values[0], str):
            return self.in_python(values)
        beside = [self.beside if self.along == "i" else sizes.get(kind, 1) for kind in layout.kinds]
        whole = layout.arrangement(len(values)).shown(self.along, (*beside, *values))
        return str([_plain(value) for value in whole])

    def default_values(self, axes: int) -> OptionValues:
        """The default for each axis; ValueError where it is not legal, which is a mistake in the row."""
        found = self.kind.read(self.default, axes)
        if found is None:
            raise ValueError(f"the default of {self.name} is not legal: {self.default!r}")
        return found

    def differs(self, values: OptionValues) -> bool:
        """True where the values are not those of the default, or there is none."""
        return self.required or self.default_values(len(values)) != values


class Along(Frozen):
    """The option that names the axes which a function filters, and its `default`: None for all axes.

    The kernel has these axes, or all of them if it is a `whole_kernel`; then an axis that is left out may have 1
    element in one of the arrays if the function `broadcasts`. The options in `ordered` have one value for each axis, in
    the order in which the axes are named; where all of them are named, only if `always`. One negative number is
    accepted alone, in no list, if `bare`.
    """

    option: str
    default: int | None = None
    whole_kernel: bool = False
    broadcasts: bool = True
    ordered: tuple[str, ...] = ()
    always: bool = False
    bare: bool = True
