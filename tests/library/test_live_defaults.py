"""Defaults are the library's: every option of every row against the signature of the function that is installed."""

from __future__ import annotations

import inspect
import re
from ast import literal_eval
from functools import reduce
from importlib import import_module
from typing import Any

import pytest

from convtrace.errors import ConvtraceError
from convtrace.library.catalogue import all_functions
from convtrace.library.evaluation import evaluate
from convtrace.library.row import LibraryFunction
from tests.support.arrays import installed

pytestmark = pytest.mark.no_cover

LIBRARY = all_functions()
INSTALLED = [row for row in LIBRARY.values() if installed(row.imports)]
# what stands for the arrays, and for their sizes
ARRAYS = {"weight", "filters", "kernel_size", "out"}
# parameters that OpenCV's own words give a default
OPENCV = {"dst": None, "anchor": -1, "delta": 0, "borderType": "BORDER_DEFAULT"}


def attributes(row: LibraryFunction) -> dict[str, Any]:
    """The attributes of an ONNX operator, with the default of those that have one."""
    onnx = import_module("onnx")
    found = onnx.defs.get_schema(row.last).attributes
    value = onnx.helper.get_attribute_value
    texts = {name: value(each.default_value) if each.default_value.name else None for name, each in found.items()}
    return {name: text.decode() if isinstance(text, bytes) else text for name, text in texts.items()}


def function(row: LibraryFunction) -> Any:
    parts = row.name.replace("torch.nn.functional.conv_tbc", "torch.conv_tbc").replace(":", ".").split(".")
    top = {"tf": "tensorflow"}.get(parts[0], parts[0].partition("[")[0])
    parts = [top, *parts[1:]]
    module = next(length for length in range(len(parts) - 1, 0, -1) if installed(f"import {'.'.join(parts[:length])}"))
    return reduce(getattr, parts[module:], import_module(".".join(parts[:module])))


def defaults(row: LibraryFunction) -> dict[str, Any]:
    """The parameters that have a default, with it: by the signature, or as the first line of the help has it."""
    if row.name.startswith("cv2."):
        return {name: default for name, default in OPENCV.items() if name in row.spellings}
    if row.library.startswith("onnx"):
        return {name: default for name, default in attributes(row).items() if default is not None}
    try:
        found = inspect.signature(function(row)).parameters
    except ValueError:
        typed = re.search(r"\((.*?)\)", function(row).__doc__)
        pairs = re.findall(r"(\w+)=([^,]+)", typed[1] if typed else "")
        return {name: literal_eval(default) for name, default in pairs}
    kept = {name: each.default for name, each in found.items() if each.default is not inspect.Parameter.empty}
    return {name: default for name, default in kept.items() if name not in ARRAYS}


def call(row: LibraryFunction, **options: Any) -> Any:
    """What the row gives on small arrays, whose kernel is a product and adds up to more than 0."""
    axes = min(row.laws)
    image, kernel = ([4, 1, 5, 7, 2, 6, 3][:size] for size in (7, 3))
    for _ in range(axes - 1):
        image, kernel = [image] * 7, [kernel] * 3  # type: ignore[list-item]
    sizes = {"output_size": 9, "input_size": 9, "weight_size": 5, "output_shape": 7}
    needed = {name: sizes.get(name, example) for name, example in row.examples.items()}
    off = {"bias": False} if "bias" in row.spellings and row.spellings["bias"].default is True else {}
    weights = 3 if row.window else kernel
    return evaluate(row.name, image, weights, **{**needed, **off, **options})


@pytest.mark.parametrize("row", INSTALLED, ids=lambda row: row.name)
def test_a_default_is_the_library_s(row: LibraryFunction) -> None:
    axes = min(row.laws)
    for name, default in defaults(row).items():
        option = row.spellings[name]
        assert option.required or option.kind.read(default, axes) == option.default_values(axes), name


@pytest.mark.parametrize("row", INSTALLED, ids=lambda row: row.name)
def test_an_option_given_as_its_own_default_changes_nothing(row: LibraryFunction) -> None:
    expected = call(row)
    for name, default in defaults(row).items():
        if default is True and name == "bias":
            with pytest.raises(ConvtraceError, match="has no number here"):
                call(row, bias=True)
        else:
            assert call(row, **{name: default}) == expected, name


@pytest.mark.parametrize("row", INSTALLED, ids=lambda row: row.name)
def test_an_option_is_one_that_the_library_has(row: LibraryFunction) -> None:
    try:
        names = {*attributes(row)} if row.library.startswith("onnx") else {*inspect.signature(function(row)).parameters}
    except ValueError:
        names = {*re.findall(r"\w+", function(row).__doc__)}
    own = {option.name for option in row.all_options if not option.only_here}
    assert own <= names
