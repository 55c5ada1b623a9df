"""The clipboard: a program of the platform, or else the terminal itself by its sequence OSC 52."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Callable, Mapping
from enum import Enum
from shutil import which
from typing import TextIO

from convtrace.errors import ConvtraceError
from convtrace.values.limits import MAX_CLIPBOARD_LENGTH, MAX_CLIPBOARD_SECONDS
from convtrace.values.named_tuple import NamedTuple


class Clip(NamedTuple):
    """What is copied: text, maybe the same as HTML; or a picture as PNG."""

    text: str = ""
    html: str = ""
    image: bytes = b""


class Kind(Enum):
    """What a program takes in one run; a second run would replace the first."""

    TEXT = "text"
    HTML = "text and HTML"
    IMAGE = "a picture"


def _apple_html(clip: Clip) -> bytes:
    text, html = clip.text.encode().hex(), clip.html.encode().hex()
    return f"set the clipboard to {{«class utf8»:«data utf8{text}», «class HTML»:«data HTML{html}»}}\n".encode()


def _apple_image(clip: Clip) -> bytes:
    return f"set the clipboard to «data PNGf{clip.image.hex()}»\n".encode()


def _windows(fill: str) -> bytes:
    """Lines for PowerShell, which reads its input in the console's old code page: so all of it is ASCII."""
    return f"""Add-Type -AssemblyName System.Windows.Forms,System.Drawing
$data = New-Object System.Windows.Forms.DataObject
{fill}
[System.Windows.Forms.Clipboard]::SetDataObject($data, $true)
""".encode("ascii")


def _windows_stream(content: bytes) -> str:
    return f"(New-Object IO.MemoryStream(,[Convert]::FromBase64String('{base64.b64encode(content).decode()}')))"


def _windows_html(clip: Clip) -> bytes:
    text = base64.b64encode(clip.text.encode()).decode()
    return _windows(
        f"$data.SetText([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('{text}')), 'UnicodeText')\n"
        f"$data.SetData('HTML Format', {_windows_stream(windows_fragment(clip.html))})"
    )


def _windows_image(clip: Clip) -> bytes:
    return _windows(f"$data.SetImage([Drawing.Image]::FromStream({_windows_stream(clip.image)}))")


def windows_fragment(html: str) -> bytes:
    """HTML as Windows wants it: under a head that says at which bytes it starts and ends."""
    head = "Version:0.9\r\nStartHTML:{:010}\r\nEndHTML:{:010}\r\nStartFragment:{:010}\r\nEndFragment:{:010}\r\n"
    before, after = b"<html><body><!--StartFragment-->", b"<!--EndFragment--></body></html>"
    content = html.encode()
    start = len(head.format(0, 0, 0, 0))
    first, last = start + len(before), start + len(before) + len(content)
    return head.format(start, last + len(after), first, last).encode() + before + content + after


def _utf8(clip: Clip) -> bytes:
    return clip.text.encode()


class Program(NamedTuple):
    """A command that fills the clipboard from its input; it works only where the variable is set, if it names one."""

    words: tuple[str, ...]
    variable: str | None = None
    kind: Kind = Kind.TEXT
    input: Callable[[Clip], bytes] = _utf8
    settings: Mapping[str, str] = {}


POWERSHELL = ("powershell.exe", "-NoProfile", "-STA", "-Command", "-")
XCLIP = ("xclip", "-selection", "clipboard")
# wl-copy and xclip offer one type at a time: HTML alone could not be pasted as text
PROGRAMS = (
    Program(("osascript", "-"), None, Kind.HTML, _apple_html),
    Program(POWERSHELL, None, Kind.HTML, _windows_html),
    # without a locale it takes UTF-8 for Mac Roman: https://github.com/sindresorhus/clipboardy/issues/15
    Program(("pbcopy",), settings={"LC_ALL": "en_US.UTF-8"}),
    Program(("wl-copy",), "WAYLAND_DISPLAY"),
    Program(XCLIP, "DISPLAY"),
    Program(("xsel", "--clipboard", "--input"), "DISPLAY"),
    # it takes UTF-8 for the console's old code page: https://github.com/microsoft/WSL/issues/11047
    Program(("clip.exe",), input=lambda clip: clip.text.encode("utf-16-le")),
    Program(("osascript", "-"), None, Kind.IMAGE, _apple_image),
    Program(("wl-copy", "--type", "image/png"), "WAYLAND_DISPLAY", Kind.IMAGE, lambda clip: clip.image),
    Program((*XCLIP, "-t", "image/png"), "DISPLAY", Kind.IMAGE, lambda clip: clip.image),
    Program(POWERSHELL, None, Kind.IMAGE, _windows_image),
)


def copy(clip: Clip, environ: Mapping[str, str]) -> str:
    """Fill the clipboard and say by what; raises ConvtraceError where there is none.

    Over a network connection a program would fill the clipboard of the wrong machine, so there the terminal is asked.
    """
    kinds = (Kind.IMAGE,) if clip.image else (Kind.HTML, Kind.TEXT) if clip.html else (Kind.TEXT,)
    fitting = [program for kind in kinds for program in PROGRAMS if program.kind is kind]
    for program in () if "SSH_CONNECTION" in environ else fitting:
        if (program.variable is None or environ.get(program.variable)) and _filled(program, clip, environ):
            return f"{'and as HTML ' if program.kind is Kind.HTML else ''}with {program.words[0]}"
    for stream in () if clip.image else (sys.stderr, sys.stdout):
        if stream is not None and stream.isatty():
            _ask(stream, clip.text)
            return "through the terminal (OSC 52)"
    names = ", ".join(program.words[0] for program in PROGRAMS if program.kind is kinds[-1])
    takers, file = (f"one of {names}", "page.png") if clip.image else (f"a terminal or one of {names}", "notes.md")
    raise ConvtraceError(
        f"--copy: there is no clipboard here{' that takes pictures' if clip.image else ''}",
        hint=f"It takes {takers}. Write a file instead: --output {file}",
    )


def _filled(program: Program, clip: Clip, environ: Mapping[str, str]) -> bool:
    if which(program.words[0], path=environ.get("PATH")) is None:
        return False
    try:
        done = subprocess.run(  # noqa: S603 -- the words are a row of the table
            program.words,
            input=program.input(clip),
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
