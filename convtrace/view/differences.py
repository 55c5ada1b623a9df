"""Differences between two calls, and reasons why one can't give the other's output, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import ceil
from typing import TypeAlias

from convtrace.law.casting import Overflow
from convtrace.law.scaling import Bias, KernelSum, MetSum
from convtrace.library.axis_call import AxisCall
from convtrace.library.call import Call
from convtrace.library.recipe import NoRecipe, Why
from convtrace.library.two_calls import TwoCalls
from convtrace.values.exact import number_text
from convtrace.values.named_tuple import NamedTuple
from convtrace.view import phrases
from convtrace.view.conventions import outside_axis, rule_meaning

# a call and the name that the page gives it, A or B
NamedCall: TypeAlias = tuple[str, Call]


def differences(calls: TwoCalls) -> Iterator[str]:
    """The differences that people would name, the most telling first; A and B are the calls.

    >>> from convtrace.library.two_calls import compare_calls
    >>> list(differences(compare_calls("numpy.convolve", "scipy.signal.correlate")))
    ['A flips the kernel, B does not.']
    """
    pairs = ("A", calls.first), ("B", calls.second)
    yield from (*number_differences(*pairs), *_flips(*pairs), *_said(_COUNT, *pairs), *_said(_START, *pairs))
    yield from [*_said(_INPUT_STRIDE, *pairs)] or (*_said(_STRIDE, *pairs), *_said(_DILATION, *pairs))
    yield from (*_said(_OUTSIDE, *pairs), *_blanks(*pairs), *_rescaled(*pairs), *trimmed(*pairs))


def no_recipe_sentence(found: NoRecipe, target: NamedCall, source: NamedCall) -> str:  # noqa: PLR0911 -- one for each
    """The reason why the source has no recipe for the target's output."""
    pairs = (wanted, first), (given, _) = target, source
    match found.why:
        case Why.DILATION | Why.INPUT_STRIDE:
            dilation = found.why is Why.DILATION
            but = _with_zeros(found, *pairs) if dilation else ""
            differ = _clause(_DILATION if dilation else _INPUT_STRIDE, *pairs)
            return f"{differ}: no flip, pad or shift changes that{but}."
        case Why.STRIDE:
            return f"{_clause(_STRIDE, *pairs)}: {given} leaves out outputs of {wanted}."
        case Why.RULE:
            rule = rule_meaning(first.axes[found.axis or 0].boundary)
            return f"numpy.pad has no mode for what {wanted} has outside the image: {rule}."
        case Why.MISSING:
            return f"With these options {given} leaves out some of {wanted}'s outputs, however the image is padded."
        case Why.DIVISORS:
            return f"{_divides(*pairs)} by a number of its own: no factor is the same for all outputs."
        case Why.NUMBERS:
            return " ".join(number_differences(*pairs))
        case Why.REFUSED:  # pragma: no branch -- mypy proves the match exhaustive
            return f"{given} refuses the padded image: {found.requirement}."


def _with_zeros(found: NoRecipe, *pairs: NamedCall) -> str:
    """The number of zeros in the kernel by which the smaller dilation becomes the larger, if it can."""
    dilations = {name: call.axes[found.axis or 0].relation.d for name, call in pairs}
    small, large = sorted(dilations, key=dilations.__getitem__)
    times, rest = divmod(dilations[large], dilations[small])
    zeros = phrases.counted(times - 1, "zero")
    return "" if rest else f", but {zeros} between neighbouring kernel elements in {small} would"


def number_differences(*pairs: NamedCall) -> Iterator[str]:
    """The differences in what the calls conjugate, and in the types that hold their outputs."""
    for says in (_conjugates, _holds):
        (first, one), (second, other) = ((name, says(call)) for name, call in pairs)
        if one != other:
            yield f"{first} {one}, {second} {other}."


def _conjugates(call: Call) -> str:
    return f"conjugates the {call.conjugated}" if call.conjugated else "conjugates nothing"


def _holds(call: Call) -> str:
    """The clause on the type of the outputs, and what happens to sums that do not fit."""
    if call.cast is None:
        return "keeps every sum"
    verb = {Overflow.WRAPS: "wraps", Overflow.TRUNCATES: "cuts and wraps", Overflow.SATURATES: "rounds and clips"}
    return f"{verb[call.cast.how]} sums to {call.cast.dtype.name}"


def shape(sizes: Sequence[int]) -> str:
    return "×".join(map(str, sizes))


def _outputs(sizes: Sequence[int]) -> str:
    return phrases.counted(sizes[0], "output") if len(sizes) == 1 else f"{shape(sizes)} outputs"


def _flips(*pairs: NamedCall) -> Iterator[str]:
    flips = {name: any(axis.relation.flipped("i", "k") and elements > 1
                       for axis, elements in zip(call.axes, call.kernel.shape, strict=True))
             for name, call in pairs}  # fmt: skip
    if len(set(flips.values())) == 2:
        yes, no = sorted(flips, key=flips.__getitem__, reverse=True)
        yield f"{yes} flips the kernel, {no} does not."


