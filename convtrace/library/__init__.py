"""Library functions: one row of data each over the law of `axis`, in the library's own 0-based indices.

A further function is one row in its library's file; a further library, one file and its name in `FILES`.

>>> find("numpy.convolve").kind, find("numpy.correlate").kind
('conv', 'corr')
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from convtrace.library.row import LibraryFunction
from convtrace.reading import typed

FILES = (
    "numpy",
    "scipy",
    "torch",
    "jax",
    "tensorflow",
    "keras",
    "onnx",
    "opencv",
    "astropy",
    "skimage",
    "sympy",
)


def _rows() -> Iterator[LibraryFunction]:
    for name in FILES:
        yield from import_module(f"{__name__}.{name}").FUNCTIONS


LIBRARY = {row.name: row for row in _rows()}


def find(name: str) -> LibraryFunction:
    """The row of the function whose call is written so; ConvtraceError with the nearest name otherwise."""
    return LIBRARY[typed("function", name).one_of(LIBRARY)]
