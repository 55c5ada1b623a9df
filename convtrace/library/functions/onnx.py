"""ONNX operators, as onnxruntime and as the reference implementation compute them: https://onnx.ai/onnx/operators/"""

from __future__ import annotations

from convtrace.library.functions.formulas import LAYOUT, any_axes, convolution, correlation, extent, fitting, only, same
from convtrace.library.option_kinds import either, flat_pairs, numbers, one_of, pairs
from convtrace.library.row import AxisCall, LibraryFunction, Option, each_axis

PAGE = "https://onnx.ai/onnx/operators/onnx__{}.html"
Pads = tuple[int, int] | None


def conv(n: int, k: int, auto_pad: str, dilations: int, pads: Pads, strides: int) -> AxisCall:
    """d·k = −s·m + i + b; SAME_UPPER is TensorFlow's SAME, SAME_LOWER adds the larger half before.

    >>> [conv(6, 4, pad, 1, None, 1).relation.gamma for pad in ("SAME_UPPER", "SAME_LOWER")]
    [1, 2]
    """
    ke = extent(k, dilations)
    if auto_pad.startswith("SAME"):
        return same(n, ke, strides, dilations, lower=auto_pad == "SAME_LOWER")
    before, after = (0, 0) if auto_pad == "VALID" else pads or (0, 0)
    return correlation(fitting(n + before + after, ke, strides), before, strides, dilations)


def _halved(total: int, auto_pad: str) -> int:
    """UPPER begins with the smaller half; LOWER, and no auto_pad at all, with the larger."""
    return total // 2 if auto_pad == "SAME_UPPER" else total - total // 2


def _surplus(n: int, ke: int, strides: int, output_padding: int, output_shape: int | None) -> int:
    """How many elements the whole transpose has beyond those wanted: output_shape, or N·s.

    >>> _surplus(3, 4, 2, 0, None), _surplus(3, 4, 2, 0, 10)
    (2, -2)
    """
    wanted = n * strides if output_shape is None else output_shape
    return strides * (n - 1) + output_padding + ke - wanted


def _explicit(auto_pad: str, pads: Pads) -> bool:
    """Whether the pads are as given, or 0, and not worked out."""
    return pads is not None or not auto_pad.startswith("SAME")


def _padded(n: int, ke: int, dilations: int, output_padding: int, pads: Pads, strides: int) -> AxisCall:
    before, after = pads or (0, 0)
    return convolution(strides * (n - 1) + output_padding + ke - before - after, before, strides, dilations)


def transpose(
    n: int,
    k: int,
    auto_pad: str,
    dilations: int,
    output_padding: int,
    output_shape: int | None,
    pads: Pads,
    strides: int,
) -> AxisCall:
    """d·k = m − s·i + b, b from the surplus T where pads are automatic; onnxruntime takes nothing away if T < 0.

    >>> axis = transpose(3, 1, "SAME_UPPER", 1, 0, None, None, 3)
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=1, beta=-3, gamma=0), 7)
    """
    ke = extent(k, dilations)
    if output_shape is None and _explicit(auto_pad, pads):
        return _padded(n, ke, dilations, output_padding, pads, strides)
    surplus = max(_surplus(n, ke, strides, output_padding, output_shape), 0)
    whole = strides * (n - 1) + output_padding + ke
    outputs = whole - surplus if output_shape is None else output_shape
    return convolution(outputs, _halved(surplus, auto_pad), strides, dilations)


def reference_transpose(
    n: int,
    k: int,
    auto_pad: str,
    dilations: int,
    output_padding: int,
    output_shape: int | None,
    pads: Pads,
    strides: int,
) -> AxisCall:
    """As `transpose`, but a negative surplus is halved like any other, and pads that are given stay as they are.

    >>> axis = reference_transpose(3, 1, "SAME_UPPER", 1, 0, None, None, 3)
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=1, beta=-3, gamma=-1), 9)
    """
    ke = extent(k, dilations)
    if _explicit(auto_pad, pads):
        padded = _padded(n, ke, dilations, output_padding, pads, strides)
        return padded if output_shape is None else padded.replace(outputs=output_shape)
    surplus = _surplus(n, ke, strides, output_padding, output_shape)
    outputs = n * strides if output_shape is None else output_shape
    return convolution(outputs, _halved(surplus, auto_pad), strides, dilations)


