"""prove(law, operation) → Proof: identities between sums, with letters for all values, at every output.

One row for each law: what it claims, its two sides, and how much work they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from convtrace import claims, sides
from convtrace.claims import Claim
from convtrace.errors import ConvtraceError
from convtrace.notation import Entry, Formula, Number, Symbol
from convtrace.operations import NAMES, Operation, forms
from convtrace.polynomial import atom, formula, monomials
from convtrace.problem import Problem, Ranges, pose
from convtrace.reading import Typed, typed
from convtrace.sides import Case, Cases

if TYPE_CHECKING:
    from sympy import Expr

Key: TypeAlias = tuple[str, str | None]

SIDE = "5"
# some ten seconds
MOST_PRODUCTS = 20_000
TRIES_PER_PRODUCT = 100
LARGEST_SIDE = 200
MOST_READABLE = 12
CONV: Key = ("conv", None)
REFLECTED: Key = ("xcorr", "reflected")
SLIDING: Key = ("xcorr", "sliding")


class Law(NamedTuple):
    """`partners` names the operation on the other side, for each operation that the law is about; None: all, alone.

    `again` tells how many products follow from each meeting of a pixel and a kernel element, for a number of axes;
    `second` the indices of a second kernel g.
    """

    name: str
    claim: Claim
    cases: Cases
    partners: Mapping[Key, Key] | None = None
    again: Callable[[int], int] = lambda _: 2
    second: Callable[[Problem], Ranges] | None = None


LAWS = {
    law.name: law
    for law in (
        Law("flip", claims.flip, sides.flip, {CONV: SLIDING, SLIDING: CONV}),
        Law("reflect", claims.reflect, sides.reflect, {REFLECTED: SLIDING, SLIDING: REFLECTED}),
        Law("commute", claims.commute, sides.commute),
        Law(
            "associate",
            claims.associate,
            sides.associate,
            again=lambda axes: 2 * sides.SECOND_SIDE**axes,
            second=sides.small,
        ),
        Law(
            "distribute",
            claims.distribute,
            sides.distribute,
            again=lambda _: 4,
            second=lambda problem: problem.kernel.ranges,
        ),
        Law("shift", claims.shift, sides.shift),
        Law("impulse", claims.impulse, sides.impulse),
        Law("adjoint", claims.adjoint, sides.adjoint, again=lambda _: 4),
        Law("gradient", claims.gradient, sides.gradient, again=lambda _: 6),
    )
}


class Counterexample(NamedTuple):
    """Numbers for some letters, 0 for all others, that give two different values."""

    numbers: tuple[tuple[Formula, int], ...]
    left: int
    right: int


class Proof(NamedTuple):
    """What is claimed, and what came of it for one size of image and kernel.

    `place` is one of the `outputs` that were compared, and `left` and `right` are both sides there, multiplied out:
    a readable one with many terms, or the first at which the sides differ.
    """

    law: str
    problem: Problem
    claim: tuple[Formula, ...]
    second: Ranges | None
    outputs: int
    place: Entry | Symbol
    left: Formula
    right: Formula
    difference: Formula
    counterexample: Counterexample | None

    @property
    def holds(self) -> bool:
        return self.counterexample is None


def prove(
    law: str,
    operation: str = "conv",
    *,
    form: str | None = None,
    image: Typed | None = None,
    kernel: Typed | None = None,
    axes: str = "xy",
    kernel_origin: Typed | None = None,
) -> Proof:
    """The proof of a law, or its refutation; sizes are 5 pixels and 3 kernel elements on each axis unless given.

    Raises ConvtraceError for a law that is not there or not about this operation, and for sizes that take too long.

    >>> proof = prove("flip", image=4, kernel=2)
    >>> proof.holds, proof.outputs
    (True, 5)
    """
    row = LAWS[typed("law", law).one_of(LAWS)]
    problem = _posed(operation, form, image, kernel, axes, kernel_origin)
    return _proved(row, problem)


def prove_all(
    operation: str = "conv",
    *,
    form: str | None = None,
    image: Typed | None = None,
    kernel: Typed | None = None,
    axes: str = "xy",
    kernel_origin: Typed | None = None,
) -> tuple[Proof, ...]:
    """The proofs of all laws about an operation.

    >>> [proof.law for proof in prove_all("xcorr", image=2, kernel=2) if not proof.holds]
    ['commute', 'associate']
    """
    problem = _posed(operation, form, image, kernel, axes, kernel_origin)
    about = [law for law in LAWS.values() if law.partners is None or _key(problem.operation) in law.partners]
    _affordable(max(about, key=lambda law: law.again(len(problem.image))), problem)
    return tuple(_proved(law, problem) for law in about)


def _posed(
    operation: str,
    form: str | None,
    image: Typed | None,
    kernel: Typed | None,
    axes: str,
    kernel_origin: Typed | None,
) -> Problem:
    if form is not None and None in forms(typed("operation", operation).one_of(NAMES)):
        raise typed("--form", form).refuse(f"--form: {operation} has only one form", "Leave --form out.")

    def posed(size: Typed | None) -> Problem:
        return pose(
            operation, form=form, image=size, kernel=kernel, axes=axes, mode="full", kernel_origin=kernel_origin
        )

    problem = posed(image)
    return problem if image is not None else posed("x".join(SIDE * len(problem.image)))


def _proved(law: Law, problem: Problem) -> Proof:
    other = _partner(law, problem)
    _affordable(law, problem)
    relations = tuple(other.relation() for _ in problem.image)
    cases = list(law.cases(problem, relations))
    wrong = next((case for case in cases if case.left != case.right), None)
    case = wrong or max(cases, key=_readable)
    left, right, difference = (formula(side, problem.order) for side in (case.left, case.right, case.left - case.right))
    second = law.second(problem) if law.second else None
    refuted = None if wrong is None else _counterexample(wrong)
    claim = law.claim(problem, relations)
    return Proof(law.name, problem, claim, second, len(cases), _place(case), left, right, difference, refuted)


def _place(case: Case) -> Entry | Symbol:
    return Entry(case.array, tuple(map(Number, case.index))) if case.index else Symbol("L")


def _partner(law: Law, problem: Problem) -> Operation:
    key = _key(problem.operation)
    if law.partners is None:
        return problem.operation
    if key not in law.partners:
        name, form = next(iter(law.partners))
        hint = f"Type: convtrace prove {law.name} --of {name}" + (f" --form {form}" if form else "")
        title = problem.operation.title
        raise typed("law", law.name).refuse(f"law: {law.name} says nothing about: {title}", hint)
    name, form = law.partners[key]
    return forms(name)[form]


def _key(operation: Operation) -> Key:
    return operation.name, operation.form


def _affordable(law: Law, problem: Problem) -> None:
    """Refuses what would take long, and names sizes that don't."""
    image, kernel = (tuple(map(len, ranges)) for ranges in (problem.image, problem.kernel.ranges))
    work = _work(law, image, kernel)
    if work <= MOST_PRODUCTS:
        return
    axes = len(image)
    squares = [(side,) * axes for side in range(LARGEST_SIDE, 0, -1)]
    fitting = next((size for size in squares if size[0] > 1 and _work(law, size, kernel) <= MOST_PRODUCTS), None)
    both = next(size for size in squares if _work(law, size, size) <= MOST_PRODUCTS)
    sizes = f"--image {_typed(fitting)}" if fitting else f"--image {_typed(both)} --kernel {_typed(both)}"
    raise ConvtraceError(
        f"{law.name}: {work} products are too many to multiply out", hint=f"Choose, for example: {sizes}"
    )


