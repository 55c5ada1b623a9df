"""Markdown as Pandoc reads it: every page becomes a document of a word processor, slides, a web page and print."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from functools import cache
from pathlib import Path

import pytest

from convtrace.document.ascii import GLYPHS
from convtrace.document.blocks import Document, Heading, Paragraph, Target
from convtrace.render.rendering import pieces
from convtrace.values.formula import Value
from tests.support.effort import CI
from tests.support.kept_files import printed
from tests.support.questions import EVERY_PAGE

pytestmark = pytest.mark.no_cover

EVERY = 1 if CI else 8
WITH_PANDOC = pytest.mark.skipif(shutil.which("pandoc") is None, reason="Pandoc reads no page: it is not installed")


def pandoc(text: str, folder: Path, output: str, *words: str) -> subprocess.CompletedProcess[str]:
    """What Pandoc says while it makes a file of the text."""
    command = ["pandoc", "-f", "markdown", "--fail-if-warnings", *words, "-o", output]
    return subprocess.run(command, input=text, cwd=folder, capture_output=True, text=True, check=False)


@cache
def pages(step: int) -> str:
    """The first of each few pages one after the other, and all signs that stand on pages."""
    signs = Document([Heading((GLYPHS,)), Paragraph((" ".join(GLYPHS), Value("w_02"), Value("alpha")))], tuple, dict)
    shown = (printed(f"{words} -f markdown").output for words in EVERY_PAGE[::step])
    return "\n".join((*shown, *pieces(signs, "markdown", Target())))


@WITH_PANDOC
def test_what_pandoc_cannot_read_is_told(tmp_path: Path) -> None:
    assert "TeX math" in pandoc(r"$$\begin{aligned} a \cr b \end{aligned}$$", tmp_path, "page.docx").stderr


@WITH_PANDOC
@pytest.mark.parametrize(
    ("output", "inside", "step"), [("page.docx", "word/document.xml", 1), ("page.pptx", "ppt/slides/", 4)]
)
def test_office_gets_every_formula(tmp_path: Path, output: str, inside: str, step: int) -> None:
    """Formulas of slides are those of a text."""
    assert pandoc(pages(max(EVERY, step)), tmp_path, output).stderr == ""
    with zipfile.ZipFile(tmp_path / output) as file:
        parts = [file.read(name).decode() for name in file.namelist() if name.startswith(inside)]
    assert sum(part.count("</m:oMath>") for part in parts) > (500 // step if CI else 50)
    assert not re.findall(r"<[aw]:t[^>]*>[^<]*\\(?:begin|mathrm|cdot)", "".join(parts))


@WITH_PANDOC
def test_web_pages_get_every_formula(tmp_path: Path) -> None:
    assert pandoc(pages(EVERY), tmp_path, "page.html", "--mathml").stderr == ""
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("<math ") > (500 if CI else 50)
    assert 'class="math' not in page


@WITH_PANDOC
@pytest.mark.parametrize("engine", ["pdflatex", "xelatex"])
def test_print_has_every_sign(tmp_path: Path, engine: str) -> None:
    if shutil.which(engine) is None:
        pytest.skip(f"Pandoc prints no page: {engine} is not installed")
    assert pandoc(pages(max(EVERY, 6)), tmp_path, "page.pdf", f"--pdf-engine={engine}").stderr == ""
    assert (tmp_path / "page.pdf").stat().st_size > 40_000
