"""ONNX operators, as onnxruntime and as the reference implementation compute them: https://onnx.ai/onnx/operators/"""

from __future__ import annotations

from functools import partial

from convtrace.law.channels import Layout
from convtrace.library.axis_call import AxisCall
from convtrace.library.functions import candidates
from convtrace.library.functions.formulas import any_axes, convolution, correlation, dilated, fitting, same
from convtrace.library.functions.layouts import counting, laid
from convtrace.library.functions.onnx_calls import AUTO_PAD, BIAS, BY_REFERENCE, DILATIONS, RUNTIME, STRIDES, listed
from convtrace.library.functions.shared_options import LAYOUT, bias_of
from convtrace.library.notes import Note, note
from convtrace.library.option import Option
from convtrace.library.option_kinds import choice, either, flat_pairs, pairs, whole_numbers
from convtrace.library.requirements import CallSizes, each_axis, must_be, whole_call
from convtrace.library.row import LibraryFunction

_Pads = tuple[int, int] | None


def _conv(n: int, k: int, auto_pad: str, dilations: int, pads: _Pads, strides: int) -> AxisCall:
    """d·k = −s·m + i + b; SAME_UPPER is TensorFlow's SAME, SAME_LOWER adds the larger half before.

    >>> [_conv(6, 4, pad, 1, None, 1).relation.gamma for pad in ("SAME_UPPER", "SAME_LOWER")]
    [1, 2]
    """
    ke = dilated(k, dilations)
    if auto_pad.startswith("SAME"):
        return same(n, ke, strides, dilations, lower=auto_pad == "SAME_LOWER")
    before, after = (0, 0) if auto_pad == "VALID" else pads or (0, 0)
    return correlation(fitting(n + before + after, ke, strides), before, strides, dilations)


def _surplus(n: int, ke: int, strides: int, output_padding: int, output_shape: int | None) -> int:
    """The number of elements that the whole transpose has beyond the outputs: output_shape, or N·s.

    >>> _surplus(3, 4, 2, 0, None), _surplus(3, 4, 2, 0, 10)
    (2, -2)
    """
    outputs = n * strides if output_shape is None else output_shape
    return strides * (n - 1) + output_padding + ke - outputs


def _explicit(auto_pad: str, pads: _Pads) -> bool:
    """True where the pads are as given, or 0, and not worked out."""
    return pads is not None or not auto_pad.startswith("SAME")


def _transpose(
    n: int,
    k: int,
    auto_pad: str,
    dilations: int,
    output_padding: int,
    output_shape: int | None,
    pads: _Pads,
    strides: int,
    reference: bool,
) -> AxisCall:
    """d·k = m − s·i + b, b from the surplus T where pads are automatic.

    onnxruntime takes nothing away if T < 0, and with an output_shape works pads out even where they are given; in the
    reference a negative surplus is halved like any other, and pads that are given stay as they are.

    >>> calls = [_transpose(3, 1, "SAME_UPPER", 1, 0, None, None, 3, reference) for reference in (False, True)]
    >>> [(axis.relation, axis.outputs) for axis in calls]
    [(Relation(d=1, alpha=1, beta=-3, gamma=0), 7), (Relation(d=1, alpha=1, beta=-3, gamma=-1), 9)]
    """
    ke = dilated(k, dilations)
    whole = strides * (n - 1) + output_padding + ke
    if _explicit(auto_pad, pads) and (reference or output_shape is None):
        before, after = pads or (0, 0)
        shift, outputs = before, whole - before - after
    else:
        surplus = _surplus(n, ke, strides, output_padding, output_shape)
        surplus = surplus if reference else max(surplus, 0)
        # UPPER begins with the smaller half; LOWER, and no auto_pad at all, with the larger
        shift = surplus // 2 if auto_pad == "SAME_UPPER" else surplus - surplus // 2
        outputs = whole - surplus
    return convolution(outputs if output_shape is None else output_shape, shift, strides, dilations)


_UNDILATED = each_axis(
    "auto_pad={auto_pad!r} is not accepted with dilations={dilations}",
    lambda k, dilations, where, **_: f"Leave auto_pad out, and let pads add {dilations * (k - 1)} zeros in all{where}.",
)(lambda auto_pad, dilations, **_: dilations == 1 or not auto_pad.startswith("SAME"))
_ONE_SOURCE = each_axis("pads and auto_pad={auto_pad!r} are not accepted together", "Leave one of the two out.")(
    lambda auto_pad, pads, **_: auto_pad == "NOTSET" or pads is None
)
_TOO_MUCH = "output_padding={output_padding} is too large{where}: it must be smaller than strides={strides}"
_SHORT = each_axis(_TOO_MUCH)(lambda output_padding, strides, **_: output_padding < strides)


@each_axis(
    lambda n, k, strides, dilations, where, **_: (
        f"output_shape must be at most {strides * n + dilated(k, dilations) - 1}{where}"
    )
)
def _reaches(n: int, k: int, strides: int, dilations: int, output_shape: int | None, **_: object) -> bool:
    return output_shape is None or -_surplus(n, dilated(k, dilations), strides, 0, output_shape) < strides


