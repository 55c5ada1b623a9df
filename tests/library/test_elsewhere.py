"""The library calls that give the same value: each is run, live where its library is installed."""

from __future__ import annotations

import shlex
from math import prod
from typing import Any

import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from convtrace import evaluate
from convtrace.cli import run
from convtrace.document.blocks import Code, Paragraph
from convtrace.law.boundary import CONSTANT, RULES
from convtrace.library.catalogue import find
from convtrace.library.equivalents import Counterpart, counterparts
from convtrace.library.posed_call import library_question
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.view.roles import Roles
from convtrace.view.sections.elsewhere import call, elsewhere
from tests.support.oracles import OPERATIONS
from tests.support.strategies import gradients, places

PADS = st.sampled_from([name if rule is not CONSTANT else "constant:3" for name, rule in RULES.items()])
LIVE = {"numpy": np, "scipy": scipy}


@st.composite
def padded(draw: st.DrawFn, most_axes: int = 3, inside: bool = False) -> Problem:
    """Any operation at an index, with steps, an origin of its own and any rule outside the image, or far inside it."""
    axes = draw(st.integers(1, most_axes))
    image, taps = (st.integers(15, 16), st.integers(1, 3)) if inside else (st.integers(1, 5), st.integers(1, 5))
    furthest = 1 if inside else 4
    kernel = draw(st.tuples(*[taps] * axes))
    name, form = draw(st.sampled_from(list(OPERATIONS)))
    return pose(
        name,
        form=form,
        at=draw(st.tuples(*[st.integers(-furthest, furthest)] * axes)),
        image=draw(st.tuples(*[image] * axes)),
        kernel=kernel,
        axes=draw(st.sampled_from(["xy", "rc"])),
        image_origin=None if inside else draw(st.none() | places(axes)),
        kernel_origin=draw(st.tuples(*(st.integers(0, size - 1) for size in kernel)) if inside else places(axes)),
        stride=draw(st.tuples(*[st.integers(1, 2)] * axes)),
        dilation=draw(st.tuples(*[st.sampled_from([1, 1, 2])] * axes)),
        pad=draw(PADS),
    )


def filled(problem: Problem, sides: tuple[range, ...], random: Any) -> Any:
    shape = problem.order.array(tuple(map(len, sides)))
    return np.array([random.randint(-9, 9) for _ in range(prod(shape))]).reshape(shape)


def in_python(counterpart: Counterpart, summed: Any, met: Any) -> Any:
    """The output of the call's row, by its relation."""
    each = {option.name for option in counterpart.row.options if option.per_axis}
    options: dict[str, Any] = {
        name: list(values) if name in each else values[0] for name, values in counterpart.options.items()
    }
    flipped = np.flip(met, tuple(axis for axis, flip in enumerate(counterpart.flips) if flip))
    return evaluate(counterpart.row.name, summed.astype(float), flipped, **options)


def holds(problem: Problem, arrays: dict[str, Any], mine: int) -> int:
    """Every call named gives the number; how many there are."""
    found = counterparts(problem)
    other = {"m": ("x", "h"), "i": ("g", "h"), "k": ("g", "x")}[problem.fixed]
    for counterpart in found:
        summed, met = (arrays[name] for name in other)
        output: Any = in_python(counterpart, summed, met)
        for place in counterpart.index:
            output = output[place]
        assert output == mine
        text = call(Roles(problem), counterpart)
        if text.partition(".")[0] in LIVE:
            theirs = eval(text, {**LIVE, **arrays})
            assert round(float(theirs[counterpart.index])) == mine
    return len(found)


@given(padded(), st.randoms(use_true_random=False))
def test_every_call_has_the_same_number(problem: Problem, random: Any) -> None:
    arrays = {"x": filled(problem, problem.image, random), "h": filled(problem, problem.kernel.ranges, random)}
    problem = problem.replace(
        pixels=tuple(arrays["x"].flatten().tolist()),
        kernel=problem.kernel.replace(given=tuple(arrays["h"].flatten().tolist())),
    )
    derivation = derive(problem)
    found = holds(problem, arrays, derivation.value)  # type: ignore[arg-type]
    plain = max(problem.dilation) == 1 and not problem.boundary.counts
    assert found or not plain or not derivation.terms


@given(gradients(), st.randoms(use_true_random=False))
def test_every_call_has_the_same_gradient(problem: Problem, random: Any) -> None:
    arrays = {
        name: filled(problem, sides, random)
        for name, sides in (("x", problem.image), ("h", problem.kernel.ranges), ("g", problem.outputs))
    }
    derivation = derive(problem)

    def of(name: str, index: tuple[int, ...], sides: tuple[range, ...]) -> int:
        return int(arrays[name][problem.order.array(tuple(n - side[0] for n, side in zip(index, sides, strict=True)))])

    mine = sum(
        of("g", term.output, problem.outputs)
        * (
            of("h", term.kernel_index, problem.kernel.ranges)
            if problem.fixed == "i"
            else of("x", term.pixel, problem.image)
        )
        for term in derivation.terms
    )
    found = holds(problem, arrays, mine)
    assert found or not derivation.terms or max(*problem.stride, *problem.dilation) > 1


