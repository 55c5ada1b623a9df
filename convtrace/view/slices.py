"""Words for the slices of a sum over channels or images, and the few of them that a page shows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from convtrace.document.blocks import Inline, Line
from convtrace.document.plain import interval
from convtrace.law.axis import Unknown
from convtrace.trace.derivation import Derivation
from convtrace.trace.problem import Problem
from convtrace.trace.slices import slice_of, slice_places, sliced_axes
from convtrace.values.limits import MAX_SLICES_DRAWN
from convtrace.view import phrases
from convtrace.view.index_role import IndexRole

SLICE = "slice"


def slice_noun(problem: Problem) -> str:
    """Noun for what the sum has one part for each of: an input channel, an output channel, an image."""
    nouns = [phrases.axis_names(problem)[axis] for axis in sliced_axes(problem)]
    return nouns[0] if len(nouns) == 1 else SLICE


def each_slice(derivation: Derivation) -> str:
    """Clause on the products of each slice, where there are several."""
    count = len(slice_places(derivation))
    if count <= 1 or not derivation.terms:
        return ""
    return f", {len(derivation.terms) // count} for each of {count} {phrases.plural(slice_noun(derivation.problem))}"


def shown_slices(derivation: Derivation) -> list[Derivation]:
    """The parts of a derivation in the first few slices."""
    return [slice_of(derivation, place) for place in islice(slice_places(derivation), MAX_SLICES_DRAWN)]


def headline(role: IndexRole) -> Line:
    """An array with its size and what each index counts, and the channels that are summed: channel c = 0…2, row i ↓."""
    problem = role.problem
    names = phrases.axis_names(problem)
    summed = sliced_axes(problem) if role.unknown == problem.over else ()
    counts: list[Inline] = []
    for axis in problem.shown(role.unknown, range(len(names))):
        side, arrow = role.ranges[axis], phrases.ARROWS.get(names[axis], "")
        run = f" = {interval(side[0], side[-1])}" if axis in summed else arrow
        counts += [f"{', ' if counts else ''}{names[axis]} ", role.letters[axis], run]
    return (f"{role.words.array}, {phrases.array_size(role.problem, role.unknown)}: ", *counts, ".")


def group_sentence(problem: Problem) -> str:
    """The group of a sum and its channels, counted as in the whole arrays; nothing where there is one group.

    >>> from convtrace.library.posed_call import library_question
    >>> words = {"image": "1x4x9", "kernel": "6x2x3", "options": ["groups=2"], "at": "0,4,2"}
    >>> group_sentence(library_question("torch.conv1d", **words).problem)
    'Group 1 of 2, counted from 0: input channels 2…3 and output channels 3…5.'
    """
    parts, base = [], problem.in_space(problem.image)[0].start
    for side, whole, noun in (*_channels(problem, "i"), *_channels(problem, "m")):
        if len(side) < whole:
            number = (side.start - base) // len(side) + base
            count = f"Group {number} of {whole // len(side)}, counted from {base}"
            parts.append(
                f"{phrases.plural(noun)} {interval(side[0], side[-1])}" if len(side) > 1 else f"{noun} {side[0]}"
            )
    return f"{count}: {phrases.listed(parts)}." if parts else ""


def _channels(problem: Problem, unknown: Unknown) -> Iterator[tuple[range, int, str]]:
    """The indices of each axis of an array that is not of space, how many the whole array has, and their noun."""
    sides, names = {"i": problem.image, "m": problem.outputs}[unknown], phrases.axis_names(problem)
    axes = problem.shown(unknown, range(len(sides)))
    for axis, whole in zip(axes, phrases.array_shape(problem, unknown), strict=True):
        if problem.lookup(axis) is not None:
            yield sides[axis], whole, names[axis]


def left_out(derivation: Derivation) -> str:
    """The sentence on the slices that are not drawn; nothing where all are."""
    count = len(slice_places(derivation)) - MAX_SLICES_DRAWN
    if count <= 0:
        return ""
    nouns = phrases.counted(count, f"more {slice_noun(derivation.problem)}")
    return f"{nouns} {phrases.conjugated('are', count)} not drawn (all: --only setup,drawing)."
