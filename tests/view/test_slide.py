"""Frames of a slide: all alike but for what the kernel does, each with the sum and the cells of its own derivation."""

from __future__ import annotations

from math import prod
from typing import Any

import pytest

from convtrace.document.blocks import Cell, Equation, Grids, Heading, Line, Paragraph, Tone, line_text
from convtrace.document.plain import plain
from convtrace.errors import ConvtraceError
from convtrace.library.slides import Slide, posed_slide
from convtrace.view.pages.slide import document
from convtrace.view.roles import Roles
from convtrace.view.sections.equation import general_definition
from convtrace.view.sections.figure import figure
from convtrace.view.sections.frames import MAX_SIDE_NAMED, framed, frames, strip

CASES: dict[str, dict[str, Any]] = {
    "letters": {"image": (5, 4)},
    "beyond the border": {"image": "1 2 3; 4 5 6", "kernel": "1 0; 2 -1", "mode": "full", "pad": "reflect"},
    "no rule": {"image": 4, "mode": "full"},
    "one axis": {"image": [1, 2, 3, 4], "kernel": [1, 0, -1], "mode": "same", "stride": 2},
    "dilation": {"image": (6, 6), "kernel": (2, 2), "dilation": 2, "axes": "rc"},
    "volume": {"image": (2, 3, 3), "kernel": (1, 2, 2)},
    "channels": {"image": (3, 3), "kernel": (2, 2), "channels": 2},
    "names": {"image": "a b c d", "kernel": "u v", "at": -1},
}
EVERY_CASE = pytest.mark.parametrize("case", CASES)


def text(line: Line) -> str:
    return line_text(line, str, plain)


def lines_of(cell: Cell) -> list[str]:
    return [*map(text, cell.lines)]


def patches(blocks: list[Any], slices: int = 1) -> list[Cell]:
    """The cells that the sum uses in the picture of an answer: those of the image, whose slices come first."""
    grids = [grid for block in blocks if isinstance(block, Grids) for grid in block.grids][:slices]
    cells = (cell for grid in grids for _, row in grid.rows for cell in row)
    return [cell for cell in cells if cell.tone in (Tone.PATCH, Tone.OUTSIDE)]


@EVERY_CASE
@pytest.mark.parametrize("operation", ["conv", "xcorr"])
def test_each_frame_is_the_picture_of_its_derivation(case: str, operation: str) -> None:
    slide = posed_slide(operation, CASES[case])
    shown = [[*blocks] for blocks in frames(framed(slide))]
    assert len(shown) == len(slide.outputs)
    for blocks, derivation in zip(shown, slide.derivations(), strict=True):
        still = [*figure(derivation)]
        slices = len(next(block for block in blocks if isinstance(block, Grids)).grids)
        assert len(patches(blocks, slices)) == prod(map(len, derivation.unclipped))
        # a pixel that only its copy uses is like all others here
        assert patches(blocks, slices) == [
            cell for cell in patches(still, slices) if cell.shade is not None or cell.tone is Tone.OUTSIDE
        ]
        general, *equations = [each for each in blocks if isinstance(each, Equation)]
        assert general == Equation(general_definition(derivation.problem))
        assert equations == [each for each in still if isinstance(each, Equation)]
        assert [each for each in blocks if isinstance(each, Paragraph)] == [still[-1]]


@EVERY_CASE
def test_all_frames_are_of_one_build(case: str) -> None:
    shown = [[*blocks] for blocks in frames(framed(posed_slide("conv", CASES[case])))]
    for blocks in shown:
        for block, first in zip(blocks, shown[0], strict=False):
            assert type(block) is type(first)
            if isinstance(block, Grids) and isinstance(first, Grids):
                assert [(grid.caption, grid.columns, len(grid.rows)) for grid in block.grids] == [
                    (grid.caption, grid.columns, len(grid.rows)) for grid in first.grids
                ]
        assert [block for block in blocks if isinstance(block, Heading)] == [shown[0][0]]


@pytest.mark.parametrize(("case", "slices"), [("volume", [3, 2, 2]), ("channels", [2, 2, 1]), ("letters", [1, 2])])
def test_slices_stand_with_their_like(case: str, slices: list[int]) -> None:
    """The image, the kernel and the outputs; where the image has no slices, kernel and outputs are one column."""
    blocks = next(frames(framed(posed_slide("conv", CASES[case]))))
    assert [len(block.grids) for block in blocks if isinstance(block, Grids)] == slices


def outputs_of(blocks: list[Any]) -> dict[str, list[list[str]]]:
    """The texts of the outputs by their tone."""
    *_, last = (grid for block in blocks if isinstance(block, Grids) for grid in block.grids)
    cells = [cell for _, row in last.rows for cell in row]
    return {tone.value: [lines_of(cell) for cell in cells if cell.tone is tone] for tone in (Tone.PATCH, Tone.WINDOW)}


def test_outputs_fill_as_the_kernel_goes() -> None:
    numbers = posed_slide("conv", {"image": [1, 2, 3], "kernel": [1, 1], "mode": "full"})
    shown = [outputs_of([*blocks]) for blocks in frames(framed(numbers))]
    assert shown[0] == {"patch": [["1"]], "window": []}
    assert shown[2] == {"patch": [["5"]], "window": [["1"], ["3"]]}
    letters = [outputs_of([*blocks]) for blocks in frames(framed(posed_slide("conv", {"image": 4})))]
    assert letters[1] == {"patch": [["■"]], "window": [[]]}