def _filled(n: int, k: int, strides: int, dilations: int, pads: _Pads, where: str, **_: object) -> str:
    """The sizes that the output can have with these pads.

    >>> _filled(3, 3, 2, 1, (1, 0), "")
    'output_shape must be 6 or 7'
    """
    least = strides * (n - 1) + dilated(k, dilations) - sum(pads or (0, 0))
    return must_be("output_shape", range(max(least, 1), least + strides)) + where


@each_axis(_filled)
def _fills(
    n: int, k: int, auto_pad: str, strides: int, dilations: int, output_shape: int | None, pads: _Pads, **_: object
) -> bool:
    surplus = _surplus(n, dilated(k, dilations), strides, 0, output_shape) - sum(pads or (0, 0))
    return output_shape is None or not _explicit(auto_pad, pads) or -strides < surplus <= 0


@each_axis(_TOO_MUCH)
def _short_where_used(
    auto_pad: str, strides: int, output_padding: int, output_shape: int | None, pads: _Pads, **_: object
) -> bool:
    unused = output_shape is not None and _explicit(auto_pad, pads)
    return unused or output_padding < strides


@note("With output_shape={output_shape} onnxruntime works out the pads as for SAME_LOWER{where}, whatever pads says.")
def _own_pads(auto_pad: str, output_shape: int | None, **_: object) -> bool:
    return output_shape is not None and auto_pad == "NOTSET"


def _short_kernel(n: int, k: int, auto_pad: str, strides: int, dilations: int, output_padding: int,
                  output_shape: int | None, pads: _Pads, **_: object) -> bool:  # fmt: skip
    """True where automatic pads would have to lengthen the output."""
    surplus = _surplus(n, dilated(k, dilations), strides, output_padding, None)
    return output_shape is None and not _explicit(auto_pad, pads) and surplus < 0


_fewer = note(
    lambda n, k, strides, dilations, output_padding, where, **_: (
        "The kernel is shorter than the stride: the output has "
        f"{strides * (n - 1) + output_padding + dilated(k, dilations)} elements{where}, not {n * strides}."
    )
)(_short_kernel)
_more = note(
    lambda n, strides, where, **_: (
        f"The kernel is shorter than the stride: the output has {n * strides} elements{where}; onnxruntime's has fewer."
    )
)(_short_kernel)


@whole_call(
    "the reference mixes groups up unless each has one channel in and one out, and no bias is given",
    "onnxruntime:ConvTranspose keeps them apart.",
)
def _apart(sizes: CallSizes) -> bool:
    channels = {sizes.counts[kind] for kind in "CO"} if sizes.counts else set[int]()
    return sizes.groups == 1 or (channels == {sizes.groups} and sizes.options["bias"][0] is None)


def _both(used: str, unused: str) -> Note:
    return note(f"{used} is used and {unused} is not; onnxruntime refuses both together.")(
        lambda auto_pad, pads, **_: auto_pad != "NOTSET" and pads is not None
    )


_PADS = Option(
    name="pads",
    default=None,
    kind=either(choice(None), pairs(0), flat_pairs()),
    candidates=candidates.pad_pairs,
    per_axis=True,
    in_python=listed,
)
_OUTPUT_PADDING = Option(name="output_padding", default=0, kind=whole_numbers(0), in_python=listed)
_OUTPUT_SHAPE = Option(name="output_shape", default=None, kind=either(choice(None), whole_numbers(1)), in_python=listed)

_GROUP = Option(name="group", default=1, kind=whole_numbers(1))
_CHANNELS = Layout(image="N C *", kernel="O c *", output="N O *", groups="group")
_CONV = LibraryFunction(
    name="onnxruntime:Conv",
    library="onnxruntime",
    version="1.32.0",
    page="https://onnx.ai/onnx/operators/onnx__{last}.html",
    laws=any_axes(_conv),
    options=(AUTO_PAD, DILATIONS, _PADS, STRIDES),
    other_options=(_GROUP, counting("kernel_shape", "K"), BIAS, LAYOUT),
    offset=bias_of,
    layouts=laid(_CHANNELS),
    requirements=(_UNDILATED, _ONE_SOURCE),
    template=RUNTIME,
)
_TRANSPOSE = _CONV.replace(
    name="onnxruntime:ConvTranspose",
    laws=any_axes(partial(_transpose, reference=False)),
    layouts=laid(_CHANNELS.replace(kernel="C o *")),
    options=(AUTO_PAD, DILATIONS, _OUTPUT_PADDING, _OUTPUT_SHAPE, _PADS, STRIDES),
    requirements=(_ONE_SOURCE, _SHORT, _reaches),
    notes=(_own_pads, _fewer),
)
_REFERENCE = {"library": "onnx", "version": "1.23.2", "min_outputs": 0}
FUNCTIONS = (
    _CONV,
    _TRANSPOSE,
    _CONV.replace(
        name="onnx.reference:Conv",
        requirements=(),
        template=BY_REFERENCE,
        notes=(_both("auto_pad", "pads"),),
        **_REFERENCE,
    ),
    _TRANSPOSE.replace(
        name="onnx.reference:ConvTranspose",
        laws=any_axes(partial(_transpose, reference=True)),
        requirements=(_apart, _short_where_used, _fills),
        template=BY_REFERENCE,
        notes=(_more, _both("pads", "auto_pad")),
        **_REFERENCE,
    ),
)
