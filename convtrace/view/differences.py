"""In what two calls differ, and why the one may not give the other's output, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import ceil

from convtrace.law.boundary import CONSTANT
from convtrace.library.evaluation import Call
from convtrace.library.posed_call import margins
from convtrace.library.recipe import Reason, Why, extras
from convtrace.library.row import AxisCall, kind
from convtrace.library.row import typed as option_text
from convtrace.library.two_calls import Versus
from convtrace.values.exact import number_text
from convtrace.view import phrases
from convtrace.view.conventions import outside

Pair = tuple[str, Call]


def differences(versus: Versus) -> Iterator[str]:
    """What people would say of the two, the most telling first; A and B are their names.

    >>> from convtrace.library.two_calls import versus
    >>> list(differences(versus("numpy.convolve", "scipy.signal.correlate")))
    ['A flips the kernel, B does not.']
    """
    pairs = (("A", versus.first), ("B", versus.second))
    spread = [*_spread(*pairs)]
    yield from (sentence for says in (_flips, _counts, _starts) for sentence in says(*pairs))
    yield from spread or (*_pace(*pairs), *_spacing(*pairs))
    yield from (sentence for says in (_outside, _blanks, _changes, altered) for sentence in says(*pairs))


def reason(found: Reason, target: Pair, source: Pair) -> str:
    """Why the source has no recipe for the target's output."""
    pairs = (ours, first), (theirs, _) = target, source
    match found.why:
        case Why.SPACING | Why.SPREAD:
            says, but = (_spacing, _with_zeros(found, *pairs)) if found.why is Why.SPACING else (_spread, "")
            return f"{_one(says, *pairs)}: no flip, pad or shift changes that{but}."
        case Why.PACE:
            return f"{_one(_pace, *pairs)}: {theirs} leaves outputs of {ours} out."
        case Why.CHANGED:
            return " ".join(_changes(*pairs))
        case Why.RULE:
            rule = outside(first.axes[found.axis or 0].boundary)
            return f"numpy.pad can't put outside the image what {ours} has there: {rule}."
        case Why.MISSING:
            return f"With these options it lacks some of {ours}'s outputs, however the image is padded."
        case Why.REFUSED:  # pragma: no branch -- mypy proves the match exhaustive
            return f"It refuses an image that is padded so: {found.demand}."


def _with_zeros(found: Reason, *pairs: Pair) -> str:
    """By how many zeros in the kernel the smaller dilation becomes the larger, if it can."""
    dilations = {name: call.axes[found.axis or 0].relation.d for name, call in pairs}
    small, large = sorted(dilations, key=dilations.__getitem__)
    times, rest = divmod(dilations[large], dilations[small])
    zeros = phrases.counted(times - 1, "zero")
    return "" if rest else f", but {zeros} between neighbouring kernel elements in {small} would"


def _one(says: Callable[..., Iterator[str]], *pairs: Pair) -> str:
    return next(says(*pairs)).removesuffix(".")


def leaving(call: Call) -> list[tuple[AxisCall, tuple[int, int]]]:
    """Each axis with how far its windows reach beyond the image, before and after."""
    ranges = zip(map(range, call.image.shape), map(range, call.kernel.shape), strict=True)
    return [(axis, margins(axis, *sides)) for axis, sides in zip(call.axes, ranges, strict=True)]


def beyond(axis: AxisCall) -> str:
    """What is outside the image."""
    return number_text(axis.fill) if axis.boundary is CONSTANT else outside(axis.boundary)


def options(call: Call) -> str:
    """The options that are not left at their defaults, as they are typed."""
    return ", ".join(f"{option.name}={option.typed(call.options[option.name])}"
                     for option in call.row.chosen(call.options))  # fmt: skip


def shape(sizes: Sequence[int]) -> str:
    return "×".join(map(str, sizes))


def _flips(*pairs: Pair) -> Iterator[str]:
    flips = {name: any(kind(axis.relation) == "conv" and taps > 1
                       for axis, taps in zip(call.axes, call.kernel.shape, strict=True))
             for name, call in pairs}  # fmt: skip
    if len(set(flips.values())) == 2:
        yes, no = sorted(flips, key=flips.__getitem__, reverse=True)
        yield f"{yes} flips the kernel, {no} does not."


