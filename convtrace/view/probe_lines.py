"""Lines that run a probe: in the language of a library function's row, or in one that convtrace has no rows of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

from convtrace.errors import ConvtraceError
from convtrace.law.axis import Unknown
from convtrace.law.channels import Layout
from convtrace.library.arrays import exact_array
from convtrace.library.call import Call, bind
from convtrace.library.row import LibraryFunction
from convtrace.search.channel_probe import SIZES, factors, laid_channels, letters
from convtrace.search.probes import Probe, nested
from convtrace.search.question import Shape
from convtrace.values.named_tuple import NamedTuple

Array = Callable[[Sequence[int], Shape], str]


def _lists(values: Sequence[int], shape: Shape) -> str:
    return str(nested(values, shape))


def _flat(values: Sequence[int], _shape: Shape) -> str:
    return str(list(values))


def _matrix(values: Sequence[int], shape: Shape) -> str:
    """An array as MATLAB, Octave and Julia have it; its third axis lies in slices.

    >>> _matrix([1, 2, 3, 4], (2, 2)), _matrix([1, 2], (2,)), _matrix([1, 2, 3, 4], (1, 2, 2))
    ('[1 2; 3 4]', '[1, 2]', 'cat(3, [1 3], [2 4])')
    """
    if len(shape) == 1:
        return _flat(values, shape)
    if len(shape) > 2:
        slices = ", ".join(_matrix(values[number :: shape[-1]], shape[:-1]) for number in range(shape[-1]))
        return f"cat({len(shape)}, {slices})"
    rows = (values[start : start + shape[1]] for start in range(0, len(values), shape[1]))
    return f"[{'; '.join(' '.join(map(str, row)) for row in rows)}]"


def _julia(values: Sequence[int], shape: Shape) -> str:
    return f"Float64{_matrix(values, shape)}"


def _r(values: Sequence[int], shape: Shape) -> str:
    return f"matrix(c({','.join(map(str, values))}), {shape[0]}, byrow=TRUE)"


class Environment(NamedTuple):
    """One that convtrace has no rows of: its names, how it writes an array, and the line, with {x} and {h}."""

    title: str
    names: tuple[str, ...]
    array: Array
    line: str


ENVIRONMENTS = (
    Environment(
        "R, imagine::convolution2D", ("r", "imagine"), _r, "x <- {x}; h <- {h}; print(imagine::convolution2D(x, h))"
    ),
    Environment(
        "Pillow, ImageFilter.Kernel",
        ("pillow", "pil"),
        _flat,
        "from PIL import Image, ImageFilter; im = Image.new('L', (7, 6)); im.putdata({x}); "
        "out = list(im.filter(ImageFilter.Kernel((3, 3), {h}, scale=1)).getdata()); "
        "print([out[r * 7:r * 7 + 7] for r in range(6)])",
    ),
    Environment(
        "JavaScript, TensorFlow.js",
        ("javascript", "js", "tfjs", "tensorflow.js"),
        _lists,
        "const tf = require('@tensorflow/tfjs'); const x = tf.tensor2d({x}), h = tf.tensor2d({h}); "
        "console.log(JSON.stringify(tf.conv2d(x.expandDims(2), h.reshape([3, 3, 1, 1]), 1, 'same')"
        ".squeeze().arraySync()))",
    ),
)
# how the languages of the rows write arrays and end a line
LANGUAGES: dict[str, tuple[Array, str]] = {"Octave": (_matrix, "{}"), "Julia": (_julia, "display({})")}
# of the axes of space: in a layout, and as indices
SPACE_LETTERS, INDEX_LETTERS = "dhw", "ijk"
# libraries that take lists, and make formulas of floats
EXACT = ("sympy",)
# what takes a kernel that is one product gives the sum of several
IN_PARTS = {"cv2.sepFilter2D": "sum(cv2.sepFilter2D(x, -1, v[j], u[:, j]*s[j]) for j in range(len(s)))"}


def environment_line(each: Environment, probe: Probe) -> str:
    """The line of an environment with the probe's arrays in it."""
    image, kernel = (
        each.array(values, shape)
        for values, shape in ((probe.pixels, probe.image_shape), (probe.weights, probe.kernel_shape))
    )
    return each.line.replace("{x}", image).replace("{h}", kernel)


