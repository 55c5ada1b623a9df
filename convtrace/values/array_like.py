"""Arrays of NumPy, pandas, torch and the like → nested lists of Python's own numbers."""

from __future__ import annotations

from math import frexp, isfinite, ldexp, prod
from typing import Any, Protocol, TypeAlias

from convtrace.errors import ConvtraceError
from convtrace.values.complex_number import AnyNumber, complex_number

# binary digits of floats shorter than Python's, and the decimals that tell any two of them apart
SHORT_FLOATS = {"float32": (24, 9), "float16": (11, 5), "bfloat16": (8, 4), "complex64": (24, 9)}
# the keys of a complex number, and of an array of them, in JSON
PARTS = {"re", "im"}


class ToList(Protocol):
    """What gives its values as nested lists: arrays of NumPy, JAX and torch, series of pandas."""

    def tolist(self) -> Any:  # noqa: ANN401 -- a number where there is no axis
        """The nested lists."""


class ToArray(Protocol):
    """What NumPy can make an array of: tables of pandas and polars, arrays of xarray and TensorFlow."""

    def __array__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- NumPy's, which need not be there
        """The array."""


ArrayLike: TypeAlias = ToList | ToArray


def unpacked(given: object, name: str = "", most: int | None = None) -> object:
    """Nested lists in the place of an array of at most so many values; anything else as it is.

    A float that is shorter than Python's counts as the decimal that its library prints: 0.1 as 0.1.

    >>> from array import array
    >>> unpacked(array("d", [1, 2])), unpacked("7x7")
    ([1.0, 2.0], '7x7')
    """
    if isinstance(given, str | int | float | list | tuple | type):
        return given
    if isinstance(given, dict) and given.keys() == PARTS:
        return _joined(given["re"], given["im"])
    array = given
    if not hasattr(array, "tolist") and hasattr(array, "__array__"):
        array = array.__array__()
    if not hasattr(array, "tolist"):
        return given
    if most is not None and prod(getattr(array, "shape", ())) > most:
        raise ConvtraceError(f"{name}: more than {most} values are too many", hint=f"Give at most {most} values.")
    digits = SHORT_FLOATS.get(str(getattr(array, "dtype", "")).rpartition(".")[2])
    lists = _lists(array)
    return _lengthened(lists, *digits) if digits else lists


def is_masked(given: object) -> bool:
    """True for an array of NumPy some of whose elements are masked."""
    mask = getattr(given, "mask", None)
    return mask is not None and hasattr(given, "filled") and bool(mask.any())


def _lists(array: Any) -> object:  # noqa: ANN401 -- what has tolist, be it typed or not
    """The nested lists of an array, without its unit if it has one."""
    try:
        return array.tolist()
    except NotImplementedError:
        return array.__array__().tolist()  # Astropy's quantities


def _joined(real: object, imaginary: object) -> object:
    """The complex numbers whose parts are numbers, or nested lists of them."""
    if isinstance(real, list) and isinstance(imaginary, list) and len(real) == len(imaginary):
        return [*map(_joined, real, imaginary)]
    from fractions import Fraction  # only here: most arrays have no complex numbers

    parts = [Fraction(str(part)) for part in (real, imaginary) if isinstance(part, int | float | Fraction)]
    return complex_number(*parts) if len(parts) == 2 else {"re": real, "im": imaginary}


def exact_complex(given: complex) -> AnyNumber | None:
    """The number whose parts are the decimals that Python prints; None where one is not finite.

    >>> exact_complex(2 - 0.1j), exact_complex(complex("nan"))
    (Complex(real=2, imag=Fraction(-1, 10)), None)
    """
    from fractions import Fraction

    parts = (given.real, given.imag)
    return complex_number(*(Fraction(str(part)) for part in parts)) if all(map(isfinite, parts)) else None


def _lengthened(given: object, binary: int, decimals: int) -> object:
    """The lists with each short float as the float whose decimal is its shortest."""
    if isinstance(given, list):
        return [_lengthened(part, binary, decimals) for part in given]
    if isinstance(given, complex):
        real, imaginary = (_lengthened(part, binary, decimals) for part in (given.real, given.imag))
        return complex(real, imaginary)  # type: ignore[call-overload]
    return shortest(given, binary, decimals) if isinstance(given, float) and isfinite(given) else given


def shortest(number: float, binary: int, decimals: int) -> float:
    """The float of the fewest decimals that is this number when it is kept in so many binary digits.

    >>> shortest(0.10000000149011612, 24, 9), shortest(0.333251953125, 11, 5)
    (0.1, 0.3333)
    """
    texts = (f"{number:.{count}g}" for count in range(1, decimals + 1))
    return next((found for found in map(float, texts) if _kept(found, binary) == number), number)


def _kept(number: float, binary: int) -> float:
    fraction, exponent = frexp(number)
    return ldexp(round(fraction * 2**binary), exponent - binary)
