"""An option of a library function, and how its values are written in a call."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from convtrace.library.axis_call import TargetAxis
from convtrace.library.option_kinds import OptionKind, OptionValues
from convtrace.values.frozen import Frozen


def in_python(values: OptionValues) -> str:
    """Option values as Python has them: one where it is the same for all axes.

    >>> from fractions import Fraction
    >>> in_python(("same", "same")), in_python((1, 2)), in_python(((Fraction(1, 2),),))
    ('"same"', '(1, 2)', '(1/2,)')
    """
    return _literal(values[0] if len(set(map(repr, values))) == 1 else values)


def _literal(value: object) -> str:
    """A value of an option as Python has it; a fraction needs no name there."""
    match value:
        case str():
            return f'"{value}"'
        case tuple():
            return f"({', '.join(map(_literal, value))}{',' * (len(value) == 1)})"
        case _:
            return str(value)


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
    the library itself does not have.
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

    def default_values(self, axes: int) -> OptionValues:
        """The default for each axis; ValueError where it is not legal, which is a mistake in the row."""
        found = self.kind.read(self.default, axes)
        if found is None:
            raise ValueError(f"the default of {self.name} is not legal: {self.default!r}")
        return found

    def differs(self, values: OptionValues) -> bool:
        """True where the values are not those of the default, or there is none."""
        return self.required or self.default_values(len(values)) != values
