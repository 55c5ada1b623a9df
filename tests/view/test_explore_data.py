"""The data of the page that one can point at say of every output what its own derivation says."""

from __future__ import annotations

import json
import re
import shlex
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from convtrace import ConvtraceError
from convtrace.document.blocks import Table, line_text
from convtrace.document.notation import Notation
from convtrace.document.plain import PRINTED
from convtrace.document.spelling import written
from convtrace.document.tex import TEX
from convtrace.law.extents import MODES
from convtrace.library.explored import Explored, explored
from convtrace.trace.derivation import Derivation, as_written, derive
from convtrace.trace.matrix import matrix
from convtrace.trace.notations import NOTATIONS
from convtrace.trace.status import Index
from convtrace.values.formula import Formula
from convtrace.view.amounts import value_formula
from convtrace.view.live import live_record
from convtrace.view.live_sets import menus
from convtrace.view.matrices import added
from convtrace.view.sections.result import answer, has_numbers, known_value, sum_of_numbers
from convtrace.view.sections.table import table
from tests.support.answers import answered

ENTRIES = st.sampled_from(["0", "1", "-2", "1/2", "3", "-1"])
FUNCTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("numpy.correlate", {"mode": "same"}),
    ("scipy.signal.convolve2d", {"mode": "same", "boundary": "wrap"}),
    ("scipy.ndimage.uniform_filter", {"mode": "reflect"}),
    ("scipy.ndimage.convolve", {"mode": "constant", "cval": 2}),
    ("torch.nn.functional.conv2d", {"stride": 2, "padding": 1}),
    ("torch.nn.functional.avg_pool2d", {"kernel_size": 2, "padding": 1, "count_include_pad": False}),
    ("torch.nn.functional.conv_transpose1d", {"stride": 2}),
    ("cv2.filter2D", {"delta": 3}),
    ("astropy.convolution.convolve", {"boundary": "None"}),
    ("torch.nn.Conv1d", {}),
)
LINES = ("numpy.correlate", "torch.nn.functional.conv_transpose1d", "torch.nn.Conv1d")


def in_notation(formula: Formula, notation: Notation) -> str:
    return written(formula, notation)


def plain(formula: Formula) -> str:
    """A formula as pages print it, numbered values with their numbers below the line."""
    return written(formula, PRINTED)


@st.composite
def arrays(draw: st.DrawFn, axes: int) -> Any:
    sides = draw(st.tuples(*[st.integers(1, 3)] * axes))
    if draw(st.booleans()):
        return sides
    rows = sides[1] if axes == 2 else 1
    lines = [draw(st.lists(ENTRIES, min_size=sides[0], max_size=sides[0])) for _ in range(rows)]
    return lines if axes == 2 else lines[0]


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    axes = draw(st.integers(1, 2))
    given: dict[str, Any] = {"image": draw(arrays(axes)), "kernel": draw(arrays(axes))}
    given["mode"] = draw(st.sampled_from(["valid", "same", "full"]))
    given["axes"] = draw(st.sampled_from(["xy", "rc"]))
    given["pad"] = draw(st.sampled_from(["zero", "zero", "constant:1/2", "constant:q", "edge", "reflect", "wrap"]))
    given["sum_over"] = draw(st.sampled_from([None, None, "kernel"]))
    for step in ("stride", "dilation"):
        given[step] = draw(st.tuples(*[st.integers(1, 3)] * axes))
    for origin in ("image_origin", "kernel_origin"):
        given[origin] = draw(st.none() | st.tuples(*[st.integers(-1, 3)] * axes))
    given["letters"] = draw(st.sampled_from([None, None, "w"]))
    return draw(st.sampled_from(["conv", "xcorr:sliding", "xcorr", "conv-transpose"])), given


