"""Formulas as Python code, and the objects that the code makes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy

from convtrace import derive, pose, render
from convtrace.document.blocks import Block, Code, Document, Equation, Heading, Paragraph, Target
from convtrace.document.python import code, definitions, equations
from convtrace.render.rendering import pieces as written
from convtrace.values.formula import (
    Chain,
    Elided,
    Entry,
    Formula,
    Power,
    Product,
    Quotient,
    Root,
    Signed,
    Sum,
    SumOver,
    Symbol,
    Value,
)
from convtrace.values.limits import MAX_CHAIN_TERMS
from tests.support.shapes import SHAPES

PIXEL, M, X = Symbol("i"), Symbol("m"), Entry("x", (Symbol("i"),))


def added(*terms: Formula) -> Sum:
    return Sum(tuple(Signed(False, term) for term in terms))


def executed(text: str) -> list[Any]:
    names: dict[str, Any] = {}
    exec(text, names)
    equations: list[Any] = names["equations"]
    return equations


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (-1, "-1"),
        (Fraction(1, 2), "Rational(1, 2)"),
        (Symbol("i₁₂"), "i12"),
        (Entry("∂L/∂h", (-1, M)), "dL_dh[-1, m]"),
        (Sum((Signed(True, PIXEL), Signed(True, -2), Signed(False, M))), "-i - (-2) + m"),
        (Sum((Signed(True, added(PIXEL, M)),)), "-(i + m)"),
        (Product((2, added(PIXEL, M), -1)), "2*(i + m)*(-1)"),
        (Product((added(PIXEL, M), PIXEL)), "(i + m)*i"),
        (Quotient(added(PIXEL, 1), 2), "S(i + 1)/2"),
        (Root(added(2, Value("a"))), "sqrt(2 + h_a)"),
        (Power(Root(Value("pi")), 3), "sqrt(pi)**3"),
        (SumOver((M, PIXEL), X, (range(3), range(-1, 2))), "Sum(Sum(x[i], (i, -1, 1)), (m, 0, 2))"),
        (Chain(Value("lambda"), ()), "h_lambda"),
    ],
)
def test_python_spells(formula: Formula, text: str) -> None:
    assert code(formula) == text


def test_a_half_stays_a_half() -> None:
    assert eval(code(Quotient(added(1, 2), 2)), {"S": sympy.S}) == sympy.Rational(3, 2)


@pytest.mark.parametrize("formula", [Elided(), SumOver((PIXEL,), X), Chain(PIXEL, (("≤", M),))])
def test_what_python_cant_say(formula: Formula) -> None:
    with pytest.raises(ValueError, match="not written in full"):
        code(added(PIXEL, formula))


def test_only_equalities_are_equations() -> None:
    assert equations(Chain(0, (("≤", PIXEL), ("≤", 1)))) == []
    assert equations(PIXEL) == []
    assert equations(Chain(PIXEL, (("=", M), ("=", 0)))) == [
        "Eq(i, m, evaluate=False)",
        "Eq(m, 0, evaluate=False)",
    ]


def test_names_are_defined_once_and_in_order() -> None:
    formula = added(Value("aa"), Value("z"), Quotient(M, 2), SumOver((PIXEL,), Product((X, X))), Elided(), 1)
    assert definitions([Chain(formula, (("=", Value("z")),))]) == [
        'i = Symbol("i", integer=True)',
        'm = Symbol("m", integer=True)',
        'x = IndexedBase("x")',
        'h_z = Symbol("z")',
        'h_aa = Symbol("aa")',
    ]


def test_a_page_of_equations() -> None:
    blocks: list[Block] = [
        Heading(("Sizes: 7×7",), level=1),
        Equation(Chain(Entry("y", (1,)), (("=", added(X, Elided())),))),
        Equation(Chain(0, (("≤", PIXEL),))),
        Equation(X),
        Paragraph(("No code.",)),
        Code("import nothing"),
        Equation(Chain(Entry("y", (1,)), (("=", SumOver((PIXEL,), X, (range(3),))),))),
    ]
    text = "".join(written(Document(blocks, lambda: blocks, dict), "sympy", Target()))
    assert text == (
        "from sympy import Eq, IndexedBase, Sum, Symbol\n\n"
        'i = Symbol("i", integer=True)\nx = IndexedBase("x")\ny = IndexedBase("y")\n\nequations = []\n\n'
        "# Sizes: 7x7\n"
        "equations.append(Eq(y[1], Sum(x[i], (i, 0, 2)), evaluate=False))\n"
    )
    assert len(executed(text)) == 1


def test_a_page_without_equations_is_code_still() -> None:
    blocks: list[Block] = [Heading(("Nothing",))]
    assert executed("".join(written(Document(blocks, lambda: blocks, dict), "sympy", Target()))) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_the_code_makes_the_objects_of_to_sympy(shape: str) -> None:
    derivation = derive(pose(**SHAPES[shape]))
    equation, expanded = derivation.to_sympy()
    made = executed(render(derivation, "sympy"))
    assert equation in made
    assert sympy.Eq(equation.lhs, expanded, evaluate=False) in made


@pytest.mark.parametrize("asked", [{"pixel": (1, 0)}, {"weight": (-1, 0)}, {}])
@pytest.mark.parametrize("operation", [("conv", None), ("xcorr", "reflected"), ("xcorr", "sliding")])
def test_also_of_gradients_and_in_general_position(asked: dict[str, Any], operation: tuple[str, str | None]) -> None:
    name, form = operation
    derivation = derive(pose(name, form=form, image="5x4", **asked))
    equation, expanded = derivation.to_sympy()
    made = executed(render(derivation, "sympy"))
    assert equation in made
    assert sympy.Eq(equation.lhs, expanded, evaluate=False) in made


def test_a_sum_that_is_too_long_for_pythons_compiler() -> None:
    terms = [Signed(position == 1, Entry("x", (position,))) for position in range(8 * MAX_CHAIN_TERMS)]
    x = sympy.IndexedBase("x")
    total = eval(code(Sum(tuple(terms))), {"Add": sympy.Add, "x": x})
    assert len(total.args) == len(terms)
    assert total.coeff(x[1]) == -1


def test_names_inside_roots_powers_and_divisors_have_a_meaning() -> None:
    kernel = "sqrt(alpha) 1/beta (1+gamma)**2"
    stated = executed(render(derive(pose("conv", at=0, image=5, kernel=kernel)), "sympy"))
    symbols = {str(symbol) for equation in stated for symbol in equation.free_symbols}
    assert {"alpha", "beta", "gamma"} <= symbols