def _work(law: Law, image: tuple[int, ...], kernel: tuple[int, ...]) -> int:
    """About how many products are multiplied out; pixels that are tried in vain count little."""
    tried = sum((pixels + taps) * max(pixels, taps) for pixels, taps in zip(image, kernel, strict=True))
    return law.again(len(image)) * (prod(image) * prod(kernel) + tried // TRIES_PER_PRODUCT)


def _typed(size: tuple[int, ...]) -> str:
    return "x".join(map(str, size))


def _readable(case: Case) -> tuple[bool, int, int]:
    """Many terms, but not too many; then the nearest to 1, 1, …, where no index vanishes."""
    count = len(monomials(case.left))
    distance = sum(abs(number - 1) for number in case.index)
    return count <= MOST_READABLE, count if count <= MOST_READABLE else -count, -distance


def _counterexample(case: Case) -> Counterexample:
    """Every term is a product of different letters, so that the letters of one term alone keep that term alone."""
    _, kept = monomials(case.left - case.right)[0]
    numbers = {symbol: number for number, symbol in enumerate(kept, start=2)}
    left, right = (_valued(side, numbers) for side in (case.left, case.right))
    return Counterexample(tuple((atom(symbol), number) for symbol, number in numbers.items()), left, right)


def _valued(expression: Expr, numbers: Mapping[Expr, int]) -> int:
    return sum(factor * prod(numbers.get(symbol, 0) for symbol in kept) for factor, kept in monomials(expression))
