"""The rows of Octave against Octave itself, in one run of it."""

from __future__ import annotations

import json
import math
import random
import shutil
import subprocess
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import pytest

from convtrace import ConvtraceError, evaluate
from convtrace.library.option_recipe import find_by_options
from convtrace.library.recipe import Recipe
from convtrace.library.two_calls import compare_calls
from convtrace.view.recipe_steps import recipe_code
from tests.support.sides import BIAS, LIBRARY, NAMES, VALUES, Side, output, weights

pytestmark = pytest.mark.no_cover

SHAPES = ["full", "same", "valid"]
CALLS = 60


def matrix(rows: list[list[int]]) -> str:
    return "[" + "; ".join(" ".join(map(str, row)) for row in rows) + "]"


def sides(draw: random.Random, most: int) -> list[list[int]]:
    width = draw.randint(1, most)
    return [[draw.randint(-9, 9) for _ in range(width)] for _ in range(draw.randint(1, most))]


def calls(draw: random.Random) -> Iterator[tuple[str, Any, Any, dict[str, Any], str]]:
    """Function, image, kernel, options, and the call as Octave has it."""
    for _ in range(CALLS):
        image, kernel, shape = sides(draw, 6), sides(draw, 5), draw.choice(SHAPES)
        x, h = matrix(image), matrix(kernel)
        line, taps = matrix(image[:1]), matrix(kernel[:1])
        yield "conv", image[0], kernel[0], {"shape": shape}, f'conv({line}, {taps}, "{shape}")'
        yield "filter", image[0], kernel[0], {"a": 2}, f"filter({taps}, 2, {line})"
        yield "conv2", image, kernel, {"shape": shape}, f'conv2({x}, {h}, "{shape}")'
        yield "convn", image, kernel, {"shape": shape}, f'convn({x}, {h}, "{shape}")'
        yield "filter2", image, kernel, {"shape": shape}, f'filter2({h}, {x}, "{shape}")'
        boundary = draw.choice(["replicate", "symmetric", "circular", 0, 3])
        options = {"boundary": boundary, "mode": draw.choice(["corr", "conv"])}
        if boundary == 0:
            options["shape"] = draw.choice(SHAPES[:2])
        typed = ", ".join(json.dumps(value) for value in options.values())
        yield "imfilter", image, kernel, options, f"imfilter({x}, {h}, {typed})"


def asked(texts: list[str]) -> list[Any]:
    """What y is in Octave after each text: a size and numbers by columns, or its error."""
    lines = [f'try\n{text};\nprintf("%s\\n", mat2str([size(y), y(:)\']));\ncatch\ndisp("none");\nend' for text in texts]
    script = "\n".join(("pkg load image", *lines))
    run = ["octave", "-q", "--no-gui", "--no-init-file", "--eval", script]
    printed = subprocess.run(run, capture_output=True, text=True, check=True).stdout.splitlines()
    return [None if line == "none" else [float(part) for part in line.strip("[]").split()] for line in printed]


@pytest.mark.parametrize("seed", range(3))
def test_octave_gives_what_the_rows_give(seed: int) -> None:
    if shutil.which("octave") is None:
        pytest.skip("octave is not installed: its rows are held by the measured calls")
    given = [*calls(random.Random(seed))]
    answers = asked([f"y = {text}" for *_, text in given])
    assert len(answers) == len(given)
    refused = 0
    for (function, image, kernel, options, text), answer in zip(given, answers, strict=True):
        if answer is None:
            with pytest.raises(ConvtraceError):
                evaluate(f"octave.{function}", image, kernel, **options)
            refused += 1
            continue
        rows, columns, *numbers = answer
        expected = np.array(numbers).reshape(int(columns), int(rows)).T
        found = np.array(evaluate(f"octave.{function}", image, kernel, **options), float)
        if not expected.size:
            assert not found.size, text
            continue
        assert np.array_equal(found.reshape(expected.shape) if found.ndim == 1 else found, expected), text
    assert refused < len(given) / 4


def matrices(array: Any) -> str:
    return matrix(np.atleast_2d(array).tolist())


def recipes(draw: random.Random) -> Iterator[tuple[str, Any]]:
    """Lines of recipes by calls of Octave, and what y is then."""
    rows: dict[int, list[str]] = {
        1: ["octave.conv", "octave.filter"],
        2: ["octave.conv2", "octave.filter2", "octave.imfilter"],
    }
    while True:
        axes = draw.choice([1, 2])
        given = [Side(name, ()) for name in (draw.choice(rows[axes]), draw.choice(NAMES[axes]))]
        first, second = (
            side._replace(
                options=tuple(
                    f"{option.name}={draw.choice(VALUES[option.name])}"
                    for option in LIBRARY[side.name].all_options
                    if option.name in VALUES and (option.required or draw.random() < 0.5)
                )
            )
            for side in given
        )
        sizes = [tuple(draw.randint(*span) for _ in range(axes)) for span in ((2, 5), (1, 4))]
        image, kernel = sizes
        try:
            pair = compare_calls(first.name, second.name, image=image, kernel=kernel, options=first.options,
                                 others=second.options)  # fmt: skip
        except ConvtraceError:
            continue
        x, h = (
            np.array([draw.randint(1, 9) for _ in range(math.prod(shape))], object).reshape(shape) for shape in sizes
        )
        h = weights(pair, h)
        source, found = pair.first, pair.second_from_first
        by_options = find_by_options(pair.second, source, found)
        if by_options is not None:
            source, found = by_options.call, by_options.recipe
        if isinstance(found, Recipe):
            code = recipe_code(found, source, pair.second)
            yield f"x = {matrices(x)}; h = {matrices(h)}; b = {BIAS};\n{code}\n", output(pair.second, x, h)


@pytest.mark.parametrize("seed", range(2))
def test_lines_of_recipes_run_in_octave(seed: int) -> None:
    if shutil.which("octave") is None:
        pytest.skip("octave is not installed: its rows are held by the measured calls")
    kept = [*islice(recipes(random.Random(seed)), CALLS)]
    for (code, wanted), answer in zip(kept, asked([code for code, _ in kept]), strict=True):
        assert answer is not None, code
        rows, columns, *numbers = answer
        found = np.array(numbers).reshape(int(columns), int(rows)).T
        assert np.allclose(found, np.atleast_2d(wanted).astype(float)), code
