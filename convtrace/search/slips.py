"""Slips: one pixel, row or weight that was misread, or one output that is off, beside a convention that else fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from math import comb, log2

from convtrace.search.bits import number_bits
from convtrace.search.candidates import Candidate
from convtrace.search.explanation import Explanation, Slip, convention_bits
from convtrace.search.meetings import MAX_COMPARED, Meetings, Windows, fitting
from convtrace.search.question import Index, count, index_of

# beside what it costs to say where: what kind of slip it is
KIND_BITS = {"pixel": 2.0, "row": 3.0, "weight": 2.0, "weights": 3.0, "term": 2.0, "off_by": 2.0, "digits": 2.5}
# the least that an output costs which nothing explains
UNEXPLAINED_BITS = 8.0
MAX_DENOMINATOR = 1000
# elements of a kernel of which two may be exchanged
MAX_SWAPPED = 49
OFF_BY = (1, 10, 100)
TIMES = (0, 2, -1)


def slips(given: Candidate, known: dict[object, Windows]) -> Iterator[Explanation]:
    """The candidate with each single slip that explains all that it leaves; `known` keeps windows."""
    wrong = [place for place, left in given.rest.items() if left]
    if not wrong:
        return
    found, kernel = given.found, given.found.kernel.shape(given.variant.whole.question.kernel_shape)
    key = (found.first_window, found.stride, found.dilation, found.input_stride, found.outside, kernel)
    if key not in known:
        known[key] = Windows(found, kernel, given.variant)
    meetings = Meetings(given, known[key])
    makers = (_pixels, _rows, _weights, _swapped, _filled)
    made = [each for maker in makers for each in maker(meetings, wrong)]
    if len(wrong) == 1:
        made += _one_output(meetings, wrong[0])
    for each in made:
        if isinstance(each, Slip):
            yield found.replace(slip=each, bits=found.bits + each.bits, missed=())
        else:
            yield each


def _rounded(meetings: Meetings, change: Fraction) -> Fraction:
    """A change that was found from rounded outputs, as a number with few digits."""
    return change.limit_denominator(MAX_DENOMINATOR) if meetings.given.room else change


def _pixels(meetings: Meetings, wrong: list[int]) -> Iterator[Slip]:
    question = meetings.question
    for pixel in sorted(meetings.shared(wrong)):
        change = fitting(meetings, meetings.column({pixel}), wrong)
        if change is not None:
            change = _rounded(meetings, change / meetings.pixel_unit)
            meant = question.pixels[pixel]
            bits = KIND_BITS["pixel"] + log2(count(question.image_shape)) + number_bits(change)
            at = index_of(pixel, question.image_shape)
            yield Slip(kind="pixel", at=at, meant=meant, instead=meant + change, bits=bits)


def _rows(meetings: Meetings, wrong: list[int]) -> Iterator[Slip]:
    """A row of the image all of whose pixels were read too large or too small by the same."""
    shape = meetings.question.image_shape
    if len(shape) < 2:
        return
    rows = {pixel // shape[-1] for pixel in meetings.pixels(wrong[0]) if pixel is not None}
    for place in wrong[1:MAX_COMPARED]:
        rows &= {pixel // shape[-1] for pixel in meetings.pixels(place) if pixel is not None}
    for row in sorted(rows):
        change = fitting(meetings, meetings.column(range(row * shape[-1], (row + 1) * shape[-1])), wrong)
        if change is not None:
            change = _rounded(meetings, change / meetings.pixel_unit)
            bits = KIND_BITS["row"] + log2(count(shape[:-1])) + number_bits(change)
            yield Slip(kind="row", at=index_of(row, shape[:-1]), instead=change, bits=bits)


def _weights(meetings: Meetings, wrong: list[int]) -> Iterator[Slip]:
    question = meetings.question
    met = meetings.met
    for number in range(len(meetings.weights)):
        change = fitting(meetings, lambda place, number=number: met(place)[number], wrong)  # type: ignore[misc]
        if change is not None:
            change = _rounded(meetings, change / meetings.weight_unit)
            source = meetings.sources[number]
            meant = question.weights[source]
            bits = KIND_BITS["weight"] + log2(count(question.kernel_shape)) + number_bits(change)
            at = index_of(source, question.kernel_shape)
            yield Slip(kind="weight", at=at, meant=meant, instead=meant + change, bits=bits)


def _swapped(meetings: Meetings, wrong: list[int]) -> Iterator[Slip]:
    """Two weights that were exchanged."""
    question, given = meetings.question, meetings.given
    rest, factor, room = given.rest, given.factor, 2 * given.room
    pairs = count(question.kernel_shape) ** 2 / 2
    if len(meetings.weights) > MAX_SWAPPED:
        return
    first, met, weights = meetings.met(wrong[0]), meetings.met, meetings.weights
    left = rest[wrong[0]]
    for one, two in combinations(range(len(weights)), 2):
        change = factor * (weights[two] - weights[one])
        if (
            change
            and abs(left - change * (first[one] - first[two])) <= room
            and all(abs(rest[place] - change * (met(place)[one] - met(place)[two])) <= room for place in rest)
        ):
            here, there = (index_of(meetings.sources[each], question.kernel_shape) for each in (one, two))
            yield Slip(kind="weights", at=here, others=(there,), bits=KIND_BITS["weights"] + log2(pairs))


def _filled(meetings: Meetings, wrong: list[int]) -> Iterator[Explanation]:
    """The convention with another constant than 0 outside."""
    given = meetings.given
    if given.found.outside != "zero" or max(given.found.input_stride) > 1:
        return
    fill = fitting(meetings, meetings.column({None}), wrong)
    if fill is not None:
        fill = _rounded(meetings, fill / meetings.pixel_unit)
        found = given.found.replace(outside="constant", fill=fill)
        shapes = (meetings.question.image_shape, meetings.question.kernel_shape, given.variant.shape)
        yield found.replace(bits=convention_bits(found, *shapes), missed=())


def _one_output(meetings: Meetings, place: int) -> Iterator[Slip]:
    """What went wrong at the only output that differs."""
    given, question = meetings.given, meetings.question
    left, line = Fraction(given.rest[place], given.factor * given.variant.whole.unit), meetings.pixels(place)
    after = given.variant.after[place]
    at = index_of(after, question.output_shape)
    where = log2(len(given.rest))
    tolerance = question.tolerance / abs(given.found.scale)
    terms = [
        (k, pixel, Fraction(meetings.weights[k] * meetings.met(place)[k], given.variant.whole.unit))
        for k, pixel in enumerate(line)
    ]
    for k, pixel, term in terms:
        for times in TIMES:
            if term and abs(left - (times - 1) * term) <= tolerance and pixel is not None:
                yield Slip(
                    kind="term", at=at, times=times, instead=term,
                    pixel=index_of(pixel, question.image_shape),
                    weight=index_of(meetings.sources[k], question.kernel_shape),
                    bits=KIND_BITS["term"] + where + log2(len(terms)) + 1,
                )  # fmt: skip
    value: Fraction = question.outputs[after]  # type: ignore[assignment]
    meant = value - left * given.found.scale
    if abs(value - meant) in OFF_BY:
        bits = KIND_BITS["off_by"] + where + 1 + log2(1 + OFF_BY.index(abs(value - meant)))
        yield Slip(kind="off_by", at=at, instead=value, meant=meant, bits=bits)
    if _digits_swapped(value, meant):
        yield Slip(kind="digits", at=at, instead=value, meant=meant, bits=KIND_BITS["digits"] + where)


def _digits_swapped(one: Fraction, two: Fraction) -> bool:
    """True for whole numbers that have the same digits, two of them exchanged.

    >>> [_digits_swapped(Fraction(27), Fraction(other)) for other in (72, 27, 7)]
    [True, False, False]
    >>> _digits_swapped(Fraction(20), Fraction(2))
    True
    """
    if one == two or one * two < 0 or any(value.denominator > 1 for value in (one, two)):
        return False
    first, second = (str(abs(value)) for value in (one, two))
    length = max(len(first), len(second))
    first, second = first.zfill(length), second.zfill(length)
    if sorted(first) != sorted(second):
        return False
    return sum(a != b for a, b in zip(first, second, strict=True)) == 2


def unexplained(given: Explanation, costs: Mapping[int, float], shape: Index) -> Explanation:
    """The convention with the outputs that differ as they are: they cost their places and themselves."""
    first, *others = (index_of(place, shape) for place in given.missed)
    where = log2(comb(len(costs), len(given.missed)))
    bits = sum(max(costs[place], UNEXPLAINED_BITS) for place in given.missed) + where
    slip = Slip(kind="outputs", at=first, others=tuple(others), bits=bits)
    return given.replace(slip=slip, bits=given.bits + bits)
