"""Whole commands and the streams they write to: files, pipes, terminals, full disks, readers that leave."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

from convtrace.values.limits import MIN_WIDTH
from tests.support.processes import (
    CONV,
    LONG,
    PLAIN_LOCALE,
    TIMEOUT,
    XCORR,
    command,
    counted,
    environment,
    interrupted,
    interruptible,
    loaded,
    piped,
    python,
    running,
    shown,
    terminal,
)

BOTH = (CONV, XCORR)
HELP = ("-h",)
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07")
FULL = Path("/dev/full")


# streams that are closed, full or broken


@pytest.mark.parametrize("words", [CONV, LONG, HELP, ("conv", "-h"), ("-V",), ()])
def test_closed_output_is_quiet(words: tuple[str, ...]) -> None:
    """Without an output stream there is nothing to do."""
    shell = ["sh", "-c", 'exec "$@" >&-', "sh", *command(*words)]
    done = subprocess.run(shell, stderr=subprocess.PIPE, env=counted(), timeout=TIMEOUT, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_closed_errors_leave_the_exit_code() -> None:
    """A message that can't be written changes nothing else."""
    shell = ["sh", "-c", 'exec "$@" 2>&-', "sh", *command("conv", "--m", "x")]
    done = subprocess.run(shell, stdout=subprocess.PIPE, env=counted(), timeout=TIMEOUT, check=False)
    assert (done.returncode, done.stdout) == (2, b"")


# what writes in different ways, and whether each write goes out at once
WRITERS = [*((words, "") for words in (CONV, LONG, (*CONV, "-f", "json"), ("-V",), (), HELP)), (CONV, "1"), (LONG, "1")]


@pytest.mark.parametrize(("words", "unbuffered"), WRITERS)
def test_reader_that_never_was(words: tuple[str, ...], unbuffered: str) -> None:
    """A pipe that nobody reads is no failure."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        command(*words),
        stdout=writing,
        stderr=subprocess.PIPE,
        env=counted(PYTHONUNBUFFERED=unbuffered),
        timeout=TIMEOUT,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_reader_that_leaves(unbuffered: str) -> None:
    """`convtrace … | head -1` is no failure."""
    env = counted(PYTHONUNBUFFERED=unbuffered)
    with subprocess.Popen(command(*LONG), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.readline().startswith(b"Convolution")
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait(TIMEOUT) == 0


@pytest.mark.skipif(not FULL.exists(), reason="there is no full device")
@pytest.mark.parametrize(("words", "unbuffered"), WRITERS)
def test_full_disk(words: tuple[str, ...], unbuffered: str) -> None:
    """A full disk is one line and exit code 1."""
    with FULL.open("wb") as full:
        done = subprocess.run(
            command(*words),
            stdout=full,
            stderr=subprocess.PIPE,
            env=counted(PYTHONUNBUFFERED=unbuffered),
            timeout=TIMEOUT,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"Error: cannot write output: No space left on device\n")


@pytest.mark.skipif(not FULL.exists(), reason="there is no full device")
def test_full_disk_for_errors() -> None:
    """A message that can't be written changes nothing else."""
    with FULL.open("wb") as full:
        done = subprocess.run(
            command("conv", "--m", "x"),
            stdout=subprocess.PIPE,
            stderr=full,
            env=counted(),
            timeout=TIMEOUT,
            check=False,
        )
    assert (done.returncode, done.stdout) == (2, b"")


# encodings


