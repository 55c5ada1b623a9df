"""Recipes, pasted as they are shown: every function's call, run by its own library."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace.library.option_recipe import find_by_options
from convtrace.library.recipe import Recipe
from convtrace.library.two_calls import TwoCalls
from convtrace.view.recipe_steps import recipe_code
from tests.support.pasted import TOLERANCE, arrays, live_pairs, pasted
from tests.support.sides import both_ways, output, weights

pytestmark = pytest.mark.no_cover


@pytest.mark.filterwarnings("ignore")
@given(pair=live_pairs(), seed=st.integers(0, 99))
def test_a_pasted_recipe_gives_the_other_output(pair: TwoCalls, seed: int) -> None:
    image, kernel = arrays(pair.first, seed)
    kernel = weights(pair, kernel)
    for target, source, found in both_ways(pair):
        wanted = output(target, image, kernel).astype(float)
        better = find_by_options(target, source, found)
        ways = [(better.recipe, better.call)] if better else []
        ways += [(found, source)] if isinstance(found, Recipe) else []
        for recipe, call in ways:
            made = pasted(recipe_code(recipe, call, target), image, kernel)
            if call.trims_zeros:
                continue
            assert made.shape == wanted.shape
            assert np.allclose(made, wanted, rtol=TOLERANCE, atol=TOLERANCE)
