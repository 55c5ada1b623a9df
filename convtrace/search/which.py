"""Numbers → the explanations that are better than chance, the simplest first; or none, with the nearest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from typing import Literal

from convtrace.search.affine import affine
from convtrace.search.candidates import usual_candidates
from convtrace.search.channel_probe import MIXINGS, Mixed
from convtrace.search.explanation import Explanation
from convtrace.search.family import Turn
from convtrace.search.finding import TOLD_BITS, exact, merged
from convtrace.search.meetings import Windows
from convtrace.search.outputs import predicted
from convtrace.search.question import Question, Shape, count
from convtrace.search.scope import Scope
from convtrace.search.slips import slips, unexplained
from convtrace.values.frozen import Frozen

Verdict = Literal["found", "too_few", "none"]
# fewer bits in the numbers than this decide nothing, but for conventions that cost so little: four numbers or more
ENOUGH_BITS = 12.0
ENOUGH_FOR_USUAL_BITS = 7.0
USUAL_BITS = 3.0
USUAL_OUTPUTS = 4
# an explanation is better than chance by so many bits, and by its own: what is made up of many parts fits noise
MARGIN_BITS = 3.0
# and by more where outputs are left that nothing explains
UNEXPLAINED_MARGIN_BITS = 5.0
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
    numbers when nothing is known about them. With `mixed`, the result has batch and channels, and the question is that
    of its output without these; it is `probed` where image and kernel are those of the probe, and `folded` where
    the outputs were given in one line and the question has them in rows.
    """

    question: Question
    verdict: Verdict
    explanations: tuple[Explanation, ...]
    tried: int
    evidence: float
    nearest: tuple[Explanation, int] | None = None
    mixed: Mixed | None = None
    probed: bool = False
    folded: bool = False


def which_of_channels(ways: Iterable[tuple[Mixed, Question]]) -> Answer:
    """The conventions of a result with batch and channels, for the first way in which these may lie that has any.

    None where channels are mixed in no way that is known.
    """
    answers: list[Answer] = []
    for mixed, question in ways:
        if mixed.mixing is None:
            answers.append(Answer(question=question, verdict="none", explanations=(), tried=len(MIXINGS), evidence=0.0))
        else:
            answers.append(which(question))
        answers[-1] = answers[-1].replace(mixed=mixed)
        if answers[-1].explanations:
            return answers[-1]
    return answers[0]


def which_of_line(question: Question) -> Answer:
    """The conventions of outputs, those of an image in a plane also where they were given in one line.

    The line is folded as the modes full, same and valid would have it.
    """
    answer, (*rows, length) = which(question), question.output_shape
    if answer.verdict == "found" or rows != [1] or min(question.image_shape) == 1:
        return answer
    sides = [*zip(question.image_shape, question.kernel_shape, strict=True)]
    for shape in (tuple(n + sign * (k - 1) for n, k in sides) for sign in (1, 0, -1)):
        if min(shape) > 1 and count(shape) == length == len(question.outputs):
            other = which(question.replace(output_shape=shape, made=shape))
            if other.verdict == "found":
                return other.replace(folded=True)
    return answer


def which(question: Question) -> Answer:
    """The conventions, and the slips beside them, that give these outputs."""
    search = _Search(question)
    if search.evidence < ENOUGH_BITS:
        usual = search.usual()
        return search.answer("found", _told(usual)) if usual else search.answer("too_few")
    found = search.exact() or search.affine()
    if not found or found[0].bits > CHEAP_BITS:
        found = merged([*found, *search.others(found)], search.all.whole)
    better = [each for each in found if each.bits <= search.evidence - _margin(each)]
    if better:
        return search.answer("found", _told(better))
    # what gives all of so few numbers may do so by chance
    few = len(question.known) <= SURE_OUTPUTS or any(each.slip is None for each in found)
    return search.answer("too_few") if few else search.answer("none", nearest=search.nearest)


def _margin(found: Explanation) -> float:
    """By how many bits an explanation must be better than chance."""
    unexplained = found.slip is not None and found.slip.kind == "outputs"
    return max(UNEXPLAINED_MARGIN_BITS if unexplained else MARGIN_BITS, found.bits)