@pytest.mark.parametrize(
    "settings",
    [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "cp1252"}, {"PYTHONIOENCODING": "cp437"}, PLAIN_LOCALE],
    ids=lambda settings: settings.get("PYTHONIOENCODING", "C"),
)
@pytest.mark.parametrize("words", BOTH)
def test_stream_that_lacks_signs_gets_ascii(words: tuple[str, ...], settings: dict[str, str]) -> None:
    """Where one sign can't be shown, all are spelled out."""
    done = subprocess.run(command(*words), capture_output=True, env=counted(**settings), timeout=TIMEOUT, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    page = done.stdout.decode("ascii")
    assert "sum_j sum_i" in page
    assert ("y[1,1]" if words is CONV else "y[-1,-1]") in page


def test_utf8_stream_gets_mathematical_signs() -> None:
    """Where all signs can be shown, they are."""
    assert "Σⱼ Σᵢ" in piped(*CONV)


@pytest.mark.parametrize("words", BOTH)
def test_json_is_ascii_everywhere(words: tuple[str, ...]) -> None:
    """A stream that lacks signs gets escapes, which mean the same."""
    plain = piped(*words, "-f", "json", **PLAIN_LOCALE)
    assert plain.isascii()
    assert json.loads(plain) == json.loads(piped(*words, "-f", "json"))


# widths


@pytest.mark.parametrize("columns", ["30", "200", "0", "x"])
def test_pipe_has_no_width(columns: str) -> None:
    """A file reads the same wherever it was made."""
    assert piped(*CONV, COLUMNS=columns) == piped(*CONV)


def test_pipe_has_no_width_next_to_a_terminal() -> None:
    """The terminal of stdin and stderr is not that of stdout."""
    own, theirs = terminal(33)
    done = subprocess.run(
        command(*CONV), stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, env=environment(), timeout=TIMEOUT,
        check=False,
    )  # fmt: skip
    os.close(theirs)
    os.close(own)
    assert done.returncode == 0
    assert done.stdout.decode() == piped(*CONV)


@pytest.mark.parametrize("columns", [80, 40, 120])
@pytest.mark.parametrize("words", BOTH)
def test_page_fits_the_terminal(words: tuple[str, ...], columns: int) -> None:
    """No line is longer than the terminal is wide, and colour changes no sign."""
    lines = ESCAPE.sub("", shown(columns, *words)).splitlines()
    assert max(map(len, lines)) <= columns
    assert lines == piped(*words, "--width", str(columns)).splitlines()


@pytest.mark.parametrize("told", ["", "0", "x", "-5"])
def test_columns_that_tell_nothing_leave_the_terminals_width(told: str) -> None:
    """COLUMNS counts only as a number above 0."""
    assert shown(60, *CONV, COLUMNS=told) == shown(60, *CONV)


def test_columns_tell_a_terminals_width() -> None:
    """COLUMNS wins over the size of the terminal."""
    assert shown(120, *CONV, COLUMNS="60") == shown(60, *CONV)


def test_endless_columns_leave_the_terminals_width() -> None:
    """COLUMNS may be any text."""
    assert shown(60, *CONV, COLUMNS="9" * 5000)


def test_terminal_without_a_size_still_prints() -> None:
    """A terminal of 0 columns folds nothing."""
    assert ESCAPE.sub("", shown(0, *CONV)) == piped(*CONV)
    assert ESCAPE.sub("", shown(0, *CONV, COLUMNS="0")) == piped(*CONV)


def test_a_tiny_terminal_still_prints() -> None:
    """Below the narrowest width the page is as for that width."""
    assert ESCAPE.sub("", shown(1, *CONV)) == piped(*CONV, "--width", str(MIN_WIDTH))


# colours


def test_colour_of_a_pipe() -> None:
    """A file has no colour unless asked for."""
    assert "\x1b" not in piped(*CONV)
    assert "\x1b[" in piped(*CONV, FORCE_COLOR="1")
    assert "\x1b[" in piped(*CONV, "--color", "always")
    assert "\x1b[" in piped(*CONV, "--color", "always", NO_COLOR="1")
    assert "\x1b" not in piped(*CONV, "--color", "never", FORCE_COLOR="1")
    assert "\x1b" not in piped(*CONV, NO_COLOR="1", FORCE_COLOR="1")


def test_colour_of_a_terminal() -> None:
    """A terminal has colour unless it or its owner says no."""
    assert "\x1b[" in shown(80, *CONV)
    assert "\x1b" not in shown(80, *CONV, NO_COLOR="1")
    assert "\x1b" not in shown(80, *CONV, TERM="dumb")
    assert "\x1b" not in shown(80, *CONV, "--color", "never")
    assert "\x1b[" in shown(80, *CONV, "--color", "always", NO_COLOR="1", TERM="dumb")
    assert "\x1b[" in shown(80, *CONV, NO_COLOR="")


@pytest.mark.parametrize("words", BOTH)
def test_colour_changes_no_text(words: tuple[str, ...]) -> None:
    """Nothing is said by colour alone."""
    assert ESCAPE.sub("", piped(*words, "--color", "always")) == piped(*words)


def test_json_has_no_colour() -> None:
    """JSON is for programs."""
    assert piped(*CONV, "-f", "json", "--color", "always") == piped(*CONV, "-f", "json")


# Ctrl-C


def test_interrupt_while_modules_are_loaded(tmp_path: Path) -> None:
    """Ctrl-C ends the process as a shell expects, from the first moment."""
    code = f"import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep({TIMEOUT})\n"
    (tmp_path / "click.py").write_text(code)
    path = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        command(*CONV),
        capture_output=True,
        env=environment(PYTHONPATH=path),
        timeout=TIMEOUT,
        check=False,
        preexec_fn=interruptible,
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


def test_interrupt_while_printing() -> None:
    """Ctrl-C in a long page is quiet."""
    words = command(*CONV, "--image", "1000x1000", "--window", "all")
    with interrupted(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.readline()
        child.send_signal(signal.SIGINT)
        assert child.stderr.read() == b""
        assert child.wait(TIMEOUT) == -signal.SIGINT


# what is loaded


def test_default_commands_load_no_algebra() -> None:
    """SymPy takes longer to load than everything else together."""
    assert loaded(["sympy"], [running(*words) for words in BOTH]) == [None] * 2


def test_what_has_no_colours_loads_no_rich() -> None:
    """A format loads only what it needs."""
    runs = [running(*CONV, *more) for more in (("-f", "json"), (), ("--color", "always"))]
    *plain, colored = loaded(["rich", "sympy"], runs)
    assert plain == [None, None]
    assert str(colored).startswith("rich")


def test_library_loads_nothing() -> None:
    """Whoever imports convtrace gets neither algebra nor command line."""
    assert python("import sys, convtrace; print({'sympy', 'rich', 'click'} & {*sys.modules})") == "set()\n"
    code = "import sys; from convtrace import derive, pose; derive(pose('conv', m=1, n=1)); "
    assert python(f"{code}print({{'rich', 'click'}} & {{*sys.modules}})") == "set()\n"


# help


def test_version() -> None:
    """The name and the installed version."""
    assert piped("-V") == piped("--version") == f"convtrace {version('convtrace')}\n"


def test_help_shows_what_to_type_first() -> None:
    """Without words, convtrace shows both commands of the article."""
    page = piped()
    assert page == piped("-h") == piped("--help")
    for words in BOTH:
        assert f"  convtrace {' '.join(words)}\n" in page


@pytest.mark.parametrize("operation", ["conv", "xcorr"])
def test_help_lists_every_option(operation: str) -> None:
    """The help of a command names all its options, in 80 columns."""
    page = piped(operation, "-h")
    assert page == piped(operation, "--help")
    assert max(map(len, page.splitlines())) <= 80
    options = ["m", "n", "at", "image", "kernel", "kernel-origin", "axes", "window", "only", "format", "color", "width"]
    for option in options:
        assert re.search(rf"^  (-\w, )?--{option} ", page, re.MULTILINE), option
    assert ("--form " in page) == (operation == "xcorr")


@pytest.mark.parametrize("words", BOTH)
def test_commands_of_the_help_work(words: tuple[str, ...]) -> None:
    """What the help says to type prints a page."""
    assert "y[m,n]" in piped(*words)
