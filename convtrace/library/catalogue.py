"""Library functions: one row of data each over the law of `axis`, in the library's own 0-based indices.

A further function is one row in its library's file; a further library, one module and its line in `LIBRARY_MODULES`.

>>> find("numpy.convolve").kind, find("numpy.correlate").kind
('conv', 'corr')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

from convtrace.errors import ConvtraceError, shortened
from convtrace.library.row import LibraryFunction

_HERE = "convtrace.library.functions"
# how a library's calls begin → the module whose FUNCTIONS are the rows of its convolutions
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
    "octave.": f"{_HERE}.octave",
    "nnlib.": f"{_HERE}.julia",
    "imagefiltering.": f"{_HERE}.julia",
    "dsp.": f"{_HERE}.julia",
}
# how they begin → a further module, which no other call needs: its FUNCTIONS, and the PICKING that are no sums
FURTHER_MODULES = {
    "scipy.": f"{_HERE}.scipy_filters",
    "torch.": f"{_HERE}.torch_pooling",
    "tf.": f"{_HERE}.tensorflow_pooling",
    "keras[": f"{_HERE}.keras_pooling",
    "onnx": f"{_HERE}.onnx_pooling",
    "cv2.": f"{_HERE}.opencv_filters",
}
# how people begin a name → how the rows begin it; applied in this order, one after another
SHORT_FORMS = {
    "np.": "numpy.",
    "sp.": "scipy.",
    "sps.": "scipy.signal.",
    "signal.": "scipy.signal.",
    "ndimage.": "scipy.ndimage.",
    "ndi.": "scipy.ndimage.",
    "scipy.signal.signaltools.": "scipy.signal.",
    "scipy.ndimage.filters.": "scipy.ndimage.",
    "pytorch.": "torch.",
    "nn.": "torch.nn.",
    "f.": "torch.nn.functional.",
    "torch.conv": "torch.nn.functional.conv",
    "jnp.": "jax.numpy.",
    "jsp.": "jax.scipy.",
    "lax.": "jax.lax.",
    "tensorflow.": "tf.",
    "tf.compat.v1.": "tf.",
    "tf.compat.v2.": "tf.",
    "tf.layers.": "keras.layers.",
    "tf.keras.": "keras.",
    "keras.src.": "keras.",
    "keras.": "keras[tensorflow].",
    "layers.": "keras[tensorflow].layers.",
    "onnx runtime.": "onnxruntime.",
    "onnxruntime.": "onnxruntime:",
    "ort.": "onnxruntime:",
    "onnx.reference.": "onnx.reference:",
    "cv.": "cv2.",
    "opencv.": "cv2.",
    "cv::": "cv2.",
    "scikit-image.": "skimage.",
    "astropy.convolve": "astropy.convolution.convolve",
    "sympy.discrete.": "sympy.",
    "matlab.": "octave.",
    "sympy.convolutions.": "sympy.",
}
# the layers of these are those of keras[tensorflow], so that a name without a backend doesn't mean them
_OTHER_BACKENDS = ("keras[jax]", "keras[torch]")
# functions that are two sums, and the functions that are one of these each
_TWO_STEPS = {
    "separableconv1d": ("DepthwiseConv1D", "Conv1D"),
    "separableconv2d": ("DepthwiseConv2D", "Conv2D"),
    "separable_conv": ("keras.ops.depthwise_conv", "keras.ops.conv"),
    "separable_conv2d": ("tf.nn.depthwise_conv2d", "tf.nn.conv2d"),
}
MAX_GUESSES = 4


def all_functions() -> dict[str, LibraryFunction]:
    """The rows of all libraries by their names, for which all modules are loaded."""
    modules = (*LIBRARY_MODULES.values(), *FURTHER_MODULES.values())
    return {name: row for module in modules for name, row in _rows(module).items()}


@cache
def _rows(module: str) -> dict[str, LibraryFunction]:
    return {row.name: row for row in import_module(module).FUNCTIONS}


@cache
def _named(module: str) -> dict[str, LibraryFunction]:
    """The rows of a module by all names that their documentation has for them, with those that are no sums."""
    rows = (*_rows(module).values(), *getattr(import_module(module), "PICKING", ()))
    return {name: row for row in rows for name in (row.name, *row.also)}


def _all_rows() -> Iterator[LibraryFunction]:
    """The rows of all libraries, those that are no sums behind the others of their module."""
    return (row for module in _modules("") for row in _named(module).values())


def rows_of(start: str) -> tuple[LibraryFunction, ...]:
    """The rows of the convolutions of the library whose calls begin so.

    >>> [row.name for row in rows_of("sympy.")]
    ['sympy.convolution']
    """
    return tuple(_rows(LIBRARY_MODULES[start]).values())


def known(name: str) -> LibraryFunction | None:
    """The row of the function that is meant, its library's module alone being loaded; None without exactly one.

    Upper and lower case may differ, and the beginning may be left out.

    >>> known("Tf.keras.layers.conv2D").name, known("filter2d").name, known("conv2d")
    ('keras[tensorflow].layers.Conv2D', 'cv2.filter2D', None)
    """
    full = _full(name)
    start = _start(full)
    named: Mapping[str, LibraryFunction] = {}
    for module in _modules(start):
        named = {**named, **_named(module)}
        if full in named:
            return named[full]
    rows = {row.name: row for row in named.values()}
    called = _called(full, rows)
    exact = [row for row in called if any(each.endswith(f".{full}") for each in (row.name, *row.also))]
    exact = exact if "." in full else []
    return next((found[0] for found in (called, exact) if len(found) == 1), None)


def _modules(start: str) -> tuple[str, ...]:
    """The modules of the libraries whose calls begin so, of all where nothing is given."""
    tables = (LIBRARY_MODULES, FURTHER_MODULES)
    found = (module for table in tables for known, module in table.items() if start in {"", known})
    return tuple(dict.fromkeys(found))


def find(name: str) -> LibraryFunction:
    """The row of the function that is meant; ConvtraceError with the nearest names otherwise.

    >>> find("np.convolve").name, find("torch.conv2d").name
    ('numpy.convolve', 'torch.nn.functional.conv2d')
    """
    found, given = known(name), shortened(str(name).strip())
    if found is None and (steps := _two_steps(name)):
        message = f"{given} is two sums, one after the other"
        raise ConvtraceError(message, hint=f"Ask for {steps[0]}, and for {steps[1]} with a kernel of size 1.")
    if found is None:
        message = f"No library function is called {given}." if given else "The name of a function is missing."
        raise ConvtraceError(message, hint=_guess(_full(name)))
    return found


def _two_steps(name: str) -> tuple[str, str] | None:
    """The two functions that make up one that convolves each channel by itself and then mixes them.

    >>> _two_steps("keras.layers.SeparableConv2D"), _two_steps("Conv2D")
    (('DepthwiseConv2D', 'Conv2D'), None)
    """
    return _TWO_STEPS.get(str(name).strip().lower().replace("convolution", "conv").rpartition(".")[2])


def _full(name: str) -> str:
    """The name as the rows begin it.

    >>> _full("TF.keras.layers.Conv2D"), _full("PyTorch.conv2d")
    ('keras[tensorflow].layers.Conv2D', 'torch.nn.functional.conv2d')
    """
    first, dot, rest = str(name).strip().partition(".")
    full = first.lower() + dot + rest if dot else first
    for short, long in SHORT_FORMS.items():
        if full.startswith(short):
            full = long + full[len(short) :]
    return full


def _called(name: str, rows: Mapping[str, LibraryFunction]) -> list[LibraryFunction]:
    """The rows one of whose names ends with this one, in upper or lower case."""
    ending = f".{name}".lower()

    def ends_so(known: str) -> bool:
        return f".{known}".replace(":", ".").lower().endswith(ending)

    found = [row for row in rows.values() if any(map(ends_so, (row.name, *row.also)))]
    return [row for row in found if "[" in name or not row.name.startswith(_OTHER_BACKENDS)]


def _guess(name: str) -> str:
    """The nearest functions: beside what is typed, in the library that is typed, or called so in any."""
    from difflib import get_close_matches  # only here: most names are right

    last, every = name.replace(":", ".").rpartition(".")[2], {row.name: row for row in _all_rows()}
    typed = filter(None, (name.removesuffix(last).lower(), _start(name)))
    beside = ({key: row for key, row in every.items() if key.lower().startswith(beginning)} for beginning in typed)
    near = next(filter(None, (_alike(last, rows) for rows in beside)), None)
    near = near or _same_last(last, every) or get_close_matches(name, all_functions(), n=1, cutoff=0.8)
    *others, final = near[:MAX_GUESSES] or [""]
    meant = " or ".join(filter(None, (", ".join(others), final)))
    return f"Did you mean {meant}? convtrace library lists all." if meant else "convtrace library lists all."


def _start(name: str) -> str:
    """How a library's calls begin, if this name begins so."""
    return next((start for start in LIBRARY_MODULES if name.lower().startswith(start)), "")


def _alike(last: str, rows: Mapping[str, LibraryFunction]) -> list[str]:
    """The names whose last part is this one, or else nearest to it."""
    from difflib import get_close_matches

    lasts = {row.last: name for name, row in reversed([*rows.items()])}
    return _same_last(last, rows) or [lasts[each] for each in get_close_matches(last, lasts, n=1)]


def _same_last(last: str, rows: Mapping[str, LibraryFunction]) -> list[str]:
    """The names with this last part, its first letter as it was typed if there are any such."""
    called = _called(last, rows) if last else []
    return [row.name for row in called if row.last.startswith(last[0])] or [row.name for row in called]


def functions_of(name: str) -> tuple[LibraryFunction, ...]:
    """The functions of a library, or of a part of it; none where the name is no library.

    >>> [row.name for row in functions_of("SymPy")], functions_of("numpy.convolve")
    (['sympy.convolution'], ())
    >>> [row.name for row in functions_of("OpenCV")]
    ['cv2.filter2D', 'cv2.sepFilter2D', 'cv2.blur', 'cv2.boxFilter']
    """
    library, rows = name.strip().lower(), all_functions().values()
    start = _full(f"{library}.")
    return tuple(row for row in rows if library and (row.library == library or row.name.lower().startswith(start)))