class Reader:
    """What a script may do with the data: pair the entries of two axes, look up, and join texts."""

    def __init__(self, data: dict[str, Any], variant: dict[str, Any], at: Index) -> None:
        self.data, self.variant, self.words = data, variant, data["words"]
        self.reading = [data["columns"]] if "rows" not in data else [data["rows"], data["columns"]]
        axes = [variant["axes"][each] if isinstance(each, int) else each for each in variant["axes"]]
        self.at, self.sides = at, [axes[axis][str(number)] for axis, number in enumerate(at)]
        self.place = self.position(at, variant["outputs"]["ranges"])
        self.terms = [
            term for term in self.paired(list(map(self.taps, self.sides)), variant["nest"]) if self.counts(term)
        ]

    def taps(self, rows: list[Any]) -> list[Any]:
        over_kernel = self.data["over"] == "k"
        return [(row[2], row[0], row[3]) if over_kernel else (row[0], row[2], row[3]) for row in rows if len(row) > 3]

    def paired(self, sides: list[Any], slowest: list[int]) -> list[tuple[Any, ...]]:
        found = product(*(sides[axis] for axis in slowest))
        return [
            tuple(part for _, part in sorted(zip(slowest, each, strict=True), key=lambda one: one[0])) for each in found
        ]

    def counts(self, taps: tuple[Any, ...]) -> bool:
        return "fill" in self.data["image"] or None not in (tap[2] for tap in taps)

    def position(self, index: Index, ranges: list[list[int]]) -> int:
        place = 0
        for axis in self.reading:
            place = place * (ranges[axis][1] - ranges[axis][0] + 1) + index[axis] - ranges[axis][0]
        return place

    def spelled(self, pieces: list[str], index: Any, minus: str = "−") -> str:
        numbers = [str(number).replace("-", minus) for number in index]
        return "".join(piece + number for piece, number in zip(pieces, [*numbers, ""], strict=True))

    def factor(self, taps: tuple[Any, ...]) -> str:
        read = [tap[2] for tap in taps]
        elements = self.data["elements"]
        return str(elements["fill"]) if None in read else self.spelled(elements["factor"], read)

    def weight(self, taps: tuple[Any, ...]) -> list[str]:
        kernel = self.data["kernel"]
        found: list[str] = kernel["weights"][self.position(tuple(tap[1] for tap in taps), kernel["ranges"])]
        return found

    def before(self, taps: tuple[Any, ...], number: int, place: int = 1) -> str:
        found = self.weight(taps)
        first, later = found[place : place + 2]
        return first if number == 0 else later or self.words["plus"] + first

    @property
    def outputs(self) -> dict[str, Any]:
        found: dict[str, Any] = self.variant["outputs"]
        return found

    def around(self, parts: list[str]) -> str:
        before, after = self.outputs["around"][self.place] if "around" in self.outputs else ("", "")
        return f"{before}{''.join(parts)}{after}"

    @property
    def sums(self) -> list[str]:
        """The output, its products, its products of numbers and its value."""
        parts = [self.before(term, number) + self.factor(term) for number, term in enumerate(self.terms)]
        sums = [self.around(parts) if parts else self.words["nothing"]]
        numbers = self.outputs.get("numbers")
        if numbers and numbers[self.place]:
            sums.append(self.around([self.data["texts"][number] for number in numbers[self.place]]))
        value = self.outputs.get("values") and self.outputs["values"][self.place]
        return [self.spelled(self.data["elements"]["output"], self.at), *sums, *([value] if value else [])]

    @property
    def numbers_in_tex(self) -> str:
        """The products of numbers and the value, in TeX."""
        numbers = [self.data["texts"][number] for number in self.outputs["numbers"][self.place]]
        before, after = self.outputs["tex_around"][self.place] if "tex_around" in self.outputs else ("", "")
        values = [value for value in [(self.outputs.get("values") or {self.place: None})[self.place]] if value]
        known = self.data.get("in_tex", {})
        sums = [before + "".join(known.get(text, text) for text in numbers) + after]
        return " = ".join([*sums, *(known.get(value, value) for value in values)]).replace("−", "-")

    @property
    def cells(self) -> dict[Index, str]:
        """The row of the matrix: what stands at each pixel."""
        used: dict[Index, list[tuple[Any, ...]]] = {}
        for term in self.terms:
            used.setdefault(tuple(tap[2] for tap in term), []).append(term)
        return {pixel: self.added(terms) for pixel, terms in used.items()}

    def added(self, terms: list[tuple[Any, ...]]) -> str:
        if len(terms) == 1:
            return self.weight(terms[0])[0]
        ranges = self.data["kernel"]["ranges"]
        places = ",".join(str(self.position(tuple(tap[1] for tap in term), ranges)) for term in terms)
        parts = [self.before(term, number).removesuffix("·") for number, term in enumerate(terms)]
        return str(self.data.get("added", {}).get(places, "".join(parts)))

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        ends = self.data["tables"][self.outputs["rows"][self.place]]
        found = []
        for entries, end in zip(self.paired(self.sides, self.reading), ends, strict=True):
            summed, plugged, solved = ([entry[part] for entry in entries] for part in range(3))
            both = (
                self.spelled(self.data["elements"][name], [*summed, *met])
                for name, met in (("plugged", plugged), ("solved", solved))
            )
            found += [(*both, self.data["texts"][end])] if end >= 0 else []
        return found


