"""A user's script: every public name of convtrace, as type checkers and Python must take it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

import convtrace
from convtrace import (
    ConvtraceError,
    Derivation,
    Page,
    Problem,
    assert_convention,
    borders,
    check,
    compare,
    derive,
    evaluate,
    expand,
    explore,
    gradient,
    judge,
    kernels,
    library,
    map_outputs,
    matrix,
    pose,
    probe,
    prove,
    render,
    slide,
    to_sympy,
    versus,
    which,
)

PHOTO = np.arange(12.0).reshape(3, 4)


def weights(derivation: Derivation) -> list[str]:
    return [str(term.weight) for term in derivation.terms]


def all_formats(page: Page) -> dict[str, str]:
    return {name: render(page, name, width=80) for name in ("text", "markdown", "html")}


def the_sum(problem: Problem) -> str:
    derivation: Derivation = derive(problem)
    equation, total = to_sympy(derivation)
    return f"{equation} {total} {derivation.to_sympy()[1]}"


def main() -> None:
    one = derive(
        "conv", m=np.int64(1), n=1, image=PHOTO, kernel="sobel-x", pad="edge", stride=(1, 1), only=["table", "result"]
    )
    print(one, repr(one), one.value, one.flipped, one.laid, weights(one), one.sections, one.title)
    print(the_sum(pose("xcorr", at=(0,), image=[1, 2, 3], kernel=[0.5, Fraction(1, 3), "alpha"])))

    both = compare(at=np.array([1, 1]), image=(5, 5), form="sliding")
    print(both.first.value, both.same_pixels and both.same_pixels.terms)

    for field in map_outputs("conv", image=4, mode="same"):
        print(field.output, field.pixels)
    whole = matrix("numpy.convolve", options={"mode": "same"}, image=[1, 2, 3], kernel=2, at=1, transpose=True)
    print(len(whole.cells), whole.laid("i", "m").rows, whole.output)
    print(explore("conv", image=PHOTO, pad="edge", mode="same").shown[0].problem.at)
    moving = slide("conv", image=[1, 2, 3, 4], kernel=[1, 0], pace=Fraction(1, 2))
    print(len(moving), moving.outputs, len(render(slide("conv", image=4, strip=True), "svg")) > 100)
    lines: list[str] = list(expand("conv", image=np.array([1, 2, 3], dtype=np.float32), kernel=(2,)))
    print(len(lines), gradient("conv-transpose", weight=(0, 0), stride=2).terms)

    call = library("numpy.correlate", mode="same", image=[1, 2, 3], kernel=np.ones(3), at=0)
    print(call.problem.at, call.call.notes, library().names)
    two = versus("numpy.convolve", "numpy.correlate", options={"mode": "full"}, image=7, kernel=3)
    print(two.equal, two.agreement)

    proof = prove("flip", "xcorr", form="sliding", image=3, kernel=2)
    print(proof.holds, proof.counterexample, [each.law for each in prove(image=2, kernel=2)])
    print(check(one.replace(only=())).holds if one.problem.pixels is None else "numbers")

    rows: list[list[int | Fraction]] = kernels()["sobel-x"]
    print(rows, borders().rules)

    nested = evaluate("scipy.signal.convolve2d", PHOTO, rows, mode="same")
    array = evaluate("scipy.signal.convolve2d", PHOTO.tolist(), [[1, 2]], as_array=True)
    print(nested[0], array.shape, array.dtype)

    claim = judge(derive("conv", at=1, image=[1, 2, 3], kernel=[1, 2]), "3/2")
    print(claim.right, claim.value, [each.rank for each in claim.found], claim.tried)

    found = which([1, 2, 3, 4], [1, 1], [3, 5, 7])
    print(found.verdict, [each.kernel.name for each in found.explanations], probe("octave").line)
    assert_convention([3, 5, 7], "numpy.convolve", image=[1, 2, 3, 4], kernel=[1, 1], mode="valid")

    pages: list[Page] = [both, call, two, proof, borders(), kernels(only="edges")]
    print([len(all_formats(page)) for page in pages], convtrace.render(pages[0], "latex", standalone=True)[:9])
    try:
        derive("conv", at="nowhere")
    except ConvtraceError as error:
        print(error.message, error.hint, error.span)


if __name__ == "__main__":
    main()
