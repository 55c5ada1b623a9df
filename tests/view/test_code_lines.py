"""Code is Python: every line of code on a page, and every call, index and recipe in a record, parses."""

from __future__ import annotations

import ast
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from convtrace.document.blocks import Code, Document
from convtrace.errors import ConvtraceError
from convtrace.law.boundary import RULES
from convtrace.library.catalogue import all_functions
from convtrace.library.two_calls import compare_calls
from convtrace.render.rendering import pieces
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose
from convtrace.view.pages import borders, kernels, library_list, value, versus
from tests.support.oracles import OPERATIONS
from tests.support.strategies import FILE

FUNCTIONS = all_functions()
# options with fractions and with a value for each axis, for whichever function has them
OPTIONS = ("fillvalue=1/2", "cval=-1/3", "delta=0.5", "kernelY=1/2", "kernelX=1/3,2", "fill_value=.25", "stride=1")


def parsed(document: Document) -> int:
    """The number of lines of Python on a page, all of which parse."""
    code = [block.text for block in document.blocks if isinstance(block, Code) and block.language == "python"]
    for text in code:
        ast.parse(text)
    return len(code)


@pytest.mark.no_cover
@given(st.data())
def test_calls_elsewhere_are_python(data: st.DataObject) -> None:
    axes = data.draw(st.integers(1, 5))
    name, form = data.draw(st.sampled_from(list(OPERATIONS)))
    side = st.integers(1, 3)
    problem = pose(
        name,
        form=form,
        at=data.draw(st.none() | st.tuples(*[st.integers(-2, 2)] * axes)),
        image=data.draw(st.tuples(*[side] * axes)),
        kernel=data.draw(st.tuples(*[side] * axes)),
        stride=data.draw(side) if name != "conv-transpose" else 1,
        pad=data.draw(st.sampled_from([*RULES.keys() - {"constant"}, "constant:1/2", "constant:c_1"])),
    )
    derivation = derive(problem)
    parsed(value.document(derivation, ["elsewhere"]))
    record = json.loads("".join(pieces(value.document(derivation), "json", FILE)))
    for same in record["elsewhere"]:
        ast.parse(f"{same['call']}[{', '.join(map(str, same['index']))}]")


def test_indices_of_many_axes_and_with_factors_are_python() -> None:
    for image, stride in (("7x7", 2), ("2x1x1x2", 1)):
        assert parsed(value.document(derive(pose("conv", image=image, stride=stride)), ["elsewhere"])) > 1


@pytest.mark.no_cover
@given(st.sampled_from(sorted(FUNCTIONS)), st.sampled_from(sorted(FUNCTIONS)), st.data())
def test_lines_of_recipes_are_python(first: str, second: str, data: st.DataObject) -> None:
    options = []
    for function in (first, second):
        own = [text for text in OPTIONS if text.partition("=")[0] in FUNCTIONS[function].spellings]
        options.append(data.draw(st.lists(st.sampled_from(own), unique=True)) if own else [])
    try:
        calls = compare_calls(first, second, options=options[0], others=options[1])
    except ConvtraceError:
        assume(False)
    parsed(versus.document(calls))
    record = json.loads("".join(pieces(versus.document(calls), "json", FILE)))
    recipes = ((record["first_from_second"], second), (record["second_from_first"], first))
    for recipe, source in recipes:
        if FUNCTIONS[source].template.language == "Python":
            for step in recipe.get("steps", []):
                ast.parse(step["line"])


def test_lines_for_the_shell_are_no_python() -> None:
    listed = library_list.document(tuple(FUNCTIONS.values()))
    for page in (borders.document(), kernels.page_result({}, None, str.encode).document, listed):
        text = "".join(pieces(page, "markdown", FILE))
        assert "```sh\nconvtrace " in text
        assert "```python" not in text
