"""Julia's packages, from their documentation and source and not measured: NNlib, ImageFiltering and DSP."""

from __future__ import annotations

from collections.abc import Mapping

from convtrace.law.boundary import CONSTANT, EDGE, REFLECT, SYMMETRIC, WRAP
from convtrace.law.channels import Layout
from convtrace.library.arrays import ExactNumber
from convtrace.library.axis_call import AxisCall
from convtrace.library.call_template import CallTemplate
from convtrace.library.functions import candidates
from convtrace.library.functions.formulas import any_axes, convolution, correlation, dilated, fitting
from convtrace.library.functions.layouts import laid
from convtrace.library.functions.shared_options import LAYOUT, keeps
from convtrace.library.notes import always, note
from convtrace.library.option import Option, in_python
from convtrace.library.option_kinds import Options, OptionValues, choice, either, exact_number, pairs, whole_numbers
from convtrace.library.requirements import each_axis
from convtrace.library.row import LibraryFunction

_RULES = {"replicate": EDGE, "circular": WRAP, "reflect": REFLECT, "symmetric": SYMMETRIC}


def _conv(n: int, k: int, stride: int, pad: int | tuple[int, int], dilation: int, flipped: bool) -> AxisCall:
    """d·k = −s·m + i + p where `flipped` flips a flipped kernel back, else the same for the kernel flipped.

    >>> [_conv(5, 3, 1, 0, 1, flipped).relation.flipped("i", "k") for flipped in (False, True)]
    [True, False]
    """
    low, high = (pad, pad) if isinstance(pad, int) else pad
    call = correlation(fitting(n + low + high, dilated(k, dilation), stride), low, stride, dilation)
    return call if flipped else call.replace(relation=call.relation.kernel_flipped(k))


def _imfilter(n: int, k: int, border: str | ExactNumber) -> AxisCall:
    """The law k = i−m+(K−1)//2, for a kernel that is `centered`."""
    rule = _RULES[border] if isinstance(border, str) else CONSTANT
    return correlation(n, (k - 1) // 2, boundary=rule, fill=0 if isinstance(border, str) else border)


def _typed(values: OptionValues) -> str:
    """Values as Julia has them: words for True and False are small, pads before and after lie side by side."""
    if isinstance(values[0], tuple):
        return str(tuple(pad for pads in values for pad in pads))  # type: ignore[attr-defined]
    return in_python(values).replace("True", "true").replace("False", "false")


def _border(options: Options) -> Mapping[str, str]:
    """The border, which has no name in the call."""
    border = options["border"][0]
    typed = "" if border == "replicate" else f', "{border}"' if isinstance(border, str) else f", Fill({border})"
    return {"border": typed}


_FITS = each_axis("the kernel of {k} is longer than the padded image{where}", "Choose a smaller kernel, or more pad.")(
    lambda n, k, pad, dilation, **_: dilated(k, dilation) <= n + (2 * pad if isinstance(pad, int) else sum(pad))
)
_STRIDE = Option(name="stride", default=1, kind=whole_numbers(1), candidates=candidates.strides, per_axis=True)
_JULIA = CallTemplate(text="conv({x}, {h})", language="Julia", common=False)
_NNLIB = LibraryFunction(
    name="NNlib.conv",
    library="julia",
    version="NNlib 0.9",
    measured=False,
    page="https://fluxml.ai/NNlib.jl/dev/reference/",
    laws=dict.fromkeys((1, 2, 3), _conv),
    options=(
        _STRIDE,
        Option(
            name="pad",
            default=0,
            kind=either(whole_numbers(0), pairs(0)),
            candidates=candidates.paddings,
            per_axis=True,
            in_python=_typed,
        ),
        _STRIDE.replace(name="dilation", candidates=candidates.dilations),
        Option(name="flipped", default=False, kind=choice(False, True), in_python=_typed),
    ),
    other_options=(Option(name="groups", default=1, kind=whole_numbers(1)), LAYOUT),
    layouts=laid(Layout(image="* C N", kernel="* c O", output="* O N", groups="groups")),
    requirements=(_FITS,),
    conjugates=keeps,
    notes=(
        note("flipped=false flips the kernel, whatever its documentation says; flipped=true gives PyTorch's sum.")(
            lambda k, flipped, **_: k > 1 and not flipped
        ),
    ),
    template=_JULIA.replace(
        text="{name}(reshape({x}, size({x})..., 1, 1), reshape({h}, size({h})..., 1, 1){options})",
        element="{call}[{index}, 1, 1]",
        whole="{name}({x}, {h}{options})",
        imports="using NNlib",
    ),
    base=1,
)
FUNCTIONS = (
    _NNLIB,
    _NNLIB.replace(
        name="ImageFiltering.imfilter",
        version="ImageFiltering 0.7",
        page="https://juliaimages.org/ImageFiltering.jl/stable/function_reference/",
        laws=any_axes(_imfilter),
        options=(
            Option(
                name="border", default="replicate", kind=either(choice(*_RULES), exact_number()), names_boundary=True
            ),
        ),
        other_options=(),
        layouts=None,
        requirements=(),
        notes=(always("The kernel is centered(h); a number for border stands for Fill."),),
        template=_JULIA.replace(
            text="imfilter({x}, centered({h}){border})", more=_border, imports="using ImageFiltering"
        ),
    ),
    _NNLIB.replace(
        name="DSP.conv",
        version="DSP 0.8",
        page="https://docs.juliadsp.org/stable/convolutions/",
        # all N+K−1 outputs
        laws=any_axes(lambda n, k: convolution(n + k - 1, 0)),
        options=(),
        other_options=(Option(name="algorithm", default="auto", kind=choice("auto", "fast", "direct", "fft")),),
        layouts=None,
        requirements=(),
        notes=(),
        template=_JULIA.replace(imports="using DSP"),
    ),
)
