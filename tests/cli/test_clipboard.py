"""Answers on the clipboard: by a program that is there, or else by the terminal, or not at all."""

from __future__ import annotations

import base64
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from shutil import which
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace.cli import clipboard, run
from convtrace.cli.clipboard import PROGRAMS, Clip, Kind, Program, windows_fragment
from convtrace.errors import ConvtraceError
from convtrace.render.rendering import DEFAULT, formats
from convtrace.values.limits import MAX_CLIPBOARD_LENGTH
from tests.support.processes import CONV, LEFT_OUT, TIMEOUT, command, environment, everything, terminal

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch
MARKDOWN = (*CONV, "-f", "markdown")
REMOTE = "192.0.2.1 50000 192.0.2.2 22"
NONE = (
    "Error: --copy: there is no clipboard here\n"
    "It takes a terminal or one of pbcopy, wl-copy, xclip, xsel, clip.exe. Write a file instead: --output notes.md\n"
)
SHORTEN = "Choose sections with --only, or write a file: --output notes.md"
SH, CAT, SLEEP = (which(name) or name for name in ("sh", "cat", "sleep"))
OF_TEXT = [program for program in PROGRAMS if program.kind is Kind.TEXT]
VARIABLES = [program.variable for program in PROGRAMS if program.variable is not None]


