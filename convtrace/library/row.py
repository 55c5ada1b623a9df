"""What a library function is here: a law per axis, options, and what the library demands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from convtrace.law.axis import Relation
from convtrace.law.boundary import ZERO, Rule
from convtrace.library.arrays import Array, Number
from convtrace.library.option_kinds import Kind, Values
from convtrace.values.frozen import Frozen


class AxisCall(Frozen):
    """One axis of one call: d·k = α·m + β·i + γ for 0 ≤ m < outputs, all indices from 0.

    Outside the image the boundary's rule speaks, and `fill` where that leaves the constant. Outputs outside `live`
    are 0.
    """

    relation: Relation
    outputs: int
    boundary: Rule = ZERO
    fill: Number = 0
    live: range | None = None


Law: TypeAlias = Callable[..., AxisCall]
Options: TypeAlias = Mapping[str, Values]


class Required:
    """The default of an option that has none; `example` is what one could give."""

    def __init__(self, example: object) -> None:
        self.example = example


class Wanted(Frozen):
    """What a call should do on one axis: the relation, counted from 0, and what is outside."""

    pixels: int
    taps: int
    relation: Relation
    boundary: Rule
    fill: object


def typed(values: Values) -> str:
    """Option values as Python has them: one where it is the same for all axes.

    >>> typed(("same", "same")), typed((1, 2))
    ('"same"', '(1, 2)')
    """
    one = values[0] if len(set(map(repr, values))) == 1 else values
    return f'"{one}"' if isinstance(one, str) else str(one)


class Option(Frozen):
    """An option as the library spells it. `default` is what leaving it out means.

    `tries` are the values by which a call could do what is wanted, the default alone without it; an option of
    `each` axis takes one for each, any other the same for all. `typed` writes the values of all axes in a call.
    `border` marks the one that names what is outside, `changes` those that change numbers beside the relation,
    `ours` those that the library itself does not have.
    """

    name: str
    default: object
    kind: Kind
    also: tuple[str, ...] = ()
    tries: Callable[[Wanted], Iterable[object]] | None = None
    each: bool = False
    typed: Callable[[Values], str] = typed
    border: bool = False
    changes: bool = False
    ours: bool = False

    def values(self, given: object, axes: int) -> Values:
        """What is given for each axis; ValueError where it is not legal, or nothing can be left out."""
        given = given.example if isinstance(given, Required) else given
        found = self.kind.read(given, axes)
        if found is None:
            raise ValueError(f"the default of {self.name} is not legal: {given!r}")
        return found

    def chosen(self, values: Values) -> bool:
        """Whether the values are not those of the default, or there is none."""
        return isinstance(self.default, Required) or self.values(self.default, len(values)) != values


class Sizes(NamedTuple):
    """What a demand is about: pixels and kernel elements per axis, and the options' values per axis."""

    pixels: tuple[int, ...]
    taps: tuple[int, ...]
    options: Options

    def axes(self, names: Iterable[str]) -> Iterator[dict[str, object]]:
        """N, K and the named options of each axis, as a law takes them."""
        chosen = [(name, self.options[name]) for name in names]
        for at, (n, k) in enumerate(zip(self.pixels, self.taps, strict=True)):
            yield {"n": n, "k": k, **{name: values[at] for name, values in chosen}}


class Demand(NamedTuple):
    """What the library insists on, in words, and whether a call holds to it."""

    text: str
    holds: Callable[[Sizes], bool]


def each_axis(text: str, holds: Callable[..., bool]) -> Demand:
    """A demand on every axis by itself; `holds` takes n, k and the options it names, and **_ for the others."""
    return Demand(text, lambda sizes: all(holds(**axis) for axis in sizes.axes(sizes.options)))


def sliced(kernel: str, turned: Sequence[bool]) -> str:
    """An array turned round along some axes, as NumPy has it.

    >>> sliced("h", (True, False)), sliced("h", (False,))
    ('h[::-1, :]', 'h')
    """
    slices = ", ".join("::-1" if turns else ":" for turns in turned)
    return f"{kernel}[{slices}]" if any(turned) else kernel


