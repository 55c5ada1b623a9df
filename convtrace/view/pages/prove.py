"""Proofs → Document: for each law the claim, both sides written out, and whether they are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from convtrace.document.blocks import Block, Code, Document, Equation, Heading, Line, Mark, Paragraph
from convtrace.document.indices import symbols
from convtrace.document.plain import plain
from convtrace.proof.matrix_claims import padded_sizes
from convtrace.proof.proving import Counterexample, Proof, prove
from convtrace.trace.given import Ranges, operation_of
from convtrace.values.formula import (
    Chain,
    Formula,
    Product,
    Signed,
    Sum,
    Symbol,
)
from convtrace.values.limits import MAX_TERMS_SHOWN
from convtrace.view import phrases
from convtrace.view.amounts import elided, value_formula
from convtrace.view.law_words import MEANINGS, TITLES, matrix_command
from convtrace.view.page import SCHEMA, PageResult, Question, Read
from convtrace.view.pages.record import plain_value

SHORTEST_LINE = 3
# powers of roots in one sum
MAX_ROOTS_SHOWN = 6

# what is outside the arrays, and for which outputs a law is tried
BOTH_ZERO = "Both are 0 outside these indices. All outputs that can differ from 0 are compared."
WRAPPED = "x goes on at its other side, h is 0 outside these indices."
MIXED = (
    "Both are 0 outside these indices, but x is not in the law dft. All outputs that can differ from 0 are compared."
)

# what is compared
NOUNS = {"y": "output", "∂L/∂x": "derivative", "∂L/∂h": "derivative", "C": "cell", "Y": "transformed output"}


def page_result(question: Question, _only: str | None, _read: Read) -> PageResult:
    """The proofs of one law or of all, and whether all hold."""
    asked = {**question}
    law, operation = asked.pop("law"), asked.pop("of")
    operation_of(operation, question["form"], option="--of")
    proofs = prove(law, operation, **asked)
    return PageResult(document(proofs), all(proof.holds for proof in proofs))


def document(proofs: Sequence[Proof]) -> Document:
    """One page for all proofs about one operation, at least one."""
    blocks = partial(_blocks, proofs)
    return Document(blocks(), blocks, partial(record, proofs))


def _blocks(proofs: Sequence[Proof]) -> Iterator[Block]:
    problem = proofs[0].problem
    steps = {"stride": problem.stride, "dilation": problem.dilation}
    other = (f", {name} {','.join(map(str, each))}" for name, each in steps.items() if {*each} != {1})
    sizes = phrases.image_and_kernel(problem)
    yield Heading((f"{problem.operation.title}: laws for {sizes}{''.join(other)}",), level=1)
    wrapped = [proof.law == "dft" for proof in proofs]
    outside = WRAPPED if all(wrapped) else MIXED if any(wrapped) else BOTH_ZERO
    yield Paragraph(_arrays(proofs[0], outside))
    for proof in proofs:
        yield from _law(proof)


def _arrays(proof: Proof, outside: str) -> Line:
    """Which indices and letters are what."""
    image, kernel = proof.problem.image, proof.problem.kernel
    corners = (tuple(side[end] for side in kernel.order.array(kernel.ranges)) for end in (0, -1))
    first, last = (value_formula(kernel.value(kernel.order.array(corner))) for corner in corners)
    axes = len(image)
    letters: Line = (first,) if first == last else (first, " to ", last)
    return (
        *("x is any image with ", *phrases.ranges_of(symbols("i", axes), image)),
        *(", h any kernel with ", *phrases.ranges_of(symbols("k", axes), kernel.ranges), ", its values ", *letters),
        f". {outside}",
    )


def _law(proof: Proof) -> Iterator[Block]:
    yield Heading((TITLES[proof.law],))
    for claim in proof.claim:
        yield Equation(claim)
    yield Paragraph(MEANINGS[proof.law](proof))
    if proof.counterexample is None:
        yield from _holds(proof)
    else:
        yield from _refuted(proof, proof.counterexample, "The law does not hold. ")
    command = matrix_command(proof)
    if command is not None:
        yield Paragraph(("This prints C:",))
        yield Code(command, "sh")
    less = proof.less
    if less is not None and less.counterexample is not None:
        few = "×".join(map(str, padded_sizes(less.problem, fewer=1)))
        yield Paragraph((f"{few} pixels are too few: both ends of the output overlap.",))
        for claim in less.claim:
            yield Equation(claim)
        yield from _refuted(less, less.counterexample, "")


def _holds(proof: Proof) -> Iterator[Block]:
    for name, side in _sides(proof):
        yield Paragraph((*name, _count(side), ":"))
        yield Equation(Chain(proof.place, (("=", _shown(proof, side)),)))
    yield Paragraph((Mark.YES, " The difference is 0", *_compared(proof), ": the law holds."))


def _refuted(proof: Proof, example: Counterexample, verdict: str) -> Iterator[Block]:
    numbers, left, right = example
    yield Paragraph((Mark.NO, f" {verdict}The two sides differ at ", proof.place, "."))
    for name, side in _sides(proof):
        yield Paragraph((*name, _count(side), ":"))
        yield Equation(_shown(proof, side))
    given = phrases.joined([(Chain(letter, (("=", number),)),) for letter, number in numbers], last=", ")
    values: Line = (". The left side is then ", left, ", the right side ", right, ".")
    yield Paragraph(("For example, set ", *given, " and everything else to 0", *values))


def _sides(proof: Proof) -> tuple[tuple[Line, Formula], ...]:
    """Both sides at one element, each with what was done to it."""
    if proof.law == "gradient":
        return (("What stands beside it in ", Symbol("L")), proof.left), (("The sum of the claim",), proof.right)
    if proof.unreduced is None:
        return (("Left side, multiplied out",), proof.left), (("Right side, multiplied out",), proof.right)
    ones = phrases.joined([(Chain(power, (("=", 1),)),) for power, _ in proof.roots])
    zeros = phrases.joined([(Chain(polynomial, (("=", 0),)),) for _, polynomial in proof.roots])
    return (
        (("Left side",), proof.left),
        (("Right side, multiplied out, with ", *ones), proof.unreduced),
        (("Right side, with ", *zeros), proof.right),
    )


def _compared(proof: Proof) -> Line:
    """How many elements of what were compared, where it is not a single number."""
    if proof.outputs == 1:
        return ()
    counts: dict[str, int] = Counter()
    for array, count in proof.compared.items():
        counts[NOUNS.get(array, array)] += count
    parts: list[Line] = []
    for noun, count in counts.items():
        of_many = f"all {phrases.counted(count, noun)}" if count > 1 else f"the {noun}"
        parts.append((of_many,) if noun in NOUNS.values() else (Symbol(noun),))
    return (" for ", *phrases.joined(parts))


def _count(side: Formula) -> str:
    hidden = isinstance(side, Sum) and len(side.terms) > MAX_TERMS_SHOWN
    return f" ({len(side.terms)} products)" if isinstance(side, Sum) and hidden else ""


def _shown(proof: Proof, side: Formula) -> Formula:
    """The sum, a row of the kernel on each line; the middle of a very long one left out."""
    if not isinstance(side, Sum):
        return side
    terms = tuple(Signed(each.negative, _shortened(each.term)) for each in side.terms)
    if len(terms) > MAX_TERMS_SHOWN:
        return elided(Sum(terms))
    row = proof.problem.order.array(proof.problem.kernel.ranges)[-1]
    long = side is proof.unreduced and len(proof.roots) > 1
    return Sum(terms, per_line=1 if long else max(SHORTEST_LINE, len(row)))


def _shortened(term: Formula) -> Formula:
    """A product in which a long sum of roots has its middle left out."""
    if not isinstance(term, Product):
        return term
    factors = (
        elided(each) if isinstance(each, Sum) and len(each.terms) > MAX_ROOTS_SHOWN else each for each in term.factors
    )
    return Product(tuple(factors))


def record(proofs: Sequence[Proof]) -> Mapping[str, object]:
    """The proofs as values for programs: schema convtrace/1."""
    problem = proofs[0].problem
    return {
        "schema": SCHEMA,
        "operation": problem.operation.name,
        "form": problem.operation.form,
        "axes": problem.order.name,
        "image": _ends(problem.image),
        "kernel": _ends(problem.kernel.ranges),
        "stride": list(problem.stride),
        "dilation": list(problem.dilation),
        "laws": [_law_record(proof) for proof in proofs],
    }


def _ends(ranges: Ranges) -> dict[str, object]:
    return {"lo": [side[0] for side in ranges], "hi": [side[-1] for side in ranges]}


def _law_record(proof: Proof) -> dict[str, object]:
    found = proof.counterexample
    example = found and {
        "numbers": {plain(letter): number for letter, number in found.numbers},
        "left": plain_value(found.left),
        "right": plain_value(found.right),
    }
    return {
        "law": proof.law,
        "claim": [plain(claim) for claim in proof.claim],
        "holds": proof.holds,
        "outputs": proof.outputs,
        "place": plain(proof.place),
        "left": plain(proof.left),
        "unreduced": None if proof.unreduced is None else plain(proof.unreduced),
        "right": plain(proof.right),
        "roots": [{"one": plain(power), "zero": plain(polynomial)} for power, polynomial in proof.roots],
        "counterexample": example,
        "less": None if proof.less is None else _law_record(proof.less),
    }
