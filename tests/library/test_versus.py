"""Two library functions side by side: where they agree, and the recipes that turn one into the other."""

from __future__ import annotations

import io
import json
from fractions import Fraction
from itertools import product
from math import prod
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from convtrace.cli import run
from convtrace.errors import ConvtraceError
from convtrace.law.boundary import CONSTANT_RULES, EDGE, REFLECT, SYMMETRIC, WRAP
from convtrace.law.scaling import Bias, MetSum
from convtrace.library.arrays import ExactArray
from convtrace.library.axis_recipe import AxisRecipe
from convtrace.library.call import Call
from convtrace.library.evaluation import evaluate
from convtrace.library.option_recipe import find_by_options
from convtrace.library.recipe import NoRecipe, Recipe, Why
from convtrace.library.requirements import CallSizes
from convtrace.library.scales import scaling
from convtrace.library.sums import pixels_met
from convtrace.library.two_calls import TwoCalls, compare_calls
from convtrace.render.rendering import formats
from convtrace.view.recipe_steps import recipe_code, recipe_steps
from tests.support.sides import BIAS, LIBRARY, NAMES, both_ways, output, sides, weights


@st.composite
def pairs(draw: st.DrawFn, longest: int = 7) -> TwoCalls:
    axes = draw(st.sampled_from([1, 2]))
    first, second = draw(sides(NAMES[axes])), draw(sides(NAMES[axes]))
    image = [draw(st.integers(1, longest)) for _ in range(axes)]
    kernel = [draw(st.integers(1, 4)) for _ in range(axes)]
    try:
        return compare_calls(
            first.name,
            second.name,
            image="x".join(map(str, image)),
            kernel="x".join(map(str, kernel)),
            options=first.options,
            others=second.options,
        )
    except ConvtraceError:
        reject()


def random_array(random: Random, shape: tuple[int, ...]) -> Any:
    """Numbers so large that sums of different products are never the same."""
    return np.array([random.randint(-(10**6), 10**6) for _ in range(prod(shape))], object).reshape(shape)


def random_weights(random: Random, shape: tuple[int, ...]) -> Any:
    """The same, but none negative: a kernel whose sum is below 0.01 is not normalised."""
    return abs(random_array(random, shape)) + 1


# a number for a bias that has none
def by_recipe(found: Recipe, source: Call, image: Any, kernel: Any) -> Any:
    """The recipe's steps, taken by NumPy alone."""
    total, new = kernel.sum(), found.rescaling
    minus, plus = (BIAS if isinstance(offset, Bias) else offset for offset in (new.minus, new.plus))
    kernel = np.flip(kernel, tuple(axis for axis, way in enumerate(found.axes) if way.flips))
    kernel = kernel * Fraction(1, total) if new.divides else kernel
    for axis, way in enumerate(found.axes):
        if any(way.pads):
            pads = [way.pads if each == axis else (0, 0) for each in range(image.ndim)]
            mode: Any = "constant" if way.rule in CONSTANT_RULES else way.rule.name
            more = {"constant_values": found.fill} if mode == "constant" else {}
            image = np.pad(image, pads, mode, **more)
    made = output(source, image, kernel)
    made = made[np.ix_(*(list(way.kept) for way in found.axes))]
    made = (made - minus) * (total if new.multiplies else 1) * new.factor
    return np.pad(made, [way.zeros for way in found.axes]) + plus


@pytest.mark.no_cover
@given(pair=pairs(), seed=st.integers(0, 99))
def test_a_recipe_gives_the_other_output(pair: TwoCalls, seed: int) -> None:
    random = Random(seed)
    image, kernel = random_array(random, pair.first.image.shape), random_weights(random, pair.first.kernel.shape)
    kernel = weights(pair, kernel)
    for target, source, found in both_ways(pair):
        wanted = output(target, image, kernel).tolist()
        if isinstance(found, Recipe):
            assert by_recipe(found, source, image, kernel).tolist() == wanted
        better = find_by_options(target, source, found)
        if better is not None:
            assert by_recipe(better.recipe, better.call, image, kernel).tolist() == wanted
            assert better.changed


def met(call: Call, axis: int, m: int) -> list[object]:
    """What the kernel indices meet at one output: a pixel, the fill as text, or nothing."""
    pixels = call.image.shape[axis]
    names = {pixels: f"fill {call.axes[axis].fill}", pixels + 1: None}
    table = pixels_met(call.axes[axis], pixels, call.kernel.shape[axis])
    return [names.get(row[m], row[m]) for row in table]


def empty(call: Call, at: tuple[int, ...]) -> bool:
    """Whether the window of an output holds no pixel at all."""
    return any(not any(isinstance(place, int) for place in met(call, axis, m)) for axis, m in enumerate(at))