class Screen(io.StringIO):
    """A terminal, as far as a stream can tell."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: Patch) -> Path:
    """The only folder of programs, empty; nothing of the real environment says where a clipboard is."""
    for name in (*LEFT_OUT, *VARIABLES, "SSH_CONNECTION", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def install(folder: Path, name: str, script: str, interpreter: str = SH) -> None:
    """An executable script."""
    path = folder / name
    path.write_text(f"#!{interpreter}\n{script}\n")
    path.chmod(0o755)


def saving(folder: Path, name: str) -> Path:
    """Installs a program that saves its input, and gives the file it saves to."""
    copied = folder / f"{name}.copied"
    install(folder, name, f"exec {CAT} > {shlex.quote(str(copied))}")
    return copied


def printed(capsys: Capture, *words: str) -> str:
    """What a command prints without --copy."""
    assert run(words) == 0
    return capsys.readouterr().out


def told(text: str, name: str, way: str) -> str:
    """The one line about what was copied."""
    return f"Copied {len(text)} characters of {name} {way}.\n"


def sequence(text: str) -> str:
    """What asks a terminal to fill its clipboard."""
    return f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\a"


BY_TERMINAL = "through the terminal (OSC 52)"


# programs


def test_copied_by_a_process(capsys: Capture, folder: Path) -> None:
    """A whole command fills the clipboard, prints nothing and says so in one line."""
    copied = saving(folder, "wl-copy")
    done = subprocess.run(
        command(*MARKDOWN, "--copy"),
        capture_output=True,
        env=environment(WAYLAND_DISPLAY="wayland-0", PATH=str(folder)),
        timeout=TIMEOUT,
        check=False,
    )
    text = printed(capsys, *MARKDOWN)
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode() == told(text, "markdown", "with wl-copy")
    assert copied.read_bytes() == text.encode()


@pytest.mark.parametrize("program", OF_TEXT, ids=lambda program: program.words[0])
def test_each_program(capsys: Capture, folder: Path, monkeypatch: Patch, program: Program) -> None:
    """It gets its words, its settings and the text in the encoding that it reads."""
    copied = folder / "copied"
    place = shlex.quote(str(folder))
    install(folder, program.words[0], f'cd {place}; echo "$0 $*" > words; echo "$LC_ALL" > locale; exec {CAT} > copied')
    if program.variable is not None:
        monkeypatch.setenv(program.variable, ":0")
    text = printed(capsys, *MARKDOWN)
    assert run([*MARKDOWN, "--copy"]) == 0
    assert capsys.readouterr() == ("", told(text, "markdown", f"with {program.words[0]}"))
    assert copied.read_bytes() == text.encode("utf-16-le" if program.words[0] == "clip.exe" else "utf-8")
    assert Path((folder / "words").read_text().strip()).name.split() == [*program.words]
    assert (folder / "locale").read_text() == ("en_US.UTF-8\n" if program.words[0] == "pbcopy" else "\n")


@pytest.mark.parametrize("name", formats())
def test_each_format(capsys: Capture, folder: Path, name: str) -> None:
    """What is copied is what would be printed to a file: no colour, no width."""
    copied = saving(folder, "pbcopy")
    text = printed(capsys, *CONV, "-f", name)
    assert run([*CONV, "-f", name, "--copy"]) == 0
    assert capsys.readouterr() == ("", told(text, name, "with pbcopy"))
    assert copied.read_bytes() == text.encode()


def test_ascii(folder: Path) -> None:
    """--ascii holds for the clipboard."""
    copied = saving(folder, "pbcopy")
    assert run([*CONV, "--copy", "--ascii"]) == 0
    assert copied.read_bytes().isascii()


def test_first_program_wins(capsys: Capture, folder: Path, monkeypatch: Patch) -> None:
    """One clipboard is enough."""
    copied = {program.words[0]: saving(folder, program.words[0]) for program in OF_TEXT}
    for variable in VARIABLES:
        monkeypatch.setenv(variable, ":0")
    assert run([*MARKDOWN, "--copy"]) == 0
    assert capsys.readouterr().err.endswith(" with pbcopy.\n")
    assert [name for name, path in copied.items() if path.exists()] == ["pbcopy"]


@pytest.mark.parametrize("value", [None, ""])
def test_program_without_its_display(capsys: Capture, folder: Path, monkeypatch: Patch, value: str | None) -> None:
    """wl-copy and xclip are no use where there is nothing to talk to."""
    copied = [saving(folder, name) for name in ("wl-copy", "xclip", "xsel")]
    for variable in VARIABLES if value is not None else ():
        monkeypatch.setenv(variable, value or "")
    assert run([*MARKDOWN, "--copy"]) == 2
    assert capsys.readouterr() == ("", NONE)
    assert not any(path.exists() for path in copied)


BROKEN = {
    "fails": (f"{CAT} > /dev/null; echo noise; echo noise >&2; exit 1", SH),
    "does not read": ("exit 1", SH),
    "hangs": (f"exec {SLEEP} {TIMEOUT}", SH),
    "can't be started": ("", "/no/such/interpreter"),
}


@pytest.mark.parametrize("text", ["−\n", "−\n" * 100_000], ids=["short", "longer than a pipe"])
@pytest.mark.parametrize("how", BROKEN)
def test_next_program_after_a_broken_one(
    capfd: pytest.CaptureFixture[str], folder: Path, monkeypatch: Patch, how: str, text: str
) -> None:
    """A program that does not do it is passed over without a word."""
    genuine = subprocess.run

    def patient(words: tuple[str, ...], **options: Any) -> subprocess.CompletedProcess[bytes]:
        """Waits long for what works."""
        return genuine(words, **{**options, "timeout": 0.5 if words[0] == "wl-copy" else TIMEOUT})

    monkeypatch.setattr(subprocess, "run", patient)
    install(folder, "wl-copy", *BROKEN[how])
    copied = saving(folder, "xclip")
    assert clipboard.copy(Clip(text), {"PATH": str(folder), **dict.fromkeys(VARIABLES, ":0")}) == "with xclip"
    assert capfd.readouterr() == ("", "")
    assert copied.read_bytes() == text.encode()


@pytest.mark.parametrize("how", BROKEN)
def test_terminal_after_broken_programs(capsys: Capture, folder: Path, monkeypatch: Patch, how: str) -> None:
    """The terminal comes last."""
    monkeypatch.setattr(clipboard, "MAX_CLIPBOARD_SECONDS", 0.2)
    install(folder, "pbcopy", *BROKEN[how])
    text = printed(capsys, *MARKDOWN)
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    assert run([*MARKDOWN, "--copy"]) == 0
    assert screen.getvalue() == sequence(text) + told(text, "markdown", BY_TERMINAL)
    assert capsys.readouterr() == ("", "")


def test_file_that_is_no_program(capsys: Capture, folder: Path) -> None:
    """What can't be executed is not there."""
    (folder / "pbcopy").write_text("")
    assert run([*MARKDOWN, "--copy"]) == 2
    assert capsys.readouterr() == ("", NONE)


# HTML and pictures


def test_html_beside_text(capsys: Capture, folder: Path) -> None:
    """A word processor gets tables, an editor the text, from one run of one program."""
    script = saving(folder, "osascript")
    saving(folder, "pbcopy")
    text = printed(capsys, *CONV)
    assert run([*CONV, "--copy"]) == 0
    assert capsys.readouterr() == ("", told(text, DEFAULT, "and as HTML with osascript"))
    data = dict(re.findall(r"«data (utf8|HTML)(\w+)»", script.read_text(encoding="utf-8")))
    assert bytes.fromhex(data["utf8"]).decode() == text
    assert_part_of_a_page(bytes.fromhex(data["HTML"]).decode())


def assert_part_of_a_page(html: str) -> None:
    """All of the page, as HTML for another page."""
    page = html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(html)
    assert page[0].tag == "article"
    assert [*page.iter("table")]
    assert "plugged in" in "".join(page.itertext())


