"""All conventions of the family that give the outputs: by numbers as they are, scaled, or with a constant added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from math import inf, lcm

from convtrace.search.explanation import (
    Explanation,
    Geometry,
    convention_bits,
    operator,
    reaches,
    scale_bits,
    turned_shapes,
)
from convtrace.search.family import MAX_STRIDE, RULE_BITS, Steps, Turn, all_steps, of_axes, turn_bits, turns
from convtrace.search.fields import Extended, Field, laid
from convtrace.search.matching import Fit, Wanted, fits, start_count
from convtrace.search.question import Shape, Whole, index_of, place_of

ONE = Fraction(1)
# what a factor costs at most that is a usual one for its kernel
USUAL_SCALE_BITS = 5.0
# what costs so much more than the simplest explanation is not told
TOLD_BITS = 4.0


class Family:
    """The fields of a question: each is made when it is first asked for, and kept.

    Where outputs are known only in a part of all, fields with steps are made only as far as these can lie.
    """

    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        question = whole.question
        known = [index_of(place, question.output_shape) for place in question.known]
        self.box = [(min(numbers), max(numbers)) for numbers in zip(*known, strict=True)]
        self.kernels = [
            (turn, laid(turn, question.kernel_shape, whole.weights), turn.shape(question.kernel_shape))
            for turn in turns(question.kernel_shape)
        ]
        self.tried = 0
        self._kept: dict[object, list[Field]] = {}
        self.steps = list(all_steps(question.image_shape, question.kernel_shape))
        self.plain = tuple(range(len(question.image_shape)))

    def fields(self, rules: Iterable[str] = tuple(RULE_BITS), most: float = 99.0) -> Iterator[Field]:
        """The fields of all turns, steps that cost at most so many bits, and rules, the usual ones first."""
        for steps in self.steps:
            if steps.bits <= most:
                for rule in rules:
                    if rule == "zero" or max(steps.spread) == 1:
                        yield from self._made(steps, rule)

    def _made(self, steps: Steps, rule: str) -> list[Field]:
        key = (steps, rule)
        if key not in self._kept:
            images: dict[object, Extended] = {}
            found = []
            for turn, weights, shape in self.kernels:
                if shape not in images:
                    kept = None if steps == self.steps[0] else self._needed
                    images[shape] = Extended(self.whole, steps, rule, shape, kept)
                found.append(images[shape].field(turn, weights, shape))
            self._kept[key] = found
        return self._kept[key]

    def _needed(self, axis: int, windows: int) -> range:
        """The windows of an axis that outputs as they lie can have, with any start and stride."""
        (low, high), outputs = self.box[axis], self.whole.question.output_shape[axis]
        most = of_axes(MAX_STRIDE, len(self.box))
        spans = [(s * low, windows + s * (high - outputs + 1)) for s in range(1, most + 1)]
        fitting = [span for s, span in enumerate(spans, start=1) if windows > s * (outputs - 1)]
        return range(min(start for start, _ in fitting), max(stop for _, stop in fitting)) if fitting else range(1)

    def field(self, found: Explanation) -> Field:
        """The field of an explanation."""
        steps = next(each for each in self.steps if each[:2] == (found.dilation, found.input_stride))
        rule = found.outside if found.outside in RULE_BITS else "zero"
        return next(field for field in self._made(steps, rule) if field.turn == found.kernel)

    @property
    def usual(self) -> list[Field]:
        """The fields without steps, with 0 outside."""
        return self._made(self.steps[0], "zero")


class Variant:
    """The outputs as they are, or turned back: what is wanted of a field under each scale."""

    def __init__(self, whole: Whole, turn: Turn, order: list[int]) -> None:
        question = whole.question
        self.whole, self.turn = whole, turn
        self.shape = turned_shapes(question.output_shape, turn)
        given = question.output_shape
        before = {place: place_of(turn.source(index_of(place, given), self.shape), self.shape) for place in order}
        self.after = {there: place for place, there in before.items()}
        self.places = tuple(before[place] for place in order)
        self.values = [value for place in order if (value := question.outputs[place]) is not None]

    def wanted(self, scale: Fraction) -> Wanted | None:
        """What a field must hold; None where an output has no whole sum."""
        found = []
        for value in self.values:
            low, high = self.whole.interval(value, scale)
            if low > high:
                return None
            found.append((low, high))
        return Wanted(shape=self.shape, places=self.places, intervals=tuple(found))

    @lru_cache(maxsize=8)  # noqa: B019 -- a variant lives as long as the search
    def sums(self, scale: Fraction, offset: Fraction) -> tuple[list[int], int]:
        """The sums that would give the outputs, times the unit and a factor that makes them whole; the factor."""
        found = [(value - offset) / scale * self.whole.unit for value in self.values]
        factor = lcm(*(total.denominator for total in found))
        return [int(total * factor) for total in found], factor


@lru_cache(maxsize=4)
def scales(whole: Whole) -> list[Fraction]:
    """The factors that are tried first: those of normalised and averaging kernels."""
    weights = whole.question.weights
    total, absolute = sum(weights), sum(map(abs, weights))
    squares = sum(weight * weight for weight in weights)
    usual = [ONE, -ONE, *(ONE / number for number in (total, absolute, Fraction(len(weights)), squares) if number)]
    return list(dict.fromkeys([*usual, *(sign / 2 for sign in (ONE,))]))


def explanation(fit: Fit, variant: Variant, scale: Fraction, offset: Fraction = Fraction(0)) -> Explanation | None:
    """The explanation of a fit; None where its rule is another than zero and no window reaches outside."""
    question, field = variant.whole.question, fit.field
    outside = field.rule if reaches(geometry(fit, variant)) else None
    if outside is None and field.rule != "zero":
        return None
    found = Explanation(
        kernel=field.turn,
        stride=fit.stride,
        dilation=field.steps.dilation,
        input_stride=field.steps.spread,
        first_window=fit.start,
        outside=outside,
        output=variant.turn,
        scale=scale,
        offset=offset,
        missed=tuple(variant.after[place] for place in fit.missed),
    )
    bits = convention_bits(found, question.image_shape, question.kernel_shape, variant.shape)
    if scale in scales(variant.whole):
        bits += min(0.0, USUAL_SCALE_BITS - scale_bits(found))
    return found.replace(bits=bits)


def geometry(fit: Fit, variant: Variant) -> Geometry:
    """Where the windows of a fit lie."""
    question, field = variant.whole.question, fit.field
    lying = field.turn.shape(question.kernel_shape)
    return Geometry(
        question.image_shape, lying, variant.shape, fit.start, fit.stride, field.steps.dilation, field.steps.spread
    )


def merged(found: Iterable[Explanation], whole: Whole) -> list[Explanation]:
    """The explanations by rising cost; of those that are the same for all numbers the cheapest, with their rules."""
    question = whole.question
    kept: dict[object, Explanation] = {}
    rising = sorted(found, key=lambda each: each.bits)
    most = next((each.bits for each in rising if not each.slip), inf) + TOLD_BITS + max(RULE_BITS.values())
    for each in rising:
        if each.bits > most:
            break
        shape = turned_shapes(question.output_shape, each.output)
        key = operator(each, question.image_shape, question.kernel_shape, shape), each.slip, each.missed
        if key not in kept:
            kept[key] = each
        elif each.outside and each.outside not in (kept[key].outside, *kept[key].same_rules):
            kept[key] = kept[key].replace(same_rules=(*kept[key].same_rules, each.outside))
    return list(kept.values())


def lower_bound(field: Field, kernel: Shape) -> float:
    """The least that a convention of this field costs, for a kernel of this shape."""
    rule = RULE_BITS[field.rule] if field.rule != "zero" else 0
    return turn_bits(field.turn, kernel) + field.steps.bits + rule


def exact(family: Family, variants: list[Variant], misses: int = 0, bits: float = 99.0) -> Iterator[Explanation]:
    """The conventions with a usual factor that give all outputs but so many."""
    most = of_axes(MAX_STRIDE, len(family.plain))
    wanted = [
        (variant, scale, found)
        for variant in variants
        for scale in (scales(family.whole) if variant is variants[0] else [ONE])
        if (found := variant.wanted(scale)) is not None
    ]
    cheapest = 99.0
    for field in family.fields(most=bits):
        if lower_bound(field, family.whole.question.kernel_shape) > cheapest + TOLD_BITS:
            continue
        plain = max(field.steps.dilation + field.steps.spread) == 1
        for variant, scale, targets in wanted:
            if variant is variants[0] or plain:
                family.tried += start_count(field.windows, targets.shape, most, variant is variants[0])
                for fit in fits(field, targets, most, misses=misses, mixed=variant is variants[0]):
                    if (convention := explanation(fit, variant, scale)) is not None:
                        if not convention.missed:
                            cheapest = min(cheapest, convention.bits)
                        yield convention
