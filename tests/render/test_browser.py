"""Files in a real browser: nothing goes wrong, nothing else is asked for, everything can be seen by everybody."""

from __future__ import annotations

import shlex
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from itertools import cycle, product
from pathlib import Path

import pytest

from convtrace.cli import run
from tests.support.browser import View, assert_readable, looked_at
from tests.support.effort import some
from tests.support.pictures import CONTRAST, assert_boxes_and_letters_are_there, contrast, picture
from tests.support.questions import EVERY_COMMAND, PICTURES

pytestmark = pytest.mark.no_cover

PHONE, SCREEN = 360, 1280


def written(folder: Path, questions: Sequence[str], suffix: str, *more: str) -> list[Path]:
    """The answers of some questions in one format."""
    files = [folder / f"{number}{suffix}" for number in range(len(questions))]
    for file, question in zip(files, questions, strict=True):
        run([*shlex.split(question), "-o", str(file), *more])
    return files


def test_pages_of_all_commands_can_be_read_by_everybody(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    """On a phone and on a wide screen, light and dark; axe-core, which is slow, sees each once, there or there."""
    files = written(tmp_path, some(EVERY_COMMAND, 10), ".html")
    thorough = cycle([(PHONE, False), (SCREEN, True)])
    widths = [
        View(file, width=width, dark=dark, pictured=False, accessible=(width, dark) == chosen)
        for file, chosen in zip(files, thorough, strict=False)
        for width, dark in product((PHONE, SCREEN), (False, True))
    ]
    for view, seen in zip(widths, looked_at(pytestconfig, tmp_path, widths), strict=True):
        assert (seen.console, seen.requests, seen.violations) == ([], [], []), view
        assert_readable(view, seen)


def test_a_chosen_theme_follows_no_screen(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    themes = some(("light", "dark"), 2)
    files = [written(tmp_path, EVERY_COMMAND[:1], f".{theme}.html", "--theme", theme)[0] for theme in themes]
    seen_all = looked_at(pytestconfig, tmp_path, [View(file, dark=dark) for file in files for dark in (False, True)])
    for theme, seen, other in zip(themes, seen_all[::2], seen_all[1::2], strict=True):
        assert seen.picture == other.picture
        grounds = [sum(ground) for _, _, ground in seen.inks]
        assert (max if theme == "light" else min)(grounds) == {"light": 3 * 255, "dark": 0x0E + 0x11 + 0x16}[theme]


def test_pictures(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    """Each has what its elements say, whatever the screen; one with a style sheet follows it."""
    views, drawings = [], []
    # a theme is another table of colours for the same drawing
    for theme, questions in {"auto": PICTURES, "light": PICTURES[:1], "dark": PICTURES[:2]}.items():
        for file in written(tmp_path, some(questions, 5), f".{theme}.svg", "--theme", theme):
            drawings.append((theme, ET.parse(file).getroot()))
            width, height = (int(drawings[-1][1].get(side, "")) for side in ("width", "height"))
            views += [View(file, width, height, dark=dark) for dark in (True, False)]
    seen = looked_at(pytestconfig, tmp_path, views)
    for (theme, drawing), dark, light in zip(drawings, seen[::2], seen[1::2], strict=True):
        assert_boxes_and_letters_are_there(drawing, picture(light.picture))
        assert (dark.picture == light.picture) == (theme != "auto")
        assert dark.console == light.console == dark.requests == light.requests == []
        assert all(contrast(ink, ground) >= CONTRAST for _, ink, ground in dark.inks)


def test_what_is_wrong_is_found(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    """The browser says what fails or is asked for, axe-core finds what many can't read, and a wide page is too wide."""
    file, image = tmp_path / "page.html", "http://example.org/x.png"
    pale = '<p class="convtrace"><span style="color:#aaa">pale</span></p><div style="width:500px">wide</div>'
    file.write_text(f"<!doctype html><title>x</title><img src={image}><script>nothing()</script>{pale}")
    view = View(file, width=PHONE, accessible=True)
    (seen,) = looked_at(pytestconfig, tmp_path, [view])
    assert "nothing is not defined" in seen.console
    assert seen.requests == [image]
    assert {"color-contrast", "html-has-lang", "image-alt"} <= {found.partition(":")[0] for found in seen.violations}
    assert seen.width > PHONE
    assert seen.inks == [("pale", (170, 170, 170), (255, 255, 255))]
    with pytest.raises(AssertionError):
        assert_readable(view._replace(width=SCREEN), seen)
