"""The output that moves: whole sessions in a terminal, which is left as it was, however they end."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convtrace.cli import run
from convtrace.cli.stream import Unwritable
from convtrace.cli.window import ENTER, HOME, LEAVE, Window
from convtrace.document.blocks import Target
from convtrace.render.rendering import pieces
from convtrace.render.window import window_lines
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose
from convtrace.trace.stepping import MOVES, Place
from convtrace.view.pages.step import Size, Steps, steps
from convtrace.view.pages.value import document
from tests.support.processes import TIMEOUT, command, environment, everything, interruptible, resize, terminal
from tests.support.terminals import tmux

ASKED = {"options": (), "image": None, "kernel": None}
CODES = re.compile(r"\x1b\[[\d;?]*[A-Za-z]")
SMALLEST = Size(40, 12)


class Shown:
    """A terminal in which a command runs in this process: what it has shown so far."""

    def __init__(self, own: int) -> None:
        self.own, self.raw = own, b""

    def read(self) -> None:
        """Read until the other end is closed."""
        while True:
            try:
                self.raw += os.read(self.own, 65536)
            except OSError:
                return

    @property
    def frames(self) -> list[list[str]]:
        """The lines of each drawing, without colours."""
        drawn = self.raw.decode().replace("\r\n", "\n").split(HOME)[1:]
        return [[line.rstrip() for line in CODES.sub("", frame).split("\n")] for frame in drawn]

    def wait(self, count: int) -> None:
        """Wait for so many drawings."""
        end = time.monotonic() + TIMEOUT
        while len(self.frames) < count and time.monotonic() < end:
            time.sleep(0.01)


@contextmanager
def shown(monkeypatch: pytest.MonkeyPatch, columns: int = 80, lines: int = 24) -> Iterator[tuple[Shown, int]]:
    """A terminal that is this process's own standard input and output, and the end at which a program sits."""
    own, theirs = terminal(columns, lines)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    screen = Shown(own)
    reader = threading.Thread(target=screen.read)
    reader.start()
    with (
        open(theirs, "w", encoding="utf-8", closefd=False) as out,
        open(theirs, encoding="utf-8", closefd=False) as keys,
    ):
        monkeypatch.setattr(sys, "stdin", keys)
        monkeypatch.setattr(sys, "stdout", out)
        yield screen, theirs
    os.close(theirs)
    reader.join(TIMEOUT)
    os.close(own)


def played(screen: Shown, *moments: Any) -> threading.Thread:
    """Type each text, or do each thing, once what came before is drawn."""

    def play() -> None:
        for number, moment in enumerate(moments, start=1):
            screen.wait(number)
            if isinstance(moment, str):
                os.write(screen.own, moment.encode())
            else:
                moment()

    thread = threading.Thread(target=play)
    thread.start()
    return thread