def read(shown: tuple[Explored, ...], given: dict[str, Any]) -> dict[str, Any]:
    """The data as they are after having been written."""
    found: dict[str, Any] = json.loads(json.dumps(live_record(shown, {"options": (), **given})))
    return found


def assert_says(reader: Reader, derivation: Derivation) -> None:
    """What the data say of an output is what its derivation says."""
    problem, written = derivation.problem, derivation.written
    places = [(tuple(t[2] for t in term), tuple(t[1] for t in term)) for term in reader.terms]
    for (pixel, element), term in zip(places, written.written_terms, strict=True):
        assert element == term.kernel_index
        assert None in pixel or pixel == term.pixel
    sums = [plain(answer(derivation))]
    if has_numbers(derivation) and problem.summed == "i" and as_written(problem) is problem:
        sums = [
            plain(answer(derivation)).partition(" = ")[0],
            plain(sum_of_numbers(derivation).formula).partition(" = ")[2],
        ]
        assert " = ".join([reader.sums[0], *reader.sums[2:]]) == " = ".join(sums)
        in_tex = in_notation(sum_of_numbers(derivation).formula, TEX).partition(" = ")[2]
        assert reader.numbers_in_tex in (in_tex, f"{in_tex} = {in_tex}")
    assert " = ".join(reader.sums[:2]) == plain(answer(derivation))
    block = next(block for block in table(derivation) if isinstance(block, Table))
    rows = [tuple(line_text(cell, str, plain) for cell in row.cells) for row in block.rows]
    assert reader.rows == rows
    value = known_value(derivation) if problem.pixels is not None else ()
    assert [*reader.sums[2:]][-1:] == [plain(each) for each in value] or not value or reader.sums[-1] == plain(value[0])


def assert_matrix(each: Explored, data: dict[str, Any], variant: dict[str, Any]) -> None:
    """The cells are those of the matrix's own page, which there is of no other sums."""
    problem = each.problem
    assert ("matrix" in data["words"]) == (problem.boundary.fill == 0)
    whole = matrix(problem)
    for output in whole.rows if problem.boundary.fill == 0 else ():
        cells = {pixel: [value_formula(term.weight) for term in terms] for pixel, terms in whole.row(output).items()}
        # letters are added in the order of the sum, which may run over the kernel
        found = {pixel: sorted(text.replace(" ", "")) for pixel, text in Reader(data, variant, output).cells.items()}
        assert found == {pixel: sorted(plain(added(weights)).replace(" ", "")) for pixel, weights in cells.items()}


def assert_all(shown: tuple[Explored, ...], given: dict[str, Any]) -> None:
    data = read(shown, given)
    for each, variant in zip(shown, data["variants"], strict=True):
        assert variant["start"] == [*each.problem.at]
        if each.call is None:
            assert_matrix(each, data, variant)
        for output in each.problem.order.reading(each.problem.outputs):
            problem, reader = each.question("m", output), Reader(data, variant, output)
            if each.blank(problem):
                assert (reader.terms, reader.sums[1:], reader.rows) == ([], ["0"], []) or reader.sums[1:] == ["0", "0"]
            else:
                assert_says(reader, derive(problem))


