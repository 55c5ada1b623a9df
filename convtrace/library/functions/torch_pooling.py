"""PyTorch's pooling: https://docs.pytorch.org/docs/stable/nn.functional.html#pooling-functions"""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.law.scaling import MetSum, Scale
from convtrace.library.axis_call import AxisCall
from convtrace.library.functions import candidates
from convtrace.library.functions.layouts import BY_CHANNEL, with_or_without_batch
from convtrace.library.functions.shared_options import LAYOUT, divided_by, unchanged
from convtrace.library.functions.torch_calls import TENSORS
from convtrace.library.functions.windows import border, mean, pooled, size_option, stride_option
from convtrace.library.option import Option
from convtrace.library.option_kinds import OptionKind, Options, choice, either, one_for_all, whole_numbers
from convtrace.library.requirements import each_axis
from convtrace.library.row import LibraryFunction
from convtrace.values.array_like import unpacked


def _pooled(n: int, k: int, stride: int | None, padding: int, ceil_mode: bool, dilation: int = 1) -> AxisCall:
    """d·k = −s·m + i + p."""
    return pooled(n, k, stride, (padding, padding), dilation, ceil_mode)


def _mean(options: Options) -> Scale:
    """1 over the window's elements that lie in the image or, if they count, in the padding; or over any number."""
    override = options.get("divisor_override", (None,))[0]
    if override is not None:
        return divided_by(override)
    pads = tuple((pad, pad) for pad in options["padding"])
    return mean(pads, counted=bool(options["count_include_pad"][0]), beyond=bool(options["ceil_mode"][0]))  # type: ignore[arg-type]


_HALF = each_axis(
    "padding={padding} is too large{where}: it must be at most half of the window of {k}",
    lambda k, **_: f"Give padding={k // 2} or less.",
)(lambda k, padding, **_: padding <= k // 2)
_FITS = each_axis(
    "the window of {k} is larger than the padded image{where}", "Choose a smaller window, or a larger image."
)(lambda n, k, padding, ceil_mode, dilation=1, **_: ceil_mode or dilation * (k - 1) + 1 <= n + 2 * padding)
_WHOLE = each_axis(
    "the window of {k} is larger than the image{where}, which avg_pool3d refuses, padded or not",
    "Choose a window of at most {n}.",
)(lambda n, k, **_: k <= n)
_CEIL = Option(name="ceil_mode", default=False, kind=choice(False, True))
# a list without a number is none
_NO_STEP = OptionKind("", lambda given, axes: (None,) * axes if unpacked(given) in ([], ()) else None)
_OWN = stride_option("stride")
_STRIDE = _OWN.replace(kind=_OWN.kind.replace(read=either(one_for_all(_OWN.kind), _NO_STEP).read))
_PAD = Option(
    name="padding", default=0, kind=one_for_all(whole_numbers(0)), candidates=candidates.paddings, per_axis=True
)
_COUNT = Option(
    name="count_include_pad",
    default=True,
    kind=choice(True, False),
    scales=True,
    candidates=lambda target: (not isinstance(target.scale, MetSum), False),
)
_DIVISOR = Option(
    name="divisor_override",
    default=None,
    kind=OptionKind("None, or a whole number other than 0", either(choice(None), whole_numbers()).read),
    scales=True,
)
_NOT_BY_0 = each_axis("divisor_override=0 is not accepted", "Give another number.")(
    lambda divisor_override=None, **_: divisor_override != 0
)
_SIZE = size_option("kernel_size")
_AVERAGE = LibraryFunction(
    name="torch.nn.functional.avg_pool1d",
    library="torch",
    version="2.13.0",
    page="https://docs.pytorch.org/docs/stable/generated/{name}.html",
    laws={1: _pooled},
    options=(_STRIDE, _PAD, _CEIL),
    requirements=(_HALF, _FITS),
    notes=(border(_mean),),
    scale=_mean,
    layouts=with_or_without_batch(BY_CHANNEL),
    template=TENSORS.replace(
        text="torch.nn.functional.{last}({x}[None], {kernel_size}{options})[0]",
        whole="torch.nn.functional.{last}({x}, {kernel_size}{options})",
    ),
    window="kernel_size",
)


def _for_axes(axes: int) -> Iterator[LibraryFunction]:
    override = (_DIVISOR,) if axes > 1 else ()
    yield _AVERAGE.replace(
        name=f"torch.nn.functional.avg_pool{axes}d",
        also=(f"torch.nn.AvgPool{axes}d", *(("torch.avg_pool1d",) if axes == 1 else ())),
        laws={axes: _pooled},
        other_options=(_SIZE, _COUNT, *override, LAYOUT),
        requirements=(_HALF, _FITS, _NOT_BY_0, *((_WHOLE,) if axes == 3 else ())),
    )


def _picking(axes: int) -> LibraryFunction:
    dilation = Option(name="dilation", default=1, kind=whole_numbers(1))
    return _AVERAGE.replace(
        name=f"torch.nn.functional.max_pool{axes}d",
        also=(
            f"torch.nn.MaxPool{axes}d",
            f"torch.max_pool{axes}d",
            f"torch.nn.functional.max_pool{axes}d_with_indices",
        ),
        laws={axes: _pooled},
        options=(*_AVERAGE.options, dilation),
        other_options=(_SIZE, *unchanged(return_indices=False), LAYOUT),
        picks="the largest value",
    )


FUNCTIONS = tuple(function for axes in (1, 2, 3) for function in _for_axes(axes))
PICKING = tuple(map(_picking, (1, 2, 3)))
