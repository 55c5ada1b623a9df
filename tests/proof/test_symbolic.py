"""What SymPy makes of a sum, and that it agrees with what is derived."""

from __future__ import annotations

from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from convtrace import ConvtraceError, derive, pose, to_sympy
from convtrace.document.plain import plain
from convtrace.law.axis import Relation, solve
from convtrace.law.index_order import ORDERS
from convtrace.proof.polynomial import formula
from convtrace.proof.symbolic import check
from convtrace.trace.problem import Problem
from convtrace.values.algebra import sympy_value
from tests.support.oracles import OPERATIONS
from tests.support.processes import loaded
from tests.support.strategies import problems


@st.composite
def gradients(draw: st.DrawFn) -> Problem:
    """Any gradient on small images and kernels, in any mode that has outputs."""
    axes = draw(st.integers(1, 2))
    side = st.integers(1, 5)
    name, form = draw(st.sampled_from(list(OPERATIONS)))
    image, kernel = (draw(st.tuples(*[side] * axes)) for _ in range(2))
    asked = draw(st.sampled_from(["pixel", "weight"]))
    index = tuple(draw(st.integers(-(size // 2), (size - 1) // 2)) for size in (image if asked == "pixel" else kernel))
    mode = draw(st.sampled_from(["same", "full"]))
    fixed: dict[str, Any] = {asked: index}
    return pose(name, form=form, image=image, kernel=kernel, mode=mode, **fixed)


@settings(max_examples=settings().max_examples // 2)
@given(problems(most_axes=2, origin=True), st.integers(1, 3), st.integers(1, 3))
def test_every_value_is_the_double_sum(problem: Problem, stride: int, dilation: int) -> None:
    axes = len(problem.at)
    problem = problem.replace(stride=(stride,) * axes, dilation=(dilation,) * axes)
    derivation = derive(problem)
    found = check(derivation)
    assert found.equal, found.difference
    assert found.positions == len(list(problem.order.reading(problem.image)))
    assert len(sympy.Add.make_args(derivation.to_sympy()[1])) == max(1, len(derivation.terms))


@settings(max_examples=settings().max_examples // 2)
@given(gradients(), st.integers(1, 2), st.integers(1, 2))
def test_every_gradient_is_the_double_sum(problem: Problem, stride: int, dilation: int) -> None:
    axes = len(problem.at)
    found = check(derive(problem.replace(stride=(stride,) * axes, dilation=(dilation,) * axes)))
    assert found.equal, found.difference


# with a stride on the pixels, outputs use different kernel elements by turns
ONE_SUM = [(*key, stride) for key in OPERATIONS for stride in (1, 2) if (key[0], stride) != ("conv-transpose", 2)]


@pytest.mark.parametrize(("name", "form", "stride"), ONE_SUM)
def test_the_general_position_is_checked_with_symbols(name: str, form: str | None, stride: int) -> None:
    for at in (None, "1,1"):
        problem = pose(name, form=form, at=at, image="5x4").replace(stride=(stride, 1))
        assert check(derive(problem)).equal
    half = pose(name, form=form, m=1, image="5x4")
    assert check(derive(half)) == (15, True, "")


def test_the_equation_is_stated_and_not_evaluated() -> None:
    i, m = (sympy.Symbol(name, integer=True) for name in "im")
    x, h, y, g = map(sympy.IndexedBase, "xhyg")
    a, b = map(sympy.Symbol, "ab")
    equation, expanded = derive(pose("conv", image=5, kernel=2)).to_sympy()
    assert equation == sympy.Eq(y[m], sympy.Sum(x[i] * h[m - i], (i, -2, 2)), evaluate=False)
    assert expanded == a * x[m + 1] + b * x[m]
    equation, expanded = to_sympy(derive(pose("xcorr", form="sliding", pixel=1, image=5, kernel=2)))
    summed = sympy.Sum(g[m] * h[1 - m], (m, -1, 2))
    assert equation == sympy.Eq(sympy.IndexedBase("dL/dx")[1], summed, evaluate=False)
    assert expanded == a * g[2] + b * g[1]
    assert sympy.Symbol("i") != i


def test_the_equation_comes_to_the_terms() -> None:
    problem = pose("conv", m=1, n=0, image="3x2", kernel="2x3")
    equation, expanded = derive(problem).to_sympy()
    h = sympy.IndexedBase("h")
    values = {
        h[index]: sympy_value(problem.kernel.value(index)) for index in problem.order.reading(problem.kernel.ranges)
    }
    outside = {entry: 0 for entry in equation.rhs.doit().atoms(sympy.Indexed) if entry.base == h}
    assert equation.rhs.doit().xreplace({**outside, **values}) == expanded


def test_names_with_numbers_are_ascii() -> None:
    equation, _ = derive(pose("conv", at="0,0,0,0", image="2x2x2x2", kernel="1x1x1x1")).to_sympy()
    assert str(equation).isascii()


def test_a_term_that_is_not_there_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def flipped(relation: Relation, *others: Any) -> Any:
        return solve(relation.replace(beta=1), *others)

    monkeypatch.setattr("convtrace.trace.meetings.solve", flipped)
    found = check(derive(pose("conv", at=1, image=5)))
    assert (found.equal, found.positions) == (False, 5)
    assert found.difference == "−a·x[−2] − b·x[−1] − c·x[0] + c·x[0] + b·x[1] + a·x[2]".replace(
        "− c·x[0] + c·x[0] ", ""
    )


def test_a_solver_that_is_off_by_one_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def off(relation: Relation, *others: Any) -> Any:
        return solve(Relation(relation.d, relation.alpha, relation.beta, 1), *others)

    monkeypatch.setattr("convtrace.trace.meetings.solve", off)
    for problem in (pose("conv", m=1, n=1), pose("conv"), pose("conv", pixel=(0, 0)), pose("conv", weight=(0, 0))):
        assert not check(derive(problem)).equal
    assert "x[m+2]" in check(derive(pose("conv", image=5))).difference


@pytest.mark.parametrize(
    ("image", "fitting"), [("1001x1001", "1000x1000"), ("10001", "10000"), ("101x101x101", "100x100x100")]
)
def test_too_many_positions_are_refused(image: str, fitting: str) -> None:
    with pytest.raises(ConvtraceError, match=f"too many to check\n.*--image {fitting}"):
        check(derive(pose("conv", at=(0,) * len(image.split("x")), image=image)))


def test_a_long_axis_is_no_trouble_in_general_position() -> None:
    assert check(derive(pose("conv", image="1000001x1000001"))).equal


def test_polynomials_are_spelled_in_reading_order() -> None:
    order = ORDERS["xy"]
    x, g = map(sympy.IndexedBase, "xg")
    a, b, z, aa = map(sympy_value, ("a", "b", "z", "aa"))
    total = x[1, 1] * aa + x[1, 1] * z - x[0, 1] * a + 2 * b * x[1, 0] * g[0, 0] + 3 * x[0, 0] - 5 + b
    assert plain(formula(total, order)) == "−5 + b + 3·x[0,0] + 2·b·g[0,0]·x[1,0] − a·x[0,1] + z·x[1,1] + aa·x[1,1]"
    assert plain(formula(a - a, order)) == "0"


def test_sympy_is_loaded_only_for_who_asks() -> None:
    code = "from convtrace import derive, pose; derivation = derive(pose('conv', m=1, n=1))"
    assert loaded(["sympy"], [code, f"{code}; derivation.to_sympy()"]) == [None, "sympy"]