@given(question=questions())
def test_every_output_is_as_it_is_derived(question: tuple[str, dict[str, Any]]) -> None:
    operation, words = question
    try:
        shown = explored(operation, words)
    except ConvtraceError:
        assume(False)
    assert_all(shown, words)


@pytest.mark.parametrize(
    ("name", "options", "has_matrix"),
    [
        ("scipy.ndimage.correlate", {"mode": "nearest"}, True),
        ("scipy.ndimage.uniform_filter", {"size": 2}, False),
        ("scipy.ndimage.correlate", {"mode": "constant", "cval": 2}, False),
        ("cv2.filter2D", {"delta": 3}, False),
        ("astropy.convolution.convolve", {}, False),
    ],
)
def test_only_products_are_a_matrix(name: str, options: dict[str, Any], has_matrix: bool) -> None:
    """A matrix is shown where nothing is added and no sum is multiplied."""
    words = {"image": [[1, 2], [3, 4]]}
    assert ("matrix" in read(explored(name, words, options=options), words)["words"]) == has_matrix


def typed(variant: dict[str, Any], controls: list[dict[str, Any]], **chosen: str) -> str:
    """The command for other choices, as the page's script puts it together."""
    words = ""
    for control in controls:
        name, choices = control["option"].strip(" -"), control["choices"]
        choice = choices.index(chosen.get(name, choices[control["now"]]))
        words += "" if choice == control.get("unsaid", 0) else f"{control['option']}{choices[choice]}"
    return f"{variant['commands']['explore']}{words}"


@pytest.mark.parametrize("notation", [None, *NOTATIONS])
@pytest.mark.parametrize("said", [None, *MODES])
def test_controls_show_what_the_page_shows_and_commands_what_they_say(notation: str | None, said: str | None) -> None:
    words = {"image": "5x5", "kernel": "3x3", "notation": notation, "mode": said}
    shown = explored("conv", words)
    data = read(shown, words)
    outputs = data["controls"][-1]
    assert outputs["choices"][outputs["now"]] == shown[0].problem.mode
    for each, variant in zip(shown, data["variants"], strict=True):
        at = tuple(side[0] for side in variant["outputs"]["ranges"])
        command = f"{variant['commands']['output']}{','.join(map(str, at))} --only result"
        code, answer = answered([*shlex.split(command)[1:], "-f", "text"])
        assert code == 0
        assert " ".join(answer.split()).startswith(" = ".join(Reader(data, variant, at).sums))
        assert each.problem.mode == shown[0].problem.mode
    for mode, each in product(MODES, data["variants"]):
        command = typed(each, data["controls"], mode=mode, stride="2")
        code, answer = answered([*shlex.split(command.replace(" explore ", " map "))[1:], "-f", "json"])
        assert code == 0
        found = json.loads(answer)
        assert (found["mode"], found["stride"]) == (mode, [2, 2])


@pytest.mark.parametrize(
    ("names", "words", "count"),
    [
        ("all", {"image": "1 2 3 4", "kernel": "1 -1", "at": "0"}, 124),
        (["mode", "pad"], {"image": 4, "kernel": 3, "pad": "constant:2", "stride": 2, "notation": "matlab"}, 3 * 6 - 1),
        (" stride", {"image": "5x5", "stride": (2, 1), "form": "sliding"}, 3),
    ],
)
def test_menus_that_work_hold_the_pages_of_their_choices(names: Any, words: dict[str, Any], count: int) -> None:
    """Each has what a page for these choices has; combinations without any output have no page."""
    asked, shown = {**words, "options": ()}, explored("xcorr" if "form" in words else "conv", words)
    whole: dict[str, Any] = json.loads(json.dumps(menus(shown, asked, names).record()))
    sets = whole.pop("sets")
    assert len(sets) == count
    for other in sets:
        data = {**whole, **other}
        chosen = {each["option"].strip(" -"): each["choices"][each["now"]] for each in data["controls"]}
        moved = {**words, **chosen, "mode": chosen["mode"]}
        moved.pop("at", None)
        alone = read(explored("xcorr" if "form" in words else "conv", moved), moved)
        for each in (*data["variants"], *alone["variants"]):
            del each["commands"]
        kept = {name: each for name, each in data.items() if each is not None and name != "controls"}
        assert kept == {name: each for name, each in alone.items() if name != "controls"}
        assert [each["choices"] for each in data["controls"]] == [each["choices"] for each in whole["controls"]]


