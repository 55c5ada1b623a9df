"""The laws: proved where they hold, refuted where they don't, and broken where the relation is."""

from __future__ import annotations

import cmath
import json
import math
import re
import shlex
from itertools import product
from typing import Any

import pytest

from convtrace import ConvtraceError, prove
from convtrace.cli import run
from convtrace.document.plain import plain
from convtrace.law import operations
from convtrace.law.axis import Relation, Unknown, solve
from convtrace.law.boundary import RULES
from convtrace.law.operations import OPERATIONS, Operation, names
from convtrace.proof import matrix_identities
from convtrace.proof.laws import LAWS
from convtrace.proof.matrix_claims import frequency_signs
from convtrace.proof.proving import Proof
from convtrace.proof.ring import Ring
from convtrace.render.rendering import formats
from convtrace.trace.matrix import Matrix, matrix
from convtrace.trace.problem import Problem
from convtrace.values.formula import Sum
from convtrace.view.law_words import matrix_command

FORMS = [("conv", None), ("xcorr", "reflected"), ("xcorr", "sliding")]
SIZES: list[dict[str, Any]] = [
    {"image": "3x2", "kernel": "2x3"},
    {"image": "2x3", "kernel": "2x1", "axes": "rc"},
    {"image": "5", "kernel": "4"},
    {"image": "2x1x2", "kernel": "2x1x2", "kernel_origin": "0,0,1"},
    {"image": "1x2", "kernel": "3x2"},
]
# what the matrix that a page names has, too
STEPS = {"image": "4", "kernel": "2", "stride": 2, "dilation": 3}
FAIL = {"conv": set[str](), "xcorr": {"commute", "associate"}}
ABOUT = {
    ("conv", None): set(LAWS) - {"reflect"},
    ("xcorr", "reflected"): set(LAWS) - {"flip"},
    ("xcorr", "sliding"): set(LAWS),
}
SMALL = 1e-9
EVERY_FORM = pytest.mark.parametrize(("name", "form"), FORMS)


def spelled(proof: Proof) -> list[str]:
    return [plain(formula) for formula in (proof.left, proof.right, proof.difference)]


@EVERY_FORM
@pytest.mark.parametrize("sizes", SIZES)
def test_laws_hold_or_fail_at_every_size(name: str, form: str | None, sizes: dict[str, Any]) -> None:
    proofs = prove(None, name, form=form, **sizes)
    assert {proof.law for proof in proofs} == ABOUT[name, form]
    assert {proof.law for proof in proofs if not proof.holds} == FAIL[name]
    for proof in proofs:
        left, right, difference = spelled(proof)
        assert (left == right, difference == "0") == (proof.holds, proof.holds)


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("steps", [{"stride": "2,1", "dilation": "1,2"}, {"stride": 3}])
def test_some_laws_hold_with_steps(name: str, steps: dict[str, Any]) -> None:
    proofs = prove(operation=name, image="4x3", kernel="2x3", **steps)
    assert [proof.law for proof in proofs] == ["distribute", "adjoint", "gradient", "matrix", "transpose"]
    assert proofs.holds
    assert all(proof.outputs == 1 or proof.left != 0 for proof in proofs)


@EVERY_FORM
def test_the_sizes_that_are_not_given(name: str, form: str | None) -> None:
    outputs = {proof.law: proof.outputs for proof in prove(None, name, form=form, kernel="3")}
    assert {law: outputs[law] for law in ("shift", "impulse", "adjoint", "gradient")} == {
        "shift": 7,
        "impulse": 3,
        "adjoint": 1,
        "gradient": 8,
    }


@pytest.mark.parametrize(
    ("name", "form", "claims"),
    [
        ("conv", None, {"impulse": "h[m]", "shift": "Σᵢ x[i]·h[m−1−i]", "flip": "Σᵢ x[i]·h[−(i−m)]"}),
        ("xcorr", "reflected", {"impulse": "h[m]", "shift": "Σᵢ x[i]·h[m+1+i]", "reflect": "Σᵢ x[i]·h[i−(−m)]"}),
        ("xcorr", "sliding", {"impulse": "h[−m]", "shift": "Σᵢ x[i]·h[i−(m−1)]", "flip": "Σᵢ x[i]·h[−(m−i)]"}),
    ],
)
def test_claims_follow_from_the_signs(name: str, form: str | None, claims: dict[str, str]) -> None:
    for law, right in claims.items():
        (claim,) = prove(law, name, form=form, image=3, kernel=3).claim
        assert plain(claim).startswith("y[m] = ")
        assert plain(claim).endswith(f" = {right}")


