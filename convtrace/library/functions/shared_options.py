"""Options that several libraries share, and options of which only one value is worked out."""

from __future__ import annotations

from collections.abc import Callable
from operator import gt
from typing import Literal

from convtrace.law.scaling import Bias, Biases, Offset
from convtrace.library.functions import candidates
from convtrace.library.option import Option
from convtrace.library.option_kinds import OptionKind, Options, OptionValues, choice, exact_value
from convtrace.library.requirements import CallSizes
from convtrace.values.array_like import unpacked
from convtrace.values.complex_number import Number
from convtrace.values.dtypes import dtype_named


def only(name: str, value: object, *others: object) -> Option:
    """An option that may be given, but only with the value that convtrace works out."""
    return Option(name=name, default=value, kind=choice(value, *others), fixed=True)


def unchanged(**defaults: object) -> tuple[Option, ...]:
    """Options that may be given as they are by default, which changes nothing.

    >>> [option.name for option in unchanged(axis=-1, out=None)]
    ['axis', 'out']
    """
    return tuple(only(name, value) for name, value in defaults.items())


def unused(**defaults: object) -> tuple[Option, ...]:
    """Options that change no number, whatever is given for them.

    >>> [option.kind.read("highest", 2) for option in unused(precision=None)]
    [(None, None)]
    """

    def anything(name: str, value: object) -> Option:
        kind = OptionKind("anything", lambda _, axes: (value,) * axes)
        return Option(name=name, default=value, kind=kind, fixed=True)

    return tuple(anything(name, value) for name, value in defaults.items())


def float_type(name: str) -> Option:
    """An option that names the type in which floats are kept, which only rounds; None by default.

    >>> float_type("dtype").kind.read("float32", 1), float_type("dtype").kind.read("int8", 1)
    ((None,), None)
    """

    def read(given: object, axes: int) -> OptionValues | None:
        dtype = None if given is None else dtype_named(given)
        return (None,) * axes if given is None or (dtype and not dtype.is_whole) else None

    return Option(name=name, default=None, kind=OptionKind("None or a type of floats", read), fixed=True)


def _layout(given: object, axes: int) -> tuple[object, ...] | None:
    known = isinstance(given, str) and given.partition(";")[0].partition(" ")[0] in _LAYOUTS
    return (given,) * axes if known else None


def _bias(off: object, on: object) -> Callable[[object, int], OptionValues | None]:
    """A reader of `off` for no bias, of `on` for one without a value, and of numbers in a list, or one alone."""

    def read(given: object, axes: int) -> OptionValues | None:
        given = unpacked(given)
        given = given[0] if isinstance(given, list | tuple) and len(given) == 1 else given
        if given is off or given is on:
            return (given,) * axes
        if isinstance(given, Bias) or given == "b":
            return (on,) * axes
        if isinstance(given, list | tuple):
            numbers = tuple(map(exact_value, map(unpacked, given)))
            return None if None in numbers or not numbers else (numbers,) * axes
        number = exact_value(given)
        return None if number is None else (number or off,) * axes

    return read


def _tensor(values: OptionValues) -> str:
    """The bias as PyTorch takes it."""
    if isinstance(values[0], Bias) or values[0] is True:
        return "b"
    numbers = values[0] if isinstance(values[0], tuple) else values[:1]
    return f"torch.tensor([{', '.join(map(str, numbers))}], dtype=x.dtype)"


def bias_of(options: Options) -> Offset | Biases:
    """The offset of a call with the option bias.

    >>> bias_of({"bias": (3, 3)}), bias_of({"bias": (True,)}), bias_of({"bias": (None,)})
    (Biases(values=(3,)), Bias(channel=0), 0)
    """
    bias = options["bias"][0]
    if bias is True or isinstance(bias, Bias):
        return Bias()
    if isinstance(bias, tuple):
        return Biases(values=bias)
    return Biases(values=(bias,)) if bias else 0  # type: ignore[arg-type]


def divided_by(number: object) -> Number:
    """The scale 1/number.

    >>> divided_by(1), divided_by(4)
    (1, Fraction(1, 4))
    """
    from fractions import Fraction  # only here: most functions divide by nothing

    return exact_value(Fraction(1) / number) or 1  # type: ignore[operator]


# the first says that arrays have axes of space alone, the others describe what the rows know
_LAYOUTS = ("squeezed", "NC+spatial", "NHWC", "HWC")
LAYOUT = Option(
    name="layout",
    default="squeezed",
    kind=OptionKind("'squeezed', without batch and channel axes, or NC+spatial, NHWC or HWC", _layout, _LAYOUTS),
    only_here=True,
)
# of one output channel; what is a letter is called b in code, too
BIAS = Option(
    name="bias",
    default=None,
    kind=OptionKind(
        "numbers in a list, one for each output channel, such as [0.5], or b for a bias without a value",
        _bias(None, Bias()),
    ),
    scales=True,
    candidates=candidates.offsets,
    in_python=_tensor,
)
LAYER_BIAS = BIAS.replace(
    default=True,
    kind=OptionKind(
        "True, False, or numbers in a list, one for each output channel, such as [0.5]", _bias(False, True)
    ),
)
# says of the numbers what they show themselves
COMPLEX = Option(name="complex", default=False, kind=choice(False, True), only_here=True)


def keeps(_: CallSizes) -> None:
    """No array: complex numbers are multiplied as they are."""


def conjugates_kernel(_: CallSizes) -> Literal["kernel"]:
    """The kernel, as the definition of a correlation has it."""
    return "kernel"


def conjugates_smaller(sizes: CallSizes) -> Literal["image", "kernel"]:
    """The kernel, or the image where mode='valid' moves that over a larger kernel.

    >>> conjugates_smaller(CallSizes((1, 1), (1, 2), {"mode": ("valid", "valid")}))
    'image'
    """
    swaps = sizes.options["mode"][0] == "valid" and any(map(gt, sizes.kernel, sizes.image))
    return "image" if swaps else "kernel"


def by_products(_: CallSizes) -> Literal["products"]:
    """All products with a pixel that is nan or infinite, 0·nan too."""
    return "products"


def by_weights(_: CallSizes) -> Literal["weights"]:
    """The products of such a pixel with a weight that is not 0."""
    return "weights"