class _Fact(NamedTuple):
    """A sentence of two calls that differ, and the words in it for one call; None where there is nothing to say."""

    sentence: str
    words: Callable[[Call], str | None]


def _said(fact: _Fact, *pairs: NamedCall) -> Iterator[str]:
    """The sentence, where the calls differ in the fact."""
    (one, words), (other, others) = ((name, fact.words(call)) for name, call in pairs)
    if words is not None and others is not None and words != others:
        yield fact.sentence.format(one, words, other, others)


def _clause(fact: _Fact, *pairs: NamedCall) -> str:
    return next(_said(fact, *pairs)).removesuffix(".")


def _start(axis: AxisCall, elements: int) -> int:
    """The pixel at which the window of output 0 begins."""
    return ceil(min(axis.relation.third("i", {"m": 0, "k": k}) for k in (0, elements - 1)))


def _apart(axis: AxisCall, elements: int) -> int | Fraction:
    """The distance between neighbouring kernel elements; 1 for a single one, which has no neighbour."""
    return abs(Fraction(axis.relation.slope("i", by="k"))) if elements > 1 else 1


def _steps(numbers: Sequence[int | Fraction]) -> str:
    """One number where it is the same on every axis.

    >>> _steps([2, 2]), _steps([1, Fraction(1, 2)])
    ('2', '1 and 1/2')
    """
    return phrases.listed([number_text(each) for each in (numbers[:1] if len(set(numbers)) == 1 else numbers)])


def _rules(call: Call) -> str | None:
    """The rules outside the image, where the call leaves it."""
    outside = [outside_axis(axis) for axis, pads in zip(call.axes, call.padding, strict=True) if any(pads)]
    rules = [f"the image {rule}" if rule.startswith(("mirrored", "wrapped")) else rule for rule in outside]
    return phrases.listed(list(dict.fromkeys(rules))) if rules else None


_COUNT = _Fact("{0} has {1}, {2} has {3}.", lambda call: _outputs([axis.outputs for axis in call.axes]))
_START = _Fact(
    "The window of the first output begins at {1} in {0}, at {3} in {2}.",
    lambda call: f"x[{','.join(map(number_text, map(_start, call.axes, call.kernel.shape)))}]",
)
_INPUT_STRIDE = _Fact(
    "The input stride is {1} in {0}, {3} in {2}.",
    lambda call: _steps([abs(axis.relation.beta) for axis in call.axes]),
)
_STRIDE = _Fact(
    "The stride is {1} in {0}, {3} in {2}.",
    lambda call: _steps([abs(Fraction(axis.relation.slope("i", by="m"))) for axis in call.axes]),
)
_DILATION = _Fact(
    "The dilation is {1} in {0}, {3} in {2}.", lambda call: _steps([*map(_apart, call.axes, call.kernel.shape)])
)
_OUTSIDE = _Fact("Outside the image, {0} has {1}; {2} has {3}.", _rules)


def _blanks(*pairs: NamedCall) -> Iterator[str]:
    for name, call in pairs:
        if any(axis.live is not None for axis in call.axes):
            yield f"{name} gives 0 where its window leaves the image."


def _rescaled(*pairs: NamedCall) -> Iterator[str]:
    """Sentences on what each call does to its sums, where that differs."""
    for says in (_scaled, _added):
        (one, does), (other, likewise) = ((name, says(call)) for name, call in pairs)
        if does != likewise:
            yield from (f"{name} {words}." for name, words in ((one, does), (other, likewise)) if words)


def _scaled(call: Call) -> str:
    scale = call.row.scale(call.options)
    if isinstance(scale, KernelSum):
        return "divides the kernel by its sum"
    if isinstance(scale, MetSum):
        return "divides each output by what its own window holds"
    return "" if scale == 1 else f"multiplies its sums by {number_text(scale)}"


def _divides(*pairs: NamedCall) -> str:
    """The clause on the calls whose outputs have divisors of their own."""
    names = [name for name, call in pairs if isinstance(call.row.scale(call.options), MetSum)]
    return f"{' and '.join(names)} {phrases.conjugated('divide', len(names))} each output"


def _added(call: Call) -> str:
    offset = call.offset
    if isinstance(offset, Bias):
        return f"adds the bias b[{offset.channel}] to its sums"
    return "" if offset == 0 else f"adds {number_text(offset)} to its sums"


def trimmed(*pairs: NamedCall) -> Iterator[str]:
    """A sentence where one of the libraries leaves out zeros and the other does not."""
    trims = [name for name, call in pairs if call.trims_zeros]
    if len(trims) == 1:
        yield f"But {trims[0]} leaves out the zeros at the end of its output."
