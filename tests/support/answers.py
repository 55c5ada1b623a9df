"""A command in this process, with input of its own."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence

import pytest

from convtrace.cli import run


def answered(words: Sequence[str], typed: bytes = b"") -> tuple[int, str]:
    """The exit code and all that is printed; an exception is a failure of the test."""
    out, error = io.StringIO(), io.StringIO()
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(error))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed)))
        code = run(words)
    return code, (error if code else out).getvalue()