def test_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrows, letters, the gradient, another operation, help, another size are drawn, and then all is as before."""
    with shown(monkeypatch) as (screen, theirs):
        before = termios.tcgetattr(theirs)

        def grow() -> None:
            resize(theirs, 60, 20)
            os.kill(os.getpid(), signal.SIGWINCH)

        player = played(screen, "\x1b[C", "\x1bOA", "hj", "p", "l", "c", "?", "x", "\x1b[15~", grow, "q")
        assert run(["step", "conv", "--m", "1", "--n", "1"]) == 0
        player.join(TIMEOUT)
        assert termios.tcgetattr(theirs) == before
    answers = [" ".join(frame[:4]) for frame in screen.frames]
    moved = ["y[1,1] =", "y[2,1] =", "y[2,0] =", "y[1,1] =", "∂L/∂x[1,1] =", "∂L/∂x[2,1] ="]
    told = [*moved, "∂L/∂x[2,1] =", "arrows", *["∂L/∂x[2,1] ="] * 3]
    assert [word for word, answer in zip(told, answers, strict=True) if word not in answer] == []
    assert [len(frame) for frame in screen.frames] == [24] * 10 + [20]
    assert max(map(len, screen.frames[-1])) <= 60
    assert screen.raw.decode().startswith(ENTER)
    assert screen.raw.decode().endswith(LEAVE)
    assert b"48;5;" in screen.raw


@pytest.mark.parametrize("key", ["q", "\x1b", "\x04"])
def test_keys_that_quit(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with shown(monkeypatch, *SMALLEST) as (screen, _):
        player = played(screen, key)
        assert run(["step", "conv", "--ascii", "--color", "never"]) == 0
        player.join(TIMEOUT)
    assert screen.raw.isascii()
    assert CODES.findall(screen.raw.decode().partition(HOME)[2])[-3:] == CODES.findall(LEAVE)
    assert "\x1b[1m" not in screen.raw.decode()


def test_an_arrow_in_two_pieces_is_no_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    with shown(monkeypatch) as (screen, _):
        monkeypatch.setattr("convtrace.cli.window.REST", TIMEOUT)

        def arrow() -> None:
            os.write(screen.own, b"\x1b")
            threading.Timer(0.1, os.write, [screen.own, b"[C"]).start()

        player = played(screen, arrow, "q")
        assert run(["step", "conv"]) == 0
        player.join(TIMEOUT)
    assert [frame[1].split(" =")[0].strip() for frame in screen.frames] == ["y[0,0]", "y[1,0]"]


def test_an_error_leaves_the_terminal_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    with shown(monkeypatch) as (screen, theirs):
        before = termios.tcgetattr(theirs)
        monkeypatch.setattr(Steps, "shown", None)
        with pytest.raises(TypeError):
            run(["step", "conv"])
        assert termios.tcgetattr(theirs) == before
    assert screen.raw.decode() == ENTER + LEAVE


def test_a_terminal_that_has_gone_quits(monkeypatch: pytest.MonkeyPatch) -> None:
    own, theirs = terminal(80)
    os.close(own)
    assert {*Window(theirs).pressed()} == {"\x1b"}
    read, write = os.pipe()
    os.close(read)
    assert Window(write).pressed()[0] == "\x1b"
    os.close(write)
    with open(theirs, "w", encoding="utf-8") as out:
        monkeypatch.setattr(sys, "stdout", out)
        with pytest.raises(Unwritable):
            Window(theirs).draw([""])
        monkeypatch.setattr("convtrace.cli.window.os.get_terminal_size", lambda _: (0, 0))
        assert Window(theirs).size() == (80, 24)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_leave_the_terminal_as_it_was(number: signal.Signals) -> None:
    own, theirs = terminal(80)
    before = termios.tcgetattr(theirs)
    words = command("step", "conv")
    with subprocess.Popen(
        words,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(),
        preexec_fn=interruptible,  # noqa: PLW1509 -- no thread is running
    ) as child:
        raw = b""
        while b"quit" not in raw:
            assert select.select([own], [], [], TIMEOUT)[0]
            raw += os.read(own, 65536)
        child.send_signal(number)
        child.wait(TIMEOUT)
    assert termios.tcgetattr(theirs) == before
    os.close(theirs)
    assert (raw + everything(own)).decode().endswith(LEAVE)
    os.close(own)
    assert child.returncode == -number


@pytest.mark.parametrize(
    ("stdin", "stdout", "term", "said"),
    [
        (False, True, "xterm", "step needs a terminal, but standard input is none"),
        (True, False, "xterm", "step needs a terminal, but standard output is none"),
        (True, True, "dumb", "step needs a terminal that can move its cursor, but TERM is dumb or not set"),
        (True, True, None, "step needs a terminal that can move its cursor, but TERM is dumb or not set"),
        (True, True, "xterm", "step needs a terminal as Linux and macOS have it; Windows has one in WSL"),
    ],
)
def test_no_terminal_is_one_plain_message(
    stdin: bool, stdout: bool, term: str | None, said: str, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    for stream, is_one in ((sys.stdin, stdin), (sys.stdout, stdout)):
        monkeypatch.setattr(stream, "isatty", lambda is_one=is_one: is_one, raising=False)
    if term is None:
        monkeypatch.delenv("TERM", raising=False)
    else:
        monkeypatch.setenv("TERM", term)
    monkeypatch.setitem(sys.modules, "termios", None)
    assert run(["step", "conv"]) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", f"Error: {said}\nType, for example: convtrace conv --m 1 --n 1\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("conv --channels 2", "step shows sums over space alone"),
        ("conv --m 5 --n 1", "--m: 5 is outside the output"),
        ("conv --image 2x2", "no output exists"),
        ("conv --option mode=same", "--option is for functions of libraries"),
        ("numpy.convolve --stride 2", "--stride is for conv"),
        ("conf", "no operation is called conf"),
    ],
)
def test_what_can_t_be_stepped_through(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["step", *words.split()]) == 2
    assert said in capsys.readouterr().err


def drawn(found: Steps, place: Place, size: Size, unicode: bool = True) -> list[str]:
    """The lines of a window."""
    target = Target(width=size.columns, unicode=unicode)
    return window_lines(found.shown(place, size), found.keys(place), target, size.lines)


def asked(words: str, **given: Any) -> Steps:
    """What some operation or function can be stepped through."""
    return steps({"operation": words, **ASKED, **given}, lambda _: b"")


STEPPED = (
    asked("conv"),
    asked("xcorr", form="sliding", image="1 2 3 4; 5 6 7 8; 9 8 7 6", kernel="sobel-x", pad="edge", mode="same"),
    asked("conv-transpose", image="4x3", stride=2),
    asked("conv", image="4x5x6", axes="rc"),
    asked("conv", image="300", kernel="99"),
    asked("conv", image="120x120", kernel="21x21"),
    asked("numpy.convolve", options=("mode=same",)),
    asked("scipy.ndimage.convolve", image="1j 2 3; 4 5 6; 7 8 9", kernel="2x2"),
)
SIZES = st.builds(Size, st.integers(1, 150), st.integers(1, 60))


@given(st.sampled_from(STEPPED), st.lists(st.sampled_from([*MOVES, "pixel", "other", "help"]), max_size=5), SIZES)
@settings(max_examples=40)
def test_every_place_fits_every_window(found: Steps, keys: Sequence[str], size: Size) -> None:
    place = found.first
    for key in keys:
        place = found.after(place, key)
    for unicode in (True, False):
        lines = drawn(found, place, size, unicode)
        assert len(lines) == size.lines
        assert unicode or "".join(lines).isascii()
        assert max(map(len, lines)) <= size.columns
        if size.columns >= SMALLEST.columns and size.lines >= SMALLEST.lines:
            assert "quit" in lines[-1]
            assert any(lines[:-1])


@pytest.mark.parametrize("size", [SMALLEST, Size(80, 24), Size(200, 70)])
def test_the_answer_is_that_of_the_page(size: Size) -> None:
    """The first lines begin the answer, the image marks the patch, and the rows are those of the table."""
    for place, problem in (
        (Place(operation=0, output=(1, 1)), pose("conv", at=(1, 1))),
        (Place(operation=1, output=(-1, -1)), pose("xcorr", at=(-1, -1))),
        (Place(operation=2, output=(0, 0), pixel=(2, 1)), pose("xcorr:sliding", pixel=(2, 1))),
    ):
        window = drawn(STEPPED[0], place, size)
        derivation = derive(problem)
        wide = Target(width=size.columns)
        page = "".join(pieces(document(derivation, ["result"]), "terminal", wide)).splitlines()
        marks = "".join(pieces(document(derivation, ["setup"]), "terminal", wide)).count("■") - 1
        assert page[0].split(" + ")[0].strip() in "\n".join(window)
        assert "\n".join(window).count("■") - 2 * (size.columns >= 80) == marks
        rows = [line for line in window if "·h[" in line]
        for row, line in zip(derivation.rows, rows, strict=False):
            assert (row.weight is not None) == ("✓" in line)
        assert size.lines < 70 or len(rows) == len(derivation.rows)


def test_an_output_that_the_library_leaves_blank() -> None:
    blank = asked("astropy.convolution.convolve", image="7", kernel="3", options=("boundary=None",))
    window = drawn(blank, Place(operation=0, output=(0,)), SMALLEST)
    assert "astropy.convolution.convolve gives 0" in " ".join(window)
    assert "c·x[0] + b·x[1]" in " ".join(drawn(blank, Place(operation=0, output=(1,)), SMALLEST))


def test_what_has_no_answer_is_said_in_the_window() -> None:
    window = drawn(STEPPED[-1], Place(operation=0, output=(1, 1), pixel=(0, 0)), SMALLEST)
    assert "complex" in " ".join(window)
    assert "output" in window[-1]


@pytest.mark.parametrize("size", [Size(120, 50), Size(80, 24), SMALLEST])
@pytest.mark.parametrize("moves", [(), ("right",) * 40 + ("down",) * 40, ("pixel",)])
def test_a_ruler_says_where_there_is_more(size: Size, moves: Sequence[str]) -> None:
    """Whoever sees no sign at an end of a ruler sees the last pixel there."""
    found = asked("conv", image="30x30")
    place = found.first
    for key in moves:
        place = found.after(place, key)
    window = drawn(found, place, size)
    first = next(number for number, line in enumerate(window) if re.match("[jn]↓", line))
    most = (-14, 13) if place.pixel else (-15, 14)
    across = re.split(r"   \S*↓", window[first])[0].split()[2:]
    labels = [line[:5].strip() for line in window[first + 1 : -1]]
    down = [*takewhile(re.compile("…|−?[0-9]+").fullmatch, labels)]
    for shown in (across, down):
        numbers = [int(word.replace("−", "-")) for word in shown if word != "…"]
        assert len(numbers) >= 4
        assert (shown[0] == "…") == (numbers[0] > most[0])
        assert (shown[-1] == "…") == (numbers[-1] < most[1])
        assert numbers == [*range(numbers[0], numbers[-1] + 1)]
    assert size.lines < 50 or len(down) == most[1] - most[0] + 1
    assert size.columns < 80 or "outputs" in " ".join(window) or place.pixel


def test_all_panes_that_fit_are_shown_and_their_marks_explained() -> None:
    given = {"options": ("stride=2", "padding=1"), "image": "9x8", "kernel": "3x3"}
    found = asked("torch.nn.functional.conv2d", **given)
    window = "\n".join(drawn(found, found.first, Size(80, 24)))
    for words in ("image x  ", "laid kernel  ", "outputs\n", "■ used by y[2,2], □ also in the table."):
        assert words in window
    helped = found.after(found.first, "help")
    assert any(line.startswith("■ □ × .") for line in drawn(found, helped, Size(80, 24)))


def test_numbers_of_outputs_give_way_to_marks_and_these_to_the_rest() -> None:
    found = asked("conv", image="; ".join(["1 2 3 4; 5 6 7 8; 4 3 2 1"] * 2), kernel="11 12; 13 14", mode="full")
    windows = ["\n".join(drawn(found, found.first, Size(columns, 24))) for columns in range(130, 40, -1)]
    kinds = [
        "numbers" if re.search("■ [0-9]", window) else "marks" if "outputs" in window else "none" for window in windows
    ]
    assert [*dict.fromkeys(kinds)] == ["numbers", "marks", "none"]
    assert sorted(kinds, key=["numbers", "marks", "none"].index) == kinds


@pytest.mark.parametrize("found", STEPPED)
def test_a_gradient_is_called_so_and_explained(found: Steps) -> None:
    """In few letters where there is little room."""
    here = found.after(found.first, "pixel")
    for size in (SMALLEST, Size(80, 24)):
        for place, number in ((found.first, 0), (here, 1)):
            lines = drawn(found, place, size)
            assert "complex" in " ".join(lines) or lines[0].count("gradient") == number
            explained = " ".join(lines).count("is the gradient of L at y[")
            assert explained == (number if size != SMALLEST and "■ used by" in " ".join(lines) else 0)


def test_a_gradient_is_explained_in_its_own_letters() -> None:
    found = asked("conv", notation="gonzalez-woods")
    window = drawn(found, found.after(found.first, "pixel"), Size(80, 24))
    assert "u(x,y) is the gradient of L at g(x,y)." in " ".join(window)


def test_a_kernel_larger_than_the_window_is_not_drawn() -> None:
    """Nor is its whole sum: the answer, the image around the patch, and the first rows of the table."""
    window = drawn(asked("conv", image="120x120", kernel="21x21"), Place(operation=0, output=(0, 0)), Size(80, 24))
    assert "  y[0,0] = " in window[1]
    assert "kernel h" not in "\n".join(window)
    assert "■" in "\n".join(window)
    assert drawn(
        asked("conv-transpose", image="4x4", kernel="2x2", stride=3), Place(operation=0, output=(0, 0)), SMALLEST
    )


@pytest.mark.parametrize(
    ("operation", "words", "size", "at"),
    [
        ("cv2.blur", {"image": "123456789012 1; 2 3; 4 5", "options": ("ksize=2",)}, SMALLEST, (1, 1)),
        ("conv", {"image": " ; ".join(["111111111111 " * 9] * 9), "kernel": "3x3", "mode": "valid"}, SMALLEST, (0, 0)),
        ("conv", {"image": "20", "kernel": "3", "dilation": "3", "mode": "same"}, SMALLEST, (0,)),
    ],
)
def test_the_patch_is_seen_where_there_is_room_without_the_values(
    operation: str, words: dict[str, Any], size: Size, at: tuple[int, ...]
) -> None:
    found = steps({**ASKED, **words, "operation": operation}, lambda _: b"")
    place = found.first.replace(output=at)
    lines = window_lines(found.shown(place, size), (), Target(width=size.columns), size.lines)
    derivation = derive(found.stepped[0].question("m", at))
    assert sum(line.count("■") for line in lines) == len({term.pixel for term in derivation.terms})


def seen(raw: str, columns: int, lines: int) -> list[str]:
    """What a terminal that doesn't wrap shows: behind a full line the cursor stands on its last letter."""
    rows, row, column = [["?"] * columns for _ in range(lines)], 0, 0
    for part in re.findall(r"\x1b\[[\d;?]*[A-Za-z]|[^\x1b]", raw):
        if part == HOME:
            row = column = 0
        elif part == "\x1b[K":
            rows[row][column:] = " " * (columns - column)
        elif part == "\n":
            row, column = row + 1, 0
        elif not part.startswith("\x1b"):
            rows[row][column] = part
            column = min(column + 1, columns - 1)
    return ["".join(each).rstrip() for each in rows]


