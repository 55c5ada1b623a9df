"""General position: with numbers for m and n it is the derivation of that output."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import convtrace
from convtrace import render
from convtrace.document.plain import plain
from convtrace.render.rendering import formats
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.values.formula import Chain, Entry, Formula, Product, Quotient, Sum, Symbol, Value
from convtrace.view.roles import Roles
from convtrace.view.sections.equation import equation
from convtrace.view.sections.result import answer, whole_sum
from tests.support.products import plugged_product, solved_product
from tests.support.strategies import problems


def put_in(formula: Formula, numbers: dict[str, int]) -> Any:  # noqa: PLR0911 -- one case for each kind
    """The formula with numbers for its symbols, worked out inside brackets."""
    match formula:
        case int() | Fraction():
            return formula
        case Symbol(name):
            return numbers[name]
        case Value(name):
            return name
        case Entry(array, indices):
            return (array, *(put_in(index, numbers) for index in indices))
        case Product(factors):
            parts = [put_in(factor, numbers) for factor in factors]
            return parts if any(isinstance(part, str | tuple) for part in parts) else parts[0] * parts[1]
        case Quotient(over, under):
            return Fraction(put_in(over, numbers), put_in(under, numbers))
        case Sum(terms):
            parts = [(-1 if term.negative else 1, put_in(term.term, numbers)) for term in terms]
            if all(isinstance(part, int) for _, part in parts):
                return sum(sign * part for sign, part in parts)
            return [part for _, part in parts]
        case Chain(first, rest):
            return [put_in(first, numbers), *(put_in(part, numbers) for _, part in rest)]
        case _:
            raise AssertionError(formula)


@given(problems(origin=True, steps=True), st.data())
def test_numbers_for_m_and_n_give_the_derivation_of_that_output(problem: Problem, data: st.DataObject) -> None:
    assume(all(relation.alpha % relation.beta == 0 for relation in problem.relations))
    # wide enough for every kernel at every stride and dilation: no border is near
    problem = problem.replace(image=(range(-50, 51),) * len(problem.image))
    output = tuple(data.draw(st.integers(-4, 4)) for _ in problem.image)
    free = tuple(data.draw(st.booleans()) for _ in output)
    general = problem.replace(at=tuple(None if open_ else number for open_, number in zip(free, output, strict=True)))
    names = [("m", "n", "o")[axis] for axis in range(len(output))]
    numbers = dict(zip(names, output, strict=True))
    concrete = derive(problem.replace(at=output))
    assert put_in(answer(derive(general)), numbers) == put_in(answer(concrete), numbers)


@pytest.mark.no_cover
@given(problems(origin=True, steps=True))
def test_every_row_of_a_general_table_solves_what_is_plugged_in(problem: Problem) -> None:
    assume(all(relation.alpha % relation.beta == 0 for relation in problem.relations))
    general = problem.replace(at=(None,) * len(problem.at))
    numbers = {"m": 5, "n": -7, "o": 11}
    roles = Roles(general)
    for row in derive(general).rows:
        left, right = put_in(plugged_product(roles, row), numbers), put_in(solved_product(roles, row), numbers)
        assert left == right


def test_the_article_s_sum_with_letters() -> None:
    assert plain(answer(derive(pose("conv")))).startswith(
        "y[m,n] = i·x[m−1,n−1] + h·x[m,n−1] + g·x[m+1,n−1] + f·x[m−1,n]"
    )
    assert plain(whole_sum(derive(pose("xcorr", m=1)))).startswith(
        "a·x[−2,−n−1] + b·x[−1,−n−1] + c·x[0,−n−1] + d·x[−2,−n]"
    )
    assert plain(whole_sum(derive(pose("xcorr", n=1, form="sliding")))).startswith("a·x[m−1,0] + b·x[m,0] + c·x[m+1,0]")


@pytest.mark.parametrize(
    ("question", "ranges"),
    [
        ({"operation": "conv"}, ["−1 ≤ m−i ≤ 1 ⇒ m−1 ≤ i ≤ m+1", "−1 ≤ n−j ≤ 1 ⇒ n−1 ≤ j ≤ n+1"]),
        ({"operation": "conv", "m": 1}, ["−1 ≤ 1−i ≤ 1 ⇒ 0 ≤ i ≤ 2", "−1 ≤ n−j ≤ 1 ⇒ n−1 ≤ j ≤ n+1"]),
        ({"operation": "xcorr", "image": 5}, ["−1 ≤ m+i ≤ 1 ⇒ −m−1 ≤ i ≤ 1−m"]),
        ({"operation": "conv", "image": 5, "kernel": 4}, ["−2 ≤ m−i ≤ 1 ⇒ m−1 ≤ i ≤ m+2"]),
    ],
)
def test_the_range_follows(question: dict[str, Any], ranges: list[str]) -> None:
    blocks = [getattr(block, "formula", None) for block in equation(derive(pose(**question)))]
    chains = [plain(formula) for formula in blocks if formula is not None]
    assert [chain for chain in chains if "⇒" in chain] == ranges


@pytest.mark.no_cover
@pytest.mark.parametrize("at", [{}, {"m": 0}, {"n": 0}])
@pytest.mark.parametrize("image", ["1 2; 3 4", "1 2 3; 4 5 6; 7 8 9", "0 0;"])
def test_no_pixel_has_a_value_where_its_index_has_no_number(at: dict[str, Any], image: str) -> None:
    derivation = convtrace.derive("conv", image=image, kernel="1 2; 3 4", **at)
    assert derivation.value is None
    for format_name in formats():
        assert render(derivation, format_name)
    page = render(derivation, "text", only="table,result")
    summed = re.split(r"\d\. Result\n", page)[1].split("\n\n")[0]
    assert "weight, or why there is none" in page
    assert "✓ 4" in page
    assert summed.count("y[") == 1