# whose calls are run where the libraries are installed
@given(padded(), st.randoms(use_true_random=False))
def test_calls_of_torch_and_opencv_run(problem: Problem, random: Any) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed: its calls are held by its rows")
    cv2 = pytest.importorskip("cv2", reason="cv2 is not installed: its calls are held by its rows")
    image, kernel = filled(problem, problem.image, random), filled(problem, problem.kernel.ranges, random)
    for counterpart in counterparts(problem):
        text = call(Roles(problem), counterpart)
        as_taken = {"torch": lambda array: torch.tensor(array, dtype=torch.float64), "cv2": np.float64}
        take = as_taken.get(text.partition(".")[0])
        if take is not None:
            arrays = {"x": take(image), "h": take(kernel)}
            theirs = eval(text, {"torch": torch, "cv2": cv2, **arrays})
            output: Any = in_python(counterpart, image, kernel)
            for place in counterpart.index:
                output = output[place]
            assert round(float(theirs[counterpart.index])) == output


def called(*words: str, **options: Any) -> list[str]:
    problem = pose(*words, **options)
    return [call(Roles(problem), counterpart) for counterpart in counterparts(problem)]


def test_the_kernel_is_flipped_for_those_that_do_not() -> None:
    assert called("conv", m=1, n=1) == [
        'scipy.signal.convolve2d(x, h, "same")',
        'scipy.ndimage.convolve(x, h, output=float, mode="constant")',
        "torch.conv2d(x[None], h.flip(0, 1)[None, None], padding=1)[0]",
        "cv2.filter2D(x, -1, h[::-1, ::-1], borderType=cv2.BORDER_CONSTANT)",
    ]


def test_one_axis_has_numpy() -> None:
    assert called("xcorr", form="sliding", at=1, image=7)[:2] == [
        'numpy.correlate(x, h, "same")',
        'scipy.signal.correlate(x, h, "same")',
    ]


@pytest.mark.parametrize(
    ("pad", "names"),
    [
        ("zero", ["correlate2d", 'mode="constant"', "padding=1", "BORDER_CONSTANT"]),
        ("constant:2", ["fillvalue=2", "cval=2"]),
        ("edge", ['mode="nearest"', "BORDER_REPLICATE"]),
        ("reflect", ['mode="mirror"', "BORDER_REFLECT_101)"]),
        ("symmetric", ['boundary="symm"', "correlate(x, h, output=float)", "BORDER_REFLECT)"]),
        ("wrap", ['boundary="wrap"', 'mode="wrap"']),
    ],
)
def test_the_rule_has_each_library_s_name(pad: str, names: list[str]) -> None:
    calls = called("xcorr", form="sliding", m=3, n=3, pad=pad)
    assert [name in text for name, text in zip(names, calls, strict=True)] == [True] * len(calls)


def test_a_gradient_with_a_stride_is_a_transposed_convolution() -> None:
    (text,) = called("xcorr", form="sliding", pixel=(1, 1), stride=2, image="9x9")
    assert text == "torch.conv_transpose2d(g[None], h[None, None], stride=2, padding=1)[0]"


def test_only_rows_that_fit_are_named() -> None:
    problem = pose("conv", at=0, image=7)
    row = find("scipy.signal.convolve")
    assert counterparts(problem, [row])
    assert "scipy.signal.fftconvolve" not in [each.row.name for each in counterparts(problem)]
    assert counterparts(problem.replace(dilation=(2,)), [row]) == ()
    assert counterparts(problem.replace(offset=1), [row]) == ()
    refusing = row.replace(requirements=find("astropy.convolution.convolve").requirements[:1])
    assert counterparts(pose("conv", at=0, image=7, kernel=4), [refusing]) == ()


@given(padded(most_axes=2, inside=True), st.randoms(use_true_random=False))
def test_with_letters_the_index_moves_as_far_as_the_call_s(problem: Problem, random: Any) -> None:
    """Far from the border, where m is any number, the index with m put in gives the value."""
    image, kernel = filled(problem, problem.image, random), filled(problem, problem.kernel.ranges, random)
    numbers = problem.replace(
        pixels=tuple(image.flatten().tolist()),
        kernel=problem.kernel.replace(given=tuple(kernel.flatten().tolist())),
    )
    derivation = derive(numbers)
    assert derivation.unclipped == derivation.receptive_field
    for counterpart in counterparts(problem.replace(at=(None,) * len(problem.at))):
        output: Any = in_python(counterpart, image, kernel)
        moves = zip(counterpart.index, counterpart.slope, problem.order.array(problem.numbers), strict=True)
        for place in (start + slope * m for start, slope, m in moves):
            output = output[place] if 0 <= place < len(output) else None
            if output is None:
                break
        assert output in (derivation.value, None)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (
            "conv --m 50 --n 0",
            'convtrace knows no call that gives y[50,0]: even mode "full" ends where the kernel leaves the image.',
        ),
        ("conv --at 0 --image 9 --dilation 2 --pad wrap", "y[0]: no function has both this relation and this output."),
        ("grad conv --pixel 3 --image 7 --mode same --pad edge", "outside the image x is padded (edge)."),
    ],
)
def test_why_there_is_none(command: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*shlex.split(command), "--only", "elsewhere"]) == 0
    assert sentence in capsys.readouterr().out


def test_a_call_alone_is_named_in_its_own_language() -> None:
    question = library_question("octave.conv", image="5", kernel="3", at="4")
    (said, code) = elsewhere(derive(question.problem), question.call, alone=True)
    assert said == Paragraph(("The same value in Octave, where indices count from 1:",))
    assert isinstance(code, Code)
    assert code.text == 'y = conv(x, h, "full"); y(4)'
