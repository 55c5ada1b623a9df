"""The program in processes that are forked from one where its modules are loaded: real streams, a tenth of the time.

What an interpreter reads when it starts (PYTHON…, LANG) is as it was there.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, TypeAlias

from convtrace.__main__ import main

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess

Stream: TypeAlias = "Connection[Any, Any]"

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(
    [
        __name__,
        "tests.support.processes",
        "convtrace.cli.help",
        "convtrace.render.formats.json",
        "convtrace.render.formats.markdown",
        "convtrace.render.formats.terminal",
        "convtrace.view.pages.value",
    ]
)


def started(words: Sequence[str], environ: Mapping[str, str], stdout: Stream, stderr: Stream) -> ForkServerProcess:
    """The process, which has these two streams and no input; they are closed here."""
    process = _context.Process(target=_run, args=(words, environ, stdout, stderr))
    process.start()
    stdout.close()
    stderr.close()
    return process


def _run(words: Sequence[str], environ: Mapping[str, str], stdout: Stream, stderr: Stream) -> None:
    for number, stream in enumerate((stdout, stderr), start=1):
        os.dup2(stream.fileno(), number)
        stream.close()
    os.environ.clear()
    os.environ.update(environ)
    sys.argv[1:] = words
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
    sys.exit(main())