@pytest.mark.no_cover
@given(pair=pairs(), seed=st.integers(0, 99))
def test_outputs_agree_where_it_says_so_and_differ_elsewhere(pair: TwoCalls, seed: int) -> None:
    random = Random(seed)
    images = [random_array(random, pair.first.image.shape) for _ in range(2)]
    kernel = random_weights(random, pair.first.kernel.shape)
    both = [[output(call, image, kernel) for image in images] for call in (pair.first, pair.second)]
    for axis, ours, theirs in zip(pair.agreement, both[0][0].shape, both[1][0].shape, strict=True):
        assert axis.only_first == range(min(ours, theirs), ours)
        assert axis.only_second == range(min(ours, theirs), theirs)
    changed = scaling(pair.first) != scaling(pair.second)
    for at in product(*map(range, np.minimum(both[0][0].shape, both[1][0].shape))):
        equal = [ours[at] == theirs[at] for ours, theirs in zip(*both, strict=True)]
        if all(any(m in run for run in axis.same) for m, axis in zip(at, pair.agreement, strict=True)):
            assert all(equal)
        elif not changed and not (empty(pair.first, at) and empty(pair.second, at)):
            assert not all(equal)
    whole = both[0][0].shape == both[1][0].shape and all(len(axis.same) == 1 for axis in pair.agreement)
    assert not pair.equal or (whole and not changed and (both[0][0] == both[1][0]).all())


def found_by_trying(target: Call, source: Call, axis: int, most: int = 4) -> bool:
    """Whether any pads by any rule, any flip and any outputs start:stop:step will do, all of them tried."""
    pixels, elements = target.image.shape[axis], target.kernel.shape[axis]
    outputs = [met(target, axis, m) for m in range(target.axes[axis].outputs)]
    meeting = [m for m, window in enumerate(outputs) if any(place is not None for place in window)]
    wanted = outputs[meeting[0] : meeting[-1] + 1] if meeting else outputs
    rules = {target.axes[axis].boundary, EDGE, REFLECT, SYMMETRIC, WRAP}
    for before, after, rule in product(range(most), range(most), rules):
        image = ExactArray((pixels + before + after,), [])
        sizes = [*source.image.shape]
        sizes[axis] = image.shape[0]
        call = source.row.axis_calls(CallSizes(tuple(sizes), source.kernel.shape, source.options))[axis]
        if call.outputs < 1:
            continue
        padded = source.replace(image=image, kernel=ExactArray((elements,), []), axes=(call,))
        fill = target.axes[axis].fill
        stands = [rule.stand_in(i, pixels) for i in range(-before, pixels + after)]
        known = [(f"fill {fill}" if fill else None) if place is None else place for place in stands]
        made = [[known[place] if isinstance(place, int) else place for place in met(padded, 0, m)]
                for m in range(call.outputs)]  # fmt: skip
        for windows in (made, [window[::-1] for window in made]):
            for start, step in product(range(len(made)), (1, 2, 3, 4, -1, -2, -3)):
                if windows[start::step][: len(wanted)] == wanted:
                    return True
    return False


@pytest.mark.no_cover
@given(pair=pairs(longest=6))
def test_reasons_are_true(pair: TwoCalls) -> None:
    for target, source, found in (
        (pair.first, pair.second, pair.first_from_second),
        (pair.second, pair.first, pair.second_from_first),
    ):
        if isinstance(found, Recipe):
            continue
        if found.why is Why.DIVISORS:
            assert any(isinstance(call.row.scale(call.options), MetSum) for call in (target, source))
        elif found.why is Why.REFUSED:
            assert found.requirement
            assert source.row.requirements
        else:
            axis = found.axis or 0
            ours, theirs = target.axes[axis].relation, source.axes[axis].relation
            apart = [Fraction(each.d, abs(each.beta)) for each in (ours, theirs)]
            assert (found.why in {Why.DILATION, Why.INPUT_STRIDE}) <= (apart[0] != apart[1])
            assert (found.why is Why.INPUT_STRIDE) <= (abs(ours.beta) != abs(theirs.beta))
            slope = abs(Fraction(ours.alpha, ours.beta)) / abs(Fraction(theirs.alpha, theirs.beta))
            assert (found.why is Why.STRIDE) <= (slope.denominator > 1)
            assert not found_by_trying(target, source, axis)


RUN = ("numpy", "scipy")


def live(name: str) -> bool:
    return name.startswith(RUN)


