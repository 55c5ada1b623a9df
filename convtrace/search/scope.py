"""What is searched: a question with its fields and its outputs as they may lie; of many outputs a part first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import log2

from convtrace.search.bits import null_model
from convtrace.search.candidates import Candidate, candidate
from convtrace.search.explanation import Explanation
from convtrace.search.family import Turn, of_axes, turns
from convtrace.search.finding import ONE, Family, Variant
from convtrace.search.question import Index, Question, place_of, whole_question

# a number that was there before says little, and 0 less the more often it was there: empty parts of images have it
REPEATED_BITS = 1.5
# of more outputs a part is searched first: a box with these sides
MAX_OUTPUTS = 100
PART_SIDES = {1: 64, 2: 8, 3: 4}
# the bits of a part that decide; the first one that has so many is taken
PART_BITS = 60.0


class Scope:
    """A question, with what is worked out once; `costs` are the bits of each known output by its place."""

    def __init__(self, question: Question, costs: Mapping[int, float] | None = None) -> None:
        self.question = question
        self.whole = whole_question(question)
        self.family = Family(self.whole)
        self.costs = self._costs() if costs is None else costs
        self.order = sorted(question.known, key=lambda place: -self.costs[place])
        self._variants: dict[Turn, Variant] = {}

    def _costs(self) -> Mapping[int, float]:
        null = null_model(self.whole, self.family.usual)
        costs: dict[int, float] = {}
        seen: Counter[Fraction] = Counter()
        for number, place in enumerate(self.question.known):
            value = self.question.outputs[place] or Fraction(0)
            cost = null.cost(value, *self.whole.interval(value, ONE))
            if seen[value]:
                cost = min(cost, REPEATED_BITS, *([] if value else [log2((number + 1) / seen[value])]))
            costs[place] = cost
            seen[value] += 1
        return costs

    @property
    def evidence(self) -> float:
        """The bits of all numbers when nothing is known about them."""
        return sum(self.costs[place] for place in self.order)

    @cached_property
    def variants(self) -> list[Variant]:
        """The outputs as they are, then in all ways in which they may lie."""
        return [self.variant(turn) for turn in turns(self.question.output_shape)]

    def variant(self, turn: Turn) -> Variant:
        """The outputs turned back from one way in which they may lie."""
        if turn not in self._variants:
            self._variants[turn] = Variant(self.whole, turn, self.order)
        return self._variants[turn]

    def candidate(self, found: Explanation) -> Candidate:
        """A convention and what it leaves of all outputs."""
        return candidate(found, self.family.field(found), self.variant(found.output))

    def part(self) -> Scope:
        """The scope of the box of outputs that is searched first; itself where there are few outputs."""
        if len(self.question.known) <= MAX_OUTPUTS:
            return self
        boxes = [(sum(self.costs.get(place, 0.0) for place in box), -number, box)
                 for number, box in enumerate(_boxes(self.question.output_shape))]  # fmt: skip
        bits, _, box = next((each for each in boxes if each[0] >= PART_BITS), max(boxes))
        if bits < PART_BITS / 2:
            return self
        outputs: list[Fraction | None] = [None] * len(self.question.outputs)
        for place in box:
            outputs[place] = self.question.outputs[place]
        return Scope(self.question.replace(outputs=tuple(outputs)), self.costs)


def _boxes(shape: Index) -> Iterator[list[int]]:
    """The places of boxes of outputs side by side, the corner first."""
    side = of_axes(PART_SIDES, len(shape))
    for corner in product(*(range(0, length, side) for length in shape)):
        spans = [range(low, min(low + side, length)) for low, length in zip(corner, shape, strict=True)]
        yield [place_of(index, shape) for index in product(*spans)]