def flipped(kernel: str, turned: Sequence[bool]) -> str:
    """A tensor turned round along some axes, as PyTorch has it.

    >>> flipped("h", (True, True)), flipped("h", (False,))
    ('h.flip(0, 1)', 'h')
    """
    axes = ", ".join(str(axis) for axis, turns in enumerate(turned) if turns)
    return f"{kernel}.flip({axes})" if axes else kernel


class Written(Frozen):
    """How a call is written in Python: `text` with {name}, {x}, {h}, {options} or single options in it.

    It is empty where a call takes more than a line.
    `turn` writes a kernel turned round, `made` an array of NumPy as one that the function takes, of which `takes` says
    something where not any numbers will do. Of several calls that give the same value a `roundabout` one is the last
    to be named.
    """

    text: str
    turn: Callable[[str, Sequence[bool]], str] = sliced
    made: str = "{}"
    takes: str = ""
    roundabout: bool = False


class LibraryFunction(Frozen):
    """A library function: one law per number of axes, over the options that the law takes.

    `asides` are options that leave the relation alone. `fewest` is the least number of outputs on an axis that the
    library returns. `prepare` changes the kernel before, `finish` the output after the sums. `written` is how a call
    is typed, None where that takes more than a line; `alters` says what the library always does to the sums. The
    constants were measured with `version`; `source` is the library's own page.
    """

    name: str
    library: str
    version: str
    source: str
    laws: Mapping[int, Law]
    options: tuple[Option, ...] = ()
    asides: tuple[Option, ...] = ()
    demands: tuple[Demand, ...] = ()
    surprises: tuple[str, ...] = ()
    fewest: int = 1
    prepare: Callable[[Array, Options], Array] | None = None
    finish: Callable[[Array, Options], Array] | None = None
    written: Written | None = None
    alters: str = ""

    def refusal(self, sizes: Sizes) -> str | None:
        """What the library demands that a call does not hold to."""
        return next((demand.text for demand in self.demands if not demand.holds(sizes)), None)

    def call(self, options: Options, image: str, kernel: str, turned: Sequence[bool] = ()) -> str | None:
        """The call as it is typed, the kernel turned round along some axes; None where it takes more than a line.

        Options that are as by default are left out.
        """
        if self.written is None or not self.written.text:
            return None
        known = (*self.options, *self.asides)
        named = {option.name: option.typed(options[option.name]) for option in known if option.name in options}
        placed = [option.name for option in self.chosen(options) if f"{{{option.name}}}" not in self.written.text]
        others = "".join(f", {name}={named[name]}" for name in placed)
        arrays = {"x": image, "h": self.written.turn(kernel, turned)}
        return self.written.text.format(name=self.name, options=others, **arrays, **named)

    def axis_calls(self, sizes: Sizes) -> tuple[AxisCall, ...]:
        """The relation of every axis, worked out from its sizes and options."""
        law = self.laws[len(sizes.pixels)]
        return tuple(law(**axis) for axis in sizes.axes(option.name for option in self.options))

    def chosen(self, options: Options) -> tuple[Option, ...]:
        """The options whose values are not their defaults, and those that have none."""
        known = (option for option in (*self.options, *self.asides) if not option.ours)
        return tuple(option for option in known if option.name in options and option.chosen(options[option.name]))

    @property
    def kind(self) -> str:
        """`conv` where the relation flips the kernel, `corr` where it does not; for the default options."""
        return kind(self.typical().relation)

    def typical(self, n: int = 5, k: int = 3) -> AxisCall:
        """One axis of n pixels and k kernel elements under the default options, or examples where there is none."""
        axes = min(self.laws)
        options = {option.name: option.values(option.default, axes) for option in self.options}
        return self.laws[axes](n=n, k=k, **{name: values[0] for name, values in options.items()})


def kind(relation: Relation) -> str:
    """`conv` where k falls as i rises, so that the kernel lies flipped; else `corr`.

    >>> kind(Relation(d=1, alpha=1, beta=-1)), kind(Relation(d=1, alpha=-1, beta=1))
    ('conv', 'corr')
    """
    return "conv" if relation.flipped("i", "k") else "corr"
