"""The clipboard: a program of the platform, or else the terminal itself by its sequence OSC 52."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Mapping
from shutil import which
from typing import NamedTuple, TextIO

from convtrace.errors import ConvtraceError
from convtrace.values.limits import MAX_CLIPBOARD_LENGTH, MAX_CLIPBOARD_SECONDS


class Program(NamedTuple):
    """A command that fills the clipboard from its input; it works only where the variable is set, if it names one."""

    words: tuple[str, ...]
    variable: str | None = None
    encoding: str = "utf-8"
    settings: Mapping[str, str] = {}


PROGRAMS = (
    # without a locale it takes UTF-8 for Mac Roman: https://github.com/sindresorhus/clipboardy/issues/15
    Program(("pbcopy",), settings={"LC_ALL": "en_US.UTF-8"}),
    Program(("wl-copy",), "WAYLAND_DISPLAY"),
    Program(("xclip", "-selection", "clipboard"), "DISPLAY"),
    Program(("xsel", "--clipboard", "--input"), "DISPLAY"),
    # it takes UTF-8 for the console's old code page: https://github.com/microsoft/WSL/issues/11047
    Program(("clip.exe",), encoding="utf-16-le"),
)


def copy(text: str, environ: Mapping[str, str]) -> str:
    """Put the text on the clipboard and say by what; raises ConvtraceError where there is none.

    Over a network connection a program would fill the clipboard of the wrong machine, so there the terminal is asked.
    """
    remote = "SSH_CONNECTION" in environ
    for program in () if remote else PROGRAMS:
        if (program.variable is None or environ.get(program.variable)) and _filled(program, text, environ):
            return f"with {program.words[0]}"
    for stream in (sys.stderr, sys.stdout):
        if stream is not None and stream.isatty():
            _ask(stream, text)
            return "through the terminal (OSC 52)"
    names = ", ".join(program.words[0] for program in PROGRAMS)
    raise ConvtraceError(
        "--copy: there is no clipboard here",
        hint=f"It takes a terminal or one of {names}. Write a file instead: --output notes.md",
    )


def _filled(program: Program, text: str, environ: Mapping[str, str]) -> bool:
    if which(program.words[0], path=environ.get("PATH")) is None:
        return False
    try:
        done = subprocess.run(  # noqa: S603 -- the words are a row of the table
            program.words,
            input=text.encode(program.encoding),
            env={**environ, **program.settings},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=MAX_CLIPBOARD_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _ask(stream: TextIO, text: str) -> None:
    coded = base64.b64encode(text.encode()).decode()
    if len(coded) > MAX_CLIPBOARD_LENGTH:
        message = f"--copy: {len(text)} characters are more than a terminal takes"
        raise ConvtraceError(message, hint="Choose sections with --only, or write a file: --output notes.md")
    stream.write(f"\x1b]52;c;{coded}\a")
    stream.flush()
