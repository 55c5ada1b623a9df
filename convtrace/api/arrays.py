"""The exact output array of a library function, as nested lists or as an array of NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

from convtrace.api.public import public
from convtrace.errors import ConvtraceError
from convtrace.library import evaluation
from convtrace.values.complex_number import Complex

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convtrace.library.arrays import NestedNumbers
    from convtrace.values.array_like import ArrayLike

Array: TypeAlias = "ArrayLike | list[Any] | tuple[Any, ...]"
# a kernel, or the size of a window
Size: TypeAlias = "Array | int | None"


@overload
def evaluate(
    function: str,
    image: Array,
    kernel: Size = None,
    *,
    as_array: Literal[False] = False,
    **options: object,
) -> NestedNumbers: ...
@overload
def evaluate(
    function: str, image: Array, kernel: Size = None, *, as_array: Literal[True], **options: object
) -> NDArray[Any]: ...
@public()
def evaluate(
    function: str, image: Array, kernel: Size = None, *, as_array: bool = False, **options: object
) -> NestedNumbers | NDArray[Any]:
    """The exact output array of a library function, by its relation alone; the library need not be installed.

    `function` and the options are spelled as in the library's own call; a window without weights has a size in the
    place of a kernel. The result is nested lists of whole numbers and Fractions, or with `as_array` an array of NumPy:
    of whole numbers where all are whole, else of floats. Complex numbers may be given, also as {"re": …, "im": …};
    results have `real` and `imag`, and complex() takes them.

    >>> evaluate("numpy.correlate", [1, 2, 3], [0.5, 1])
    [Fraction(5, 2), 4]
    >>> evaluate("torch.nn.functional.conv1d", [[[1, 2, 3]]], [[[1, 1]]], layout="NC+spatial")
    [[[3, 5]]]
    >>> evaluate("torch.nn.functional.avg_pool1d", [1, 2, 4, 8], kernel_size=2)
    [Fraction(3, 2), 6]
    """
    found = evaluation.evaluate(function, image, kernel, **options)
    if not as_array:
        return found
    return _numpy_array(found)


def _numpy_array(given: NestedNumbers) -> NDArray[Any]:
    """The array: of whole numbers where all are whole and short enough, else of floats, or complex."""
    try:
        import numpy as np  # only here: nothing else needs it
    except ImportError:
        message = "as_array: NumPy is not installed"
        raise ConvtraceError(message, hint="Install numpy, or leave as_array out for nested lists.") from None
    exact = np.array(given, dtype=object)
    whole = all(isinstance(value, int) and abs(value) < 2**63 for value in exact.flat)
    is_complex = any(isinstance(value, Complex) for value in exact.flat)
    try:
        return exact.astype(np.int64 if whole else np.complex128 if is_complex else np.float64)
    except OverflowError:
        message = "as_array: a number is too large for an array of NumPy"
        raise ConvtraceError(message, hint="Leave as_array out for nested lists.") from None
