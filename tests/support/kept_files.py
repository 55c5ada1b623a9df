"""What the program prints, kept in files to be read like code; `python -m tests.write` writes all of them anew."""

from __future__ import annotations

import io
import os
import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from convtrace.cli import run
from convtrace.cli.environment import PREFIX
from convtrace.render.rendering import DEFAULT, formats, suffixes_of

ROOT = Path(__file__).parents[2]
GOLDEN, DOCS = ROOT / "tests" / "golden", ROOT / "docs"
# documents whose console blocks show commands and what they print
DOCUMENTS = tuple(sorted((*ROOT.glob("*.md"), *DOCS.rglob("*.md"))))
# variables that change what is printed
UNSET = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "TERM")
PROMPT = "$ "

# one question of each kind: a value, a gradient, a comparison
EVERYWHERE = {
    "conv_1_1": "conv --m 1 --n 1",
    "grad_pixel": "grad conv --pixel 1,1",
    "compare_1_1": "compare --m 1 --n 1",
}
NUMBERS = "conv --m 0 --n -1 --image '1 2 3; 4 5 6; 7 8 9' --kernel sobel-x"
ON_A_TERMINAL = {
    "conv_1_1.80": "conv --m 1 --n 1 --width 80",
    "conv_1_1.40": "conv --m 1 --n 1 --width 40",
    "conv_1_1.ascii": "conv --m 1 --n 1 --width 80 --ascii",
    "xcorr_slices": "xcorr --at 0,0,1 --image 3x4x5 --kernel 2x3x2 --axes rc",
    "general": "conv",
    "window": "conv --m 1 --n 1 --window 1:2,0:3",
    "numbers": NUMBERS,
    "numbers_pad": f"{NUMBERS} --pad reflect",
    "claim": f"{NUMBERS} --claim 6 --width 80",
    "map_xcorr": "map xcorr",
    "borders": "borders",
    "kernels": "kernels",
    "library": "library",
    "library_correlate1d": "library scipy.ndimage.correlate1d --at 0 --image 5 --kernel 3",
    "library_all": "library torch.conv2d --image 2x3x4x4 --kernel 4x3x2x2 --option stride=2 --at all --width 80",
    "library_versus": "library scipy.signal.correlate2d --versus scipy.ndimage.correlate",
    "which_found": "which --image '1 2 3; 4 5 6; 6 7 8' --kernel '1 1; 2 2' --result '15 21; 31 37' --width 80",
    "which_slip": "which --image '1 2 3 4; 5 6 7 8; 9 1 2 3' --kernel '1 0; 2 -1' --result '5 7 9; 4 6 8' --width 80",
    "which_none": "which --image '3 1 4 1 5' --kernel '2 7 1' --result '8 9 7 9 3' --width 80",
    "prove_commute": "prove commute --of xcorr --image 4 --kernel 3",
}


def suffix_of(format_name: str) -> str:
    """The first ending of files in one format."""
    return f".{DEFAULT}.txt" if format_name == DEFAULT else suffixes_of(format_name)[0]


GOLDEN_FILES = {
    **{
        f"{name}{suffix_of(format_name)}": f"{command} -f {format_name}"
        for name, command in EVERYWHERE.items()
        for format_name in formats()
    },
    **{f"{name}.{DEFAULT}.txt": command for name, command in ON_A_TERMINAL.items()},
    f"conv_1_1.{DEFAULT}.ansi": "conv --m 1 --n 1 --width 80 --color always",
    "expand_xcorr.txt": "expand xcorr --image 4x3 --kernel 2x2 --mode full",
}
# each file with the command that prints it; the README shows two of them
IN_DOCS = ("conv_1_1.svg", "conv_1_1.html")
PRINTED = {(DOCS if name in IN_DOCS else GOLDEN) / name: command for name, command in GOLDEN_FILES.items()}


class Printed(NamedTuple):
    """What a command printed, and its exit code."""

    output: str
    errors: str
    code: int


class FirstWindow:
    """A window of 80×24 in which nobody presses a key but q; it is printed."""

    def size(self) -> tuple[int, int]:
        return 80, 24

    def draw(self, lines: Sequence[str]) -> None:
        print("\n".join(map(str.rstrip, lines)))

    def pressed(self) -> list[str]:
        return ["q"]


def printed(command: str) -> Printed:
    """What a command prints into a pipe; of one that draws in the terminal, what a window shows first."""
    output, errors = io.StringIO(), io.StringIO()
    window = patch("convtrace.cli.stepping.opened", lambda: nullcontext(FirstWindow()))
    with patch.dict(os.environ), redirect_stdout(output), redirect_stderr(errors), window:
        for name in [name for name in os.environ if name in UNSET or name.startswith(PREFIX)]:
            del os.environ[name]
        code = run(shlex.split(command.removeprefix("convtrace ")))
    return Printed(output.getvalue(), errors.getvalue(), code)


def blocks(language: str, document: str) -> list[str]:
    """What stands in the fenced blocks of one language."""
    found = re.findall(rf"^(```+){language}\n(.*?)^\1$", document, re.DOTALL | re.MULTILINE)
    return [block for _, block in found]


def examples(document: str) -> list[tuple[str, str]]:
    """Each command of the console blocks with the output that follows it."""
    split = partial(re.split, r"^\$ ", flags=re.MULTILINE)
    parts = (part for block in blocks("console", document) for part in split(block) if part)
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts)]


def rewritten(document: str) -> str:
    """The document with what its commands print now."""
    for command, output in examples(document):
        shown = f"{PROMPT}{command}\n"
        document = document.replace(shown + output, shown + printed(command).output)
    return document


def kept() -> Iterator[tuple[Path, str]]:
    """Each kept file with what it must hold."""
    for path, command in PRINTED.items():
        yield path, printed(command).output
    for path in DOCUMENTS:
        yield path, rewritten(path.read_text(encoding="utf-8"))
