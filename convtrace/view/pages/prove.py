"""Proofs → Document: for each law the claim, both sides written out, and whether they are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from convtrace.document.blocks import Block, Document, Equation, Heading, Line, Mark, Paragraph
from convtrace.document.indices import symbols
from convtrace.document.plain import plain
from convtrace.proof.claims import impulse_signs, shift_steps
from convtrace.proof.proving import Counterexample, Proof, prove
from convtrace.trace.given import Ranges, operation_of
from convtrace.values.formula import Chain, Entry, Formula, Product, Signed, Sum, SumOver, Symbol
from convtrace.values.limits import MAX_TERMS_SHOWN
from convtrace.view import phrases
from convtrace.view.amounts import elided, value_formula
from convtrace.view.page import SCHEMA, PageResult, Question, Read

SHORTEST_LINE = 3

TITLES = {
    "flip": "Flip: with the kernel flipped, one operation becomes the other",
    "reflect": "Reflect: both forms of cross-correlation give the same values, in opposite places",
    "commute": "Commute: image and kernel can be swapped",
    "associate": "Associate: two kernels in turn, or combined first",
    "distribute": "Distribute: two kernels can be added before or after",
    "shift": "Shift: when the image moves, the output moves, too",
    "impulse": "Impulse: a single pixel shows the kernel",
    "adjoint": "Adjoint: summing over outputs or over pixels gives the same number",
    "gradient": "Gradient: the derivatives with respect to pixels and kernel elements",
    "matrix": "Matrix: each output is a row of C times x",
    "transpose": "Transpose: the transpose of C takes the outputs back to the pixels",
}
# what is compared
NOUNS = {"y": "output", "∂L/∂x": "derivative", "∂L/∂h": "derivative"}


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
    yield Heading((f"{problem.operation.title}: laws for {phrases.image_and_kernel(problem)}",), level=1)
    yield Paragraph(_arrays(proofs[0]))
    for proof in proofs:
        yield from _law(proof)


def _arrays(proof: Proof) -> Line:
    """Which indices and letters are what."""
    image, kernel = proof.problem.image, proof.problem.kernel
    corners = (tuple(side[end] for side in kernel.order.array(kernel.ranges)) for end in (0, -1))
    first, last = (value_formula(kernel.value(kernel.order.array(corner))) for corner in corners)
    axes = len(image)
    letters: Line = (first,) if first == last else (first, " to ", last)
    return (
        *("x is any image with ", *phrases.ranges_of(symbols("i", axes), image)),
        *(", h any kernel with ", *phrases.ranges_of(symbols("k", axes), kernel.ranges), ", its values ", *letters),
        ". Both are 0 outside these indices. All outputs that can differ from 0 are compared.",
    )


def _law(proof: Proof) -> Iterator[Block]:
    yield Heading((TITLES[proof.law],))
    for claim in proof.claim:
        yield Equation(claim)
    yield Paragraph(MEANINGS[proof.law](proof))
    yield from _holds(proof) if proof.counterexample is None else _refuted(proof, proof.counterexample)


def _holds(proof: Proof) -> Iterator[Block]:
    for name, side in zip(_names(proof), (proof.left, proof.right), strict=True):
        yield Paragraph((*name, _count(side), ":"))
        yield Equation(Chain(proof.place, (("=", _shown(proof, side)),)))
    yield Paragraph((Mark.YES, " The difference is 0", *_compared(proof), ": the law holds."))


def _refuted(proof: Proof, example: Counterexample) -> Iterator[Block]:
    numbers, left, right = example
    yield Paragraph((Mark.NO, " The law does not hold. The two sides differ at ", proof.place, "."))
    for name, side in zip(_names(proof), (proof.left, proof.right), strict=True):
        yield Paragraph((*name, _count(side), ":"))
        yield Equation(_shown(proof, side))
    given = phrases.joined([(Chain(letter, (("=", number),)),) for letter, number in numbers], last=", ")
    values: Line = (". The left side is then ", left, ", the right side ", right, ".")
    yield Paragraph(("For example, set ", *given, " and everything else to 0", *values))


def _names(proof: Proof) -> tuple[Line, Line]:
    if proof.law == "gradient":
        return ("What stands beside it in ", Symbol("L")), ("convtrace's sum",)
    return ("Left side, multiplied out",), ("Right side, multiplied out",)


def _compared(proof: Proof) -> Line:
    """How many elements of what were compared, where it is not a single number."""
    if proof.outputs == 1:
        return ()
    counts: dict[str, int] = Counter()
    for array, count in proof.compared.items():
        counts[NOUNS.get(array, array)] += count
    parts: list[Line] = [
        (Symbol(noun),) if noun not in NOUNS.values() else (f"all {phrases.counted(count, noun)}",)
        for noun, count in counts.items()
    ]
    return (" for ", *phrases.joined(parts))


def _count(side: Formula) -> str:
    hidden = isinstance(side, Sum) and len(side.terms) > MAX_TERMS_SHOWN
    return f" ({len(side.terms)} products)" if isinstance(side, Sum) and hidden else ""


def _shown(proof: Proof, side: Formula) -> Formula:
    """The sum, a row of the kernel on each line; the middle of a very long one left out."""
    if not isinstance(side, Sum):
        return side
    if len(side.terms) > MAX_TERMS_SHOWN:
        return elided(Sum(side.terms))
    row = proof.problem.order.array(proof.problem.kernel.ranges)[-1]
    return Sum(side.terms, per_line=max(SHORTEST_LINE, len(row)))


def _flip(proof: Proof) -> Line:
    turned = phrases.orientation(proof.problem, (True,) * len(proof.problem.image))
    return (f"The right side is the {_title(proof)} with the kernel {turned}.",)


def _reflect(proof: Proof) -> Line:
    outputs = symbols("m", len(proof.problem.image))
    opposite = phrases.joined([(Sum((Signed(True, name),)),) for name in outputs], last=", ")
    return (f"The right side is the {_title(proof)} at ", *opposite, ".")


def _commute(_: Proof) -> Line:
    return ("On the right, h is the image and x is the kernel.",)


def _associate(proof: Proof) -> Line:
    end = " and 0 elsewhere. On the left, x meets h first. On the right, h meets g first."
    return (*_second(proof), end)


def _distribute(proof: Proof) -> Line:
    return (*_second(proof), " and 0 elsewhere.")


def _second(proof: Proof) -> Line:
    """The second kernel g; a letter g alone is one of the kernel's values."""
    axes = symbols("k", len(proof.second))
    return (Entry("g", axes), " is any second kernel, with ", *phrases.ranges_of(axes, proof.second))


