"""A terminal that people use: what it shows of what a program writes."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.processes import TIMEOUT, environment

# a title of the terminal, which it takes once it has drawn all that came before
DRAWN = "all is drawn"


class Tmux:
    """A server of tmux, whose terminals have any size."""

    def __init__(self, folder: Path) -> None:
        self.file, self.environment = folder / "written", environment(TMUX_TMPDIR=str(folder))
        self.environment.pop("TMUX", None)

    def called(self, *words: str) -> str:
        """The server's answer to a command."""
        words = ("tmux", "-u", "-f", "/dev/null", *words)
        done = subprocess.run(words, capture_output=True, env=self.environment, timeout=TIMEOUT, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.decode()

    def screen(self, written: str, columns: int, lines: int) -> list[str]:
        """The lines of a terminal of this size after a program has written this, without the blanks at their ends."""
        self.file.write_text(f"{written}\x1b]2;{DRAWN}\x07", encoding="utf-8")
        size = ("-x", str(columns), "-y", str(lines))
        self.called("new-session", "-d", "-s", "shown", *size, f"cat '{self.file}'; exec sleep {TIMEOUT}")
        end = time.monotonic() + TIMEOUT
        while self.called("display-message", "-p", "-t", "shown", "#{pane_title}").strip() != DRAWN:
            assert time.monotonic() < end
            time.sleep(0.01)
        shown = self.called("capture-pane", "-p", "-t", "shown")
        self.called("kill-session", "-t", "shown")
        return [line.rstrip() for line in shown.splitlines()]


@contextmanager
def tmux() -> Iterator[Tmux]:
    """The server while the block runs."""
    if shutil.which("tmux") is None:
        pytest.skip("nothing is seen in a terminal: tmux is not installed")
    # the path of a socket has to be short
    with tempfile.TemporaryDirectory(prefix="tmux") as folder:
        server = Tmux(Path(folder))
        # it lives as long as it has a session
        server.called("new-session", "-d", "-s", "kept", f"exec sleep {TIMEOUT}")
        yield server
        server.called("kill-server")