def _undilated(auto_pad: str, dilations: int, **_: object) -> bool:
    return dilations == 1 or not auto_pad.startswith("SAME")


def _one_source(auto_pad: str, pads: Pads, **_: object) -> bool:
    return auto_pad == "NOTSET" or pads is None


def _reaches(n: int, k: int, strides: int, dilations: int, output_shape: int | None, **_: object) -> bool:
    return output_shape is None or -_surplus(n, extent(k, dilations), strides, 0, output_shape) < strides


def _fills(
    n: int, k: int, auto_pad: str, strides: int, dilations: int, output_shape: int | None, pads: Pads, **_: object
) -> bool:
    surplus = _surplus(n, extent(k, dilations), strides, 0, output_shape) - sum(pads or (0, 0))
    return output_shape is None or not _explicit(auto_pad, pads) or -strides < surplus <= 0


def _short(auto_pad: str, strides: int, output_padding: int, output_shape: int | None, pads: Pads, **_: object) -> bool:
    unused = output_shape is not None and _explicit(auto_pad, pads)
    return unused or output_padding < strides


AUTO_PAD = Option(name="auto_pad", default="NOTSET", kind=one_of("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"))
DILATIONS, STRIDES = (
    Option(name="dilations", default=1, kind=numbers(1)),
    Option(name="strides", default=1, kind=numbers(1)),
)
PADS = Option(name="pads", default=None, kind=either(one_of(None), pairs(0), flat_pairs()))
OUTPUT_PADDING = Option(name="output_padding", default=0, kind=numbers(0))
OUTPUT_SHAPE = Option(name="output_shape", default=None, kind=either(one_of(None), numbers(1)))
GROUP = only("group", 1)

ONE_SOURCE = each_axis("pads can't be given together with auto_pad", _one_source)
UNDILATED = each_axis("dilation is not supported for auto_pad SAME_UPPER or SAME_LOWER", _undilated)
SHORT = each_axis(
    "output_padding must be smaller than strides", lambda output_padding, strides, **_: output_padding < strides
)
REACHES = each_axis("output_shape must be less than one stride beyond s(N-1)+Ke", _reaches)
SHORT_WHERE_USED = each_axis("output_padding must be smaller than strides", _short)
FILLS = each_axis("output_shape without automatic pads must be s(N-1)+Ke-b-e or less than one stride beyond", _fills)

CONV = LibraryFunction(
    name="onnxruntime:Conv",
    library="onnxruntime",
    version="1.32.0",
    source=PAGE.format("Conv"),
    laws=any_axes(conv),
    options=(AUTO_PAD, DILATIONS, PADS, STRIDES),
    asides=(GROUP, LAYOUT),
    demands=(UNDILATED, ONE_SOURCE),
    surprises=(),
)
TRANSPOSE = CONV.replace(
    name="onnxruntime:ConvTranspose",
    source=PAGE.format("ConvTranspose"),
    laws=any_axes(transpose),
    options=(AUTO_PAD, DILATIONS, OUTPUT_PADDING, OUTPUT_SHAPE, PADS, STRIDES),
    demands=(ONE_SOURCE, SHORT, REACHES),
    surprises=(
        "output_shape without auto_pad begins as SAME_LOWER does, whatever the pads.",
        "SAME_* with K < s has fewer than N·s outputs.",
    ),
)
REFERENCE_CONV = CONV.replace(
    name="onnx.reference:Conv",
    library="onnx",
    version="1.23.2",
    demands=(),
    surprises=(
        "Where no window fits it returns an empty array; onnxruntime refuses.",
        "auto_pad comes before pads; onnxruntime refuses both together.",
    ),
    fewest=0,
)
REFERENCE_TRANSPOSE = TRANSPOSE.replace(
    name="onnx.reference:ConvTranspose",
    library="onnx",
    version="1.23.2",
    laws=any_axes(reference_transpose),
    demands=(SHORT_WHERE_USED, FILLS),
    surprises=(
        "SAME_* with K < s has N·s outputs and begins inside them; onnxruntime does not.",
        "pads come before auto_pad; onnxruntime refuses both together.",
    ),
    fewest=0,
)
FUNCTIONS = (CONV, TRANSPOSE, REFERENCE_CONV, REFERENCE_TRANSPOSE)