@given(
    lines=st.lists(st.text(st.characters(codec="ascii", categories=["L", "N"]), max_size=7), min_size=1, max_size=5),
    color=st.booleans(),
)
def test_a_line_that_fills_the_window_is_seen_whole(lines: list[str], color: bool) -> None:
    drawn = [f"\x1b[1m{line}\x1b[0m" if color else line for line in lines]
    assert seen(written(["?" * 7] * len(lines), drawn), 7, len(lines)) == lines


def written(*pages: Sequence[str]) -> str:
    """What one page after the other writes to the terminal."""
    found: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("convtrace.cli.window._write", found.append)
        window = Window(0)
        for page in pages:
            window.draw(page)
        window.close()
    return "".join(found)


@pytest.mark.no_cover
def test_every_line_is_seen_whole_in_a_real_terminal() -> None:
    """Of windows as wide as their longest line, after another page."""
    with tmux() as server:

        @given(st.sampled_from(STEPPED), st.booleans(), st.integers(SMALLEST.columns, 150), st.integers(1, 60))
        @settings(max_examples=12)
        def every_line(found: Steps, pixel: bool, columns: int, lines: int) -> None:
            place = found.after(found.first, "pixel" if pixel else "")
            longest = max(map(len, drawn(found, place, Size(columns, lines))))
            size = Size(max(longest, SMALLEST.columns), lines)
            shown = [line.rstrip() for line in drawn(found, place, size)]
            raw = written(["?" * size.columns] * lines, shown)
            assert server.screen(ENTER + raw, *size) == shown

        every_line()
