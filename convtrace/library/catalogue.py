"""Library functions: one row of data each over the law of `axis`, in the library's own 0-based indices.

A further function is one row in its library's file; a further library, one module and its line in `LIBRARY_MODULES`.

>>> find("numpy.convolve").kind, find("numpy.correlate").kind
('conv', 'corr')
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from convtrace.errors import shortened
from convtrace.library.row import LibraryFunction
from convtrace.values.typed_text import typed

_HERE = "convtrace.library.functions"
# how a library's calls begin → the module whose FUNCTIONS are its rows
LIBRARY_MODULES = {
    "numpy.": f"{_HERE}.numpy",
    "scipy.": f"{_HERE}.scipy",
    "torch.": f"{_HERE}.torch",
    "jax.": f"{_HERE}.jax",
    "tf.": f"{_HERE}.tensorflow",
    "keras[": f"{_HERE}.keras",
    "onnx": f"{_HERE}.onnx",
    "cv2.": f"{_HERE}.opencv",
    "astropy.": f"{_HERE}.astropy",
    "skimage.": f"{_HERE}.skimage",
    "sympy.": f"{_HERE}.sympy",
}
# what people also write
SHORT_FORMS = {
    "np.": "numpy.",
    "torch.conv": "torch.nn.functional.conv",
    "F.": "torch.nn.functional.",
    "tensorflow.": "tf.",
}


def all_functions() -> dict[str, LibraryFunction]:
    """The rows of all libraries by their names, for which all modules are loaded."""
    return {name: row for module in LIBRARY_MODULES.values() for name, row in _rows(module).items()}


@cache
def _rows(module: str) -> dict[str, LibraryFunction]:
    return {row.name: row for row in import_module(module).FUNCTIONS}


def rows_of(start: str) -> tuple[LibraryFunction, ...]:
    """The rows of the library whose calls begin so.

    >>> [row.name for row in rows_of("sympy.")]
    ['sympy.convolution']
    """
    return tuple(_rows(LIBRARY_MODULES[start]).values())


def known(name: str) -> LibraryFunction | None:
    """The row of the function whose call is written so, its library's module alone being loaded; None without one.

    >>> known("sympy.convolution") is find("sympy.convolution"), known("sympy")
    (True, None)
    """
    full = _full(name)
    module = next((module for start, module in LIBRARY_MODULES.items() if full.startswith(start)), None)
    return (_rows(module) if module else all_functions()).get(full)


def find(name: str) -> LibraryFunction:
    """The row of the function whose call is written so; ConvtraceError with the nearest names otherwise.

    >>> find("np.convolve").name, find("torch.conv2d").name
    ('numpy.convolve', 'torch.nn.functional.conv2d')
    """
    found = known(name)
    if found is None:
        message = f"function: there is no '{shortened(str(name).strip())}' here"
        raise typed("function", name).refuse(message, _guess(_full(name)))
    return found


def _full(name: str) -> str:
    """The name as the rows have it."""
    given = str(name).strip()
    return next((full + given[len(short) :] for short, full in SHORT_FORMS.items() if given.startswith(short)), given)


def _guess(name: str) -> str:
    """The nearest functions, by the whole name or by its last part."""
    from difflib import get_close_matches  # only here: most names are right

    last = name.rpartition(".")[2].lower()
    near = get_close_matches(name, all_functions(), n=1, cutoff=0.8) or [
        other for other in all_functions() if last and other.rpartition(".")[2].lower() == last
    ]
    guess = f"Did you mean {' or '.join(near[:3])}? " if near else ""
    return f"{guess}convtrace library lists all."


def functions_of(name: str) -> tuple[LibraryFunction, ...]:
    """The functions of a library, or of a part of it; none where the name is no library.

    >>> [row.name for row in functions_of("sympy")], functions_of("numpy.convolve")
    (['sympy.convolution'], ())
    """
    return tuple(row for row in all_functions().values() if row.name.startswith(f"{name}.") or row.library == name)
