"""Pictures in the programs into which people put them: each shows what the elements say, light and dark."""

from __future__ import annotations

import shlex
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from convtrace.cli import run
from tests.support.effort import some
from tests.support.picture_readers import READERS
from tests.support.pictures import assert_boxes_and_letters_are_there, picture
from tests.support.questions import PICTURES

pytestmark = pytest.mark.no_cover


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_every_reader_shows_what_is_drawn(tmp_path: Path, reader: Callable[[Sequence[Path]], None]) -> None:
    """Each box in its colour, each word in its ink and readable, each formula monospaced and at its place."""
    files = []
    # a theme is another table of colours for the same drawing
    asked = [(question, "light") for question in some(PICTURES, 5)] + [(PICTURES[1], "dark")]
    for number, (question, theme) in enumerate(asked):
        files.append(tmp_path / f"{number}.svg")
        assert run([*shlex.split(question), "-o", str(files[-1]), "--theme", theme]) == 0
    reader(files)
    for file in files:
        assert_boxes_and_letters_are_there(ET.parse(file).getroot(), picture(file.with_suffix(".png").read_bytes()))
