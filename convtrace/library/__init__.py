"""Library functions: one row of data each over the law of `axis`, in the library's own 0-based indices.

A further function is one row in its library's file; a further library, one file and its line in `FILES`.

>>> find("numpy.convolve").kind, find("numpy.correlate").kind
('conv', 'corr')
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from convtrace.library.row import LibraryFunction
from convtrace.reading import typed

if TYPE_CHECKING:
    LIBRARY: dict[str, LibraryFunction]

# how a library's calls begin
FILES = {
    "numpy.": "numpy",
    "scipy.": "scipy",
    "torch.": "torch",
    "jax.": "jax",
    "tf.": "tensorflow",
    "keras[": "keras",
    "onnx": "onnx",
    "cv2.": "opencv",
    "astropy.": "astropy",
    "skimage.": "skimage",
    "sympy.": "sympy",
}


def __getattr__(name: str) -> object:
    """`LIBRARY` holds the rows of all libraries; each file is loaded when one of its functions is asked for."""
    if name == "LIBRARY":
        return _all()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@cache
def _all() -> dict[str, LibraryFunction]:
    return {name: row for file in FILES.values() for name, row in _rows(file).items()}


def rows_of(file: str) -> tuple[LibraryFunction, ...]:
    """The rows of one library's file.

    >>> [row.name for row in rows_of("sympy")]
    ['sympy.convolution']
    """
    rows: tuple[LibraryFunction, ...] = import_module(f"{__name__}.{file}").FUNCTIONS
    return rows


@cache
def _rows(file: str) -> dict[str, LibraryFunction]:
    return {row.name: row for row in rows_of(file)}


def find(name: str) -> LibraryFunction:
    """The row of the function whose call is written so; ConvtraceError with the nearest name otherwise."""
    file = next((file for start, file in FILES.items() if str(name).startswith(start)), None)
    rows = _rows(file) if file else _all()
    return rows[typed("function", name).one_of(rows)]