@pytest.mark.parametrize(
    ("operation", "words", "names", "message"),
    [
        ("conv", {}, "strides", "--menus: strides is not known"),
        ("conv", {}, "", "--menus: a name is missing"),
        ("conv", {"image": "20x20"}, "all", "--menus: the page would have more than 5000 outputs"),
        ("numpy.convolve", {"image": 4}, "all", "--menus: a library's function has no menus"),
    ],
)
def test_menus_that_do_not_work(operation: str, words: dict[str, Any], names: str, message: str) -> None:
    with pytest.raises(ConvtraceError) as caught:
        menus(explored(operation, words), words, names)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("name", "words", "options", "has_kernel"),
    [
        ("conv", {"image": 4, "kernel": 3, "sum_over": "kernel"}, {}, True),
        ("xcorr", {"image": 4, "notation": "goodfellow"}, {}, True),
        ("numpy.convolve", {"image": "1 2 3"}, {}, True),
        ("numpy.convolve", {"image": "1 2i 3"}, {}, None),
        ("astropy.convolution.convolve", {"image": 5, "kernel": "1 2 1"}, {}, False),
        ("astropy.convolution.convolve", {"image": 5, "kernel": "1 2 1"}, {"normalize_kernel": False}, True),
        ("scipy.ndimage.uniform_filter1d", {"image": 5}, {"size": 3}, False),
    ],
)
def test_commands_of_gradients_are_answered(
    name: str, words: dict[str, Any], options: dict[str, Any], has_kernel: bool | None
) -> None:
    """There is none of a kernel that has no gradient (False), and none at all of complex values (None)."""
    for each in read(explored(name, words, options=options), {**words, "options": options})["variants"]:
        commands = each["commands"]
        assert [commands.get("pixel") is not None, commands.get("kernel") is not None] == [
            has_kernel is not None,
            bool(has_kernel),
        ]
        for start in filter(None, (commands.get("pixel"), commands.get("kernel"))):
            code, answer = answered([*shlex.split(f"{start}1")[1:], "-f", "json"])
            assert code == 0, answer


@pytest.mark.parametrize("name", ["keras[jax].layers.Conv1D", "onnxruntime:Conv", "torch.nn.functional.conv1d"])
def test_a_key_is_a_plain_word(name: str) -> None:
    """It stands in the address, and selects an element."""
    (variant,) = read(explored(name, {"image": 5, "kernel": 3}), {"image": 5})["variants"]
    assert re.fullmatch("[a-zA-Z0-9-]+", variant["key"])


@pytest.mark.parametrize("notation", NOTATIONS)
def test_the_matrix_has_the_name_of_its_own_page(notation: str) -> None:
    words = {"image": 4, "kernel": 2, "notation": notation}
    named, _, product = read(explored("conv", words), words)["words"]["matrix"].partition(": ")
    code, page = answered(["matrix", "conv", "--image", "4", "--kernel", "2", "--notation", notation])
    assert code == 0
    assert f"All outputs at once: {product}. {named.removeprefix('Matrix ')} has a row for each output" in page


@pytest.mark.parametrize(("name", "options"), FUNCTIONS)
def test_every_output_of_a_function(name: str, options: dict[str, Any]) -> None:
    one_axis = name in LINES
    words: dict[str, Any] = {"image": [1, -2, 3, "1/2"] if one_axis else [[1, 2, -3], [4, 5, 6], ["1/2", 0, 1]]}
    if "kernel_size" not in options and "filter" not in name.partition("uniform")[2]:
        words["kernel"] = [1, 0, 2] if one_axis else [[1, 2, 1], [0, 0, 0], [-1, 2, -1]]
    assert_all(explored(name, words, options=options), words)
