"""Differences between two calls, and reasons why one can't give the other's output, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import ceil
from typing import TypeAlias

from convtrace.library.evaluation import Call
from convtrace.library.recipe import NoRecipe, Why, number_changes
from convtrace.library.row import AxisCall, in_python
from convtrace.library.two_calls import TwoCalls
from convtrace.values.exact import number_text
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
    pairs = (("A", calls.first), ("B", calls.second))
    yield from (sentence for says in (_flips, _counts, _starts) for sentence in says(*pairs))
    yield from [*_input_strides(*pairs)] or (*_strides(*pairs), *_dilations(*pairs))
    yield from (sentence for says in (_outside, _blanks, _changes, trimmed) for sentence in says(*pairs))


def no_recipe_sentence(found: NoRecipe, target: NamedCall, source: NamedCall) -> str:
    """The reason why the source has no recipe for the target's output."""
    pairs = (wanted, first), (given, _) = target, source
    match found.why:
        case Why.DILATION | Why.INPUT_STRIDE:
            dilation = found.why is Why.DILATION
            but = _with_zeros(found, *pairs) if dilation else ""
            return (
                f"{_one(_dilations if dilation else _input_strides, *pairs)}: no flip, pad or shift changes that{but}."
            )
        case Why.STRIDE:
            return f"{_one(_strides, *pairs)}: {given} leaves outputs of {wanted} out."
        case Why.NUMBERS:
            return " ".join(_changes(*pairs))
        case Why.RULE:
            rule = rule_meaning(first.axes[found.axis or 0].boundary)
            return f"numpy.pad can't put outside the image what {wanted} has there: {rule}."
        case Why.MISSING:
            return f"With these options it lacks some of {wanted}'s outputs, however the image is padded."
        case Why.REFUSED:  # pragma: no branch -- mypy proves the match exhaustive
            return f"It refuses an image that is padded so: {found.requirement}."


def _with_zeros(found: NoRecipe, *pairs: NamedCall) -> str:
    """The number of zeros in the kernel by which the smaller dilation becomes the larger, if it can."""
    dilations = {name: call.axes[found.axis or 0].relation.d for name, call in pairs}
    small, large = sorted(dilations, key=dilations.__getitem__)
    times, rest = divmod(dilations[large], dilations[small])
    zeros = phrases.counted(times - 1, "zero")
    return "" if rest else f", but {zeros} between neighbouring kernel elements in {small} would"


def _one(says: Callable[..., Iterator[str]], *pairs: NamedCall) -> str:
    return next(says(*pairs)).removesuffix(".")


def shape(sizes: Sequence[int]) -> str:
    return "×".join(map(str, sizes))


def _flips(*pairs: NamedCall) -> Iterator[str]:
    flips = {name: any(axis.relation.flipped("i", "k") and elements > 1
                       for axis, elements in zip(call.axes, call.kernel.shape, strict=True))
             for name, call in pairs}  # fmt: skip
    if len(set(flips.values())) == 2:
        yes, no = sorted(flips, key=flips.__getitem__, reverse=True)
        yield f"{yes} flips the kernel, {no} does not."


def _counts(*pairs: NamedCall) -> Iterator[str]:
    counts = [shape([axis.outputs for axis in call.axes]) for _, call in pairs]
    yield from _said(pairs, counts, "{} has {} outputs, {} has {}.")


def _starts(*pairs: NamedCall) -> Iterator[str]:
    starts = [map(_start, call.axes, call.kernel.shape) for _, call in pairs]
    pixels = [f"x[{','.join(map(number_text, start))}]" for start in starts]
    yield from _said(pairs, pixels, "The window of output 0 begins at {1} in {0}, at {3} in {2}.")


def _start(axis: AxisCall, elements: int) -> int:
    """The pixel at which the window of output 0 begins."""
    return ceil(min(axis.relation.third("i", {"m": 0, "k": k}) for k in (0, elements - 1)))


def _input_strides(*pairs: NamedCall) -> Iterator[str]:
    strides = [_steps([abs(axis.relation.beta) for axis in call.axes]) for _, call in pairs]
    yield from _said(pairs, strides, "The pixels are first spread by {1} in {0}, by {3} in {2}.")


def _strides(*pairs: NamedCall) -> Iterator[str]:
    slopes = [_steps([abs(Fraction(axis.relation.slope("i", by="m"))) for axis in call.axes]) for _, call in pairs]
    yield from _said(pairs, slopes, "The stride is {1} in {0}, {3} in {2}.")


def _dilations(*pairs: NamedCall) -> Iterator[str]:
    dilations = [_steps([*map(_apart, call.axes, call.kernel.shape)]) for _, call in pairs]
    yield from _said(pairs, dilations, "The dilation is {1} in {0}, {3} in {2}.")


def _apart(axis: AxisCall, elements: int) -> int | Fraction:
    """How far neighbouring kernel elements lie apart; a single one has no neighbour."""
    return abs(Fraction(axis.relation.slope("i", by="k"))) if elements > 1 else 1


def _outside(*pairs: NamedCall) -> Iterator[str]:
    """The rules outside the image where both calls leave it."""
    found = [list(dict.fromkeys(_stand_ins(axis) for axis, pads in zip(call.axes, call.padding, strict=True)
                                if any(pads)))
             for _, call in pairs]  # fmt: skip
    if all(found):
        yield from _said(pairs, [phrases.listed(rules) for rules in found], "Outside the image, {} has {}; {} has {}.")


def _stand_ins(axis: AxisCall) -> str:
    outside = outside_axis(axis)
    return f"the image {outside}" if outside.startswith(("mirrored", "wrapped")) else outside


def _blanks(*pairs: NamedCall) -> Iterator[str]:
    for name, call in pairs:
        if any(axis.live is not None for axis in call.axes):
            yield f"{name} gives 0 where its window leaves the image."


def _changes(*pairs: NamedCall) -> Iterator[str]:
    for name, call in pairs:
        changed = ", ".join(f"{option}={in_python(values)}" for option, values in number_changes(call))
        if changed:
            yield f"{name} changes the kernel or its sums: {changed}."


def trimmed(*pairs: NamedCall) -> Iterator[str]:
    """A sentence where one of the libraries leaves out zeros and the other does not."""
    trims = [name for name, call in pairs if call.row.trims_zeros]
    if len(trims) == 1:
        yield f"But {trims[0]} leaves out the zeros at the end of its output."


def _said(pairs: Sequence[NamedCall], values: Sequence[str], sentence: str) -> Iterator[str]:
    if values[0] != values[1]:
        yield sentence.format(*(part for (name, _), value in zip(pairs, values, strict=True) for part in (name, value)))


def _steps(numbers: Sequence[int | Fraction]) -> str:
    """One number where it is the same on every axis.

    >>> _steps([2, 2]), _steps([1, Fraction(1, 2)])
    ('2', '1 and 1/2')
    """
    return phrases.listed([number_text(each) for each in (numbers[:1] if len(set(numbers)) == 1 else numbers)])
