"""Octave, and MATLAB, whose functions these are: https://docs.octave.org/v7.3.0/ and https://mathworks.com/help/"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from convtrace.law.boundary import CONSTANT, CONSTANT_RULES, EDGE, SYMMETRIC, WRAP, Rule
from convtrace.library.arrays import ExactNumber
from convtrace.library.axis_call import AxisCall
from convtrace.library.call_template import CallTemplate
from convtrace.library.functions.formulas import any_axes, convolution, correlation
from convtrace.library.functions.scipy_options import A
from convtrace.library.functions.shared_options import divided_by, keeps
from convtrace.library.functions.windows import size_option
from convtrace.library.notes import always, note
from convtrace.library.option import Option
from convtrace.library.option_kinds import Options, choice, either, exact_number, whole_numbers
from convtrace.library.requirements import each_axis
from convtrace.library.row import LibraryFunction

_RULES = {"replicate": EDGE, "symmetric": SYMMETRIC, "circular": WRAP}


def _convolved(n: int, k: int, shape: str) -> AxisCall:
    """The law k = m−i, `same` beginning at K//2 and always with N outputs; `valid` is empty for a longer kernel.

    >>> [_convolved(3, 2, shape).relation.gamma for shape in ("full", "same", "valid")]
    [0, 1, 1]
    """
    outputs = {"full": n + k - 1, "same": n, "valid": max(n - k + 1, 0)}[shape]
    return convolution(outputs, {"full": 0, "same": k // 2, "valid": k - 1}[shape])


def _filtered(n: int, k: int, shape: str) -> AxisCall:
    """The law k = i−m+γ: conv2 with the kernel rotated by 180°.

    >>> [_filtered(3, 2, shape).relation.gamma for shape in ("full", "same", "valid")]
    [1, 0, 0]
    """
    call = _convolved(n, k, shape)
    return call.replace(relation=call.relation.kernel_flipped(k))


def _imfiltered(n: int, k: int, boundary: str | ExactNumber, shape: str, mode: str) -> AxisCall:
    """The law k = i−m+(K−1)//2, or k = m−i+K//2 for a convolution; `full` begins as far again before the image."""
    rule = _RULES[boundary] if isinstance(boundary, str) else CONSTANT
    fill: ExactNumber = 0 if isinstance(boundary, str) else boundary
    if shape == "same":
        whole, low = n, (k - 1) // 2
    else:
        whole, low = n + k - 1, 2 * ((k - 1) // 2)
    if mode == "conv":
        return convolution(
            whole, low - (k - 1) // 2 + k // 2 if shape == "same" else k - 1 - low, boundary=rule, fill=fill
        )
    return correlation(whole, low, boundary=rule, fill=fill)


def _positional(options: Options) -> Mapping[str, str]:
    """The options of imfilter that are not as by default, as they are typed, in any order and without names."""
    values = [options[name][0] for name in ("boundary", "shape", "mode")]
    typed = [
        f'"{value}"' if isinstance(value, str) else str(value) for value in values if value not in {0, "same", "corr"}
    ]
    return {"boundary": "", "shape": "", "mode": "", "typed": "".join(f", {text}" for text in typed)}


_ZERO_ONLY = each_axis(
    "boundary={boundary!r} is worked out only with shape='same': Octave pads half the kernel, and 0 beyond that",
    "Leave shape out, or give boundary=0.",
)(lambda boundary, shape, **_: shape == "same" or boundary == 0)
_CENTRE = note(
    "With a kernel of even size {k}, 'same' begins an output later here than in scipy.signal.convolve{where}."
)(lambda k, shape, **_: shape == "same" and k % 2 == 0)
_SHAPE = Option(name="shape", default="full", kind=choice("full", "same", "valid"))


def _flip(kernel: str, flips: Sequence[bool]) -> str:
    """The kernel flipped along some axes; a vector has one.

    >>> _flip("h", (True, True)), _flip("h", (False, True)), _flip("h", (True,))
    ('flip(flip(h, 1), 2)', 'flip(h, 2)', 'flip(h)')
    """
    if len(flips) == 1:
        return f"flip({kernel})" if flips[0] else kernel
    for axis, flip in enumerate(flips, start=1):
        kernel = f"flip({kernel}, {axis})" if flip else kernel
    return kernel


def _pad(array: str, pads: Sequence[tuple[int, int]], rule: Rule, fill: ExactNumber, shape: Sequence[int]) -> str:
    """The array padded by a rule: with a constant by padarray, else by the indices of the pixels that stand there.

    >>> from convtrace.law.boundary import ZERO
    >>> _pad("x", [(0, 1), (1, 1)], ZERO, 0, (3, 3)), _pad("x", [(1, 2)], WRAP, 0, (3,))
    ('padarray(padarray(x, [0 1], 0, "pre"), [1 1], 0, "post")', 'x([3 1 2 3 1 2])')
    """
    if rule not in CONSTANT_RULES:
        ends = zip(pads, shape, strict=True)
        places = [[rule.stand_in(i, n) or 0 for i in range(-before, n + after)] for (before, after), n in ends]
        typed = ("[" + " ".join(str(place + 1) for place in side) + "]" for side in places)
        return f"{array}({', '.join(typed)})"
    sides = [(0, 0), *pads] if len(pads) == 1 else pads
    for at, end in enumerate(("pre", "post")):
        counts = [str(pad[at]) for pad in sides]
        array = f'padarray({array}, [{" ".join(counts)}], {fill}, "{end}")' if {*counts} != {"0"} else array
    return array


_OCTAVE = CallTemplate(
    text="{last}({x}, {h}, {shape}{options})",
    flip=_flip,
    pad=_pad,
    element="y = {call}; y({index})",
    language="Octave",
    common=False,
)
_CONV = LibraryFunction(
    name="octave.conv",
    library="octave",
    version="7.3.0",
    page="https://docs.octave.org/v7.3.0/Signal-Processing.html",
    laws={1: _convolved},
    options=(_SHAPE,),
    notes=(_CENTRE,),
    min_outputs=0,
    conjugates=keeps,
    template=_OCTAVE,
    base=1,
)
_PLANE = _CONV.replace(name="octave.conv2", laws={2: _convolved})
_FILTER2 = _PLANE.replace(
    name="octave.filter2",
    laws={2: _filtered},
    options=(_SHAPE.replace(default="same"),),
    notes=(always("The kernel is the first argument: filter2(h, x)."),),
    template=_OCTAVE.replace(text="{last}({h}, {x}, {shape}{options})"),
)
_IMFILTER = _FILTER2.replace(
    name="octave.imfilter",
    version="7.3.0, image 2.14.0",
    page="https://octave.sourceforge.io/image/function/imfilter.html",
    laws={2: _imfiltered},
    options=(
        Option(name="boundary", default=0, kind=either(choice(*_RULES), exact_number()), names_boundary=True),
        _SHAPE.replace(default="same", kind=choice("same", "full")),
        Option(name="mode", default="corr", kind=choice("corr", "conv")),
    ),
    requirements=(_ZERO_ONLY,),
    notes=(
        always("Outputs have the class of the image: whole numbers are rounded and clipped."),
        note("With a kernel of even size {k}, Octave's 'full' is not MATLAB's{where}.")(
            lambda k, shape, **_: shape == "full" and k % 2 == 0
        ),
    ),
    conjugates=None,
    template=_OCTAVE.replace(text="{last}({x}, {h}{typed}{options})", more=_positional, imports="pkg load image"),
)


def _picking(name: str, picks: str, *others: Option) -> LibraryFunction:
    row = _IMFILTER.replace(
        name=f"octave.{name}", laws={2: _middle}, options=(), requirements=(), notes=(), picks=picks
    )
    return row.replace(other_options=(size_option("window", default=3), *others), window="window")


def _middle(n: int, k: int) -> AxisCall:
    return correlation(n, (k - 1) // 2)


_FILTER: dict[str, Any] = {
    "laws": {1: lambda n, **_: convolution(n, 0)},
    "options": (),
    "other_options": (A,),
    "notes": (always("The kernel is the first argument, and a divides the sums: filter(h, a, x)."),),
    "scale": lambda options: divided_by(options["a"][0]),
    "template": _OCTAVE.replace(text="{last}({h}, {a}, {x})"),
}
FUNCTIONS = (
    _CONV,
    _PLANE,
    _PLANE.replace(name="octave.convn", laws=any_axes(_convolved)),
    _FILTER2,
    _IMFILTER,
    _CONV.replace(name="octave.filter", **_FILTER),
)
PICKING = (
    _picking("medfilt2", "the middle value"),
    _picking("ordfilt2", "the value of one rank", Option(name="nth", default=1, kind=whole_numbers(1))),
)
