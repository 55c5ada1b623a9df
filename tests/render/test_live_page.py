"""The page that one can point at: its size, its files, what can't break out of it, and what it refuses."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import html5lib
import pytest

import convtrace
from convtrace import ConvtraceError, render
from convtrace.cli import run

# the largest page that loads at once on a phone
MAX_BYTES = 60_000
NASTY = "</script><img src=x onerror=alert(1)>"


def page(*words: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["explore", *words]) == 0
    return capsys.readouterr().out


def test_the_default_page_is_small(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(page("conv", capsys=capsys).encode()) <= MAX_BYTES


def test_the_page_without_a_script_has_the_page_of_one_output(capsys: pytest.CaptureFixture[str]) -> None:
    found = page("conv", "--at", "1,1", capsys=capsys)
    run(["conv", "--at", "1,1", "-f", "html"])
    usual = capsys.readouterr().out

    def text(html: str) -> str:
        body = html5lib.parse(html, namespaceHTMLElements=False).find("body")
        for parent in body.iter():
            for child in [each for each in parent if each.tag in ("figure", "script")]:
                parent.remove(child)
        return "".join("".join(body.itertext()).split())

    assert text(found) == text(usual)


def test_names_and_files_do_not_break_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("<script>.txt").write_text("1 2; 3 4")
    assert run(["explore", "conv", "--image", "<script>.txt", "--kernel", "2x2", "-o", "page.html"]) == 0
    found = Path("page.html").read_text(encoding="utf-8")
    assert (found.count("<script"), found.count("</script>")) == (2, 2)
    assert r"\u003cscript>.txt" in found
    assert run(["explore", "conv", "--names", NASTY, "--image", "3"]) in (0, 2)
    assert NASTY not in capsys.readouterr().out


def test_ascii_pages_are_ascii(capsys: pytest.CaptureFixture[str]) -> None:
    found = page("conv", "--image", "3", "--ascii", capsys=capsys)
    assert found.isascii()
    assert r"\u2212" in found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--image", "40x40"], "1444 outputs are too many to explore (at most 400)\nChoose a smaller image"),
        (["--image", "60x60", "--stride", "9"], "the image has 3600 cells, too many to explore (at most 2500)"),
        (["--image", "3x3x3", "--kernel", "1x1x1"], "this image has 3 axes\nChoose an image of one or two axes"),
        (["--channels", "2"], "not over channels or along one axis of several"),
        (["--at", "9,9"], "--at: 9 is outside the output, whose indices are -2 to 2"),
        (["--option", "mode=same"], "--option is for functions of libraries"),
        (["--open"], "--open needs a file to open\nName it, for example: --output page.html"),
    ],
)
def test_what_no_page_shows_is_refused(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explore", "conv", *words]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("explore foo", "Choose from: conv, xcorr, conv-transpose. Functions of libraries are listed by: convtrace li"),
        (
            "step con:a",
            "Did you mean conv? Choose from: conv, xcorr, conv-transpose. Functions of libraries are listed",
        ),
        ("matrix foo", "Functions of libraries are listed by: convtrace library"),
        (
            "explore conv --channels 3",
            "explore shows sums over space alone, not over channels or along one axis of sev",
        ),
    ],
)
def test_what_is_asked_for_is_named(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is none, or one of what another command shows."""
    assert run(words.split()) == 2
    assert said in capsys.readouterr().err


def test_messages_in_python_are_python() -> None:
    """The options of a function stand in a dictionary, and an element of a list behind brackets."""
    options = (
        r'Type: options={"mode": "same"} (all options are listed by: convtrace.library("scipy.signal.convolve2d"))'
    )
    with pytest.raises(ConvtraceError, match=re.escape(options)):
        convtrace.explore("scipy.signal.convolve2d", mode="same")
    with pytest.raises(ConvtraceError, match=re.escape('a smaller image, for example: menus="stride"')):
        convtrace.explore("conv", image=(20, 20), menus="all")
    with pytest.raises(ConvtraceError, match=re.escape("for example: pace=0.5")):
        convtrace.slide("conv", pace=0)
    with pytest.raises(
        ConvtraceError, match=re.escape("\nThe options of the function are listed by: convtrace.library")
    ):
        convtrace.explore("scipy.signal.convolve2d", pad="edge")
    with pytest.raises(ConvtraceError, match=re.escape("\n  image[0][1]=nan\n              ^^^\n")):
        convtrace.explore("conv", image=[[1, "nan"]])


@pytest.mark.parametrize("started", [True, False, OSError])
def test_a_browser_is_asked_for_the_file(
    started: bool | type[OSError], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def opened(address: str) -> bool:
        asked.append(address)
        if isinstance(started, bool):
            return started
        raise started

    monkeypatch.setattr("webbrowser.open", opened)
    file = tmp_path / "page.html"
    assert run(["explore", "conv", "--image", "3", "-o", str(file), "--open"]) == (0 if started is True else 2)
    assert (asked, file.exists()) == ([file.as_uri()], True)
    assert ("The page is written. Open it yourself" in capsys.readouterr().err) == (started is not True)


def test_a_function_has_its_own_commands(capsys: pytest.CaptureFixture[str]) -> None:
    found = page("numpy.convolve", "--option", "mode=same", "--image", "4", "--kernel", "3", capsys=capsys)
    assert '"output":"convtrace library numpy.convolve --option mode=same --image 4 --kernel 3 --at="' in found
    window = render(convtrace.explore("scipy.ndimage.uniform_filter", image=(3, 3), options={"size": 2}), "html")
    assert "--weight=" not in window
    assert "--option size=2" in window
    with pytest.raises(ConvtraceError, match="is for conv"):
        convtrace.explore("numpy.convolve", pad="edge")


def test_a_book_of_one_operation_has_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    found = page("conv", "--notation", "matlab", "--image", "4", "--kernel", "2", capsys=capsys)
    assert '"key":"conv"' in found


def test_an_operation_without_outputs_is_not_offered() -> None:
    """The kernel that starts in its first element lies elsewhere, where a stride of 2 has no output."""
    found = convtrace.explore("conv", image=2, kernel=2, stride=2, kernel_origin=0)
    assert [each.name for each in found.shown] == ["conv"]


def test_a_frame_has_a_picture_below_it() -> None:
    shown = convtrace.explore("conv", image=(4,))._repr_html_()
    source = re.search(r"base64,([^\"]*)", shown)
    assert source is not None
    assert base64.b64decode(source[1]).decode().startswith("<svg")
    assert shown.index("<img") < shown.index("<iframe")