@pytest.mark.no_cover
@given(
    names=st.sampled_from([1, 2]).flatmap(lambda axes: st.tuples(*[sides([n for n in NAMES[axes] if live(n)])] * 2)),
    sizes=st.tuples(st.integers(2, 7), st.integers(2, 7), st.integers(1, 4), st.integers(1, 4)),
    seed=st.integers(0, 9),
)
def test_the_lines_run_with_the_libraries_themselves(names: Any, sizes: tuple[int, ...], seed: int) -> None:
    axes = 2 if {2} <= LIBRARY[names[0].name].laws.keys() & LIBRARY[names[1].name].laws.keys() else 1
    image, kernel = sizes[:axes], sizes[2:][:axes]
    first, second = names
    try:
        pair = compare_calls(
            first.name, second.name, image=image, kernel=kernel, options=first.options, others=second.options
        )
    except ConvtraceError:
        reject()
    random = Random(seed)
    x, h = (np.array(random_array(random, shape) % 19 - 9, float) for shape in (image, kernel))
    h = weights(pair, h)
    for target, source, found in (
        (pair.first, pair.second, pair.first_from_second),
        (pair.second, pair.first, pair.second_from_first),
    ):
        if isinstance(found, Recipe):
            space: dict[str, Any] = {"x": x, "h": h}
            exec(recipe_code(found, source, target), space)
            whole = output(target, x.astype(int).astype(object), h.astype(int).astype(object))
            assert np.allclose(space["y"], whole.astype(float))


# pages

TENSORFLOW = ["tf.nn.conv2d", "--option=padding=SAME", "--option=strides=2"]
TORCH = ["--versus=torch.nn.functional.conv2d", "--versus-option=stride=2", "--versus-option=padding=1"]
JAX = ["--versus-option=window_strides=1", "--versus-option=padding=SAME"]
VALID = ["--option=padding=VALID"]
WRAPPED = ["astropy.convolution.convolve_fft", "--option=boundary=wrap", "--image=3", "--kernel=4"]


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["library", *words]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["library", *words]) == 2
    return capsys.readouterr().err


def test_a_flip_and_other_outputs(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "scipy.signal.convolve2d", "--versus", "torch.nn.functional.conv2d", "--width=80")
    assert len(page.splitlines()) < 40
    assert page.startswith(
        "A: scipy.signal.convolve2d, B: torch.nn.functional.conv2d\n"
        "For an image of 7×7 and a kernel of 3×3, every output differs unless the numbers\n"
        "happen to agree. A flips the kernel, B does not. A has 9×9 outputs, B has 5×5\n"
        "outputs. The window of the first output begins at x[−2,−2] in A, at x[0,0] in B.\n"
    )
    assert "│ A │ each │ p = m−i  │ 9       │ 2, 2 │ 0        │" in page
    assert "│ B │ each │ p = i−m  │ 5       │ 0, 0 │ not used │" in page
    assert "On each axis, no output is the same; outputs 5…8 exist only in A." in page
    assert (
        "A's output from B with padding=2: 1. flip the kernel along both axes; 2. call B:\n"
        "  import torch\n  x, h = torch.as_tensor(x), torch.as_tensor(h)\n  h2 = h.flip(0, 1)\n"
        "  y = torch.conv2d(x[None], h2[None, None], padding=2)[0]\n"
        '  # y is now scipy.signal.convolve2d(x, h, "full")\n'
    ) in page
    assert '  y = scipy.signal.convolve2d(x, h2, "valid")\n' in page


