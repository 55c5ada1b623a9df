"""LaTeX, compiled by a real engine where one is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import convtrace
from convtrace import derive, pose
from convtrace.document.blocks import Block, Code, Document, Heading, Paragraph, Target
from convtrace.render.formats.latex import PACKAGES
from convtrace.render.rendering import pieces
from convtrace.values.formula import Value
from tests.support.kept_files import printed
from tests.support.shapes import SHAPES

ENGINE = shutil.which("pdflatex")
WITH_ENGINE = pytest.mark.skipif(ENGINE is None, reason="LaTeX is not compiled: pdflatex is not installed")


def compiled(folder: Path, text: str) -> str:
    """The engine's record of a file that compiles."""
    (folder / "whole.tex").write_text(text, encoding="utf-8")
    words = [ENGINE or "", "-interaction=nonstopmode", "-halt-on-error", "whole.tex"]
    done = subprocess.run(words, cwd=folder, capture_output=True, check=False)
    record = done.stdout.decode(errors="replace")
    assert done.returncode == 0, record[-2000:]
    assert (folder / "whole.pdf").stat().st_size > 10_000
    return record


@WITH_ENGINE
def test_parts_compile_in_a_file_that_inputs_them(tmp_path: Path) -> None:
    names = []
    for number, shape in enumerate(SHAPES):
        names.append(f"part{number}")
        (tmp_path / f"{names[-1]}.tex").write_text(convtrace.render(derive(pose(**SHAPES[shape])), "latex"))
    inputs = [f"\\input{{{name}}}" for name in names]
    record = compiled(
        tmp_path, "\n".join([r"\documentclass{article}", *PACKAGES, r"\begin{document}", *inputs, r"\end{document}"])
    )
    assert "Overfull" not in record


@WITH_ENGINE
def test_notebooks_compile_without_colours_in_tables(tmp_path: Path) -> None:
    """What nbconvert writes: parts one after the other, and xcolor without its option."""
    packages = [package.replace("[table]", "") for package in PACKAGES]
    values = (derive("conv", m=1, n=1), convtrace.expand("conv", image=(4, 4)), convtrace.kernels())
    parts = [value._repr_latex_() for value in values]
    record = compiled(
        tmp_path, "\n".join([r"\documentclass{article}", *packages, r"\begin{document}", *parts, r"\end{document}"])
    )
    assert "colortbl" not in record


# what has the widest words, sums and tables
WIDE = {
    "library": "library",
    "addresses": "library torch.nn.functional.conv_transpose2d",
    "versus": "library scipy.signal.convolve2d --versus torch.nn.functional.conv2d",
    "four axes": "conv --at 0,0,0,0 --image 2x2x2x2 --kernel 1x1x1x2",
    "names": "conv --at 0,0 --image 3x3 --kernel '1 -1/2 0; sqrt(2) alpha 1/16; (1+gamma)**2 -3 pi'",
    "numbers": "conv --at 0,0 --image '1 2 3; 4 5 6; 7 8 9' --kernel '1 -1/2 0; sqrt(2) alpha 1/16; 2 -3 pi'",
    "long table": "conv --at 20,20 --image 41x41 --window all",
    "very long table": "xcorr --at 0,0 --image 100x100 --pad wrap --window all --only table",
}


@WITH_ENGINE
@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_runs_over_the_margin(tmp_path: Path, shape: str) -> None:
    record = compiled(tmp_path, convtrace.render(derive(pose(**SHAPES[shape])), "latex", standalone=True))
    assert "Overfull" not in record


@WITH_ENGINE
@pytest.mark.parametrize("page", WIDE)
def test_nor_does_what_is_widest(tmp_path: Path, page: str) -> None:
    record = compiled(tmp_path, printed(f"convtrace {WIDE[page]} -f latex --standalone").output)
    assert "Overfull" not in record


@WITH_ENGINE
def test_hostile_words_stay_words(tmp_path: Path) -> None:
    hostile = r"\input{/etc/passwd} $ % # & _ ^ ~ { } \end{document} '\"`"
    blocks: list[Block] = [Heading((hostile,)), Paragraph((hostile, Value("beta_2"))), Code(hostile)]
    record = compiled(tmp_path, "".join(pieces(Document(blocks, tuple, dict), "latex", Target(standalone=True))))
    assert "/etc/passwd" not in record


def test_a_part_names_the_packages_it_needs() -> None:
    part = convtrace.render(derive(pose("conv", m=1, n=1)), "latex")
    assert part.splitlines()[: len(PACKAGES)] == [f"% {package}" for package in PACKAGES]
    assert "documentclass" not in part


def test_the_same_value_has_the_same_colour_in_every_grid() -> None:
    text = convtrace.render(derive(pose("conv", m=1, n=1)), "latex")
    for letter in "abcdefghi":
        colors = {
            cell.split("}")[0]
            for cell in text.split(r"\cellcolor[RGB]{")[1:]
            if f"\\mathrm{{{letter}}}" in cell.split("&")[0]
        }
        assert len(colors) == 1, letter
