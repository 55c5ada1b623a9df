"""Python's functions have the command line's words, and their errors name arguments as Python does."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import convtrace
from convtrace import ConvtraceError
from convtrace.api import words
from convtrace.api.errors_in_python import in_python
from convtrace.cli.command import OUTPUT_GROUP
from convtrace.cli.commands import commands
from convtrace.law.operations import names
from convtrace.trace.pose import pose
from tests.support.kept_files import DOCS
from tests.support.messages import readable
from tests.support.processes import python

# the functions that answer a command; derive answers those that are called as operations
FUNCTIONS: dict[str, tuple[Any, ...]] = {
    "compare": (convtrace.compare,),
    "map": (convtrace.map_outputs,),
    "grad": (convtrace.gradient, convtrace.check, convtrace.judge),
    "matrix": (convtrace.matrix,),
    "explore": (convtrace.explore,),
    "slide": (convtrace.slide,),
    "borders": (convtrace.borders,),
    "kernels": (convtrace.kernels,),
    "expand": (convtrace.expand,),
    "prove": (convtrace.prove,),
    "library": (convtrace.library, convtrace.versus, convtrace.check, convtrace.judge),
    "which": (convtrace.which,),
    "probe": (convtrace.probe,),
    **dict.fromkeys(names(), (convtrace.derive, convtrace.check, convtrace.judge)),
}
# the command line's names that Python calls otherwise: check is a function, of names the operation
OTHERWISE = {
    "check": "derivation",
    "of": "operation",
    "operations": "second",
    "versus": "second",
    "others": "other_options",
}


# step is for terminals alone
@pytest.mark.parametrize("name", [name for name in commands() if name != "step"])
def test_every_command_is_a_function_with_its_options(name: str) -> None:
    known = {word for function in FUNCTIONS[name] for word in inspect.signature(function).parameters}
    made = commands()[name].made()
    options = {option.name for heading, group in made.groups.items() for option in group if heading != OUTPUT_GROUP}
    assert {"only", *(OTHERWISE.get(str(option), option) for option in options)} <= known


@pytest.mark.parametrize("function", dict.fromkeys(each for found in FUNCTIONS.values() for each in found))
def test_help_shows_arguments_with_their_defaults(function: Any) -> None:
    shown, posed = inspect.signature(function), inspect.signature(pose)
    assert function is convtrace.library or not any(each.kind is each.VAR_KEYWORD for each in shown.parameters.values())
    # which and probe ask whether there are channels, not how many
    apart = {"operation", "options"} | ({"channels"} if function in (convtrace.which, convtrace.probe) else set())
    for name in {*shown.parameters} & {*posed.parameters} - apart:
        assert shown.parameters[name].default == posed.parameters[name].default, name
    assert (
        f">>> {function.__name__}(" in function.__doc__
        or f"in {function.__name__}(" in function.__doc__
        or (f"({function.__name__}(" in function.__doc__)
    )


def test_an_unknown_argument_is_python_s_own_error() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'padd'"):
        convtrace.derive("conv", padd="edge")  # type: ignore[call-arg]


WRONG: dict[str, tuple[Any, dict[str, Any], str]] = {
    "a letter": (
        convtrace.derive,
        {"operation": "conv", "m": "x", "n": 1},
        "m: x is not a whole number\n  m=x\n    ^\n",
    ),
    "an operation": (convtrace.derive, {"operation": "con"}, "no operation is called con\n  con\n  ^^^\n"),
    "values and no file": (
        convtrace.derive,
        {"operation": "conv", "kernel": "sobel"},
        "convtrace.kernels() lists all.",
    ),
    "a lone number": (convtrace.derive, {"operation": "conv", "image": "0.5"}, 'semicolon: image="0.5;"'),
    "too few axes": (
        convtrace.derive,
        {"operation": "conv", "at": (1, 1, 1)},
        "give the image 3 axes: image=(7, 7, 7)",
    ),
    "an axis too many": (
        convtrace.derive,
        {"operation": "conv", "image": 7, "kernel": (3, 3)},
        "kernel= has 2 axes, but the image 7 has 1\n  kernel=3x3\n         ^^^\nGive both the same number of axes, "
        "for example: kernel=3",
    ),
    "an element": (
        convtrace.derive,
        {"operation": "conv", "at": 0, "image": [[1, 2], [3, "4 5"]]},
        "image[1][1]: 4 5 is not a value",
    ),
    "an origin": (
        convtrace.derive,
        {"operation": "conv", "kernel_origin": (3, 0, 1)},
        "kernel_origin= has 3 numbers, but the kernel has 2 axes\n  kernel_origin=3,0,1\n",
    ),
    "a rule": (convtrace.derive, {"operation": "conv", "pad": "same"}, "pad: same is not known"),
    "a rule of others": (
        convtrace.derive,
        {"operation": "conv", "pad": "replicate"},
        'Type: pad="edge". The names in other libraries: convtrace.borders()',
    ),
    "a constant": (convtrace.derive, {"operation": "conv", "pad": "constant"}, 'for example: pad="constant:5"'),
    "a stride": (convtrace.derive, {"operation": "conv-transpose", "stride": 2}, "stride=(2, 2): neighbouring outputs"),
    "both ways": (
        convtrace.derive,
        {"operation": "conv", "at": "1,1", "m": 1},
        "at= and m=/n= both name the output\n  at=1,1 m=1\n         ^^^\nKeep one of the two, for example: at=(1, 1)",
    ),
    "a window": (
        convtrace.derive,
        {"operation": "conv", "at": (1, 1), "window": "0:9,0:9"},
        'Choose an interval inside -3:3, or type: window="all"',
    ),
    "a form": (convtrace.derive, {"operation": "conv-transpose", "form": "sliding"}, "Leave form= out."),
    "two forms": (
        convtrace.derive,
        {"operation": "xcorr:sliding", "form": "reflected"},
        'xcorr:sliding and form="reflected" name two forms',
    ),
    "no output": (convtrace.compare, {}, "which output?\nAdd an index for each axis, for example: m=1, n=1"),
    "no gradient": (convtrace.gradient, {"operation": "conv"}, "for example: pixel=(1, 1) or weight=(0, 0)"),
    "two gradients": (
        convtrace.gradient,
        {"operation": "conv", "pixel": (1, 1), "weight": 0},
        "pixel= and weight= ask for two gradients\n  pixel=1,1 weight=0\n            ^^^^^^^^",
    ),
    "no outputs": (
        convtrace.map_outputs,
        {"operation": "conv", "image": 2},
        'mode="valid": no output exists, because the image 2 is smaller than the kernel 3\n'
        'Choose an image of at least 3, or type: mode="full"',
    ),
    "no outputs on steps": (
        convtrace.expand,
        {"operation": "conv", "image": 5, "kernel": 5, "stride": 2, "kernel_origin": 1},
        'because stride=2 steps over all of them\nChoose a smaller stride=, or type: mode="full"',
    ),
    "a section": (
        convtrace.borders,
        {"only": "name"},
        "only: name is not known\n  only=name\n       ^^^^\nDid you mean names?",
    ),
    "a check": (
        lambda: convtrace.check(convtrace.derive("conv", at=1, image=3, pad="edge")),
        {},
        "check: it knows only an image with 0 outside\nLeave check= or pad= out.",
    ),
    "a law": (convtrace.prove, {"law": "flop"}, "no law is called flop\n  flop\n  ^^^^\nDid you mean flip?"),
    "a law of others": (
        convtrace.prove,
        {"law": "flip", "operation": "xcorr"},
        'Type: prove("flip", operation="conv")',
    ),
    "a law of forms": (
        convtrace.prove,
        {"law": "reflect"},
        'Type: prove("reflect", operation="xcorr", form="',
    ),
    "values in a proof": (convtrace.prove, {"law": "flip", "image": [1, 2]}, "image: prove takes a size, not values"),
    "a proof too long": (
        convtrace.prove,
        {"law": "associate", "image": (9, 9), "kernel": (99, 99)},
        "image=(13, 13), kernel=(13, 13)",
    ),
    "a function": (convtrace.library, {"function": "conv.olve"}, "convtrace.library() lists all."),
    "an option": (convtrace.library, {"function": "numpy.convolve", "mod": 1}, "Did you mean mode?"),
    "options without a default": (
        convtrace.library,
        {"function": "torch.nn.functional.fold", "stride": (1, 2)},
        "Type, for example: output_size=(9, 15)",
    ),
    "several options": (
        convtrace.library,
        {"function": "tf.nn.conv2d_transpose"},
        "Type, for example: strides=1, output_shape=7",
    ),
    "options of two": (
        convtrace.versus,
        {"first": "tf.nn.conv2d_transpose", "second": "scipy.signal.convolve2d"},
        'Type, for example: options={"strides": 1, "output_shape": 7}',
    ),
    "other options": (
        convtrace.versus,
        {"first": "scipy.signal.convolve", "second": "torch.nn.functional.fold", "image": (7, 7)},
        'Type, for example: other_options={"output_size": ',
    ),
    "two of one": (
        convtrace.library,
        {"function": "numpy.convolve", "at": 1, "weight": 1},
        "weight= and at= ask for different values",
    ),
    "a side too long": (
        convtrace.versus,
        {"first": "numpy.convolve", "second": "numpy.correlate", "image": 5000},
        "image: an axis of 5000 is too long to compare two functions\n  image=5000\n",
    ),
    "an array": (convtrace.evaluate, {"function": "numpy.convolve", "image": [[]], "kernel": [1]}, "image is empty"),
    "a number too large": (
        convtrace.evaluate,
        {"function": "numpy.convolve", "image": [10**400, 0.5], "kernel": [1], "as_array": True},
        "as_array: a number is too large",
    ),
    "a format": (lambda: convtrace.render(convtrace.borders(), "word"), {}, "format_name: word is not known"),
}


@pytest.mark.parametrize(("function", "given_words", "message"), WRONG.values(), ids=WRONG)
def test_errors_are_in_python_s_words(function: Any, given_words: dict[str, Any], message: str) -> None:
    with pytest.raises(ConvtraceError) as caught:
        function(**given_words)
    assert message in str(caught.value)
    assert "--" not in str(caught.value)
    assert re.search(r"convtrace \w+ ", str(caught.value)) is None
    readable(caught.value)
    for name, value in re.findall(r'\b([a-z_]+)=("[^"]*"|\([^)]*\)|\{[^}]*\}|-?\d+)', caught.value.hint):
        assert ast.literal_eval(value) is not None, name


@given(option=st.sampled_from(["--at", "--kernel-origin", "--of"]), text=st.text(max_size=8), cut=st.integers(0, 8))
def test_marks_stay_under_what_is_wrong(option: str, text: str, cut: int) -> None:
    start = min(cut, len(text))
    before = ConvtraceError("wrong", f"{option} {text}", (len(option) + 1 + start, len(option) + 1 + len(text)))
    after = in_python(before)
    assert after.span is not None
    assert "--" not in option.replace("--", "", 1)
    if "--" not in text:
        assert after.source[slice(*after.span)] == text[start:]


def test_a_source_without_a_mark_stays_without() -> None:
    assert in_python(ConvtraceError("wrong", "--m 1")).span is None


# what is loaded, and the table of names


def test_the_table_is_what_checkers_see() -> None:
    tree = ast.parse(inspect.getsource(convtrace))
    checked = next(node for node in tree.body if isinstance(node, ast.If) and "CHECKING" in ast.unparse(node.test))
    seen = {
        (each.name, node.module)
        for node in ast.walk(checked)
        if isinstance(node, ast.ImportFrom)
        for each in node.names
    }
    assert {name for name, _ in seen} == {*convtrace.__all__} == {*dir(convtrace)}
    assert convtrace.__all__ == sorted(convtrace.__all__)
    for name, module in seen:
        assert convtrace._HOMES[name] == module  # noqa: SLF001
        assert getattr(sys.modules[str(module)], name) is getattr(convtrace, name)
        assert name[0].isupper() or f"{name}(" in (convtrace.__doc__ or "")


def test_the_document_has_every_name() -> None:
    text = (DOCS / "python.md").read_text(encoding="utf-8")
    assert [name for name in convtrace.__all__ if not re.search(rf"\b{name}\b", text)] == []


def test_folders_and_functions_have_one_name() -> None:
    code = (
        "import convtrace, convtrace.library.row, convtrace.render.rendering; from convtrace import library, render;"
        "print(callable(library), callable(render), callable(convtrace.library), convtrace.render is render)"
    )
    assert python(code) == "True True True True\n"


def test_little_is_loaded_until_it_is_asked_for() -> None:
    heavy = "{'click', 'rich', 'sympy', 'numpy'} & {*sys.modules}"
    code = (
        f"import sys, convtrace; print(sorted({heavy}), sum(name.startswith('convtrace') for name in sys.modules));"
        "page = convtrace.derive('conv', m=1, n=1); repr(page), str(page), page._repr_html_(), page._repr_svg_();"
        "convtrace.library('numpy.convolve'), convtrace.kernels(), convtrace.evaluate('numpy.convolve', [1], [1]);"
        f"print(sorted({heavy}));"
        "convtrace.check(page); convtrace.evaluate('numpy.convolve', [1], [1], as_array=True);"
        f"print(sorted({heavy}))"
    )
    assert python(code) == "[] 3\n[]\n['numpy', 'sympy']\n"


def test_a_name_that_is_nearly_there_is_named() -> None:
    for name, known in (("map", "map_outputs"), ("grad", "gradient")):
        with pytest.raises(AttributeError, match=f"no attribute '{name}'. Did you mean {known}?"):
            getattr(convtrace, name)


# arrays


def test_arrays_of_numpy_are_given_where_they_are_asked_for() -> None:
    whole = convtrace.evaluate("scipy.signal.convolve2d", [[1, 2]], [[1], [3]], as_array=True)
    assert (str(whole.dtype), whole.tolist()) == ("int64", [[1, 2], [3, 6]])
    broken = convtrace.evaluate("numpy.convolve", [1, 0.5], [1, 1], as_array=True)
    assert (str(broken.dtype), broken.tolist()) == ("float64", [1.0, 1.5, 0.5])
    large = convtrace.evaluate("numpy.convolve", [2**70], [1], as_array=True)
    assert (str(large.dtype), large.tolist()) == ("float64", [2.0**70])


def test_without_numpy_its_arrays_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert convtrace.evaluate("numpy.convolve", [1], [2]) == [2]
    with pytest.raises(ConvtraceError, match="NumPy is not installed\nInstall numpy, or leave as_array out"):
        convtrace.evaluate("numpy.convolve", [1], [2], as_array=True)


def test_the_shared_words_are_those_of_a_question() -> None:
    shared = [each for each in vars(words).values() if isinstance(each, type) and each.__name__.endswith("Words")]
    posed = {*inspect.signature(pose).parameters} - {"operation", "read"}
    assert {name for each in shared for name in each.__annotations__} == posed


# arguments of any kind

CALLS: dict[str, tuple[Any, dict[str, Any]]] = {
    "derive": (convtrace.derive, {"operation": "conv", "at": (1, 1)}),
    "gradient": (convtrace.gradient, {"operation": "conv", "pixel": (1, 1)}),
    "check": (convtrace.check, {"derivation": convtrace.derive("conv", at=0, image=3)}),
    "compare": (convtrace.compare, {"first": "conv", "second": "xcorr", "at": (1, 1)}),
    "map_outputs": (convtrace.map_outputs, {"operation": "conv"}),
    "matrix": (convtrace.matrix, {"operation": "conv"}),
    "explore": (convtrace.explore, {"operation": "conv"}),
    "slide": (convtrace.slide, {"operation": "conv", "image": 4}),
    "expand": (convtrace.expand, {"operation": "conv"}),
    "pose": (convtrace.pose, {"operation": "conv"}),
    "prove": (convtrace.prove, {"law": "flip", "image": 2, "kernel": 2}),
    "library": (convtrace.library, {"function": "numpy.convolve"}),
    "versus": (convtrace.versus, {"first": "numpy.convolve", "second": "numpy.correlate"}),
    "borders": (convtrace.borders, {}),
    "kernels": (convtrace.kernels, {}),
    "evaluate": (convtrace.evaluate, {"function": "numpy.convolve", "image": [1], "kernel": [1]}),
    "render": (convtrace.render, {"page": convtrace.derive("conv", at=0, image=3)}),
}
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, float("nan"), 1j, 10**400, Fraction(1, 2), object(), int, len, iter([1]), range(2)),
    *("", "x", "1,1", "9" * 5000, "\x1b[2J\u2028", b"1", "same", "sobel-x", "alpha 1", "numpy"),
    *((), [], {}, {1: 2}, {"mode": 1}, set(), (None,), [None], [[1]], (1, 2, 3, 4, 5, 6, 7, 8, 9, 10), ["result"]),
    *(np.array(1), np.array([1, 1]), np.array([1.5]), np.array([["a"]]), np.array([], dtype=int), np.float32(0.1)),
)


@given(data=st.data(), odd=st.sampled_from(ODD), name=st.sampled_from([*CALLS]))
def test_any_argument_is_taken_or_refused(data: st.DataObject, odd: Any, name: str) -> None:
    function, usual = CALLS[name]
    known = [each for each in inspect.signature(function).parameters if each not in {"read", "options"}]
    argument = data.draw(st.sampled_from(known))
    message = ""
    try:
        str(function(**{**usual, argument: odd}))
    except ConvtraceError as error:
        readable(error)
        message = str(error)
    assert "--" not in message


def test_none_is_what_is_not_given() -> None:
    words_given: dict[str, Any] = dict.fromkeys(("pad", "axes", "stride", "window", "form", "image", "only"))
    assert convtrace.derive("conv", at=(1, 1), **words_given) == convtrace.derive("conv", at=(1, 1))
    with pytest.raises(ConvtraceError, match="operation: None is not the name of an operation"):
        convtrace.derive(None)  # type: ignore[arg-type]


def test_arrays_are_indices_and_steps_too() -> None:
    given_words: dict[str, Any] = {
        "at": np.array([1, 1]),
        "stride": np.array([1, 2]),
        "kernel_origin": np.array([1, 0]),
        "image_origin": np.array([-2, 9]),
    }
    expected = convtrace.derive("conv", at=(1, 1), stride=(1, 2), kernel_origin=(1, 0), image_origin=(-2, 9))
    assert convtrace.derive("conv", **given_words) == expected
    assert convtrace.render(expected, width=np.int64(40)) == convtrace.render(expected, width=40)  # type: ignore[call-overload]
