"""Numbers → the explanations that are better than chance, the simplest first; or none, with the nearest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Literal

from convtrace.search.affine import affine
from convtrace.search.bits import null_model
from convtrace.search.candidates import candidate, usual_candidates
from convtrace.search.explanation import Explanation
from convtrace.search.family import Turn, turns
from convtrace.search.finding import ONE, TOLD_BITS, Family, Variant, exact, merged
from convtrace.search.outputs import predicted
from convtrace.search.question import Question, Shape, count, whole_question
from convtrace.search.slips import Geometry, slips, unexplained
from convtrace.values.frozen import Frozen

Verdict = Literal["found", "too_few", "none"]
# a number that stands before once more says little
REPEATED_BITS = 1.5
# fewer bits in the numbers than this decide nothing
ENOUGH_BITS = 12.0
# an explanation is better than chance by so many bits
MARGIN_BITS = 3.0
# an exact explanation that is as cheap as this is not asked for slips
CHEAP_BITS = 8.0
# the least that a slip costs
SLIP_BITS = 6.0
# steps that cost more are not tried for outputs that differ
NEAR_STEP_BITS = 6.0
# conventions that cost less may be named as the nearest
NEAREST_BITS = 9.0
MAX_TOLD = 12
# the part of the outputs that may differ
MISSED_PART = 4
SURE_OUTPUTS = 2


class Answer(Frozen):
    """What was found: the explanations, the simplest first, and how many conventions were tried.

    `nearest` is the convention that gives most outputs where there is no explanation; `evidence` the bits of the
    numbers when nothing is known about them.
    """

    question: Question
    verdict: Verdict
    explanations: tuple[Explanation, ...]
    tried: int
    evidence: float
    nearest: tuple[Explanation, int] | None = None


def which(question: Question) -> Answer:
    """The conventions, and the slips beside them, that give these outputs."""
    search = _Search(question)
    if search.evidence < ENOUGH_BITS:
        return search.answer("too_few")
    found = search.exact()
    if not found:
        found = merged(affine(search.family, search.variants[0]), search.whole)
    if not found or found[0].bits > CHEAP_BITS:
        found = merged([*found, *search.others(found)], search.whole)
    better = [each for each in found if each.bits <= search.evidence - MARGIN_BITS]
    if better:
        exactly = min((each.bits for each in better if each.slip is None), default=0.0)
        limit = better[0].bits + TOLD_BITS
        told = [each for each in better if each.bits <= (max(limit, exactly + TOLD_BITS) if not each.slip else limit)]
        if told[0].slip is not None and told[0].slip.kind != "outputs":
            told = [each for each in told if each.slip is None or each.slip.kind != "outputs"]
        return search.answer("found", told[:MAX_TOLD])
    few = len(question.known) <= SURE_OUTPUTS
    return search.answer("too_few") if few else search.answer("none", nearest=search.nearest())


class _Search:
    """One search, with what is worked out once."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.whole = whole_question(question)
        self.family = Family(self.whole)
        null = null_model(self.whole, self.family.usual)
        self.costs: dict[int, float] = {}
        seen: set[Fraction] = set()
        for place in question.known:
            value = question.outputs[place] or Fraction(0)
            cost = null.cost(value, *self.whole.interval(value, ONE))
            self.costs[place] = min(cost, REPEATED_BITS) if value in seen else cost
            seen.add(value)
        self.evidence = sum(self.costs.values())
        order = sorted(question.known, key=lambda place: -self.costs[place])
        self.variants = [Variant(self.whole, turn, order) for turn in turns(question.output_shape)]

    def exact(self) -> list[Explanation]:
        """The conventions with a usual factor that give all outputs."""
        return merged(exact(self.family, self.variants), self.whole)

    def others(self, found: list[Explanation]) -> Iterator[Explanation]:
        """The conventions with a slip, or with some outputs that differ."""
        plain, known = self.variants[0], dict[object, Geometry]()
        bound = self.evidence - MARGIN_BITS - TOLD_BITS
        room = 0.0 if found else TOLD_BITS
        costs = [min((each.bits for each in found), default=bound)]
        for near in usual_candidates(self.family, plain, lambda bits: bits + SLIP_BITS <= min(costs) + room):
            for each in slips(near, known):
                costs[:] = [min(*costs, each.bits)]
                yield each
        misses = len(self.question.known) // MISSED_PART
        if misses and not found:
            for missing in exact(self.family, self.variants[:1], misses, NEAR_STEP_BITS):
                if missing.missed:
                    yield unexplained(missing, self.costs, self.question.output_shape)
                    yield from slips(candidate(missing, self.family.field(missing), plain), known)

    def nearest(self) -> tuple[Explanation, int] | None:
        """The usual convention that gives most outputs, and how many."""
        plain = self.variants[0]
        near = [
            (sum(not left for left in each.rest.values()), -each.found.bits, number, each.found)
            for number, each in enumerate(usual_candidates(self.family, plain, lambda bits: bits < NEAREST_BITS))
        ]
        if not near:
            return None
        matched, _, _, found = max(near)
        return found, matched

    def answer(
        self,
        verdict: Verdict,
        found: Iterable[Explanation] = (),
        nearest: tuple[Explanation, int] | None = None,
    ) -> Answer:
        return Answer(
            question=self.question,
            verdict=verdict,
            explanations=tuple(found),
            tried=self.family.tried,
            evidence=self.evidence,
            nearest=nearest,
        )


def usual_outputs(question: Question, *, flipped: bool) -> tuple[tuple[Fraction, ...], Shape, Shape]:
    """All outputs of a convolution or a cross-correlation with 0 outside, their shape, and where mode valid begins."""
    reach = tuple(side - 1 for side in question.kernel_shape)
    shape = tuple(n + r for n, r in zip(question.image_shape, reach, strict=True))
    axes, ones = tuple(range(len(shape))), (1,) * len(shape)
    found = Explanation(
        kernel=Turn(axes, (flipped,) * len(shape)),
        stride=ones,
        dilation=ones,
        input_stride=ones,
        first_window=tuple(-r for r in reach),
        outside="zero",
        output=Turn(axes, (False,) * len(shape)),
    )
    return predicted(question.replace(output_shape=shape, outputs=(None,) * count(shape)), found), shape, reach
