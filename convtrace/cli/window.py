"""The terminal as a window to draw in: its other screen, its size, its keys; whatever happens, it is left as it was."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from convtrace.cli.signals import undone
from convtrace.cli.stream import Unwritable
from convtrace.errors import ConvtraceError

# the other screen, no cursor, no wrapping of long lines; and all of it undone
ENTER, LEAVE = "\x1b[?1049h\x1b[?25l\x1b[?7l", "\x1b[?7h\x1b[?25h\x1b[?1049l"
# a line is erased before it is written: behind one that fills the window the cursor stands on its last letter
HOME, ERASE = "\x1b[H", "\x1b[K"
# what a terminal sends for one key: ESC with what follows it, or one character
KEY = re.compile(r"\x1b(?:\[[\d;?<]*[ -/]*[@-~]|O.|[^\x1b])|.", re.DOTALL)
ARROWS = {"A": "up", "B": "down", "C": "right", "D": "left"}
ESCAPE = "\x1b"
# bytes that are read at once, and seconds in which the rest of a key comes
CHUNK, REST = 1024, 0.05
# of a terminal that does not know its own
USUAL_SIZE = (80, 24)
HINT = "Type, for example: convtrace conv --m 1 --n 1"


class Window:
    """A terminal in which keys are read one by one."""

    def __init__(self, keyboard: int) -> None:
        self.keyboard = keyboard
        self.signalled, self.wake = os.pipe()
        os.set_blocking(self.wake, False)

    def size(self) -> tuple[int, int]:
        """The columns and lines that it has now."""
        columns, lines = os.get_terminal_size(sys.stdout.fileno())
        return columns or USUAL_SIZE[0], lines or USUAL_SIZE[1]

    def draw(self, lines: Sequence[str]) -> None:
        """Show these lines instead of what is there; Unwritable where the terminal has gone."""
        try:
            _write(HOME + "\n".join(f"{ERASE}{line}" for line in lines))
        except OSError as error:
            raise Unwritable(error.strerror) from None

    def pressed(self) -> list[str]:
        """The keys that were pressed, once there are any, by what the terminal sends; none after a signal."""
        ready, _, _ = select.select([self.keyboard, self.signalled], [], [])
        if self.signalled in ready:
            os.read(self.signalled, CHUNK)
            return []
        typed = self._read()
        if typed.endswith(ESCAPE) and select.select([self.keyboard], [], [], REST)[0]:
            typed += self._read()
        return [_name(key) for key in KEY.findall(typed)]

    def _read(self) -> str:
        try:
            return os.read(self.keyboard, CHUNK).decode(errors="replace") or ESCAPE
        except OSError:  # the terminal has gone
            return ESCAPE

    def close(self) -> None:
        """Give back what signals are seen by."""
        os.close(self.signalled)
        os.close(self.wake)


def _name(key: str) -> str:
    """An arrow by its name, anything else as it came."""
    return ARROWS.get(key[-1], key) if key.startswith((f"{ESCAPE}[", f"{ESCAPE}O")) else key


def _write(text: str) -> None:
    """Past Python's buffer, in which a signal's handler could not write again."""
    left = text.encode(sys.stdout.encoding, "backslashreplace")
    while left:
        left = left[os.write(sys.stdout.fileno(), left) :]


@contextmanager
def opened() -> Iterator[Window]:
    """The terminal as a window while the block runs; ConvtraceError where it is none, or can't be drawn in."""
    check_terminal()
    import termios

    keyboard = sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    window = Window(keyboard)
    # a signal that comes just before `pressed` waits would else be seen after the next key only
    waker = signal.set_wakeup_fd(window.wake, warn_on_full_buffer=False)

    def leave() -> None:
        # a terminal that has gone needs nothing
        with suppress(OSError, termios.error):
            termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
            _write(LEAVE)

    with undone(leave):
        try:
            termios.tcsetattr(keyboard, termios.TCSADRAIN, _one_by_one(before))
            _write(ENTER)
            signal.signal(signal.SIGWINCH, lambda *_: None)
            yield window
        finally:
            signal.signal(signal.SIGWINCH, signal.SIG_DFL)
            signal.set_wakeup_fd(waker)
            window.close()
            leave()


def _one_by_one(before: list[Any]) -> list[Any]:
    """The terminal's settings with which keys come one by one and unseen; only Ctrl-C still ends the program."""
    import termios

    signs = list(before[6])
    for each in (termios.VSUSP, termios.VQUIT):
        signs[each] = b"\x00"
    signs[termios.VMIN], signs[termios.VTIME] = 1, 0
    return [*before[:3], before[3] & ~(termios.ECHO | termios.ICANON), *before[4:6], signs]


def check_terminal() -> None:
    """Refuse streams that are no terminal, and terminals that can't be drawn in."""
    for stream, what in ((sys.stdin, "standard input"), (sys.stdout, "standard output")):
        if stream is None or not stream.isatty():
            raise ConvtraceError(f"step needs a terminal, but {what} is none", hint=HINT)
    if os.environ.get("TERM", "dumb") == "dumb":
        raise ConvtraceError("step needs a terminal that can move its cursor, but TERM is dumb or not set", hint=HINT)
    try:
        import termios  # noqa: F401 -- only to see whether it is there
    except ImportError:
        message = "step needs a terminal as Linux and macOS have it; Windows has one in WSL"
        raise ConvtraceError(message, hint=HINT) from None
