"""Complex numbers: read from all that people have, exact, conjugated as each library conjugates them."""

from __future__ import annotations

import cmath
import re
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
import scipy.linalg
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st

from convtrace import derive, evaluate
from convtrace.errors import ConvtraceError
from convtrace.library.catalogue import all_functions
from convtrace.values.complex_number import Complex, complex_number
from tests.support.arrays import NUMBERS, Call, calls, live, written

GAUSSIAN = st.builds(complex, NUMBERS, NUMBERS)
RATIONAL = st.fractions(-9, 9, max_denominator=9)
MODE = {"mode": st.sampled_from(["full", "same", "valid"])}
PLANE = {**MODE, "boundary": st.sampled_from(["fill", "wrap", "symm"])}
LINE = {"mode": st.sampled_from(["reflect", "mirror", "nearest", "wrap", "constant"])}
CALLS = {
    "numpy.convolve": calls(1, **MODE),
    "numpy.correlate": calls(1, **MODE),
    "numpy.ma.convolve": calls(1, **MODE),
    "scipy.signal.convolve": calls(1, 2, **MODE),
    "scipy.signal.correlate": calls(1, 2, 3, **MODE, method=st.sampled_from(["direct", "fft"])),
    "scipy.signal.fftconvolve": calls(1, 2, **MODE),
    "scipy.signal.oaconvolve": calls(1, 2, **MODE),
    "scipy.signal.convolve2d": calls(2, **PLANE),
    "scipy.signal.correlate2d": calls(2, **PLANE),
    "scipy.ndimage.convolve": calls(1, 2, **LINE),
    "scipy.ndimage.correlate": calls(1, 2, **LINE),
    "scipy.ndimage.convolve1d": calls(1, **LINE),
    "scipy.ndimage.correlate1d": calls(1, **LINE),
    "jax.numpy.convolve": calls(1, **MODE),
    "jax.numpy.correlate": calls(1, **MODE),
    "jax.scipy.signal.convolve": calls(1, **MODE),
    "jax.scipy.signal.correlate": calls(1, **MODE),
    "jax.scipy.signal.correlate2d": calls(2, **MODE),
}
UNLIKE: dict[str, Callable[[Any, Any], Any]] = {
    "scipy.signal.upfirdn": lambda x, h: scipy.signal.upfirdn(h, x),
    "scipy.signal.lfilter": lambda x, h: scipy.signal.lfilter(h, 1, x),
    "scipy.linalg.convolution_matrix": lambda x, h: scipy.linalg.convolution_matrix(h, len(x)) @ x,
}