@pytest.mark.parametrize("side", [MAX_SIDE_NAMED, MAX_SIDE_NAMED + 1])
def test_a_large_image_shows_only_what_is_added(side: int) -> None:
    slide = posed_slide("conv", {"image": (side, 3)})
    first = patches([*next(frames(framed(slide)))])
    assert {len(cell.lines) for cell in first} == {3 if side == MAX_SIDE_NAMED else 1}
    assert [lines_of(cell)[-1] for cell in first] == [*"ihgfedcba"]


def test_a_copy_outside_a_large_image_names_its_pixel() -> None:
    """The pixel itself, which nothing lies on, is like all others."""
    slide = posed_slide("conv", {"image": MAX_SIDE_NAMED + 3, "pad": "wrap", "mode": "same"})
    for blocks, derivation in zip(frames(framed(slide)), slide.derivations(), strict=True):
        shown, pixels = patches([*blocks]), Roles(derivation.problem).summed
        (reach,) = pixels.along(derivation.met)
        outside = [number for number in reach if not pixels.contains((number,))]
        names = {f"→ {plain(pixels.entry(term.along('i')))}" for term in derivation.terms}
        copies = [lines_of(cell)[0] for cell in shown if cell.tone is Tone.OUTSIDE]
        assert len(copies) == len(outside)
        assert {*copies} <= names
        assert sorted(lines_of(cell)[-1] for cell in shown) == ["a", "b", "c"]


def test_a_long_sum_has_its_middle_left_out() -> None:
    (blocks,) = ([*each] for each in frames(framed(posed_slide("conv", {"image": (6, 6), "kernel": (6, 6)}))))
    _, equation = (block for block in blocks if isinstance(block, Equation))
    assert " + … + " in plain(equation.formula)


def shown_in_strip(slide: Slide) -> dict[str, list[str]]:
    """The rows of each grid by its caption, cells between blanks."""
    rows = {}
    for grid in strip(framed(slide)).grids:
        rows[text(grid.caption)] = [" ".join("".join(lines_of(cell)) for cell in cells) for _, cells in grid.rows]
    return rows


def test_the_strip_has_all_frames_side_by_side() -> None:
    numbers = posed_slide("conv", {"image": [1, 2, 3], "kernel": [5, 7], "mode": "full"})
    assert shown_in_strip(numbers) == {
        "y[−2] = 5": ["× 5·1 2 3  "],
        "y[−1] = 17": ["  7·1 5·2 3  "],
        "y[0] = 29": ["  1 7·2 5·3  "],
        "y[1] = 21": ["  1 2 7·3 ×"],
    }
    letters = shown_in_strip(posed_slide("conv", {"image": (3, 3), "kernel": (2, 2)}))
    assert [*letters] == ["y[−1,−1]", "y[0,−1]", "y[−1,0]", "y[0,0]"]
    assert letters["y[0,−1]"] == [". d c", ". b a", ". . ."]


@pytest.mark.parametrize(
    ("words", "path", "across"),
    [
        ({"image": (6, 5)}, "rows", 4),
        ({"image": (6, 5)}, "snake", 4),
        ({"image": (6, 5)}, "columns", 3),
        ({"image": (6, 5), "axes": "rc"}, "rows", 3),
        ({"image": 6}, "rows", 1),
        ({"image": (4, 3, 3), "kernel": (2, 2, 2)}, "rows", 3 * 3),
    ],
)
def test_the_strip_has_rows_as_the_path_has(words: dict[str, Any], path: str, across: int) -> None:
    assert strip(framed(posed_slide("conv", words, path=path))).across == across


def test_the_strip_has_rows_of_those_that_are_not_blank() -> None:
    words: dict[str, Any] = {"image": "5x4", "kernel": "3x3"}
    slide = posed_slide("astropy.convolution.convolve", words, options={"boundary": None})
    assert strip(framed(slide)).across == 2
    page = [text(block.line) for block in document(slide).blocks if isinstance(block, Paragraph)]
    assert any(line.startswith("Without a frame: 14 outputs, whose window leaves the image.") for line in page)


def test_too_many_cells_are_refused_before_anything_is_shown() -> None:
    for words, most in (({"image": (120, 120), "stride": 40}, 2500), ({"image": (36, 36), "stride": 3}, 826)):
        with pytest.raises(ConvtraceError, match=rf"too large for \d+ frames \(at most {most}\)"):
            document(posed_slide("conv", words))


def test_a_still_page_does_not_move() -> None:
    slide = posed_slide("conv", {"image": 4}, pace="0.5")
    motion = document(slide).motion
    assert motion is not None
    assert motion.pace == slide.pace
    assert text(motion.words).startswith("Convolution: image 4, kernel 3, 2 outputs of mode valid. As m grows by 1,")
    assert document(slide, still=True).motion is None


def test_the_record_has_every_frame() -> None:
    slide = posed_slide("conv", {"image": [1, 2, 3], "kernel": [1, 1]}, path="snake", pace="0.5")
    record: Any = document(slide).record()
    found = [dict(frame) for frame in record["frames"]]
    assert (record["path"], record["pace"], record["mode"]) == ("snake", "1/2", "valid")
    function: Any = document(posed_slide("numpy.convolve", {"image": 3, "kernel": 2})).record()
    assert (function["function"], function["outputs"], "mode" in function) == ("numpy.convolve", [4], False)
    assert [(each["output"], each["value"]) for each in found] == [
        (list(derivation.problem.numbers), derivation.value) for derivation in slide.derivations()
    ]