def _told(better: list[Explanation]) -> list[Explanation]:
    """The explanations that are told: those that cost little more than the simplest."""
    exactly = min((each.bits for each in better if each.slip is None), default=0.0)
    limit = better[0].bits + TOLD_BITS
    told = [each for each in better if each.bits <= (max(limit, exactly + TOLD_BITS) if not each.slip else limit)]
    if told[0].slip is not None and told[0].slip.kind != "outputs":
        told = [each for each in told if each.slip is None or each.slip.kind != "outputs"]
    return told[:MAX_TOLD]


class _Search:
    """One search: conventions are found in a part of the outputs, where there are many, and tried on all of them."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.all = Scope(question)
        self.evidence = self.all.evidence
        self.nearest: tuple[Explanation, int] | None = None
        self._windows: dict[object, Windows] = {}

    @cached_property
    def part(self) -> Scope:
        """What is searched first."""
        return self.all.part()

    def exact(self) -> list[Explanation]:
        """The conventions with a usual factor that give all outputs."""
        return self._confirmed(merged(exact(self.part.family, self.part.variants), self.all.whole))

    def usual(self) -> list[Explanation]:
        """The conventions that give all outputs, the simplest a usual one; none where the outputs are too few."""
        # zeros alone are what every convention makes of zeros
        few = self.evidence < ENOUGH_FOR_USUAL_BITS or len(self.question.known) < USUAL_OUTPUTS
        if few or not any(self.question.outputs):
            return []
        found = self.exact()
        return found if found and found[0].bits <= USUAL_BITS else []

    def affine(self) -> list[Explanation]:
        """The conventions with a free factor or constant that give all outputs."""
        return self._confirmed(merged(affine(self.part.family, self.part.variants[0]), self.all.whole))

    def _confirmed(self, found: Iterable[Explanation]) -> list[Explanation]:
        """What was found in the part and holds for all outputs, perhaps with a slip."""
        if self.part is self.all:
            return list(found)
        return merged((each for one in found for each in self._on_all(one)), self.all.whole)

    def _on_all(self, found: Explanation) -> Iterator[Explanation]:
        """The convention where it gives all outputs, or with a slip, or without the outputs that differ."""
        near = self.all.candidate(found.replace(missed=()))
        wrong = tuple(near.variant.after[place] for place, left in near.rest.items() if left)
        if not wrong:
            yield near.found
            return
        yield from slips(near, self._windows)
        if len(wrong) <= len(near.rest) // MISSED_PART:
            yield unexplained(near.found.replace(missed=wrong), self.all.costs, self.question.output_shape)

    def others(self, found: list[Explanation]) -> Iterator[Explanation]:
        """The conventions with a slip, or with some outputs that differ."""
        plain, known = self.part.variants[0], dict[object, Windows]()
        bound = self.evidence - MARGIN_BITS - TOLD_BITS
        room = 0.0 if found else TOLD_BITS
        costs = [min((each.bits for each in found), default=bound)]
        matched: list[tuple[int, float, Explanation]] = []
        for near in usual_candidates(self.part.family, plain, lambda bits: bits + SLIP_BITS <= min(costs) + room):
            if near.found.bits < NEAREST_BITS:
                matched.append((sum(not left for left in near.rest.values()), -near.found.bits, near.found))
            for each in slips(near, known):
                kept = [each] if self.part is self.all else list(self._on_all(near.found))
                costs[:] = [min([*costs, *(one.bits for one in kept)])]
                yield from kept
        misses = len(self.part.question.known) // MISSED_PART
        if misses and not found:
            for missing in exact(self.part.family, self.part.variants[:1], misses, NEAR_STEP_BITS):
                if missing.missed:
                    yield from self._on_all(missing)
        self.nearest = self._counted(matched)

    def _counted(self, matched: list[tuple[int, float, Explanation]]) -> tuple[Explanation, int] | None:
        """The convention that gives most outputs of the part, and how many of all."""
        count, _, found = max(matched, key=lambda each: each[:2], default=(0, 0.0, None))
        if not count or found is None:
            return None
        return found, sum(not left for left in self.all.candidate(found).rest.values())

    def answer(
        self,
        verdict: Verdict,
        found: Iterable[Explanation] = (),
        nearest: tuple[Explanation, int] | None = None,
    ) -> Answer:
        tried = self.part.family.tried if verdict != "too_few" else self.all.family.tried
        return Answer(
            question=self.question,
            verdict=verdict,
            explanations=tuple(found),
            tried=tried,
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
