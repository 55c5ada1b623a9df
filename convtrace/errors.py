"""The one error that people see: what was given, where, what is wrong, what to type instead."""

from __future__ import annotations

EXCERPT_LENGTH = 60


class ConvtraceError(Exception):
    """Input that convtrace can't work with; str() gives the message with its caret line.

    `source` is the text as it was given, `span` the first and last-but-one position of the part that is
    wrong, `hint` what to do instead.

    >>> print(ConvtraceError("this is not a whole number", "--m 1.5", (4, 7), "Type a whole number: --m 1"))
    this is not a whole number
      --m 1.5
          ^^^
    Type a whole number: --m 1

    The message and the hint are one line each, whatever of what was given stands in them.
    """

    def __init__(self, message: str, source: str = "", span: tuple[int, int] | None = None, hint: str = "") -> None:
        self.message = on_one_line(message)
        super().__init__(self.message)
        self.source = source
        self.span = span
        self.hint = on_one_line(hint)

    def __str__(self) -> str:
        return "\n".join(filter(None, (self.message, self._marked(), self.hint)))

    def _marked(self) -> str:
        if not self.source:
            return ""
        start, stop = self.span or (0, len(self.source))
        before, wrong, after = self.source[:start], self.source[start:stop], self.source[stop:]
        before, wrong, after = shortened(before, tail=True), shortened(wrong), shortened(after)
        return f"  {before}{wrong}{after}".rstrip() + f"\n  {' ' * len(before)}{'^' * max(1, len(wrong))}"


def on_one_line(text: str) -> str:
    r"""Text that is safe to print: line ends, control characters and those that turn the direction are spelled out.

    >>> on_one_line("a\x1b[2J\u2028\u202e")
    'a\\x1b[2J\\u2028\\u202e'
    """
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def shortened(text: str, tail: bool = False, longest: int = EXCERPT_LENGTH) -> str:
    r"""Text on one line that is safe to print, the excess cut.

    >>> shortened("a\x1b[2J"), shortened("7" * 5000)[-3:]
    ('a\\x1b[2J', '77…')
    """
    cut = text[-longest:] if tail else text[:longest]
    safe = on_one_line(cut)
    if len(text) <= longest:
        return safe
    return f"…{safe}" if tail else f"{safe}…"
