"""How TeX spells formulas that no article example has."""

from __future__ import annotations

from fractions import Fraction

import pytest

from convtrace.document.blocks import Mark
from convtrace.document.indices import argument
from convtrace.document.tex import tex, tex_line
from convtrace.document.tex_lines import tex_lines
from convtrace.law.axis import Relation
from convtrace.values.formula import Formula, Power, Product, Quotient, Root, Signed, Sum, Symbol, Value


@pytest.mark.parametrize(
    ("formula", "spelled"),
    [
        (argument(Relation(2, 2, -1, 3), "k", Symbol("m"), Symbol("i₂")), r"\frac{2m+3-i_{2}}{2}"),
        (argument(Relation(1, 2, -1), "k", -1, -2), r"2 \cdot (-1)-(-2)"),
        (Fraction(-1, 2), "-1/2"),
        (Sum((Signed(True, 2), Signed(True, -3))), "-2-(-3)"),
        (Value("beta_2"), r"{\beta_{2}}"),
        (Value("alpha"), r"{\alpha}"),
        (Value("w_02"), r"\mathrm{w_{02}}"),
        (Value("w_0_x"), r"\mathrm{w_{0,x}}"),
        (Value("weight"), r"\mathrm{weight}"),
        (Value("w_"), r"\mathrm{w\_}"),
        (Root(2), r"\sqrt{2}"),
        (Power(Value("a"), 2), r"\mathrm{a}^{2}"),
        (Power(Quotient(Value("a"), 2), 3), r"(\frac{\mathrm{a}}{2})^{3}"),
        (
            Product((Sum((Signed(False, Value("a")), Signed(True, Value("b")))), Value("c"))),
            r"(\mathrm{a}-\mathrm{b}) \cdot \mathrm{c}",
        ),
    ],
)
def test_tex(formula: Formula, spelled: str) -> None:
    assert tex(formula) == spelled


def test_a_formula_without_a_relation_is_one_line() -> None:
    assert tex_lines(Symbol("m")) == ["& m"]


def test_words_and_marks_stand_inside_formulas() -> None:
    assert tex_line((Mark.YES, " ", Value("a"))) == r"\checkmark \text{ }\mathrm{a}"
    assert tex_line(("i = −3…−1",)) == r"\text{i = }- \text{3}\dots - \text{1}"