@pytest.mark.parametrize(("image", "agree"), [("8x8", False), ("7x7", True)])
def test_same_with_a_stride(image: str, agree: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """For an even image TensorFlow's SAME begins elsewhere."""
    page = shown(capsys, *TENSORFLOW, *TORCH, "--image", image, "--width=80")
    assert len(page.splitlines()) < 40
    assert ("A and B give the same 16 outputs,\nwhatever the numbers." in page) == agree
    assert ("Nothing to do: both give the same." in page) == agree
    if not agree:
        assert "window of the first output begins at x[0,0] in A, at x[−1,−1] in B." in page.replace("\n", " ")
        assert "│ A │ each │ p = i−2m   │ 4       │ 0, 1 │ 0       │" in page
        assert "A's output from B without padding=1: 1. pad the image with zeros: 0 before and 1\nafter" in page
        assert "  y = torch.conv2d(x2[None], h[None, None], stride=2)[0]\n" in page
        assert "B's output from A with padding=[[0, 0], [1, 0], [1, 0], [0, 0]]: call A:\n" in page
        assert "    padding=[[0, 0], [1, 0], [1, 0], [0, 0]])[0, ..., 0]\n" in page


def test_axes_that_differ(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, *TENSORFLOW, *TORCH, "--image", "8x7")
    assert "│ A │ column │ q = j+1−2n │" in page
    assert "Rows: no output is the same. Columns: all 4 outputs are the same." in page
    assert "B without padding=1: 1. pad the image with zeros: 0 before and 1 after on the row axis and 1 before" in page
    words = ["scipy.ndimage.convolve", "--versus=scipy.ndimage.correlate", "--only=recipe"]
    page = shown(capsys, *words, "--kernel=3x1")
    assert "flip the kernel along the row axis" in page
    assert "h2 = h[::-1, :]" in page
    page = shown(capsys, *words, "--kernel=3x3x3")
    assert "flip the kernel along the slice axis, the row axis and the column axis" in page


def test_a_transpose_by_the_input_stride_of_another_call(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["torch.nn.functional.conv_transpose1d", "--option=stride=2", "--option=padding=1"]
    page = shown(capsys, *words, "--versus=jax.lax.conv_general_dilated", *JAX, "--image=7", "--only=recipe")
    assert "from B with padding=((1, 1),), lhs_dilation=(2,): 1. flip the kernel; 2. call B:\n" in page
    page = shown(
        capsys, "tf.nn.convolution", "--option=dilations=2", *VALID, "--versus=NNlib.conv", "--image=4", "--kernel=2"
    )
    assert "A's output from B with dilation=2, flipped=true: call B." in page


def test_lines_of_octave_count_from_1(capsys: pytest.CaptureFixture[str]) -> None:
    def lines(*words: str) -> str:
        return shown(capsys, *words, "--only=recipe")

    page = lines("scipy.ndimage.convolve", "--option=mode=wrap", "--versus=octave.conv2")
    assert "2. call B, and keep its outputs 3…9 on each axis:\n  x2 = x([7 1 2 3 4 5 6 7 1], [7 1" in page
    assert '  y = conv2(x2, h, "full")(3:9, 3:9);\n  % y is now scipy.ndimage.convolve(x, h, output=float, ' in page
    page = lines("torch.conv2d", "--option=bias=b", "--versus=octave.conv2")
    assert '  h2 = flip(flip(h, 1), 2);\n  y = conv2(x, h2, "valid");\n  y = y + b(1);\n' in page
    page = lines("torch.nn.functional.avg_pool1d", "--versus=octave.conv", "--image=6", "--kernel=3")
    assert "  h = ones(1, 3);\n  h2 = flip(h);\n  h2 = h2/sum(h2(:));\n  y = conv(x, h2, " in page
    page = lines("numpy.correlate", "--versus=octave.conv", "--image=1j 2 3", "--kernel=1 2j")
    assert "  h2 = conj(h);\n  h2 = flip(h2);\n" in page
    page = lines("numpy.convolve", "--versus=octave.filter")
    assert '  pkg load image\n  x2 = padarray(x, [0 2], 0, "post");\n  y = filter(h, 1, x2);\n' in page
    assert '  pkg load image\n  y = imfilter(x, h, "full", "conv");\n' in lines(
        "scipy.signal.convolve2d", "--versus=octave.imfilter"
    )
    page = lines("torch.nn.functional.avg_pool2d", "--versus=octave.conv2")
    assert "  h = ones(3, 3);\n" in page
    assert page.count("import torch") == 1
    assert "NNlib" not in lines("NNlib.conv", "--versus=torch.conv2d").partition("B's output from A")[2]


def test_some_outputs_agree(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["scipy.ndimage.correlate", "--versus=scipy.ndimage.correlate"]
    page = shown(capsys, *words, "--versus-option=mode=nearest", "--kernel=5x5")
    assert "only 25 of 49 outputs are the same in general. Outside the image, A has the image mirrored, " in page
    assert "On each axis, outputs 1…5 are the same.\n\nAn output is the same in A and B where all its indices" in page
    page = shown(capsys, *words, "--versus-option=mode=constant", "--versus-option=cval=1/2", "--kernel=3x1")
    assert "Rows: outputs 1…5 are the same. Columns: all 7 outputs are the same." in page
    assert 'A with mode="constant", cval=1/2: call A:\n' in page
    page = shown(capsys, "torch.conv2d", "--versus=scipy.signal.correlate", *words[2:], "--only=recipe", "--kernel=3x1")
    words = ["scipy.signal.correlate", "--versus=scipy.ndimage.correlate", "--kernel=3x1", "--only=recipe"]
    page = shown(capsys, *words, "--versus-option=mode=constant", "--versus-option=cval=1/2")
    assert "x2 = np.pad(x.astype(float), [(1, 1), (0, 0)], constant_values=1/2)" in page
    page = shown(capsys, "numpy.convolve", "--versus=scipy.signal.upfirdn", "--versus-option=down=2", "--kernel=1")
    assert "only 1 output is the same in general. A has 7 outputs, B has 4 outputs." in page
    assert "Output 0 is the same; outputs 4…6 exist only in A." in page
    assert (
        "A's output from B without down=2: call B:\n  import scipy.signal\n  y = scipy.signal.upfirdn(h, x)\n" in page
    )
    assert (
        'call A, and keep its outputs 0, 2, …, 6:\n  import numpy\n  y = numpy.convolve(x, h, "full")[0:7:2]\n' in page
    )
    page = shown(capsys, "numpy.convolve", "--versus=scipy.signal.upfirdn", "--versus-option=down=2", "--image=5")
    assert "call A, and keep its outputs 0, 2, 4 and 6" not in page


def test_outputs_that_are_0(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["astropy.convolution.convolve", "--option=boundary=None", "--option=normalize_kernel=False"]
    words.append("--versus=scipy.signal.convolve2d")
    page = shown(capsys, *words, "--versus-option=mode=valid")
    assert "A gives 0 where its window leaves the image." in page
    assert "1. call B; 2. put 0 for all other outputs, 1 before and 1 after on each axis:" in page
    assert '  y = scipy.signal.convolve2d(x, h, "valid")\n  y = np.pad(y, [(1, 1), (1, 1)])\n' in page
    assert "call A, and keep its outputs 1…5 on each axis:\n" in page
    assert "boundary=None, normalize_kernel=False)[1:6, 1:6]\n" in page
    page = shown(capsys, *words, "--versus-option=mode=same")
    assert "only 25 of 49 outputs are the same in general." in page
    assert "B's output from A without boundary=None: call A:\n" in page


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ["torch.nn.functional.conv2d", "--option=dilation=2", "--versus=scipy.signal.correlate2d"],
            "B can't give A's output. The dilation is 2 in A, 1 in B: no flip, pad or "
            "shift changes that, but 1 zero between neighbouring kernel elements in B would.",
        ),
        (
            ["torch.nn.functional.conv1d", "--option=dilation=2", "--versus=torch.nn.functional.conv1d",
             "--versus-option=dilation=3"],
            "The dilation is 2 in A, 3 in B: no flip, pad or shift changes that.",
        ),
        (
            ["torch.nn.functional.conv_transpose1d", "--option=stride=2", "--versus=numpy.convolve"],
            "B can't give A's output. The input stride is 2 in A, 1 in B: no flip, pad or",
        ),
        (
            ["numpy.convolve", "--versus=torch.nn.functional.conv1d", "--versus-option=stride=3"],
            "B can't give A's output as it is. The stride is 1 in A, 3 in B: B leaves out outputs of A.",
        ),
        (
            ["scipy.signal.upfirdn", "--option=up=2", "--versus=numpy.convolve"],
            "B can't give A's output. The input stride is 2 in A, 1 in B: no flip, pad or shift changes that.",
        ),
        (
            ["torch.nn.grad.conv1d_weight", "--option=weight_size=3", "--option=stride=2", "--kernel=3",
             "--versus=numpy.correlate"],
            "B can't give A's output. The dilation is 2 in A, 1 in B: no flip, pad or shift changes that, but 1 zero",
        ),
        (
            [*WRAPPED, "--versus=scipy.ndimage.convolve"],
            "B can't give A's output. numpy.pad has no mode for what A has outside the image: the image again after 4",
        ),
        (
            ["numpy.convolve", "--versus=torch.nn.grad.conv1d_weight", "--versus-option=weight_size=5"],
            "With these options B leaves out some of A's outputs, however the image is padded.",
        ),
        (
            ["scipy.ndimage.convolve", "--image=3", "--versus=tf.nn.conv1d_transpose", "--versus-option=strides=1",
             "--versus-option=output_shape=3", "--versus-option=padding=SAME"],
            "B can't give A's output. B refuses the padded image: output_shape",
        ),
    ],
)  # fmt: skip
def test_why_there_is_no_recipe(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, *words)
    assert says in page
    record = json.loads(shown(capsys, *words, "-f", "json"))
    assert record["first_from_second"]["text"] in page


def test_zeros_in_the_kernel_are_a_dilation() -> None:
    x, h = random_array(Random(1), (9, 8)), random_array(Random(2), (3, 2))
    spread = np.zeros((5, 3), object)
    spread[::2, ::2] = h
    dilated = evaluate("torch.nn.functional.conv2d", x.tolist(), h.tolist(), dilation=2)
    assert dilated == evaluate("scipy.signal.correlate2d", x.tolist(), spread.tolist(), mode="valid")


def test_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(shown(capsys, *TENSORFLOW, *TORCH, "--image=8x8", "-f", "json"))
    assert (record["schema"], record["image"], record["kernel"]) == ("convtrace/1", [8, 8], [3, 3])
    assert record["first"]["options"] == {"strides": [2, 2], "padding": ["SAME", "SAME"]}
    assert record["second"]["pads"] == [[1, 0], [1, 0]]
    assert record["agreement"] == [{"same": [], "only_first": 0, "only_second": 0}] * 2
    found = record["first_from_second"]
    assert (found["flips"], found["pads"], found["kept"]) == ([False, False], [[1, 0]] * 2, [[1, 5, 1]] * 2)
    assert found["steps"][0] == {
        "text": "pad the image with zeros: 1 before and 0 after on each axis",
        "line": "x2 = torch.nn.functional.pad(x, (1, 0, 1, 0))",
    }
    assert (found["simpler"]["without"], found["simpler"]["pads"]) == ("padding", [[0, 1], [0, 1]])
    assert found["simpler"]["options"] == {"padding": [0, 0]}
    assert found["code"].startswith("import torch\nx, h = torch.as_tensor(x), torch.as_tensor(h)\nx2 = ")
    simpler = record["second_from_first"]["simpler"]
    assert (simpler["without"], simpler["options"]) == (None, {"padding": [[1, 0], [1, 0]]})
    assert [(record[call]["scale"], record[call]["offset"]) for call in ("first", "second")] == [(1, 0)] * 2


@pytest.mark.parametrize("format_name", formats())
def test_pages_in_every_format(format_name: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown(capsys, "scipy.signal.convolve2d", "--versus=torch.nn.functional.conv2d", "-f", format_name)
    shown(capsys, *TENSORFLOW, *TORCH, "--image=8x7", "-f", format_name)
    shown(capsys, "numpy.convolve", "--versus=numpy.convolve", "--image=99", "-f", format_name)
    shown(capsys, "numpy.convolve", "--versus=numpy.correlate", "--only=recipe", "-f", format_name)


def test_the_picture_shows_where_they_agree(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["scipy.ndimage.correlate", "--versus=scipy.signal.correlate2d", "--versus-option=mode=same", "-f", "svg"]
    page = shown(capsys, *words)
    assert page.count(">=</") == 25
    assert "only 25 of 49 outputs are the same in general." in page
    page = shown(capsys, "numpy.convolve", "--versus=scipy.signal.convolve", "--versus-option=mode=same", "-f", "svg")
    assert ">=</" not in page
    page = shown(capsys, *words, "--image=50x50")
    assert ">=</" not in page
    words[2] = "--versus-option=mode=valid"
    page = shown(capsys, *words, "--option=mode=nearest")
    assert ">=</" not in page


def test_outputs_of_one_only_are_not_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["numpy.convolve", "--versus=scipy.signal.lfilter", "-f", "svg"]
    assert shown(capsys, *words).count(">=</") == 7


def test_a_longer_kernel(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["numpy.convolve", "--image=30", "--kernel=20", "--only=recipe"]
    page = shown(capsys, *words, "--versus=numpy.correlate")
    assert 'h2 = h[::-1]\n  y = numpy.convolve(x, h2, "valid")\n' in page


def test_an_option_that_is_needed_stays(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["numpy.convolve", "--image=3", "--kernel=5", "--versus=torch.nn.functional.conv1d"]
    assert "without padding" not in shown(capsys, *words, "--versus-option=padding=2", "--only=recipe")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["numpy.convolve", "--versus=numpy.convolv"], "Did you mean numpy.convolve?"),
        (["numpy.convolve", "--versus=scipy.signal.convolve2d"], "numpy.convolve takes images of 1 axis, scipy"),
        (["numpy.convolve", "--versus=numpy.correlate", "--at=3"], "--at asks for one value"),
        (["numpy.convolve", "--versus=numpy.correlate", "--grad"], "--grad asks for one value"),
        (["numpy.convolve", "--versus-option=mode=same"], "--versus-option needs a second function"),
        (["--versus=numpy.convolve"], "--versus needs the name of a function"),
        (["--versus-option=mode=same"], "--versus-option needs the name of a function"),
        (["numpy.convolve", "--versus=numpy.correlate", "--versus-option=mode"], "--versus-option: mode is not NAME="),
        (["numpy.convolve", "--versus=numpy.correlate", "--image=1001"], "--image: an axis of 1001 is too long to"),
        (["numpy.convolve", "--versus=numpy.correlate", "--kernel=1001"], "--kernel: an axis of 1001 is too long to"),
        (["numpy.convolve", "--versus=numpy.correlate", "--image=1000", "--kernel=999"], "too many to go through"),
        (["numpy.convolve", "--versus=numpy.correlate", "--only=table"], "Choose from: conventions, agreement, recipe"),
    ],
)
def test_bad_words(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert message in refused(capsys, *words)


def test_an_image_from_input_is_read_once(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"1 2 3 4")))
    assert "an image of 4 and a kernel of 3" in shown(capsys, "numpy.convolve", "--versus=numpy.correlate", "--image=-")


def test_runs_backwards_and_two_rules() -> None:
    """No library has these yet."""
    ways = (
        AxisRecipe(rule=WRAP, pads=(1, 0), kept=range(2, -1, -1), made=3),
        AxisRecipe(pads=(0, 1), kept=range(3), made=3),
    )
    pair = compare_calls("scipy.ndimage.convolve", "scipy.ndimage.correlate")
    texts = [step.line for step in recipe_steps(Recipe(ways, 0), pair.second, "B")]
    assert texts == [
        'x2 = np.pad(x, [(1, 0), (0, 0)], "wrap")',
        "x2 = np.pad(x2, [(0, 0), (0, 1)])",
        "y = scipy.ndimage.correlate(x2, h, output=float)[2::-1, :]",
    ]


def test_what_a_library_always_does_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    page = " ".join(shown(capsys, "sympy.convolution", "--versus=numpy.convolve").split())
    assert "A and B give the same 9 outputs, whatever the numbers. But A leaves out the zeros at the end of" in page
    assert "both give the same. But A leaves out the zeros at the end of its output." in page


def test_options_that_are_ours_are_no_part_of_a_call(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(
        capsys, "torch.nn.functional.conv2d", "--option=layout=squeezed (N=C=1)", "--versus=scipy.signal.correlate2d"
    )
    assert "layout" not in page


def test_a_tensor_is_flipped_as_tensors_are(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "scipy.signal.convolve2d", "--versus=torch.nn.Conv2d", "--only=recipe")
    assert "A's output from B with padding=2, bias=False: 1. flip the kernel along both axes; 2. call B:\n" in page
    assert "  h2 = h.flip(0, 1)\n  y = torch.func.functional_call(torch.nn.Conv2d(1, 1, h2.shape" in page


def test_a_comment_that_is_folded_stays_one(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["scipy.signal.correlate2d", "--versus=tf.nn.conv2d", "--versus-option=strides=2", *NEEDED[1:]]
    page = shown(capsys, *words, "--only=recipe", "--width=60")
    lines = page.partition("# y is now tf")[2].splitlines()
    assert lines[1].startswith("  # ")


# scale and offset


def recipes(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    return shown(capsys, *words, "--image=5", "--kernel=1 3 1", "--only=recipe")


def test_the_kernel_is_divided_by_its_sum(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["astropy.convolution.convolve", "--versus=numpy.convolve", "--versus-option=mode=same"]
    page = recipes(capsys, *words)
    assert "A's output from B: 1. divide the kernel by its sum (5); 2. call B:\n" in page
    assert '  h2 = h/h.sum()\n  y = numpy.convolve(x, h2, "same")\n' in page
    assert "B's output from A with normalize_kernel=False: call A:\n" in page
    assert "A divides the kernel by its sum." in shown(capsys, *words)
    record = json.loads(shown(capsys, *words, "-f", "json"))
    assert (record["first"]["scale"], record["second"]["scale"]) == ("1/h.sum()", 1)
    lines = [step["line"] for step in record["second_from_first"]["steps"]]
    assert lines == ["y = astropy.convolution.convolve(x, h)", "y = y*h.sum()"]


def test_a_constant_is_added_or_taken_away(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["scipy.signal.correlate2d", "--option=boundary=symm", "--option=mode=same", "--versus=cv2.filter2D"]
    found = ["--versus-option=delta=3", "--versus-option=borderType=BORDER_REFLECT", "--only=recipe"]
    page = shown(capsys, *words, *found)
    assert "A's output from B without delta=3: call B:\n" in page
    assert "B's output from A: 1. call A; 2. add 3:\n" in page
    assert '  y = scipy.signal.correlate2d(x, h, "same", boundary="symm")\n  y = y + 3\n' in page
    found[0] = "--versus-option=delta=-3"
    assert "2. subtract 3:\n" in shown(capsys, *words, *found)
    assert "A adds 2 to its sums. B adds 3 to its sums." in shown(
        capsys, "cv2.filter2D", "--option=delta=2", "--versus=cv2.filter2D", "--versus-option=delta=3"
    )


def test_a_scale_that_is_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    page = recipes(capsys, "scipy.signal.lfilter", "--option=a=2", "--versus=numpy.convolve")
    assert "A's output from B: 1. call B, and keep its outputs 0…4; 2. multiply by 1/2:\n" in page
    assert "y = y*(1/2)\n" in page
    page = shown(capsys, "scipy.signal.lfilter", "--option=a=2", "--versus=numpy.convolve")
    assert "A multiplies its sums by 1/2." in page
    page = recipes(capsys, "scipy.signal.lfilter", "--option=a=1/2", "--versus=astropy.convolution.convolve")
    assert "multiply by 2" in page


def test_a_bias_is_an_option_where_there_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["torch.nn.Conv2d", "--image=3x3", "--kernel=3x3"]
    page = shown(capsys, *words, "--versus=torch.nn.functional.conv2d")
    assert "every output differs unless the numbers happen to agree. A adds the bias b[0] to its sums." in page
    assert "Nothing to do" not in page
    assert "A's output from B with bias=b[0]: call B:\n" in page
    assert "  y = torch.conv2d(x[None], h[None, None], bias=b)[0]\n" in page
    assert "B's output from A with bias=False: call A:\n" in page
    page = shown(capsys, *words, "--versus=scipy.signal.correlate2d", "--versus-option=mode=valid")
    assert "A's output from B: 1. call B; 2. add the bias b[0]:\n" in page
    page = shown(capsys, *words, "--option=bias=False", "--versus=torch.nn.functional.conv2d")
    assert "Nothing to do: both give the same." in page
    page = shown(capsys, "keras.layers.Conv1D", "--versus=tf.nn.conv1d", *NEEDED)
    assert "Nothing to do: both give the same." in page
    page = shown(capsys, "keras.layers.Conv1D", "--option=bias=2", "--versus=tf.nn.conv1d", *NEEDED, "--only=recipe")
    assert "B's output from A without bias_initializer=2: call A:\n" in page


def test_an_offset_is_taken_away_before_a_scale(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["scipy.signal.lfilter", "--option=a=2", "--versus=torch.conv1d", "--versus-option=bias=5", "-f", "json"]
    record = json.loads(shown(capsys, *words))
    texts = [step["text"] for step in record["first_from_second"]["steps"]]
    assert texts[-2:] == ["subtract 5", "multiply by 1/2"]
    assert record["first_from_second"]["simpler"]["without"] == "bias"
    assert record["second"]["offset"] == 5


def test_pytorch_has_no_rule_that_mirrors_with_the_edge(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "scipy.ndimage.correlate", "--versus=torch.conv2d", "--only=recipe")
    assert '  x2 = torch.as_tensor(np.pad(x, [(1, 1), (1, 1)], "symmetric"))\n' in page


def test_options_that_the_library_refuses_are_no_recipe() -> None:
    pair = compare_calls(
        "scipy.ndimage.correlate1d", "torch.nn.Conv1d", image="3", kernel="7",
        options=["mode=mirror"], others=["padding=2", "bias=False"],
    )  # fmt: skip
    assert isinstance(pair.first_from_second, Recipe)
    found = find_by_options(pair.first, pair.second, pair.first_from_second)
    assert found is None or [option.name for option in found.changed] == ["padding"]


NEEDED = ["--versus-option=strides=1", "--versus-option=padding=VALID"]


def test_a_list_becomes_an_array_before_it_is_multiplied() -> None:
    calls = compare_calls("scipy.signal.lfilter", "sympy.convolution", image="1 2 3", kernel="5 6", options=["a=4"])
    assert isinstance(calls.first_from_second, Recipe)
    code = recipe_code(calls.first_from_second, calls.second, calls.first)
    space: dict[str, Any] = {"x": np.array([1, 2, 3]), "h": np.array([5, 6])}
    exec(code, space)
    assert [float(value) for value in space["y"]] == [1.25, 4, 6.75]


def made_by_options(first: str, second: str, options: list[str], others: list[str], **sizes: str) -> str:
    """The first output's recipe from the second by other options."""
    pair = compare_calls(first, second, options=options, others=others, **sizes)  # type: ignore[arg-type]
    found = find_by_options(pair.first, pair.second, pair.first_from_second)
    assert found is not None
    return recipe_code(found.recipe, found.call, pair.first)


def test_several_options_and_pads_are_tried_together() -> None:
    code = made_by_options(
        "scipy.ndimage.correlate1d", "onnx.reference:Conv", ["mode=nearest"], ["strides=2", "dilations=2"],
        image="7", kernel="3",
    )  # fmt: skip
    assert 'x2 = np.pad(x, (1, 1), "edge")' in code
    assert 'onnx.helper.make_node("Conv", ["x", "h"], ["y"])' in code


def test_a_size_of_the_output_follows_other_options() -> None:
    code = made_by_options(
        "scipy.signal.upfirdn", "torch.nn.grad.conv1d_input", ["up=2"], ["dilation=2", "input_size=5"],
        image="3", kernel="2",
    )  # fmt: skip
    assert "conv1d_input([1, 1, 6]" in code


def test_a_name_is_for_all_axes_or_for_none() -> None:
    code = made_by_options("scipy.signal.convolve", "onnx.reference:Conv", [], [], image="4x4", kernel="1x2")
    assert "pads=[0, 1, 0, 1]" in code


def test_divisors_that_are_the_same_for_what_is_kept_are_a_factor() -> None:
    pair = compare_calls(
        "numpy.convolve", "tf.nn.avg_pool1d", options=[], others=["ksize=2", "strides=1", "padding=SAME"],
        image="4", kernel=(2,),
    )  # fmt: skip
    found = pair.first_from_second
    assert isinstance(found, Recipe)
    assert any(found.axes[0].pads)
    assert pair.second_from_first == NoRecipe(Why.DIVISORS)
    assert find_by_options(pair.second, pair.first, pair.second_from_first) is None
    # a window that leaves the image has another divisor than one that is padded
    valid = compare_calls("tf.nn.avg_pool1d", "tf.nn.avg_pool1d", image="4", kernel=(2,),
                          options=["ksize=2", "strides=1", "padding=SAME"],
                          others=["ksize=2", "strides=1", "padding=VALID"])  # fmt: skip
    assert valid.agreement[0].same == (range(3),)
    own = compare_calls("tf.nn.avg_pool1d", "tf.nn.avg_pool1d", image="5", kernel=(2,),
                        options=["ksize=2", "strides=2", "padding=SAME"],
                        others=["ksize=2", "strides=1", "padding=SAME"])  # fmt: skip
    assert isinstance(own.first_from_second, Recipe)
    assert not any(own.first_from_second.axes[0].pads)


def test_a_recipe_with_a_window_says_what_its_kernel_is(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "scipy.ndimage.uniform_filter", "--versus=scipy.ndimage.correlate", "--only=recipe")
    assert "  h = np.ones((3, 3))\n" in page
