"""Random command lines: an answer or one message, at once; no traceback, records that are JSON, code that parses."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import re
import resource
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given

from convtrace.cli import run
from tests.support.command_lines import command_lines

pytestmark = pytest.mark.no_cover

# of an answer that goes on no more is read
MOST_READ = 300_000
# more memory than a page needs and less than any image of a thousand million pixels; and seconds of a processor
MEMORY, SECONDS = 400 * 2**20, 10
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


class Ended(NamedTuple):
    """How a command ended: its exit code, and as much of its output as was read."""

    code: int
    output: str
    errors: str
    whole: bool


def in_a_child(work: Callable[[], int]) -> Ended:
    """Work in a child with little memory and time, whose output is read until there is enough of it."""
    (out, ours), (err, theirs) = os.pipe(), os.pipe()
    child = os.fork()
    if not child:  # pragma: no cover -- it ends without telling what it ran
        # whoever holds the other end of its own pipe is never told that nobody reads
        os.close(out)
        os.close(err)
        _limited(work, ours, theirs)
    os.close(ours)
    os.close(theirs)
    with open(out, "rb") as output, open(err, "rb") as errors:
        read = output.read(MOST_READ)
        output.close()
        said = errors.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return Ended(code, read.decode("utf-8", "replace"), said.decode("utf-8", "replace"), len(read) < MOST_READ)


def _limited(work: Callable[[], int], out: int, err: int) -> None:  # pragma: no cover -- see above
    code = 99
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        sys.stdin = io.StringIO()
        sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8") for number in (1, 2))
        code = work()
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 -- whatever it is, the test is to see it
        with contextlib.suppress(OSError):
            os.write(2, f"Traceback: {error!r}".encode())
    finally:
        os._exit(code)


def check(words: list[str]) -> None:
    ended = in_a_child(lambda: run(words))
    assert ended.code in (0, 1, 2), (words, ended)
    assert "Traceback" not in ended.errors, (words, ended.errors)
    shown = ended.output + ended.errors
    raw = {sign for sign in shown if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - {"\n", "\t"}
    assert raw <= ({"\x1b"} if "--color=always" in words else set()), words
    if ended.code == 2:
        assert ended.errors.startswith("Error: "), words
        assert ended.output == "", words
    elif ended.whole and "--format=json" in words:
        json.loads(ended.output, parse_constant=pytest.fail)
    elif ended.whole:
        for code in PYTHON.findall(ended.output):
            ast.parse(code)


@given(command_lines())
@example(["library", "cv2.filter2D", "--versus=cv2.sepFilter2D", "--versus-option=kernelY=1/2", "--format=json"])
@example(["conv", "--image=2x1x1x2", "--kernel=1x1x1x2", "--format=github"])
def test_any_command_line_is_answered(words: list[str]) -> None:
    check(words)


HUGE = [
    "map conv --image 1000000000x3 --format=json",
    "map conv --image 1000000000 --stride 2",
    "map xcorr --image 2000000001x3 --stride 999983,1 --pad wrap --mode full",
    "expand xcorr --image 1000000000x3 --pad reflect",
    "expand conv --image 1000000000x1000000000 --stride 999 --dilation 777 --mode full",
    "expand conv-transpose --image 1000000000 --stride 1000000 --format=jsonl",
    "conv --stride 1000000",
    "conv --dilation 1000000",
    "conv --image 1000000 --window all --only setup",
    "conv --image 1000000000x1000000000 --window all",
    "conv --at 1000000000,1000000000 --pad wrap --dilation 1000000 --stride 1000000 --format=json",
    "compare --at 0,0 --image 1000000000x1000000000 --dilation 1000000",
    "grad conv --pixel 0 --image 1 --kernel 9801 --pad edge --mode full",
    "grad conv --weight 0 --image 1000000000 --stride 1000000 --only result",
    "prove flip --image 1000000000x3",
    "library scipy.signal.convolve --kernel 1x1x1x1x1x1x1x1",
    "library onnxruntime:Conv --kernel 4x4x2x1x2x2x2 --format=latex",
    "library torch.nn.functional.conv2d --option padding=1000000000 --option stride=1000000000",
    "library torch.conv1d --option stride=1000000000 --versus torch.conv1d --versus-option padding=1000000000",
    "library scipy.signal.upfirdn --option up=1000000 --versus scipy.signal.upfirdn --versus-option down=999983",
    "library numpy.convolve --image 1000 --kernel 1000 --versus numpy.correlate",
]


@pytest.mark.parametrize("line", HUGE)
def test_huge_sizes_are_answered_at_once_or_refused(line: str) -> None:
    """Streams are read until there is enough, so whatever is made before the first line counts."""
    check(line.split())
