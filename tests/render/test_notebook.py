"""A notebook that is run, as its reader sees it: light and dark, whatever the reader's screen is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.browser import View, looked_at
from tests.support.pictures import CONTRAST, contrast

pytestmark = pytest.mark.no_cover

# the column of a notebook on a laptop
WIDTH = 900
CELLS = (
    "import convtrace\nconvtrace.derive('conv', m=1, n=1)",
    "convtrace.derive('conv', m=0, n=-1, image=[[1, 2, 3], [4, 5, 6], [7, 8, 9]], kernel='sobel-x')",
    "convtrace.versus('scipy.signal.convolve2d', 'torch.nn.functional.conv2d')",
    "convtrace.compare('conv', 'xcorr', at=(1, 1))",
    "convtrace.library(only='torch')",
)


@pytest.fixture(scope="module")
def notebook() -> Any:
    """The notebook with what its cells show."""
    why = "a notebook is not run: {} is not installed"
    nbformat, nbclient, _, _ = (
        pytest.importorskip(name, reason=why.format(name))
        for name in ("nbformat", "nbclient", "ipykernel", "nbconvert")
    )
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    return nbclient.NotebookClient(made, timeout=300).execute()


def test_a_notebook_is_readable_in_every_theme(pytestconfig: pytest.Config, tmp_path: Path, notebook: Any) -> None:
    """Nothing is as wide as the column, or in an ink that its ground hides; the screen changes nothing."""
    nbconvert = pytest.importorskip("nbconvert", reason="a notebook is not run: nbconvert is not installed")
    views = []
    for theme in ("light", "dark"):
        page, _ = nbconvert.HTMLExporter(theme=theme).from_notebook_node(notebook)
        file = tmp_path / f"{theme}.html"
        file.write_text(page, encoding="utf-8")
        views += [View(file, width=WIDTH, dark=dark) for dark in (False, True)]
    seen = looked_at(pytestconfig, tmp_path, views)
    for view, found in zip(views, seen, strict=True):
        assert found.width <= WIDTH
        assert len(found.inks) > 20
        assert [ink for ink in found.inks if contrast(*ink[1:]) < CONTRAST] == [], view
    light, light_on_dark, dark, dark_on_light = (found.picture for found in seen)
    assert (light, dark) == (light_on_dark, dark_on_light)
    assert light != dark


def test_every_output_is_a_part_of_the_page(notebook: Any) -> None:
    """No style of it asks for the screen, which is not what the page around is made for."""
    shown = [output["data"]["text/html"] for cell in notebook.cells for output in cell.outputs]
    assert len(shown) == len(CELLS)
    for html in shown:
        assert html.startswith("<article")
        assert "prefers-color-scheme" not in html
