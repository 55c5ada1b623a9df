"""The rows of Octave against Octave itself, in one run of it."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from convtrace import ConvtraceError, evaluate

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
    """What Octave gives for each call: a size and numbers by columns, or its error."""
    lines = [
        f'try; y = {text}; printf("%s\\n", mat2str([size(y), y(:)\'])); catch; disp("none"); end' for text in texts
    ]
    script = "\n".join(("pkg load image", *lines))
    run = ["octave", "-q", "--no-gui", "--no-init-file", "--eval", script]
    printed = subprocess.run(run, capture_output=True, text=True, check=True).stdout.splitlines()
    return [None if line == "none" else [float(part) for part in line.strip("[]").split()] for line in printed]


@pytest.mark.parametrize("seed", range(3))
def test_octave_gives_what_the_rows_give(seed: int) -> None:
    if shutil.which("octave") is None:
        pytest.skip("octave is not installed: its rows are held by the measured calls")
    given = [*calls(random.Random(seed))]
    answers = asked([text for *_, text in given])
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