def test_both_sides_are_multiplied_out_where_that_is_readable() -> None:
    flip = prove("flip")
    assert plain(flip.place) == "y[1,1]"
    assert spelled(flip)[0].startswith("i·x[0,0] + h·x[1,0] + g·x[2,0] + f·x[0,1]")
    assert len(spelled(prove("associate"))[0].split(" + ")) == 9
    assert len(spelled(prove("flip", image="5x5", kernel="5x5"))[0].split(" + ")) <= 12


def test_a_refutation_has_numbers_that_differ() -> None:
    found = prove("commute", "xcorr", form="sliding", image=2, kernel=3)
    assert plain(found.place) == "y[−2]"
    assert found.counterexample is not None
    numbers, left, right = found.counterexample
    assert [(plain(letter), number) for letter, number in numbers] == [("c", 2), ("x[−1]", 3)]
    assert (left, right) == (6, 0)


def test_a_kernel_of_one_element_commutes_with_an_image_of_one_pixel() -> None:
    assert prove("commute", "xcorr", image=1, kernel=1).holds


@pytest.mark.parametrize(
    ("change", "laws", "refuted"),
    [
        ({}, {"flip"}, set()),
        ({"beta": 1}, {"reflect"}, {"commute", "associate"}),
        ({"alpha": -1}, {"flip", "reflect"}, {"associate"}),
    ],
)
def test_the_signs_of_a_row_decide_which_laws_hold(
    change: dict[str, Any], laws: set[str], refuted: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = OPERATIONS
    monkeypatch.setattr(operations, "OPERATIONS", (first.replace(**change), *others))
    proofs = prove(image=4, kernel=3)
    assert {proof.law for proof in proofs} & {"flip", "reflect"} == laws
    assert {proof.law for proof in proofs if not proof.holds} == refuted


def test_a_relation_that_is_off_by_one_breaks_proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = Operation.relation
    monkeypatch.setattr(Operation, "relation", lambda row, *steps: exact(row, *steps).replace(gamma=1))
    assert not any(prove(law, image=4, kernel=3).holds for law in ("flip", "impulse"))


def test_a_solver_that_is_off_by_one_breaks_proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    def off(relation: Relation, *others: Any) -> Any:
        return solve(relation.replace(gamma=1), *others)

    for module in ("meetings", "matrix"):
        monkeypatch.setattr(f"convtrace.trace.{module}.solve", off)
    for law in ("gradient", "matrix", "transpose"):
        assert not prove(law, image=4, kernel=3).holds


def test_a_matrix_that_is_not_that_of_the_sum_is_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    laid = Matrix.laid

    def never_transposed(whole: Matrix, down: Unknown, across: Unknown) -> Matrix:
        return laid(whole, down, across) if down == "m" else whole

    def last_row_left_out(problem: Problem) -> Matrix:
        return matrix(problem, [problem.replace(outputs=tuple(side[:-1] for side in problem.outputs))])

    with monkeypatch.context() as patched:
        patched.setattr(Matrix, "laid", never_transposed)
        assert [prove(law, image=3, kernel=2).holds for law in ("matrix", "transpose")] == [True, False]
    monkeypatch.setattr(matrix_identities, "matrix", last_row_left_out)
    missing = prove("matrix", image=3, kernel=2)
    assert plain(missing.place) == "y[1]"
    assert missing.counterexample is not None
    assert missing.counterexample.left == 0


@pytest.mark.parametrize("period", range(1, 31))
def test_a_root_of_one_is_known_by_its_polynomial(period: int) -> None:
    ((_, polynomial),) = Ring((period,)).equations()
    assert isinstance(polynomial, Sum)
    powers = {plain(each.term): -1 if each.negative else 1 for each in polynomial.terms}
    angles = [2j * math.pi * turn / period for turn in range(period)]
    zeros = [turn for turn, angle in enumerate(angles) if abs(valued(powers, cmath.exp(angle))) < SMALL]
    assert zeros == [turn for turn in range(period) if math.gcd(turn, period) == 1]


def valued(powers: dict[str, int], root: complex) -> complex:
    """The value of a polynomial that is given by the text of its powers."""
    exponents = {"1": 0, "ω": 1}
    return sum(sign * root ** exponents.get(text, int(text.partition("^")[2] or 0)) for text, sign in powers.items())


def changed_signs(problem: Problem) -> tuple[tuple[int, ...], tuple[int, ...]]:
    kernel, image = frequency_signs(problem)
    return tuple(-sign for sign in kernel), image


@pytest.mark.parametrize(
    ("owner", "name", "change"),
    [
        (matrix_identities, "frequency_signs", changed_signs),
        (matrix_identities, "WRAP", RULES["edge"]),
        (Ring, "remainder", Ring.around),
    ],
)
def test_transforms_that_are_not_those_of_the_sum_are_refuted(
    owner: Any, name: str, change: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(owner, name, change)
    assert run(["prove", "dft", "--image", "3", "--kernel", "2"]) == 1
    assert "✗ The law does not hold. The two sides differ at 3·C[" in capsys.readouterr().out
    assert run(["prove", "dft", "--image", "3", "--kernel", "2", "-f", "json"]) == 1


@pytest.mark.parametrize(
    ("law", "sizes"),
    [*product(["matrix", "transpose", "dft"], SIZES), ("matrix", STEPS), ("transpose", STEPS)],
)
def test_the_page_names_the_command_that_prints_its_matrix(
    law: str, sizes: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    proof = prove(law, "xcorr", form="sliding", **sizes)
    command = matrix_command(proof)
    assert command is not None
    assert run([*shlex.split(command)[1:], "-f", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    cells = len(printed["rows"]) * len(printed["columns"])
    outputs = {
        "matrix": len(printed["rows"]),
        "transpose": len(printed["columns"]) + 1,
        "dft": cells + len(printed["rows"]),
    }
    assert proof.outputs == outputs[law]
    kernel = proof.problem.kernel
    letters = {weight for row in printed["matrix"] for cell in row for weight in str(cell).split("+")} - {"0"}
    assert letters == {str(kernel.value(index)) for index in proof.problem.order.reading(kernel.ranges)}


def test_zeros_are_as_many_as_are_needed(capsys: pytest.CaptureFixture[str]) -> None:
    proof = prove("padding", image="4x2", kernel="1x3")
    assert proof.holds
    assert proof.less is not None
    assert plain(proof.claim[0]).endswith("h[(m−i) mod 4,(n−j) mod 4]")
    assert plain(proof.less.claim[0]).endswith("h[(m−i) mod 4,(n−j) mod 3]")
    assert not proof.less.holds
    assert run(["prove", "padding", "--image", "4", "--kernel", "3"]) == 0
    page = capsys.readouterr().out
    assert "5 pixels are too few: both ends of the output overlap." in page
    assert "✗ The two sides differ at y[−3]." in page
    assert "does not hold" not in page
    assert run(["prove", "padding", "--image", "4", "--kernel", "1"]) == 0
    assert "✗" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("law", "sizes", "hint"),
    [
        ("flip", {"image": "999x999"}, "image=(128, 128)"),
        ("associate", {"image": "9x9", "kernel": "99x99"}, "image=(13, 13), kernel=(13, 13)"),
        ("flip", {"image": "1000000001"}, "image=200"),
    ],
)
def test_what_takes_too_long_is_refused(law: str, sizes: dict[str, str], hint: str) -> None:
    with pytest.raises(ConvtraceError, match=f"{law}: .* products are too many to multiply out\n.*{re.escape(hint)}$"):
        prove(law, **sizes)


def test_all_laws_are_refused_for_the_longest() -> None:
    with pytest.raises(ConvtraceError, match="dft: ") as caught:
        prove(image="99x99")
    size = tuple(map(int, re.findall(r"\d+", caught.value.hint)))
    assert prove("impulse", image=size).holds


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["flop"], "no law is called flop\n  flop\n  ^^^^\nDid you mean flip? Choose from: flip, reflect,"),
        (
            ["reflect"],
            "reflect says nothing about Convolution\n  reflect\n  ^^^^^^^\nType: convtrace prove "
            "reflect --of xcorr --form reflected",
        ),
        (["flip", "--of", "xcorr"], "Type: convtrace prove flip --of conv"),
        (
            ["flip", "--stride", "2"],
            "Leave --stride and --dilation out, or choose from: distribute, adjoint, gradient,",
        ),
        (["--image", "2x2", "--kernel", "1", "--stride", "7"], "Give both the same number of axes"),
        (["--image", "2", "--kernel", "1", "--kernel-origin", "3", "--stride", "7"], "Choose a smaller --stride"),
        (["--of", "corr"], "--of: corr is not known"),
        (["--form", "sliding"], "conv has only one form\n  --form sliding"),
        (["--form", "sliding"], "\nLeave --form out, or name the operation that has it: --of xcorr."),
        (["--of", "xcorr", "--form", "slide"], "--form: slide is not known"),
        (["--image", "5x"], "--image: a number is missing"),
    ],
)
def test_wrong_words(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


def test_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", "--width", "200"]) == 0
    page = capsys.readouterr().out
    assert "Convolution: laws for image 5×5, kernel 3×3" in page
    assert page.count("✓ The difference is 0") == len(ABOUT["conv", None])
    assert "✓ The difference is 0 for all 49 outputs: the law holds." in page
    assert "✓ The difference is 0 for all 34 derivatives: the law holds." in page
    assert "✓ The difference is 0 for all 25 derivatives and L: the law holds." in page
    assert "✓ The difference is 0: the law holds." in page
    assert "L = a·g[−3,−3]·x[−2,−2] + b·g[−2,−3]·x[−2,−2] + … + i·g[3,3]·x[2,2]" in page
    assert "The output is the kernel as it is." in page
    assert run(["prove", "impulse", "--of", "xcorr", "--form", "sliding", "--kernel", "1x2"]) == 0
    page = capsys.readouterr().out
    assert "The output is the kernel rotated 180°." in page
    assert "its values a to b" in " ".join(page.split())
    assert run(["prove", "impulse", "--kernel", "1"]) == 0
    assert "its values a." in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("form", ["reflected", "sliding"])
def test_what_does_not_hold_is_the_answer_no(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", "commute", "--of", "xcorr", "--form", form, "--width", "200"]) == 1
    page = capsys.readouterr().out
    assert "✗ The law does not hold. The two sides differ at y[−3,−3]." in page
    assert "and everything else to 0. The left side is then 6, the right side 0." in page
    assert run(["prove", "reflect", "--of", "xcorr", "--form", form]) == 0
    capsys.readouterr()
    assert run(["prove", "--of", "xcorr", "--form", form, "--image", "3", "--kernel", "2"]) == 1


def test_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", "--of", "xcorr", "--image", "4", "--kernel", "2", "-f", "json"]) == 1
    record = json.loads(capsys.readouterr().out)
    laws = {law.pop("law"): law for law in record.pop("laws")}
    assert record == {
        "schema": "convtrace/1",
        "operation": "xcorr",
        "form": "reflected",
        "axes": "xy",
        "image": {"lo": [-2], "hi": [1]},
        "kernel": {"lo": [-1], "hi": [0]},
        "stride": [1],
        "dilation": [1],
    }
    assert list(laws) == [law for law in LAWS if law != "flip"]
    assert laws["impulse"] == {
        "claim": ["y[m] = Σᵢ x[i]·h[m+i] = h[m]"],
        "holds": True,
        "outputs": 2,
        "place": "y[0]",
        "left": "b",
        "unreduced": None,
        "right": "b",
        "roots": [],
        "counterexample": None,
        "less": None,
    }
    assert laws["dft"]["unreduced"] == "4·a+b·(1+ω+ω^2+ω^3)"
    assert laws["dft"]["roots"] == [{"one": "ω^4", "zero": "ω^2+1"}]
    assert laws["padding"]["less"]["holds"] is False
    assert laws["commute"]["counterexample"] == {"numbers": {"a": 2, "x[1]": 3}, "left": 6, "right": 0}


@pytest.mark.parametrize("format_name", formats())
def test_every_format_prints_proofs(format_name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", "--of", "xcorr", "--image", "3x2", "--kernel", "2x2", "-f", format_name]) == 1
    assert capsys.readouterr().out.endswith("\n")


def test_help_names_every_law(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", "-h"]) == 0
    page = capsys.readouterr().out
    assert all(law in page for law in LAWS)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("dft",), "x goes on at its other side, h is 0 outside these indices."),
        (("padding",), "Both are 0 outside these indices. All outputs"),
        ((), "Both are 0 outside these indices, but x is not in the law dft."),
    ],
)
def test_the_head_says_what_is_outside(words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", *words, "--image", "3", "--kernel", "2", "-f", "text"]) == 0
    page = capsys.readouterr().out
    assert said in page.partition("\n\n")[0]
    assert ("where i is the imaginary unit" in page) == ("Fourier: " in page)
