"""The law of one axis against brute force."""

from __future__ import annotations

from itertools import pairwise, product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace.law.axis import Bounds, Relation, Triple, Unknown, solve
from convtrace.law.extents import centred

factor = st.integers(-4, 4).filter(bool)
relations = st.builds(Relation, d=st.integers(1, 4), alpha=factor, beta=factor, gamma=st.integers(-5, 5))
intervals = st.builds(lambda first, size: range(first, first + size), st.integers(-6, 6), st.integers(1, 9))
pairs = st.permutations(get_args(Unknown)).map(lambda names: names[:2])


@given(relations, pairs, st.integers(-8, 8), intervals, intervals)
def test_solver_finds_what_brute_force_finds(
    relation: Relation, names: tuple[Unknown, Unknown], value: int, first: range, second: range
) -> None:
    fixed, over = names
    (rest,) = set(get_args(Unknown)) - {fixed, over}
    bounds = Bounds(**{over: first, rest: second})
    expected = []
    for number, other in product(first, second):
        at = {fixed: value, over: number, rest: other}
        if relation.d * at["k"] == relation.alpha * at["m"] + relation.beta * at["i"] + relation.gamma:
            expected.append(Triple(**at))
    assert list(solve(relation, fixed, value, over, bounds)) == expected


@given(relations, st.integers(-8, 8), intervals, intervals)
def test_unbounded_image_limits_nothing(relation: Relation, m: int, pixels: range, taps: range) -> None:
    reach = solve(relation, "m", m, "i", Bounds(k=taps))
    patch = solve(relation, "m", m, "i", Bounds(i=pixels, k=taps))
    assert [triple for triple in reach if triple.i in pixels] == list(patch)


@given(relations, intervals, intervals, intervals)
def test_adjoint_the_three_solves_tell_of_the_same_meetings(
    relation: Relation, outputs: range, pixels: range, taps: range
) -> None:
    bounds = Bounds(outputs, pixels, taps)
    by_output = {t for m in outputs for t in solve(relation, "m", m, "i", bounds)}
    by_pixel = {t for i in pixels for t in solve(relation, "i", i, "m", bounds)}
    by_element = {t for k in taps for t in solve(relation, "k", k, "m", bounds)}
    assert by_output == by_pixel == by_element


@given(relations, st.integers(-8, 8), intervals)
def test_flip_is_the_sign_of_the_summed_index(relation: Relation, m: int, taps: range) -> None:
    reach = solve(relation, "m", m, "i", Bounds(k=taps))
    falls = [later.k < earlier.k for earlier, later in pairwise(reach)]
    assert all(fell == relation.flipped("i", "k") for fell in falls)


@given(relations, st.integers(-8, 8), intervals)
def test_flips_over_outputs_follow_alpha(relation: Relation, i: int, taps: range) -> None:
    reached = solve(relation, "i", i, "m", Bounds(k=taps))
    falls = [later.k < earlier.k for earlier, later in pairwise(reached)]
    assert all(fell == relation.flipped("m", "k") for fell in falls)


@given(st.integers(1, 4), factor, intervals, st.integers(-8, 8), st.integers(-5, 5))
def test_translation_moves_the_patch_with_the_output(d: int, sign: int, taps: range, m: int, shift: int) -> None:
    relation = Relation(d, -sign, sign)
    here = solve(relation, "m", m, "i", Bounds(k=taps))
    there = solve(relation, "m", m + shift, "i", Bounds(k=taps))
    assert [(t.i + shift, t.k) for t in here] == [(t.i, t.k) for t in there]


@given(relations, st.integers(-8, 8), st.integers(-8, 8))
def test_kernel_index_satisfies_the_law(relation: Relation, m: int, i: int) -> None:
    k = relation.third("k", {"m": m, "i": i})
    assert relation.d * k == relation.alpha * m + relation.beta * i + relation.gamma


@given(relations, st.integers(-8, 8), st.integers(-8, 8), st.integers(-5, 5), st.integers(-5, 5))
def test_rebased_counts_from_elsewhere(relation: Relation, m: int, i: int, image: int, kernel: int) -> None:
    moved = relation.rebased(image, kernel).third("k", {"m": m, "i": i - image})
    assert moved == relation.third("k", {"m": m, "i": i}) - kernel


@pytest.mark.parametrize("broken", [(0, 1, 1), (1, 0, 1), (1, 1, 0), (-1, 1, 1)])
def test_a_relation_needs_all_three_indices(broken: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="not a relation"):
        Relation(*broken)


def test_the_cost_of_a_solution_does_not_depend_on_sizes() -> None:
    far = solve(Relation(1, 1, -1), "m", 5, "i", Bounds(i=range(-(10**15), 10**15), k=range(-1, 2)))
    assert (len(far), far[0], far[-1:]) == (3, Triple(5, 4, 1), (Triple(5, 6, -1),))


def test_even_sizes_start_where_fftshift_has_them() -> None:
    import numpy as np

    for size in range(1, 9):
        frequencies = np.fft.fftshift(np.fft.fftfreq(size, 1 / size))
        assert list(centred(size)) == [round(f) for f in frequencies]
