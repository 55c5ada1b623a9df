"""LaTeX, compiled by a real engine where one is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

import convtrace
from convtrace import derive, pose
from convtrace.document.blocks import Block, Code, Document, Heading, Paragraph, Target
from convtrace.render.formats.latex import PACKAGES
from convtrace.render.rendering import pieces
from convtrace.values.formula import Value
from tests.support.effort import some
from tests.support.kept_files import printed
from tests.support.questions import EVERY_PAGE

WITH_ENGINE = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="LaTeX is not compiled: pdflatex is missing")
# what has the widest words, sums and tables
WIDE = (
    "conv --at 0,0 --image '1 2 3; 4 5 6; 7 8 9' --kernel '1 -1/2 0; sqrt(2) alpha 1/16; 2 -3 pi'",
    "conv --at 0,0 --image 9x9 --kernel 9x9 --only equation,setup,result,drawing",
    "conv --m 1 --n 1 --window all",
    "conv --at 20,20 --image 41x41 --window all",
    "xcorr --at 0,0 --image 30x30 --pad wrap --window all --only table",
    "map conv --image 9x9",
)
ARTICLE, SLIDES = "article", "beamer"
# what stands around a page in each class of document
AROUND = {ARTICLE: ("\\clearpage", ""), SLIDES: ("\\begin{frame}[allowframebreaks=0.8]{Page}", "\\end{frame}")}


def compiled(folder: Path, text: str, engine: str = "pdflatex") -> str:
    """The engine's record of a file that compiles."""
    if shutil.which(engine) is None:
        pytest.skip(f"LaTeX is not compiled: {engine} is missing")
    (folder / "whole.tex").write_text(text, encoding="utf-8")
    words = [engine, "-interaction=nonstopmode", "-halt-on-error", "whole.tex"]
    done = subprocess.run(words, cwd=folder, capture_output=True, check=False)
    record = done.stdout.decode(errors="replace")
    assert done.returncode == 0, record[-2000:]
    assert (folder / "whole.pdf").stat().st_size > 10_000
    return record


def faults(record: str) -> list[str]:
    """What runs over a margin or has no sign, each behind the page where it is."""
    return re.findall(r"^(?:PAGE .*\n(?s:.*?))?(?:Overfull|Missing character).*", record, re.MULTILINE)


@cache
def part(words: str) -> str:
    """A page as a part of a document."""
    return printed(f"{words} -f latex").output


def parts(kind: str, engine: str) -> list[str]:
    """Pages of every kind, few of them for another engine; nobody puts hundreds of rows on slides."""
    pages = some(EVERY_PAGE, 4) if engine == "pdflatex" else EVERY_PAGE[::4]
    return [part(words) for words in (*pages, *(WIDE if kind == ARTICLE else WIDE[:3]))]


@WITH_ENGINE
def test_notebooks_compile_without_colours_in_tables(tmp_path: Path) -> None:
    """What nbconvert writes: parts one after the other, and no package that colours cells."""
    packages = [package.replace("colortbl,", "") for package in PACKAGES]
    values = (derive("conv", m=1, n=1), convtrace.expand("conv", image=(4, 4)), convtrace.kernels())
    parts = [value._repr_latex_() for value in values]
    record = compiled(
        tmp_path, "\n".join([r"\documentclass{article}", *packages, r"\begin{document}", *parts, r"\end{document}"])
    )
    assert "colortbl" not in record


@pytest.mark.no_cover
@WITH_ENGINE
@pytest.mark.parametrize(("kind", "engine"), [(ARTICLE, "pdflatex"), (ARTICLE, "xelatex"), (SLIDES, "pdflatex")])
def test_nothing_runs_over_the_margin(tmp_path: Path, kind: str, engine: str) -> None:
    before, after = AROUND[kind]
    pages = []
    for number, text in enumerate(parts(kind, engine)):
        (tmp_path / f"part{number}.tex").write_text(text, encoding="ascii")
        pages += [f"{before}\\typeout{{PAGE {number}}}\\input{{part{number}}}", after]
    whole = [f"\\documentclass{{{kind}}}", *PACKAGES, "\\begin{document}", *pages, "\\end{document}"]
    assert faults(compiled(tmp_path, "\n".join(whole), engine)) == []


@WITH_ENGINE
def test_a_whole_file_compiles(tmp_path: Path) -> None:
    record = compiled(tmp_path, convtrace.render(derive(pose("conv", m=1, n=1)), "latex", standalone=True))
    assert faults(record) == []
    assert faults(f"PAGE 1\nOverfull \\hbox\n{record}") == ["PAGE 1\nOverfull \\hbox"]


@pytest.mark.no_cover
@WITH_ENGINE
@pytest.mark.parametrize(
    "words",
    ["conv --image 11x11", "conv --image 1,2,3/4,5 --kernel 1/2,alpha,-sqrt(2) --mode full", "xcorr --image 4x4x4"],
)
def test_sums_are_broken_over_lines_and_pages(tmp_path: Path, words: str) -> None:
    record = compiled(tmp_path, printed(f"expand {words} -f latex --standalone").output)
    assert faults(record) == []
    assert ("(1 page" in record) == ("sqrt" in words)


@WITH_ENGINE
def test_slides_show_the_headings(tmp_path: Path) -> None:
    frame = ["\\begin{frame}[allowframebreaks]{Page}", *part("conv --m 1 --n 1").splitlines(), "\\end{frame}"]
    whole = ["\\documentclass{beamer}", *PACKAGES, "\\begin{document}", *frame, "\\end{document}"]
    compiled(tmp_path, "\n".join(whole))
    if shutil.which("pdftotext") is None:
        pytest.skip("slides are not read: pdftotext is missing")
    shown = subprocess.run(["pdftotext", "whole.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Convolution: image" in shown.stdout
    assert "6. Elsewhere" in shown.stdout


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
