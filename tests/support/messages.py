"""Messages as people see them: built from their parts, and held to what every message must be."""

from __future__ import annotations

from convtrace.errors import EXCERPT_LENGTH, ConvtraceError, shortened


def not_whole(option: str, text: str, example: str) -> str:
    """The message about text that is no number."""
    hint = f"Type a whole number, for example: {example}"
    return marks(f"{option}: {text} is not a whole number", f"{option} {text}", len(option) + 1, len(text), hint)


def no_such(option: str, text: str, hint: str) -> str:
    """The message about an unknown name."""
    return marks(f"{option}: {text} is not known", f"{option} {text}", len(option) + 1, len(text), hint)


def marks(message: str, words: str, offset: int, marked: int, hint: str) -> str:
    """The four lines of one message."""
    return f"Error: {message}\n  {words}\n  {' ' * offset}{'^' * marked}\n{hint}\n"


def readable(error: ConvtraceError) -> None:
    """The message is safe to print, short enough, and marks a place in the text."""
    message = str(error)
    assert message.replace("\n", "").isprintable()
    lines = message.split("\n")
    assert error.hint
    assert lines[0] == error.message
    assert lines[-1] == error.hint
    assert max(map(len, lines)) <= EXCERPT_LENGTH * 30 + 100
    assert len(lines) == (4 if error.source else 2)
    if error.source:
        marked(error, lines[1], lines[2])


def marked(error: ConvtraceError, source: str, carets: str) -> None:
    """The carets stand under the part that is wrong, or one place after the end where something is missing."""
    start, stop = error.span or (0, len(error.source))
    assert 0 <= start <= stop <= len(error.source)
    wrong = error.source[start:stop]
    mark = carets.lstrip(" ")
    assert mark == "^" * max(1, len(shortened(wrong)))
    place = len(carets) - len(mark)
    if wrong:
        assert source.ljust(len(carets))[place : len(carets)].rstrip(" ") == shortened(wrong).rstrip(" ")
    else:
        assert place <= len(source) + 1