def test_html_for_windows(capsys: Capture, folder: Path) -> None:
    """PowerShell gets ASCII; what is in it are the text and the HTML under the head that Windows wants."""
    script = saving(folder, "powershell.exe")
    text = printed(capsys, *CONV, "--only", "table,result", "-f", "text")
    assert run([*CONV, "--only", "table,result", "-f", "text", "--copy"]) == 0
    assert capsys.readouterr().err == told(text, "text", "and as HTML with powershell.exe")
    coded = re.findall(r"FromBase64String\('([^']+)'\)", script.read_text(encoding="ascii"))
    found, html = map(base64.b64decode, coded)
    assert found.decode() == text
    assert_part_of_a_page(html.decode().partition("<!--StartFragment-->")[2].partition("<!--EndFragment-->")[0])


@given(st.text())
def test_windows_finds_the_fragment(html: str) -> None:
    """The head of the fragment counts bytes, as Windows does."""
    html = html.encode("utf-8", "replace").decode()
    data = windows_fragment(html)
    places = {name: int(number) for name, number in re.findall(r"(\w+):(\d{10})\r\n", data.decode())[:4]}
    assert data[places["StartFragment"] : places["EndFragment"]].decode() == html
    assert data[places["StartHTML"] : places["EndHTML"]].startswith(b"<html>")
    assert places["EndHTML"] == len(data)


@pytest.mark.parametrize("name", ["markdown", "latex", "json"])
def test_source_stays_alone(capsys: Capture, folder: Path, name: str) -> None:
    """Who wants Markdown would get something else where HTML lies beside it."""
    rich, copied = saving(folder, "osascript"), saving(folder, "pbcopy")
    text = printed(capsys, *CONV, "-f", name)
    assert run([*CONV, "-f", name, "--copy"]) == 0
    assert capsys.readouterr().err == told(text, name, "with pbcopy")
    assert (copied.read_bytes(), rich.exists()) == (text.encode(), False)


def test_a_program_that_fails_leaves_the_text_to_the_next(capsys: Capture, folder: Path) -> None:
    """Text alone is better than nothing."""
    install(folder, "osascript", "exit 1")
    copied = saving(folder, "pbcopy")
    text = printed(capsys, *CONV)
    assert run([*CONV, "--copy"]) == 0
    assert capsys.readouterr().err == told(text, DEFAULT, "with pbcopy")
    assert copied.read_bytes() == text.encode()


PICTURE = (*CONV, "-f", "png", "--copy")
OF_PICTURES = [program for program in PROGRAMS if program.kind is Kind.IMAGE]


@pytest.mark.parametrize("program", OF_PICTURES, ids=lambda program: program.words[0])
def test_pictures(capsys: Capture, folder: Path, monkeypatch: Patch, program: Program) -> None:
    """Each program that takes pictures gets the same one, by the words that say so."""
    pytest.importorskip("resvg_py", reason="pictures are not drawn: resvg-py is not installed")
    assert run([*CONV, "-o", str(folder / "page.png")]) == 0
    png = (folder / "page.png").read_bytes()
    place = shlex.quote(str(folder))
    install(folder, program.words[0], f'cd {place}; echo "$*" > words; exec {CAT} > copied')
    if program.variable is not None:
        monkeypatch.setenv(program.variable, ":0")
    assert run(PICTURE) == 0
    assert capsys.readouterr() == ("", f"Copied {len(png)} bytes of png with {program.words[0]}.\n")
    copied = (folder / "copied").read_bytes()
    assert png in (copied, *map(decoded, re.findall(rb"PNGf(\w+)|String\('([^']+)'", copied)))
    assert (folder / "words").read_text().split() == [*program.words[1:]]


def decoded(found: tuple[bytes, bytes]) -> bytes:
    """The data in a script."""
    return bytes.fromhex(found[0].decode()) if found[0] else base64.b64decode(found[1])


def test_no_clipboard_for_pictures(capsys: Capture, monkeypatch: Patch) -> None:
    """A terminal takes text only."""
    pytest.importorskip("resvg_py", reason="pictures are not drawn: resvg-py is not installed")
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    assert run(PICTURE) == 2
    assert screen.getvalue() == ""
    assert capsys.readouterr().err == (
        "Error: --copy: there is no clipboard here that takes pictures\n"
        "It takes one of osascript, wl-copy, xclip, powershell.exe. Write a file instead: --output page.png\n"
    )


# terminals


@pytest.mark.parametrize("words", [CONV, MARKDOWN])
def test_terminal_of_stderr(capsys: Capture, words: tuple[str, ...]) -> None:
    """A real terminal gets exactly the text, and stdout stays empty."""
    assert_terminal(capsys, words, "stderr")


def test_terminal_of_stdout(capsys: Capture) -> None:
    """Where messages go elsewhere, the sequence alone is on the terminal; it has neither width nor colour."""
    assert_terminal(capsys, CONV, "stdout")


