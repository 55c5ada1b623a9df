"""A written page in the reader's browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path

from convtrace.errors import ConvtraceError, shortened


def show(file: str) -> None:
    """Open a file in the browser; ConvtraceError where none can be started."""
    try:
        started = webbrowser.open(Path(file).resolve().as_uri())
    except (OSError, webbrowser.Error):
        started = False
    if not started:
        message = "--open: no browser could be started"
        raise ConvtraceError(message, hint=f"The page is written. Open it yourself: {shortened(file)}")
