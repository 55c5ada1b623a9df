"""The roles of the three indices: each question gives them to other indices, and none asks which letter has them."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from convtrace.document.plain import PLAIN, plain
from convtrace.document.python import PYTHON
from convtrace.document.spelling import tokens, written
from convtrace.document.tex import TEX
from convtrace.library.posed_call import library_question
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.view.roles import Roles
from tests.support.effort import EXAMPLES
from tests.support.products import plugged_product, solved_product
from tests.support.strategies import gradients, problems


@pytest.mark.parametrize(
    ("asked", "nouns", "arrays", "element"),
    [
        ({"at": (1, 1)}, ("output", "pixel", "kernel element"), ("y", "x", "h"), "y[1,1]"),
        ({"pixel": (1, 1)}, ("pixel", "output", "kernel element"), ("∂L/∂x", "g", "h"), "∂L/∂x[1,1]"),
        ({"weight": (1, 1)}, ("kernel element", "output", "pixel"), ("∂L/∂h", "g", "x"), "∂L/∂h[1,1]"),
    ],
)
def test_each_question_gives_the_roles(asked: dict[str, Any], nouns: object, arrays: object, element: str) -> None:
    roles = Roles(pose("conv", **asked))
    parts = (roles.fixed, roles.summed, roles.met)
    assert tuple(role.noun for role in parts) == nouns
    assert tuple(role.array for role in parts) == arrays
    assert plain(roles.asked) == element
    assert roles.is_gradient == ("at" not in asked)
    assert roles.kernel_is_met == ("weight" not in asked)


def test_what_is_given_keeps_its_name_where_its_gradient_is_asked_for() -> None:
    fixed = Roles(pose("xcorr", pixel=(1, 2))).fixed
    assert (plain(fixed.entry((1, 2))), plain(fixed.given((1, 2)))) == ("∂L/∂x[1,2]", "x[1,2]")


def test_only_the_image_goes_on_outside() -> None:
    roles = Roles(pose("conv", at=3, image=7, pad="edge"))
    assert roles.summed.continues
    assert not roles.met.continues
    assert plain(roles.summed.factor((5,))) == "x[3]"
    assert plain(Roles(pose("conv", at=3, image=7, pad="constant:5")).summed.factor((5,))) == "5"


def test_no_border_is_near_in_general_position() -> None:
    general, there = Roles(pose("conv")).summed, Roles(pose("conv", m=1, n=1)).summed
    assert general.contains((99, 99))
    assert not there.contains((99, 99))
    assert plain(general.entry((1, 0))) == "x[m+1,n]"


@given(st.one_of(problems(), gradients()))
@example(pose("conv"))
@example(library_question("torch.nn.functional.conv2d", image=(1, 2, 4, 4), kernel=(3, 2, 2, 2)).problem)
@settings(max_examples=EXAMPLES)
def test_a_pattern_that_is_filled_in_reads_as_the_product_itself(problem: Problem) -> None:
    roles = Roles(problem)
    for row in islice(derive(problem).rows, 30):
        whole = plugged_product(roles, row), solved_product(roles, row)
        for filled, product in zip(roles.products(row), whole, strict=True):
            for notation in (PLAIN, TEX, PYTHON):
                assert written(filled, notation) == written(product, notation)
                assert tokens(filled, notation) == tokens(product, notation)


@pytest.mark.parametrize("function", ["torch.nn.functional.conv3d", "torch.nn.functional.conv2d", "torch.conv1d"])
def test_every_axis_of_an_output_has_its_own_letter(function: str) -> None:
    axes = int(function[-2])
    sizes: dict[str, Any] = {"image": (1, 2, *[4] * axes), "kernel": (3, 2, *[2] * axes)}
    roles = Roles(library_question(function, **sizes).problem)
    for role in (roles.fixed, roles.summed, roles.met):
        assert len({*role.letters}) == len(role.letters), role.letters