def turned(data: st.DataObject, array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The array with imaginary parts, or now and then as it is."""
    imaginary = data.draw(st.lists(NUMBERS, min_size=array.size, max_size=array.size))
    return array + 1j * np.array(imaginary, dtype=float).reshape(array.shape) if data.draw(st.booleans()) else array


def agree(function: str, image: Any, kernel: Any, options: dict[str, Any], theirs: Callable[[], Any]) -> None:
    try:
        expected = np.asarray(theirs())
    except Exception:  # noqa: BLE001 - each library refuses in its own way
        with pytest.raises(ConvtraceError):
            evaluate(function, image, kernel, **options)
        return
    found = evaluate(function, image, kernel, as_array=True, **options)
    assert found.shape == expected.shape
    assert np.allclose(found, expected, rtol=0, atol=1e-3)


@pytest.mark.parametrize("function", CALLS)
@given(data=st.data())
def test_a_call_is_conjugated_as_the_library_conjugates_it(function: str, data: st.DataObject) -> None:
    call = data.draw(CALLS[function])
    image, kernel = turned(data, call.image), turned(data, call.kernel)
    agree(function, image, kernel, call.options, lambda: written(function, Call(image, kernel, call.options)))


@pytest.mark.parametrize("function", UNLIKE)
@given(data=st.data())
def test_what_is_called_otherwise(function: str, data: st.DataObject) -> None:
    call = data.draw(calls(1))
    image, kernel = turned(data, call.image), turned(data, call.kernel)
    agree(function, image, kernel, {}, lambda: UNLIKE[function](image, kernel))


@pytest.mark.parametrize("function", ["conv1d", "conv_transpose1d"])
@given(data=st.data())
def test_torch_conjugates_nothing(function: str, data: st.DataObject) -> None:
    torch = live("torch")
    call = data.draw(calls(1, stride=st.integers(1, 2)))
    image, kernel = call.image + 1j, turned(data, call.kernel).astype(complex)
    tensors = [torch.tensor(array)[None, None] for array in (image, kernel)]

    def theirs() -> Any:
        return getattr(torch, function)(*tensors, **call.options)[0, 0].numpy()

    agree(f"torch.nn.functional.{function}", image, kernel, call.options, theirs)


@pytest.mark.parametrize("name", [name for name, row in all_functions().items() if row.conjugates is None])
def test_what_takes_none_refuses_them_in_one_sentence(name: str) -> None:
    row = all_functions()[name]
    axes = min(row.laws)
    image, kernel = np.full((3,) * axes, 1j), 3 if row.window else np.ones((3,) * axes)
    with pytest.raises(ConvtraceError, match=re.escape(f"{name} takes no complex values")):
        evaluate(name, image, kernel)


@given(st.lists(GAUSSIAN, min_size=1, max_size=6), st.lists(GAUSSIAN, min_size=1, max_size=4))
def test_a_page_says_what_evaluate_gives(image: list[complex], kernel: list[complex]) -> None:
    """The definition by hand: y[m] = Σ x[i]·h[m−i]."""
    values = evaluate("numpy.convolve", image, kernel)
    for m, value in enumerate(values):
        by_hand = sum(image[i] * kernel[m - i] for i in range(len(image)) if 0 <= m - i < len(kernel))
        assert value == by_hand
        shifts = len(image) // 2 + len(kernel) // 2
        assert derive("conv", at=m - shifts, image=image, kernel=kernel).value == by_hand


@given(RATIONAL, RATIONAL, RATIONAL, RATIONAL)
def test_arithmetic_is_exact(a: Fraction, b: Fraction, c: Fraction, d: Fraction) -> None:
    """Against the rules for pairs of fractions, and against Python's rounded complex numbers."""
    one, two = complex_number(a, b), complex_number(c, d)
    assert complex_number(a + c, b + d) == one + two
    assert complex_number(a - c, b - d) == one - two
    assert complex_number(a * c - b * d, a * d + b * c) == one * two
    if two:
        assert (one / Fraction(two) if isinstance(two, int) else one / two) * two == one
    if isinstance(one, Complex):
        assert cmath.isclose(complex(one**3), complex(one) ** 3)
        assert one**-2 * one**2 == 1
        assert 2 / one * one == 2
        assert 2 - one == -(one - 2)
        assert one.conjugate() * one == a * a + b * b
    for part, other in product((one, two), repeat=2):
        assert (part == other) == (complex(part) == complex(other))
        assert part != other or hash(part) == hash(other)


@pytest.mark.parametrize(
    "image",
    [
        [1 + 2j, 3],
        [Complex(1, 2), 3],
        {"re": [1, 3], "im": [2, 0]},
        [{"re": 1, "im": 2}, {"re": 3.0, "im": 0}],
        np.array([1 + 2j, 3], dtype=np.complex64),
        (np.complex128(1 + 2j), Fraction(3)),
    ],
)
def test_all_that_people_have_is_read(image: Any) -> None:
    assert evaluate("numpy.convolve", image, [1, 1j]) == [1 + 2j, 1 + 1j, 3j]
    assert derive("conv", at=0, image=image, kernel=[1, 1j]).value == 3j


def test_a_decimal_of_a_complex_number_is_exact() -> None:
    assert evaluate("numpy.convolve", np.array([0.1j], dtype=np.complex64), [1]) == [Complex(0, Fraction(1, 10))]
    found = evaluate("numpy.convolve", [1j], [1, 2], as_array=True)
    assert found.dtype == np.complex128
    assert found.tolist() == [1j, 2j]