def test_remote_terminal(capsys: Capture, folder: Path) -> None:
    """Over SSH the programs belong to the other machine: they are left alone."""
    copied = [saving(folder, program.words[0]) for program in PROGRAMS]
    more = dict.fromkeys(VARIABLES, ":0")
    assert_terminal(capsys, MARKDOWN, "stderr", SSH_CONNECTION=REMOTE, PATH=str(folder), **more)
    assert not any(path.exists() for path in copied)


def assert_terminal(capsys: Capture, words: tuple[str, ...], stream: str, **more: str) -> None:
    """The command with one of its streams on a terminal copies through it."""
    own, theirs = terminal(50)
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: theirs}
    with subprocess.Popen(
        command(*words, "--copy"),
        stdin=subprocess.DEVNULL,
        stdout=streams["stdout"],
        stderr=streams["stderr"],
        env=environment(**more),
    ) as child:
        os.close(theirs)
        shown = everything(own).decode()
        other = child.stderr if stream == "stdout" else child.stdout
        assert other is not None
        piped = other.read().decode()
        assert child.wait(TIMEOUT) == 0
    os.close(own)
    text = printed(capsys, *words)
    line = told(text, DEFAULT if words is CONV else "markdown", BY_TERMINAL)
    start, coded, rest = shown[:7], *shown[7:].split("\a")
    assert start == "\x1b]52;c;"
    assert base64.b64decode(coded, validate=True).decode() == text
    assert (rest, piped) == (("", line) if stream == "stdout" else (line.replace("\n", "\r\n"), ""))


def test_remote_without_a_terminal(capsys: Capture, folder: Path, monkeypatch: Patch) -> None:
    """Over SSH a program is no way out."""
    copied = saving(folder, "pbcopy")
    monkeypatch.setenv("SSH_CONNECTION", REMOTE)
    assert run([*MARKDOWN, "--copy"]) == 2
    assert capsys.readouterr() == ("", NONE)
    assert not copied.exists()


def test_stdout_is_asked_where_stderr_is_none(capsys: Capture, monkeypatch: Patch) -> None:
    """Either stream can be the terminal; a file, or nothing, can't."""
    text = printed(capsys, *MARKDOWN)
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    assert run([*MARKDOWN, "--copy"]) == 0
    assert capsys.readouterr() == ("", told(text, "markdown", BY_TERMINAL))
    monkeypatch.setattr(sys, "stderr", None)
    assert run([*MARKDOWN, "--copy"]) == 0
    assert screen.getvalue() == sequence(text) * 2


def test_no_streams() -> None:
    """Without any stream there is no clipboard, and nobody to tell."""
    shell = [SH, "-c", 'exec "$@" >&- 2>&-', "sh", *command(*MARKDOWN, "--copy")]
    done = subprocess.run(shell, env=environment(), timeout=TIMEOUT, check=False)
    assert done.returncode == 2


def test_no_clipboard(capsys: Capture) -> None:
    """The message names all that would do."""
    assert run([*MARKDOWN, "--copy"]) == 2
    assert capsys.readouterr() == ("", NONE)


def test_no_clipboard_of_a_process(folder: Path) -> None:
    """Nothing is printed instead."""
    done = subprocess.run(
        command(*MARKDOWN, "--copy"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(),
        timeout=TIMEOUT,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", NONE)


@pytest.mark.parametrize(("sign", "most"), [("x", 75_000), ("−", 25_000)])
def test_longest_text_for_a_terminal(monkeypatch: Patch, sign: str, most: int) -> None:
    """Terminals count what they get, people count characters."""
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    assert clipboard.copy(Clip(sign * most), {}) == BY_TERMINAL
    assert screen.getvalue() == sequence(sign * most)
    assert len(screen.getvalue()) == MAX_CLIPBOARD_LENGTH + len("\x1b]52;c;\a")
    with pytest.raises(ConvtraceError) as error:
        clipboard.copy(Clip(sign * (most + 1)), {})
    assert str(error.value) == f"--copy: {most + 1} characters are more than a terminal takes\n{SHORTEN}"
    assert screen.getvalue() == sequence(sign * most)


@pytest.mark.no_cover
def test_too_long_for_a_terminal(capsys: Capture, monkeypatch: Patch) -> None:
    """Half a text would be worse than none."""
    words = (*MARKDOWN, "--image", "40x40", "--window", "all")
    size = len(printed(capsys, *words))
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    assert run([*words, "--copy"]) == 2
    assert screen.getvalue() == f"Error: --copy: {size} characters are more than a terminal takes\n{SHORTEN}\n"
    assert capsys.readouterr() == ("", "")
