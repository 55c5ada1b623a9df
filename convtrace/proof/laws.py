"""The laws, one row each: its claim, its two sides, which operations it is about, and how much work it is."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from math import prod
from operator import itemgetter

from convtrace.errors import ConvtraceError
from convtrace.law import operations
from convtrace.law.axis import Relation
from convtrace.law.operations import Operation, rows_like
from convtrace.proof import claims, identities, matrix_claims, matrix_identities
from convtrace.proof.claims import Claimed, Letters
from convtrace.proof.identities import Identity
from convtrace.trace.given import Ranges
from convtrace.trace.problem import Problem
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_PROVED_PRODUCTS, MAX_SUGGESTED_SIDE
from convtrace.values.typed_text import typed

TRIES_PER_PRODUCT = 100


class Law(Frozen):
    """`other` gives the relation on the other side, the operation's own unless given; an operation must have its signs.

    `products` tells how many follow from each meeting of a pixel and a kernel element, for a number of axes; where a
    law `has_roots` of 1, as many as there are pixels. `second` gives the indices of a second kernel g. Laws
    `with_steps` hold with a stride and a dilation, too. `less` is the same law with less than it needs: it fails,
    unless that makes no difference.
    """

    name: str
    claim: Callable[[Letters], Claimed]
    identity: Identity
    other: Callable[[Relation], Relation] = lambda relation: relation
    products: Callable[[int], int] = lambda _: 2
    second: Callable[[Problem], Ranges] = lambda _: ()
    with_steps: bool = False
    has_roots: bool = False
    less: Law | None = None


LAWS = {
    law.name: law
    for law in (
        Law(name="flip", claim=claims.flip, identity=identities.flip_cases, other=Relation.kernel_flipped),
        Law(name="reflect", claim=claims.reflect, identity=identities.reflect_cases, other=Relation.output_reflected),
        Law(name="commute", claim=claims.commute, identity=identities.commute_cases),
        Law(
            name="associate",
            claim=claims.associate,
            identity=identities.associate_cases,
            products=lambda axes: 2 * identities.SECOND_SIDE**axes,
            second=identities.small_kernel,
        ),
        Law(
            name="distribute",
            claim=claims.distribute,
            identity=identities.distribute_cases,
            products=lambda _: 4,
            second=lambda problem: problem.kernel.ranges,
            with_steps=True,
        ),
        Law(name="shift", claim=claims.shift, identity=identities.shift_cases),
        Law(name="impulse", claim=claims.impulse, identity=identities.impulse_cases),
        Law(
            name="adjoint",
            claim=claims.adjoint,
            identity=identities.adjoint_cases,
            products=lambda _: 4,
            with_steps=True,
        ),
        Law(
            name="gradient",
            claim=claims.gradient,
            identity=identities.gradient_cases,
            products=lambda _: 6,
            with_steps=True,
        ),
        Law(name="matrix", claim=matrix_claims.matrix, identity=matrix_identities.matrix_cases, with_steps=True),
        Law(
            name="transpose",
            claim=matrix_claims.transpose,
            identity=matrix_identities.transpose_cases,
            products=lambda _: 6,
            with_steps=True,
        ),
        Law(name="dft", claim=matrix_claims.dft, identity=matrix_identities.dft_cases, has_roots=True),
        Law(
            name="padding",
            claim=matrix_claims.padding,
            identity=matrix_identities.padding_cases,
            less=Law(
                name="padding",
                claim=partial(matrix_claims.padding, fewer=1),
                identity=partial(matrix_identities.padding_cases, fewer=1),
            ),
        ),
    )
}


def other_side(law: Law, problem: Problem) -> Operation:
    """The operation on the other side; refuses a law that says nothing about this one."""
    found = _other(law, problem.operation)
    if found is None:
        row = next(row for row in operations.OPERATIONS if _other(law, row) is not None)
        hint = f"Type: convtrace prove {law.name} --of {row.name}" + (f" --form {row.form}" if row.form else "")
        title = problem.operation.title
        raise typed("law", law.name).refuse(f"{law.name} says nothing about {title}", hint)
    if not _fits_steps(law, problem):
        others = ", ".join(each.name for each in LAWS.values() if each.with_steps)
        message = f"{law.name} is a law about sums without stride and dilation"
        raise typed("law", law.name).refuse(message, f"Leave --stride and --dilation out, or choose from: {others}")
    return found


def _fits_steps(law: Law, problem: Problem) -> bool:
    """True where stride and dilation are 1, unless the law holds with others, too."""
    return law.with_steps or {*problem.stride, *problem.dilation} == {1}


def _other(law: Law, operation: Operation) -> Operation | None:
    """The operation on the other side: itself where it has the signs, else the first that has them."""
    fitting = rows_like(law.other(operation.relation()))
    return operation if operation in fitting else next(iter(fitting), None)


def about(problem: Problem) -> tuple[Law, ...]:
    """The laws about one operation."""
    laws = (law for law in LAWS.values() if _fits_steps(law, problem))
    return tuple(law for law in laws if _other(law, problem.operation) is not None)


def check_work(laws: Collection[Law], problem: Problem) -> None:
    """Refuse what would take long, and name sizes that don't."""
    image, kernel = (tuple(map(len, ranges)) for ranges in (problem.image, problem.kernel.ranges))
    work, law = max(((_work(law, image, kernel), law) for law in laws), key=itemgetter(0))
    if work <= MAX_PROVED_PRODUCTS:
        return
    axes = len(image)
    squares = [(side,) * axes for side in range(MAX_SUGGESTED_SIDE, 0, -1)]
    fitting = next((size for size in squares if size[0] > 1 and _work(law, size, kernel) <= MAX_PROVED_PRODUCTS), None)
    both = next(size for size in squares if _work(law, size, size) <= MAX_PROVED_PRODUCTS)
    sizes = f"--image {_typed(fitting)}" if fitting else f"--image {_typed(both)} --kernel {_typed(both)}"
    alone = ", or name one law" if len(laws) > 1 else ""
    message = f"{law.name}: {work} products are too many to multiply out"
    raise ConvtraceError(message, hint=f"Choose, for example: {sizes}{alone}")


def _work(law: Law, image: tuple[int, ...], kernel: tuple[int, ...]) -> int:
    """About how many products are multiplied out; pixels that are tried in vain count little."""
    tried = sum((pixels + elements) * max(pixels, elements) for pixels, elements in zip(image, kernel, strict=True))
    each = prod(image) if law.has_roots else law.products(len(image))
    return each * (prod(image) * prod(kernel) + tried // TRIES_PER_PRODUCT)


def _typed(size: tuple[int, ...]) -> str:
    return "x".join(map(str, size))