def row_line(row: LibraryFunction, probe: Probe, *, channels: bool = False) -> str:
    """The line for a function of a row, with its default options; its arrays may have batch and channels."""
    if row.window:
        raise ConvtraceError(f"{row.name} has no kernel", hint="Name a function that takes an image and a kernel.")
    call = probe_call(row, probe, channels=channels)
    text = row.call(call.options, "x", "h", outputs=[axis.outputs for axis in call.axes], channels=call.channels)
    *before, last = text.split("\n")
    language = LANGUAGES.get(row.template.language)
    layout = call.channels.layout if call.channels else None
    if language is not None:
        array, shown = language
        image, kernel = array(probe.pixels, probe.image_shape), array(probe.weights, probe.kernel_shape)
        arrays = [f"x = {image}", f"h = {kernel}"] if layout is None else _comprehensions(layout, image, kernel, probe)
        return "; ".join([*filter(None, [row.template.imports]), *arrays, *before, shown.format(last)])
    last = row.template.as_array.format(IN_PARTS.get(row.name, last))
    typed = "{}" if row.library in EXACT else "np.array({}, float)"
    image, kernel = typed.format(probe.image), typed.format(probe.kernel)
    arrays = [f"x = {image}", f"h = {kernel}"] if layout is None else _products(layout, image, kernel, probe)
    imports = ["import numpy as np", *(line for line in row.imports.splitlines() if line != "import numpy as np")]
    backend = row.name.partition("[")[2].partition("]")[0]
    if backend:
        imports.insert(0, f'import os; os.environ["KERAS_BACKEND"] = "{backend}"')
    prepared = [row.template.arrays] if row.template.arrays else []
    return "; ".join([*imports, *arrays, *prepared, *before, f"print(np.asarray({last}).tolist())"])


def _products(layout: Layout, image: str, kernel: str, probe: Probe) -> list[str]:
    """The lines of NumPy that multiply image and kernel by the factors of their channels, as a library lays them."""
    lines, space = [f"X = {image}", f"H = {kernel}"], len(probe.image_shape)
    whole: tuple[tuple[str, str, Unknown], ...] = (("x", "X", "i"), ("h", "H", "k"))
    for name, plane, unknown in whole:
        laid = layout.spelled(unknown, space).replace(" ", "").lower()
        inner, beside = SPACE_LETTERS[-space:], letters(layout, unknown)
        factor = f'np.einsum("{beside},{inner}->{laid}", {factors(layout, unknown)}, {plane})'
        lines.append(f"{name} = {factor if beside else plane}")
    return lines


def _comprehensions(layout: Layout, image: str, kernel: str, probe: Probe) -> list[str]:
    """The lines of Julia that do the same."""
    lines = [f"X = {image}", f"H = {kernel}"]
    whole: tuple[tuple[str, str, Unknown, Shape], ...] = (
        ("x", "X", "i", probe.image_shape),
        ("h", "H", "k", probe.kernel_shape),
    )
    for name, plane, unknown, shape in whole:
        beside, inner = letters(layout, unknown), INDEX_LETTERS[: len(shape)]
        laid = layout.spelled(unknown, len(shape)).replace(" ", "").lower()
        sizes = {each: SIZES[each.upper()] for each in beside}
        sides = zip((each for each in laid if each not in beside), inner, shape, strict=True)
        names = {each: (letter, side) for each, letter, side in sides} | {c: (c, sizes[c]) for c in beside}
        ranges = ", ".join(f"{letter} in 1:{side}" for letter, side in (names[each] for each in laid))
        table = _matrix([number for row in factors(layout, unknown) for number in row], tuple(sizes.values()))
        lines.append(f"{name} = [{table}[{','.join(beside)}]*{plane}[{','.join(inner)}] for {ranges}]")
    return lines


def probe_call(row: LibraryFunction, probe: Probe, *, channels: bool = False) -> Call:
    """The call of a function on a probe: its defaults, without a bias; where it asks for an option, what fits."""
    image, kernel = exact_array("image", probe.image), exact_array("kernel", probe.kernel)
    layout = row.usual_layout({}) if channels else None
    laid = None if layout is None else laid_channels(row, layout, probe)
    bias = row.spellings.get("bias")
    # a layer's bias is drawn at random
    given: dict[str, object] = {"bias": False} if bias is not None and True in bias.default_values(1) else {}
    needed = [option for option in row.all_options if option.required]
    equal, larger, smaller = (
        tuple(n + sign * (k - 1) for n, k in zip(probe.image_shape, probe.kernel_shape, strict=True))
        for sign in (0, 1, -1)
    )
    refusal = ConvtraceError(f"{row.name} takes no probe", hint="Name another function.")
    for values in product(*((option.default, equal, larger, smaller) for option in needed)):
        chosen = dict(zip((option.name for option in needed), values, strict=True))
        try:
            return bind(row, image, kernel, {**given, **chosen}, channels=laid)
        except ConvtraceError as error:
            refusal = error
    raise refusal
