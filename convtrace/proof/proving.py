"""prove(law, operation) → Proof: an identity between sums, with letters for all values, at every output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from convtrace.law.operations import Operation
from convtrace.proof.claims import Letters
from convtrace.proof.laws import LAWS, Law, about, check_work, other_side
from convtrace.proof.ring import Ring
from convtrace.proof.signals import Case, Signals
from convtrace.trace.given import Ranges
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.trace.problem_checks import check_letters, check_outputs
from convtrace.values.formula import Entry, Formula, Product, Symbol
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_EXAMPLE_TERMS
from convtrace.values.named_tuple import NamedTuple
from convtrace.values.typed_text import Typed, typed

SIDE = "5"
L = Symbol("L")


class Counterexample(NamedTuple):
    """Numbers for some letters, 0 for all others, that give two different values."""

    numbers: tuple[tuple[Formula, int], ...]
    left: Formula
    right: Formula


class Proof(Frozen):
    """A claim, and what came of it for one size of image and kernel.

    `compared` tells how many elements of which arrays were compared, L being a single number. `place` is one of them,
    and `left` and `right` are both sides there, multiplied out: a readable one with many terms, or the first at which
    the sides differ. `other` is the operation on the right, `second` the indices of a second kernel. `roots` has, for
    each root of 1, its power that is 1 and its polynomial that is 0; `unreduced` is the right side before division by
    that. `less` is what comes of the law with less than it needs.
    """

    law: str
    problem: Problem
    claim: tuple[Formula, ...]
    other: Operation
    second: Ranges
    compared: Mapping[str, int]
    place: Formula
    left: Formula
    right: Formula
    difference: Formula
    counterexample: Counterexample | None
    roots: tuple[tuple[Formula, Formula], ...] = ()
    unreduced: Formula | None = None
    less: Proof | None = None

    @property
    def outputs(self) -> int:
        """The number of elements that were compared."""
        return sum(self.compared.values())

    @property
    def holds(self) -> bool:
        return self.counterexample is None


def prove(
    law: str | None,
    operation: str = "conv",
    *,
    form: str | None = None,
    image: Typed | None = None,
    kernel: Typed | None = None,
    axes: str = "xy",
    kernel_origin: Typed | None = None,
    stride: Typed = 1,
    dilation: Typed = 1,
) -> tuple[Proof, ...]:
    """The proof of a law, or its refutation; without a law those of all laws about the operation.

    Sizes are 5 pixels and 3 kernel elements on each axis unless given. Raises ConvtraceError for a law that is not
    there, not about this operation or not about strides, and for sizes that take too long.

    >>> [(proof.holds, proof.outputs) for proof in prove("flip", image=4, kernel=2)]
    [(True, 5)]
    >>> [proof.law for proof in prove(None, "xcorr", image=2, kernel=2) if not proof.holds]
    ['commute', 'associate']
    """
    named = None if law is None else LAWS[typed("law", law).one_of(LAWS)]

    def posed(size: Typed | None) -> Problem:
        return pose(
            operation,
            form=form,
            image=size,
            kernel=kernel,
            axes=axes,
            mode="full",
            kernel_origin=kernel_origin,
            stride=stride,
            dilation=dilation,
        )

    problem = posed(image)
    check_letters(problem, "prove")
    if image is None:
        problem = posed("x".join(SIDE * len(problem.image)))
    check_outputs(problem)
    sides = [(each, other_side(each, problem)) for each in ([named] if named else about(problem))]
    check_work([each for each, _ in sides], problem)
    return tuple(_proved(problem, *side) for side in sides)


def _proved(problem: Problem, law: Law, other: Operation) -> Proof:
    relations = tuple(other.relation() for _ in problem.image)
    signals = Signals.of(problem, relations)
    ring, order = signals.ring, problem.order
    cases = list(law.identity(signals))
    wrong = next((case for case in cases if case.left != case.right), None)
    case = wrong or max(cases, key=_readable)
    return Proof(
        law=law.name,
        problem=problem,
        claim=law.claim(Letters.of(problem, relations)),
        other=other,
        second=law.second(problem),
        compared=Counter(case.array if case.element else L.name for case in cases),
        place=_place(case),
        left=ring.formula(case.left, order),
        right=ring.formula(case.right, order),
        difference=ring.formula(case.left - case.right, order),
        counterexample=None if wrong is None else _counterexample(wrong, ring),
        roots=ring.equations() if law.has_roots else (),
        unreduced=None if case.unreduced is None else ring.formula(case.unreduced(), order),
        less=None if law.less is None else _proved(problem, law.less, other),
    )


def _place(case: Case) -> Formula:
    element = Entry(case.array, case.element) if case.element else L
    return element if case.times == 1 else Product((case.times, element))


def _readable(case: Case) -> tuple[bool, bool, int, int]:
    """What has steps between; many terms, but not too many; then the nearest to 1, 1, …, where no index vanishes."""
    count = len(case.left)
    distance = sum(abs(number - 1) for number in case.element)
    few = count <= MAX_EXAMPLE_TERMS
    return case.unreduced is not None, few, count if few else -count, -distance


def _counterexample(case: Case, ring: Ring) -> Counterexample:
    """Every term is a product of different letters, so that the letters of one term alone keep that term alone."""
    kept = ring.elements_of_a_term(case.left - case.right)
    numbers = {element: number for number, element in enumerate(kept, start=2)}
    left, right = (ring.valued(side, numbers) for side in (case.left, case.right))
    return Counterexample(tuple(numbers.items()), left, right)
