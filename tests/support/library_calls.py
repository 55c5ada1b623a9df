"""Calls of library functions on random numbers, with options that make the functions differ."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, TypeAlias

import numpy as np
import pytest
from hypothesis import reject, settings
from hypothesis import strategies as st

from convtrace import ConvtraceError, evaluate
from convtrace.library.catalogue import all_functions
from convtrace.library.posed_call import LibraryQuestion as Question
from convtrace.library.posed_call import library_question

LIBRARY = all_functions()

Array: TypeAlias = np.ndarray[Any, Any]

# options that make the functions differ, as they are typed
CALLS: list[tuple[str, list[str]]] = [
    ("numpy.convolve", []),
    ("numpy.correlate", ["mode=full"]),
    ("scipy.signal.convolve", ["mode=same"]),
    ("scipy.signal.correlate2d", ["mode=same"]),
    ("scipy.signal.correlate2d", ["mode=same", "boundary=symm"]),
    ("scipy.signal.convolve2d", ["boundary=fill", "fillvalue=1/2"]),
    ("scipy.signal.convolve2d", ["mode=valid", "boundary=wrap"]),
    ("scipy.signal.upfirdn", ["up=3", "down=2"]),
    ("scipy.ndimage.convolve", []),
    ("scipy.ndimage.correlate", ["mode=mirror", "origin=(0, -1)"]),
    ("scipy.ndimage.correlate1d", ["mode=nearest"]),
    ("scipy.ndimage.convolve1d", ["mode=constant", "cval=3"]),
    ("torch.nn.functional.conv2d", ["stride=2", "padding=1,2", "dilation=2"]),
    ("torch.nn.functional.conv1d", ["padding=same"]),
    ("torch.nn.Conv2d", ["padding=1", "padding_mode=circular", "bias=[7]"]),
    ("keras[tensorflow].layers.Conv2D", ["padding=same", "strides=2", "bias_initializer=ones"]),
    ("scipy.signal.lfilter", ["a=[4]"]),
    ("torch.nn.functional.conv_transpose2d", ["stride=2", "padding=1"]),
    ("torch.nn.functional.conv_tbc", ["pad=2"]),
    ("jax.lax.conv_general_dilated", ["window_strides=1", "padding=1,-1;0,2", "lhs_dilation=2"]),
    ("tf.nn.conv2d", ["padding=SAME", "strides=2"]),
    ("onnxruntime:Conv", ["pads=[1, 0, 2, 3]"]),
    ("cv2.filter2D", []),
    ("cv2.filter2D", ["delta=2.5", "borderType=BORDER_CONSTANT"]),
    ("astropy.convolution.convolve", ["boundary=None", "normalize_kernel=False"]),
    ("astropy.convolution.convolve_fft", ["boundary=wrap", "normalize_kernel=False", "nan_treatment=fill"]),
    ("skimage.filters.correlate_sparse", ["mode=valid"]),
]


# a kernel that is divided by its sum: no output is a sum of its elements
DIVIDED = [
    ("astropy.convolution.convolve", []),
    ("astropy.convolution.convolve_fft", ["boundary=wrap", "fill_value=3"]),
]

EVERY_CALL = pytest.mark.parametrize(("name", "options"), [*CALLS, *DIVIDED])
EVERY_LINEAR_CALL = pytest.mark.parametrize(("name", "options"), CALLS)
FEW = settings(max_examples=settings().max_examples // 8)


def typed(nested: Any) -> Any:
    """Nested lists; on one axis text, as a list of whole numbers would be a size."""
    return nested if isinstance(nested[0], list) else " ".join(map(str, nested))


@st.composite
def asked_calls(draw: st.DrawFn, name: str, options: list[str]) -> Question:
    """The call in sizes that the function takes, on random numbers: sums of other terms would differ."""
    axes = 2 if 2 in LIBRARY[name].laws else 1
    numbers = np.random.default_rng(draw(st.integers(0, 2**32)))
    for _ in range(9):
        shapes = (draw(st.tuples(*[st.integers(3 - axes, most)] * axes)) for most in (6, 4))
        image, kernel = (typed(numbers.integers(-9, 10, shape).tolist()) for shape in shapes)
        with suppress(ConvtraceError):
            return library_question(name, image=image, kernel=kernel, options=options)
    return reject()


def image_of(asked: Question) -> Array:
    return np.array(asked.problem.pixels, object).reshape(asked.call.image.shape)


def kernel_of(asked: Question) -> Array:
    return np.array(asked.call.kernel.nested(), object)


def evaluated(asked: Question) -> Array:
    """The whole output by `evaluate`."""
    call = asked.call
    options: dict[str, Any] = {
        name: values[0] if len(set(values)) == 1 else list(values) for name, values in call.options.items()
    }
    found = evaluate(call.row.name, image_of(asked).tolist(), call.kernel.nested(), **options)
    return np.array(found, object)