def _shift(proof: Proof) -> Line:
    steps, moves = shift_steps(proof.problem)
    return ("The image moves by ", *_numbers(steps), ", so the output moves by ", *_numbers(moves), ".")


def _impulse(proof: Proof) -> Line:
    origin = Entry("x", (0,) * len(proof.problem.image))
    flipped = tuple(sign < 0 for sign in impulse_signs(proof.problem))
    lies = phrases.orientation(proof.problem, flipped)
    only = (Chain(origin, (("=", 1),)), " and every other pixel is 0")
    return (*only, f". The output is the kernel {lies}.")


def _adjoint(proof: Proof) -> Line:
    return (*_arriving(proof), ". Both sides are the number ", Symbol("L"), ".")


def _gradient(proof: Proof) -> Line:
    outputs = symbols("m", len(proof.problem.image))
    summed = SumOver(outputs[::-1], Product((Entry("g", outputs), Entry("y", outputs))))
    return (
        *_arriving(proof),
        ". SymPy multiplies out ",
        Chain(Symbol("L"), (("=", summed),)),
        ". No product in it has the same element twice: the derivative with respect to an element is the sum of what "
        "stands beside it.",
    )


def _matrix(proof: Proof) -> Line:
    multiplied = "On the left, each of its rows is multiplied by x. On the right, SymPy adds up the sum itself."
    return (f"C is what {_printed(proof)} prints. {multiplied}",)


def _transpose(proof: Proof) -> Line:
    return (
        *_arriving(proof),
        f". {_printed(proof)} --transpose prints C and its transpose. The transpose times g gives the derivatives of ",
        Symbol("L"),
        ", as in the law gradient. Going forwards and going backwards give the same number ",
        Symbol("L"),
        ", as in the law adjoint, which needs no matrix.",
    )


def _printed(proof: Proof) -> str:
    """The command that prints the matrix."""
    operation = proof.problem.operation
    form = f" --form {operation.form}" if operation.form else ""
    return f"convtrace matrix {operation.name}{form} --mode full"


def _arriving(proof: Proof) -> Line:
    return (Entry("g", symbols("m", len(proof.problem.image))), " is any number for each output")


def _numbers(numbers: Sequence[int]) -> Line:
    return phrases.joined([(number,) for number in numbers])


def _title(proof: Proof) -> str:
    title = proof.other.title
    return title[0].lower() + title[1:]


MEANINGS: dict[str, Callable[[Proof], Line]] = {
    "flip": _flip,
    "reflect": _reflect,
    "commute": _commute,
    "associate": _associate,
    "distribute": _distribute,
    "shift": _shift,
    "impulse": _impulse,
    "adjoint": _adjoint,
    "gradient": _gradient,
    "matrix": _matrix,
    "transpose": _transpose,
}


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
        "laws": [_law_record(proof) for proof in proofs],
    }


def _ends(ranges: Ranges) -> dict[str, object]:
    return {"lo": [side[0] for side in ranges], "hi": [side[-1] for side in ranges]}


def _law_record(proof: Proof) -> dict[str, object]:
    found = proof.counterexample
    example = found and {
        "numbers": {plain(letter): number for letter, number in found.numbers},
        "left": found.left,
        "right": found.right,
    }
    return {
        "law": proof.law,
        "claim": [plain(claim) for claim in proof.claim],
        "holds": proof.holds,
        "outputs": proof.outputs,
        "place": plain(proof.place),
        "left": plain(proof.left),
        "right": plain(proof.right),
        "counterexample": example,
    }
