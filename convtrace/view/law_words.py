"""Words for the laws: what each is called, and what its claim says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from convtrace.document.blocks import Line
from convtrace.document.indices import FREQUENCIES, named, symbols
from convtrace.law.extents import centred
from convtrace.proof.claims import impulse_signs, shift_steps, with_signs
from convtrace.proof.matrix_claims import frequency_signs
from convtrace.proof.proving import Proof
from convtrace.values.formula import (
    ROOT,
    Chain,
    Conjugate,
    Entry,
    Power,
    Product,
    Quotient,
    Signed,
    Sum,
    SumOver,
    Symbol,
)
from convtrace.view import phrases

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
    "dft": "Fourier: where the image wraps around, transforms are multiplied",
    "padding": "Padding: behind enough zeros, wrapping around changes nothing",
}

MATRIX_OPTIONS = {
    "matrix": ("--mode", "full"),
    "transpose": ("--mode", "full", "--transpose"),
    "dft": ("--mode", "same", "--pad", "wrap"),
}


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
    return (*_second(proof), " On the left, x meets h first. On the right, h meets g first.")


def _distribute(proof: Proof) -> Line:
    return _second(proof)


def _second(proof: Proof) -> Line:
    """The second kernel g; a letter g alone is one of the kernel's values."""
    axes = symbols("k", len(proof.second))
    ranges = phrases.ranges_of(axes, proof.second)
    return (Entry("g", axes), " is any second kernel with ", *ranges, ". Outside these indices it is 0, too.")


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
    return (*_arriving(proof), " Both sides are the number ", Symbol("L"), ".")


def _gradient(proof: Proof) -> Line:
    outputs = symbols("m", len(proof.problem.image))
    summed = SumOver(outputs[::-1], Product((Entry("g", outputs), Entry("y", outputs))))
    return (
        *_arriving(proof),
        " SymPy multiplies out ",
        Chain(Symbol("L"), (("=", summed),)),
        ". A product there has each element at most once, so the derivative with respect to an element is the sum of "
        "what stands beside it.",
    )


def _matrix(_: Proof) -> Line:
    return ("On the left, each row of C is multiplied by x. On the right, SymPy multiplies out the sum, without C.",)


def _transpose(proof: Proof) -> Line:
    return (
        *_arriving(proof),
        *(" The transpose of C times g has the derivatives of ", Symbol("L"), ", as in the law gradient. "),
        *(Symbol("L"), " is the same number, summed over outputs or over pixels, as in the law adjoint. "),
        "That law needs no matrix; this one is about each cell of the matrix that is printed.",
    )


def _dft(proof: Proof) -> Line:
    roots = named(ROOT, len(proof.problem.image))
    kernel_signs, image_signs = frequency_signs(proof.problem)
    u = named(FREQUENCIES, len(roots))
    first = Symbol("F") if image_signs[0] > 0 else Conjugate(Symbol("F"))
    return (
        "Here x is not 0 outside: it goes on at its other side, and there are as many outputs as pixels. ",
        *_roots(proof, roots),
        ", where ",
        *(Symbol("i"), " is the imaginary unit. SymPy calculates without decimals. "),
        "H, X and Y are the discrete Fourier transforms of h, x and y. In matrices the last line is ",
        *(Symbol("C"), " = ", Power(Symbol("F"), -1), "·", Symbol("D"), "·", first, ", where "),
        *(Symbol("F"), " is the matrix of the transform and ", Symbol("D"), " has "),
        Entry("H", with_signs(kernel_signs, u)),
        " on its diagonal.",
    )


def _roots(proof: Proof, roots: Sequence[Symbol]) -> Line:
    """The number that the root of each axis is."""
    named: dict[int, list[Line]] = defaultdict(list)
    for root, side in zip(roots, proof.problem.image, strict=True):
        named[len(side)].append((root,))
    turn = Product((2, Symbol("π")))
    meanings: list[Line] = []
    for size, same in named.items():
        angle = Product((Symbol("i"), Quotient(turn, size)))
        meanings.append((*phrases.joined(same), " are " if len(same) > 1 else " is ", Power(Symbol("e"), angle)))
    return phrases.joined(meanings)


def _padding(proof: Proof) -> Line:
    size = phrases.array_size(proof.problem, "m")
    return (
        f"On the left, x is 0 outside. On the right, zeros are added to x up to {size} pixels, and then it repeats. "
        f"So Fourier transforms of {size} pixels give these outputs (the law dft).",
    )


def matrix_command(proof: Proof) -> str | None:
    """The command that prints the matrix of a law, where it has one."""
    further = MATRIX_OPTIONS.get(proof.law)
    if further is None:
        return None
    problem = proof.problem
    sizes = {"--image": problem.image, "--kernel": problem.kernel.ranges}
    words = ["convtrace", "matrix", problem.operation.name]
    words += ["--form", problem.operation.form] if problem.operation.form else []
    for option, sides in sizes.items():
        words += [option, "x".join(str(len(side)) for side in sides)]
    if problem.kernel.ranges != tuple(centred(len(side)) for side in problem.kernel.ranges):
        words += ["--kernel-origin", ",".join(str(-side.start) for side in problem.kernel.ranges)]
    for option, steps in (("--stride", problem.stride), ("--dilation", problem.dilation)):
        words += [option, ",".join(map(str, steps))] if {*steps} != {1} else []
    words += ["--axes", problem.order.name] if problem.order.name != "xy" else []
    return " ".join((*words, *further))


def _arriving(proof: Proof) -> Line:
    return ("Take any number ", Entry("g", symbols("m", len(proof.problem.image))), " for each output.")


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
    "dft": _dft,
    "padding": _padding,
}