def _counts(*pairs: Pair) -> Iterator[str]:
    counts = [shape([axis.outputs for axis in call.axes]) for _, call in pairs]
    yield from _said(pairs, counts, "{} has {} outputs, {} has {}.")


def _starts(*pairs: Pair) -> Iterator[str]:
    starts = [
        [_start(axis, taps) for axis, taps in zip(call.axes, call.kernel.shape, strict=True)] for _, call in pairs
    ]
    places = [f"x[{','.join(map(number_text, start))}]" for start in starts]
    yield from _said(pairs, places, "The window of output 0 begins at {1} in {0}, at {3} in {2}.")


def _start(axis: AxisCall, taps: int) -> int:
    """Where the window of output 0 begins."""
    return ceil(min(axis.relation.third("i", {"m": 0, "k": k}) for k in (0, taps - 1)))


def _spread(*pairs: Pair) -> Iterator[str]:
    spreads = [_steps([abs(axis.relation.beta) for axis in call.axes]) for _, call in pairs]
    yield from _said(pairs, spreads, "The pixels are first spread by {1} in {0}, by {3} in {2}.")


def _pace(*pairs: Pair) -> Iterator[str]:
    slopes = [_steps([abs(Fraction(axis.relation.slope("i", by="m"))) for axis in call.axes]) for _, call in pairs]
    yield from _said(pairs, slopes, "The stride is {1} in {0}, {3} in {2}.")


def _spacing(*pairs: Pair) -> Iterator[str]:
    spacings = [_steps([_apart(axis, taps) for axis, taps in zip(call.axes, call.kernel.shape, strict=True)])
                for _, call in pairs]  # fmt: skip
    yield from _said(pairs, spacings, "The dilation is {1} in {0}, {3} in {2}.")


def _apart(axis: AxisCall, taps: int) -> int | Fraction:
    """How far neighbouring kernel elements lie apart; a single one has no neighbour."""
    return abs(Fraction(axis.relation.slope("i", by="k"))) if taps > 1 else 1


def _outside(*pairs: Pair) -> Iterator[str]:
    """Where both leave the image."""
    found = [list(dict.fromkeys(_stands(axis) for axis, pads in leaving(call) if any(pads))) for _, call in pairs]
    if all(found):
        yield from _said(pairs, [phrases.listed(rules) for rules in found], "Outside the image, {} has {}; {} has {}.")


def _stands(axis: AxisCall) -> str:
    what = beyond(axis)
    return f"the image {what}" if what.startswith(("mirrored", "wrapped")) else what


def _blanks(*pairs: Pair) -> Iterator[str]:
    for name, call in pairs:
        if any(axis.live is not None for axis in call.axes):
            yield f"{name} gives 0 where its window leaves the image."


def _changes(*pairs: Pair) -> Iterator[str]:
    for name, call in pairs:
        changed = ", ".join(f"{option}={option_text(values)}" for option, values in extras(call))
        if changed:
            yield f"{name} changes the kernel or its sums: {changed}."


def altered(*pairs: Pair) -> Iterator[str]:
    """What one of the libraries always does to its sums, and the other does not."""
    alters = {name: call.row.alters for name, call in pairs}
    if len(set(alters.values())) > 1:
        yield from (f"But {name} {alter}." for name, alter in alters.items() if alter)


def _said(pairs: Sequence[Pair], values: Sequence[str], sentence: str) -> Iterator[str]:
    if values[0] != values[1]:
        yield sentence.format(*(part for (name, _), value in zip(pairs, values, strict=True) for part in (name, value)))


def _steps(numbers: Sequence[int | Fraction]) -> str:
    """One number where it is the same on every axis.

    >>> _steps([2, 2]), _steps([1, Fraction(1, 2)])
    ('2', '1 and 1/2')
    """
    return phrases.listed([number_text(each) for each in (numbers[:1] if len(set(numbers)) == 1 else numbers)])
